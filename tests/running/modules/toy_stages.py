"""Small stages and steps for the tests of the run; they are imported by the workers."""

from __future__ import annotations

import ctypes
import datetime as dt
import os
import re
import signal
from collections.abc import Mapping, Sequence
from pathlib import Path

from pipeline.config import Config
from pipeline.corpus import Corpus
from pipeline.engine import Layers, Stage
from pipeline.schema import Column, Table
from pipeline.types import DateMention, Document, PersonMention, Sentence, Span

COUNTS = Table(
    "name_counts",
    "how often a name occurs",
    (Column("name", "string", "name", nullable=False), Column("n", "int32", "times", nullable=False)),
    ("name",),
    grain="corpus",
)


def sentences(config: Config) -> Stage:
    """Every line is a sentence."""

    def run(doc: Document, layers: Layers) -> Mapping[str, Sequence[Span]]:
        return {"sentences": [Sentence(m.start(), m.end(), "body") for m in re.finditer(r"[^\n]+", doc.text)]}

    return run


def people(config: Config) -> Stage:
    """Whoever is called ``ông X`` is a person, with an id of the document's own."""

    def run(doc: Document, layers: Layers) -> Mapping[str, Sequence[Span]]:
        names = [(m.start(1), m.end(1), m[1]) for m in re.finditer(r"ông (\w+)", doc.text)]
        ids = {name: f"p{i}" for i, name in enumerate(dict.fromkeys(n for _, _, n in names))}
        return {"people": [PersonMention(s, e, name, ids[name]) for s, e, name in names]}

    return run


def faults(config: Config) -> Stage:
    """Does what the text says: RAISE, ABORT, HANG, HOLD (hang in native code, with the GIL), FILL, KILL-ONCE path."""

    def run(doc: Document, layers: Layers) -> Mapping[str, Sequence[Span]]:
        word, _, rest = doc.text.partition(" ")
        match word:
            case "RAISE":
                raise ValueError("as the text says")
            case "ABORT":
                os.abort()
            case "HANG":
                signal.pause()
            case "HOLD":
                ctypes.PyDLL(None).sleep(1000)
            case "FILL":
                bytearray(1 << 32)
            case "WRONG":
                return {"dates": [DateMention(0, 5, "no date", dt.date(2024, 1, 1), "day")]}  # type: ignore[arg-type]
            case "KILL-ONCE" if not Path(rest).exists():
                Path(rest).touch()
                os.kill(os.getpid(), signal.SIGKILL)
        return {}

    return run


def count_names(corpus: Corpus) -> None:
    """A corpus table, and final ids: the name itself, but none for Lan."""
    corpus.db.execute("CREATE TABLE names (name TEXT)")
    for doc_id, local, name in corpus.rows("people", "doc_id", "person_id", "name"):
        corpus.db.execute("INSERT INTO names VALUES (?)", (name,))
        if name != "Lan":
            corpus.db.execute("INSERT OR IGNORE INTO ids VALUES (?, ?, ?)", (doc_id, local, f"person-{name}"))
    found = corpus.db.execute("SELECT name, count(*) FROM names GROUP BY name ORDER BY name")
    corpus.write(COUNTS, ({"name": name, "n": n} for name, n in found))


def broken_step(corpus: Corpus) -> None:
    """Writes ids and half a table, then raises."""
    corpus.db.execute("INSERT INTO ids SELECT 'a.txt', 'p0', 'wrong'")
    corpus.file("half.txt").write_text("half", encoding="utf-8")
    corpus.write(COUNTS, iter([{"name": "An", "n": 1}]))
    raise LookupError("a step that fails")


def nothing_to_do(corpus: Corpus) -> None:
    """A step that stands in for another."""
