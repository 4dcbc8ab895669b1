"""What a worker does with one unit: read it, run the engine, give the rows as tuples in the order of the columns."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from time import perf_counter
from typing import Any

from pipeline import schema
from pipeline.config import Config
from pipeline.engine import Engine, Layers, Stage, rows
from pipeline.reading import InputOptions, ReadError, Unit, read
from pipeline.schema import Column, Table
from pipeline.types import Document, Problem

#: Failures that another day may not see: the next run tries such a document again.
PASSING = frozenset({"MemoryError", "TooSlow", "WorkerDied"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one unit: `rows` by table (one of documents, or none and one of errors), the hash of its text, the
    bytes' hash as read, seconds by stage."""

    rows: Mapping[str, list[tuple[Any, ...]]]
    text_hash: str | None = None
    sha256: str | None = None
    passing: bool = False
    seconds: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Work:
    """Call it in a worker to build the engine and get the function from `Unit` to `Outcome`."""

    config: Config
    inputs: InputOptions

    def __call__(self) -> Callable[[Unit], Outcome]:
        return _Worker(self.config, self.inputs).run


def tables(config: Config, inputs: InputOptions) -> dict[str, Table]:
    """The tables of the document layer that these settings write, with the columns carried through."""
    extra = tuple(Column(name, "string", "carried through from the input") for name in inputs.keep_columns)
    chosen = {}
    for table in (t for t in schema.TABLES if t.grain == "documents"):
        if table.name == "documents":
            table = Table(table.name, table.meaning, (*table.columns, *extra), table.key)
        off = (table.name == "tokens" and not config.tokens) or (table.name == "texts" and config.texts is False)
        if table.grain == "documents" and not off:
            chosen[table.name] = table
    return chosen


def unread(problem: Problem) -> Outcome:
    """The outcome of an input that gave no document."""
    cells = (problem.source, problem.doc_id, problem.stage, problem.error, problem.message)
    row = tuple(None if c is None else c.encode("utf-8", "replace").decode() for c in cells)
    return Outcome({"errors": [row]}, passing=problem.error in PASSING)


class _Worker:
    def __init__(self, config: Config, inputs: InputOptions) -> None:
        self.inputs, self.texts = inputs, config.texts
        self.seconds: dict[str, float] = {}
        self.engine = Engine(config)
        self.engine.stages = {name: self._timed(name, stage) for name, stage in self.engine.stages.items()}
        self.take = {
            name: itemgetter(*(c.name for c in table.columns)) for name, table in tables(config, inputs).items()
        }
        self.extra = dict.fromkeys(inputs.keep_columns)

    def run(self, unit: Unit) -> Outcome:
        self.seconds = {}
        start = perf_counter()
        try:
            record = read(unit, self.inputs)
        except Exception as e:
            error = "ReadError" if isinstance(e, ReadError) else type(e).__name__
            return unread(Problem(unit.source, unit.doc_id, "read", error, str(e) or repr(e)))
        self._spent("read", start)
        start = perf_counter()
        result = self.engine(record)
        self._spent("other", start, sum(self.seconds.values()) - self.seconds["read"])
        start = perf_counter()
        found = rows(result, tokens="tokens" in self.take)
        found["documents"] = [self.extra | row for row in found["documents"]]
        if self.texts or (self.texts is None and unit.reader != "text"):
            found["texts"] = [{"doc_id": record.doc_id, "text": record.text}]
        out = {name: list(map(self.take[name], table)) for name, table in found.items() if table and name in self.take}
        self._spent("rows", start)
        passing = any(p.error in PASSING for p in result.problems)
        return Outcome(out, text_hash(record.text), record.sha256, passing, self.seconds)

    def _timed(self, name: str, stage: Stage) -> Stage:
        def timed(doc: Document, layers: Layers) -> Mapping[str, Any]:
            start = perf_counter()
            try:
                return stage(doc, layers)
            finally:
                self._spent(name, start)

        return timed

    def _spent(self, name: str, start: float, less: float = 0.0) -> None:
        self.seconds[name] = self.seconds.get(name, 0.0) + perf_counter() - start - less


def text_hash(text: str) -> str | None:
    """The same for texts that differ in white space and Unicode form only; None for a blank one."""
    folded = " ".join(unicodedata.normalize("NFC", text).split())
    if not folded:
        return None
    return hashlib.blake2b(folded.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
