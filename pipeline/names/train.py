"""Training: annotated documents (JSON lines as in the gold corpus) to a model file. Needs the extra ``train``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.names.features import columns, fingerprint, making, read
from pipeline.names.syllables import Syllables
from pipeline.text import Canonical, canonical

#: The layers of the gold corpus and their labels; dates and cited documents only help the others.
LABELS = {"roles": "R", "dates": "D", "citations": "C", "people": "P", "organisations": "O"}
_SETTINGS = {"c1": 0.1, "c2": 0.02}


def train(gold: Path | Sequence[Path], out: Path, iterations: int = 80) -> Path:
    """Train on the documents of `gold` (one file or several) and write the CRFsuite model `out`. Deterministic.

    The fingerprint of templates and data files stands behind the model, where CRFsuite does not look.

    A document has ``text`` and, for each layer of `LABELS`, a list of mentions with ``start`` and ``end`` (code points
    into the text). About two minutes for 160,000 words. Raises ValueError naming file and line of a bad document,
    ModuleNotFoundError where python-crfsuite is missing.
    """
    import pycrfsuite

    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params({**_SETTINGS, "max_iterations": iterations})
    tables = making()
    for document in documents([gold] if isinstance(gold, Path) else gold):
        shadow = canonical(document["text"])
        syllables = read(shadow.text, shadow.folded)
        trainer.append(columns(syllables, tables), labels(document, shadow, syllables))
    out.parent.mkdir(parents=True, exist_ok=True)
    trainer.train(str(out))
    with out.open("ab") as file:
        file.write(fingerprint().encode("ascii"))
    return out


def documents(files: Sequence[Path]) -> Iterator[Mapping[str, Any]]:
    """The annotated documents of JSON-lines files. Raises ValueError naming file, line and what is missing."""
    for file in files:
        for n, line in enumerate(file.read_text(encoding="utf-8").split("\n"), 1):
            if not line.strip():
                continue
            try:
                document = json.loads(line)
                if missing := [k for k in ("text", *LABELS) if k not in document]:
                    raise ValueError(f"no {missing[0]!r} in the document")
            except ValueError as e:
                raise ValueError(f"{file}, line {n}: {e}; each line is a JSON object with text and its layers") from e
            yield document


def labels(document: Mapping[str, Any], shadow: Canonical, syllables: Syllables) -> list[str]:
    """BIO labels of the syllables; one that lies only partly in a mention is outside it."""
    out = ["O"] * len(syllables)
    raw = [shadow.raw(a, b) for a, b in zip(syllables.starts, syllables.ends, strict=True)]
    for layer, label in LABELS.items():
        for mention in document[layer]:
            inside = [i for i, (a, b) in enumerate(raw) if a >= mention["start"] and b <= mention["end"]]
            for i in inside:
                out[i] = f"{'B' if i == inside[0] else 'I'}-{label}"
    return out
