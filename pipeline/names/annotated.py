"""Our own annotations of raw texts that are not ours to ship: spans without text (``data/annotations.tsv``).

    python -m pipeline.names.annotated RAW.jsonl.xz > annotated.jsonl

joins them with the texts, so that ``trichluc train GOLD.jsonl annotated.jsonl`` makes the model that ships.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline.lexicon import table
from pipeline.names.train import LABELS


def join(texts: Iterable[tuple[str, str]]) -> Iterator[dict[str, Any]]:
    """The annotated ones of `texts` (id, text), each with a list of ``start`` and ``end`` (code points) a layer.

    Raises ValueError naming a document whose text is not the one that was annotated.
    """
    rows: dict[str, dict[str, Mapping[str, str]]] = defaultdict(dict)
    for row in table("pipeline.names", "annotations.tsv"):
        rows[row["document"]][row["layer"]] = row
    for name, text in texts:
        layers = rows.pop(name, None)
        if layers is None:
            continue
        if any(row["sha256"] != digest(text) for row in layers.values()):
            raise ValueError(f"{name}: not the text that was annotated; take the one of that id with the right digest")
        yield {"id": name, "text": text, **{k: _spans(layers[k]["spans"]) if k in layers else [] for k in LABELS}}
    if rows:
        raise ValueError(
            f"{next(iter(rows))}: no such text, nor {len(rows) - 1} others; give the whole file of raw texts"
        )


def digest(text: str) -> str:
    """The first twelve digits of the text's SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _spans(cell: str) -> list[dict[str, int]]:
    pairs = (span.split("-") for span in cell.split())
    return [{"start": int(start), "end": int(end)} for start, end in pairs]


def _read(file: Path) -> Iterator[tuple[str, str]]:
    with lzma.open(file, "rt", encoding="utf-8") if file.suffix == ".xz" else file.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield row["id"], row["text"]


if __name__ == "__main__":
    for document in join(_read(Path(sys.argv[1]))):
        print(json.dumps(document, ensure_ascii=False))
