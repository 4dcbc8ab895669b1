"""The step ``tenures``: who was seen in which position in which body, from when to when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from pipeline.corpus import Corpus
from pipeline.corpus.entities import NAME, day
from pipeline.schema import TENURES

_SCRATCH = """
CREATE TABLE tenures (person TEXT, role TEXT, body TEXT, first TEXT, last TEXT, started TEXT, ended TEXT,
    mentions INT, documents INT, PRIMARY KEY (person, role, body)) WITHOUT ROWID;
"""
#: Statuses of a role in which the person holds the position on the day of the document.
_IN_OFFICE = ("current", "acting", "appointed")


def step(corpus: Corpus) -> None:
    """Write ``tenures`` from the roles; needs the step identities before. Proposals count for nothing."""
    corpus.db.executescript(_SCRATCH)
    days = corpus.rows("documents", "doc_id", "published")
    columns = ("doc_id", "person_id", "role", "organisation_id", "status", "event_date")
    for doc_id, rows in groupby(corpus.rows("roles", *columns), key=itemgetter(0)):
        published = next((d for i, d in days if i == doc_id), None)
        _add(corpus, doc_id, published.isoformat() if published else None, list(rows))
    corpus.write(TENURES, _tenures(corpus))


def _add(corpus: Corpus, doc_id: str, published: str | None, rows: list[tuple[Any, ...]]) -> None:
    final = dict(corpus.db.execute("SELECT local, final FROM ids WHERE doc_id = ?", (doc_id,)))
    held: dict[tuple[str, str, str], list[tuple[str, dt.date | None]]] = {}
    for _, person, role, body, status, event in rows:
        if person in final and status != "proposed":
            held.setdefault((final[person], role, final.get(body, "")), []).append((status, event))
    for post, statuses in held.items():
        seen = published if any(s in _IN_OFFICE for s, _ in statuses) else None
        started = min((d.isoformat() for s, d in statuses if s == "appointed" and d), default=None)
        ended = max((d.isoformat() for s, d in statuses if s == "ended" and d), default=None)
        corpus.db.execute(
            "INSERT INTO tenures VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1) ON CONFLICT DO UPDATE SET"
            " first = min(ifnull(first, excluded.first), ifnull(excluded.first, first)),"
            " last = max(ifnull(last, excluded.last), ifnull(excluded.last, last)),"
            " started = min(ifnull(started, excluded.started), ifnull(excluded.started, started)),"
            " ended = max(ifnull(ended, excluded.ended), ifnull(excluded.ended, ended)),"
            " mentions = mentions + excluded.mentions, documents = documents + 1",
            (*post, seen, seen, started, ended, len(statuses)),
        )


def _tenures(corpus: Corpus) -> Iterator[dict[str, Any]]:
    person_name, body_name = NAME.format("t.person"), NAME.format("t.body")
    query = f"SELECT t.*, {person_name}, {body_name} FROM tenures t ORDER BY person, role, body"
    for n, row in enumerate(corpus.db.execute(query)):
        person, role, body, first, last, started, ended, mentions, documents, name, organisation = row
        yield {
            "tenure": n,
            "person_id": person,
            "person": name,
            "role": role,
            "organisation_id": body or None,
            "organisation": organisation,
            "first_seen": day(first),
            "last_seen": day(last),
            "started": day(started),
            "ended": day(ended),
            "mentions": mentions,
            "documents": documents,
        }
