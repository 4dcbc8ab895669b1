"""The people and bodies found so far, in the scratch database, and the rows of the table ``entities``."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.linking import Body

_SCRATCH = """
CREATE TABLE entities (id TEXT PRIMARY KEY, kind TEXT, body_kind TEXT, level TEXT, place TEXT, parent TEXT,
    mentions INT, documents INT, first TEXT, last TEXT, evidence TEXT) WITHOUT ROWID;
CREATE TABLE forms (id TEXT, variant INT, form TEXT, n INT, PRIMARY KEY (id, variant, form)) WITHOUT ROWID;
"""
_MOST_VARIANTS = 30
#: SQL: the most frequent whole name of the entity whose id stands in the column ``{}``.
NAME = "(SELECT form FROM forms WHERE forms.id = {} AND variant = 0 ORDER BY n DESC, form LIMIT 1)"


@dataclass(frozen=True, slots=True)
class Seen:
    """One person or body as one document has it. ``forms`` counts the forms in the text (none: only part of a name)."""

    id: str
    name: str
    evidence: str
    published: str | None
    forms: Mapping[str, int]
    body: Body | None = None
    parent: str | None = None


def prepare(db: sqlite3.Connection) -> None:
    """Make the scratch tables."""
    db.executescript(_SCRATCH)


def add(db: sqlite3.Connection, found: Iterable[Seen]) -> None:
    """Count these in. Nothing depends on the order of the documents."""
    rows, forms = [], []
    for s in found:
        mentions = sum(s.forms.values())
        day = s.published if mentions else None
        told = (s.body.kind, s.body.level, s.body.place) if s.body else (None, None, None)
        kind = "organisation" if s.body else "person"
        rows.append((s.id, kind, *told, s.parent, mentions, min(mentions, 1), day, day, s.evidence))
        forms.append((s.id, 0, s.name, min(mentions, 1)))
        forms += ((s.id, 1, form, n) for form, n in s.forms.items())
    db.executemany(
        "INSERT INTO entities VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
        " mentions = mentions + excluded.mentions, documents = documents + excluded.documents,"
        " first = min(ifnull(first, excluded.first), ifnull(excluded.first, first)),"
        " last = max(ifnull(last, excluded.last), ifnull(excluded.last, last)),"
        " place = max(ifnull(place, excluded.place), ifnull(excluded.place, place)),"
        " parent = ifnull(parent, excluded.parent)",
        rows,
    )
    db.executemany("INSERT INTO forms VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n", forms)


def rows(db: sqlite3.Connection) -> Iterator[dict[str, Any]]:
    """The rows of the table ``entities``, in order of id."""
    variants = "SELECT form FROM forms WHERE id = ? AND variant = 1 ORDER BY n DESC, form LIMIT ?"
    for row in db.execute(f"SELECT *, {NAME.format('entities.id')} FROM entities ORDER BY id"):
        entity, kind, body_kind, level, place, parent, mentions, documents, first, last, evidence, name = row
        yield {
            "id": entity,
            "kind": kind,
            "name": name,
            "variants": " | ".join(form for (form,) in db.execute(variants, (entity, _MOST_VARIANTS))),
            "body_kind": body_kind,
            "level": level,
            "place": place,
            "parent_id": parent,
            "mentions": mentions,
            "documents": documents,
            "first_date": day(first),
            "last_date": day(last),
            "evidence": "same text" if evidence == "document" and documents > 1 else evidence,
        }


def day(text: str | None) -> dt.date | None:
    """A date of the scratch tables."""
    return dt.date.fromisoformat(text) if text else None
