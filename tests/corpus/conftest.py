"""A corpus in memory, as the steps see it: the rows of linked documents and a scratch database."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from pipeline import engine
from pipeline.config import Config
from pipeline.corpus import identities, tenures
from pipeline.schema import Table


class MemoryCorpus:
    """Implements `pipeline.corpus.Corpus` over the results of documents. ``tables`` keeps what the steps write."""

    def __init__(self, results: Iterable[engine.Result], repeats: Mapping[str, str] = {}) -> None:
        self.db = sqlite3.connect(":memory:")
        self.db.execute("CREATE TABLE ids (doc_id TEXT, local TEXT, final TEXT, PRIMARY KEY (doc_id, local))")
        self.config = Config()
        self.documents = [engine.rows(r) for r in results]
        for d in self.documents:
            d["documents"][0]["duplicate_of"] = repeats.get(d["documents"][0]["doc_id"])
        self.tables: dict[str, list[Mapping[str, Any]]] = {}

    def rows(self, table: str, *columns: str) -> Iterator[tuple[Any, ...]]:
        for document in self.documents:
            for row in document[table]:
                yield tuple(row[c] for c in columns)

    def write(self, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
        names = [c.name for c in table.columns]
        self.tables[table.name] = [{n: row[n] for n in names} for row in rows]

    def file(self, name: str) -> Path:
        raise NotImplementedError(name)

    def final(self, doc_id: str, local: str | None) -> str | None:
        found = self.db.execute("SELECT final FROM ids WHERE doc_id = ? AND local = ?", (doc_id, local)).fetchone()
        return found[0] if found else None


@pytest.fixture(scope="session")
def corpus() -> Callable[..., MemoryCorpus]:
    """``corpus(results)``: both steps done."""

    def run(results: Iterable[engine.Result], repeats: Mapping[str, str] = {}) -> MemoryCorpus:
        made = MemoryCorpus(results, repeats)
        identities.step(made)
        tenures.step(made)
        return made

    return run
