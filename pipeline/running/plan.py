"""The inputs of a run cut into parts, each with a key that says whether its rows are already there.

The key is the hash of the settings and of every input in the part (id, source, content). Parts are cut after documents
whose id has a certain hash, so that one document more, less or changed makes its own part anew and no other.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.reading import Unit
from pipeline.types import Problem

CUT = 128
MOST_ITEMS = 1024
MOST_BYTES = 1 << 20
MEMBER_BYTES = 32 << 10  # what a member of an archive counts for: its size is not known here


@dataclass(frozen=True, slots=True)
class Item:
    """An input: a document to be, or the Problem that keeps it from becoming one; ``size`` in bytes.

    ``sha256`` is that of the file, where the file is the document.
    """

    what: Unit | Problem
    size: int = 0
    sha256: str | None = None


@dataclass(slots=True)
class Plan:
    """A part to be."""

    key: str = ""
    items: list[Item] = field(default_factory=list)


def planned(inputs: Iterable[Unit | Problem], settings: str) -> Iterator[Plan]:
    """Cut the inputs into parts, as a stream. A second document with the same doc_id becomes a Problem."""
    plan, digest, size, contents = Plan(), hashlib.sha256(settings.encode()), 0, _Contents()
    for what in _unique(inputs):
        content, item = contents.of(what)
        digest.update(_bytes(repr((what.doc_id, what.source, content))))
        plan.items.append(item)
        size += item.size
        if _cuts(what.doc_id or what.source) or len(plan.items) >= MOST_ITEMS or size >= MOST_BYTES:
            plan.key = digest.hexdigest()
            yield plan
            plan, digest, size = Plan(), hashlib.sha256(settings.encode()), 0
    if plan.items:
        plan.key = digest.hexdigest()
        yield plan


def _cuts(name: str) -> bool:
    return int.from_bytes(hashlib.blake2b(_bytes(name), digest_size=4).digest(), "big") % CUT == 0


def _unique(inputs: Iterable[Unit | Problem]) -> Iterator[Unit | Problem]:
    """Leave out what was given twice; another document with the id of an earlier one is a Problem. The ids seen are
    kept on disk (a temporary database of SQLite)."""
    with closing(sqlite3.connect("", isolation_level=None)) as seen:
        seen.execute("CREATE TABLE seen (doc_id BLOB PRIMARY KEY, source BLOB) WITHOUT ROWID")
        seen.execute("BEGIN")
        for what in inputs:
            if isinstance(what, Unit):
                doc_id, source = _bytes(what.doc_id), _bytes(what.source)
                if not seen.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", (doc_id, source)).rowcount:
                    (first,) = seen.execute("SELECT source FROM seen WHERE doc_id = ?", (doc_id,)).fetchone()
                    if first == source:
                        continue
                    message = f"{first.decode(errors='replace')} has the same doc_id; give each document its own"
                    what = Problem(what.source, what.doc_id, "read", "SameId", message)
            yield what


class _Contents:
    """What the rows of an input depend on besides its id. The hash of the last file is kept for its next member."""

    def __init__(self) -> None:
        self.path: str | None = None
        self.sha256, self.size = "", 0

    def of(self, what: Unit | Problem) -> tuple[str, Item]:
        if isinstance(what, Problem):
            return repr((what.stage, what.error, what.message)), Item(what)
        meta = (what.reader, what.member, sorted(what.meta.items()))
        if what.row is not None or what.path is None:
            row = _bytes(repr((sorted((what.row or {}).items()), meta)))
            return hashlib.sha256(row).hexdigest(), Item(what, len(row))
        if what.member is None or what.path != self.path:
            self.path = what.path
            self.sha256, self.size = _hash_file(what.path)
        if what.member is not None:
            return repr((self.sha256, meta)), Item(what, MEMBER_BYTES)
        return repr((self.sha256, meta)), Item(what, self.size, self.sha256)


def _hash_file(path: str) -> tuple[str, int]:
    try:
        with Path(path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest(), file.tell()
    except OSError as e:
        return f"unreadable: {e.errno}", 0


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
