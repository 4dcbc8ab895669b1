"""Steps over all documents: identities, tenures, the citation graph.

The document layer writes rows whose person and organisation ids are local to the document (``p1``, ``o1``). The corpus
steps read those rows as a stream, in bounded memory (their scratch space is an SQLite file), and write the final ids
and their own tables. Adding a document redoes only these steps.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol

from pipeline.config import Config
from pipeline.schema import Table


class Corpus(Protocol):
    """What a step sees. ``db`` is a scratch database on disk, shared by the steps of one run and deleted after it.

    The step ``identities`` fills the scratch table ``ids (doc_id, local, final)``; an id that has no row there becomes
    ``doc_id#local``. The writer of the final tables replaces person_id, organisation_id and parent_id by it.
    """

    db: sqlite3.Connection
    config: Config

    def rows(self, table: str, *columns: str) -> Iterator[tuple[Any, ...]]:
        """The rows of a document-layer table in the order of the documents, local ids, as tuples of these columns."""
        ...

    def write(self, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
        """Write a corpus table; `rows` may be a generator and must come in a deterministic order."""
        ...

    def file(self, name: str) -> Path:
        """Where to write a further file of the output folder (GraphML)."""
        ...


Step = Callable[[Corpus], None]
