"""The corpus steps over the finished parts, and the final rows of the document layer.

Implements `pipeline.corpus.Corpus`. The scratch database (SQLite, on disk) holds the identities found by the steps and
the repeats; nothing here grows with the corpus in memory.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from importlib import import_module
from operator import itemgetter
from pathlib import Path
from typing import Any, cast

import pyarrow as pa

from pipeline import schema
from pipeline.config import Config
from pipeline.corpus import Step
from pipeline.running.parts import Part
from pipeline.running.tables import Csv, Writer, batches
from pipeline.schema import Table

LOCAL_IDS = ("person_id", "organisation_id", "parent_id")

_SCRATCH = """
PRAGMA journal_mode = TRUNCATE;
PRAGMA synchronous = OFF;
CREATE TABLE ids (doc_id TEXT, local TEXT, final TEXT, PRIMARY KEY (doc_id, local)) WITHOUT ROWID;
CREATE TABLE texts (hash TEXT PRIMARY KEY, doc_id TEXT) WITHOUT ROWID;
CREATE TABLE repeats (doc_id TEXT PRIMARY KEY, first TEXT) WITHOUT ROWID;
"""


class Runner:
    """What a step sees, over `parts` in the order of the documents. Tables are written into `folder`."""

    def __init__(
        self, parts: Iterable[Part], scratch: Path, folder: Path, config: Config, csv: Csv, metadata: dict[str, str]
    ) -> None:
        self.parts, self.folder, self.config, self.csv, self.metadata = parts, folder, config, csv, metadata
        self.db = sqlite3.connect(scratch)
        self.db.executescript(_SCRATCH)
        self.written: list[tuple[Table, int]] = []
        self._find_repeats()

    def rows(self, table: str, *columns: str) -> Iterator[tuple[Any, ...]]:
        """The rows of a document-layer table in the order of the documents, local ids, as tuples of these columns."""
        for part in self.parts:
            for rows in part.read(table, ("doc_id", *columns) if "duplicate_of" in columns else columns):
                if "duplicate_of" in columns:
                    rows = self._with_repeats(rows)
                yield from zip(*(rows.column(c).to_pylist() for c in columns), strict=True)

    def write(self, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
        """Write a corpus table."""
        take = itemgetter(*(c.name for c in table.columns))
        with Writer(self.folder, table, self.csv, self.metadata) as writer:
            for some in batches(table, map(take, rows)):
                writer.add(some)
        self.written.append((table, writer.rows))

    def file(self, name: str) -> Path:
        """Where a step may write a further file of the output folder."""
        return self.folder / name

    def step(self, name: str, path: str) -> None:
        """Run one step. What it wrote is taken back where it raises."""
        module, _, function = path.partition(":")
        before = len(self.written)
        there = set(self.folder.iterdir())
        try:
            cast(Step, getattr(import_module(module), function))(self)
            self.db.commit()
        except BaseException:
            self.db.rollback()
            del self.written[before:]
            for file in set(self.folder.iterdir()) - there:
                file.unlink()
            raise

    def write_documents(self, tables: Mapping[str, Table], errors: list[tuple[Any, ...]]) -> None:
        """Write the tables of the document layer, final ids in; `errors` of the corpus steps come last in theirs."""
        for name, table in tables.items():
            stack = ExitStack()
            with stack:
                writer = None
                for rows in self._final(name, errors):
                    writer = writer or stack.enter_context(Writer(self.folder, table, self.csv, self.metadata))
                    writer.add(rows)
                wanted = not table.optional or getattr(self.config, name) is True
                if writer is None and wanted:
                    writer = stack.enter_context(Writer(self.folder, table, self.csv, self.metadata))
            if writer is not None:
                self.written.append((table, writer.rows))

    def close(self) -> None:
        self.db.close()

    def _final(self, table: str, errors: list[tuple[Any, ...]]) -> Iterator[pa.RecordBatch]:
        for part in self.parts:
            for rows in part.read(table):
                if table == "documents":
                    rows = self._with_repeats(rows).drop_columns(["text_hash"])
                yield self._with_final_ids(rows)
        if table == "errors":
            yield from batches(schema.ERRORS, errors)

    def _find_repeats(self) -> None:
        for doc_id, digest in self.rows("documents", "doc_id", "text_hash"):
            if digest is None:
                continue
            if not self.db.execute("INSERT OR IGNORE INTO texts VALUES (?, ?)", (digest, doc_id)).rowcount:
                first = self.db.execute("SELECT doc_id FROM texts WHERE hash = ?", (digest,)).fetchone()[0]
                self.db.execute("INSERT INTO repeats VALUES (?, ?)", (doc_id, first))
        self.db.commit()

    def _with_repeats(self, rows: pa.RecordBatch) -> pa.RecordBatch:
        found = [
            first[0]
            if (first := self.db.execute("SELECT first FROM repeats WHERE doc_id = ?", (d,)).fetchone())
            else None
            for d in rows.column("doc_id").to_pylist()
        ]
        return _replaced(rows, "duplicate_of", found)

    def _with_final_ids(self, rows: pa.RecordBatch) -> pa.RecordBatch:
        columns = [c for c in LOCAL_IDS if c in rows.schema.names]
        if not columns:
            return rows
        doc_ids = rows.column("doc_id").to_pylist()
        known = {
            (doc_id, local): final
            for doc_id in dict.fromkeys(doc_ids)
            for local, final in self.db.execute("SELECT local, final FROM ids WHERE doc_id = ?", (doc_id,))
        }
        for column in columns:
            ids = zip(doc_ids, rows.column(column).to_pylist(), strict=True)
            final = [None if i is None else known.get((d, i)) or f"{d}#{i}" for d, i in ids]
            rows = _replaced(rows, column, final)
        return rows


def _replaced(rows: pa.RecordBatch, column: str, values: list[Any]) -> pa.RecordBatch:
    i = rows.schema.get_field_index(column)
    return rows.set_column(i, rows.schema.field(i), pa.array(values, rows.schema.field(i).type))
