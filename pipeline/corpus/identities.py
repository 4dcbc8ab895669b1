"""The step ``identities``: who and what is one across documents, and the table ``entities``.

Bodies are one where the name written out and the place are equal; a body that these do not tell (``UBND xã`` of an
unknown commune, ``Công ty``) stays within its document. People are one only where two documents share a fact
(`pipeline.corpus.evidence`); a name alone joins nobody. Memory holds one document, or the facts of one name, at a time.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from pipeline.corpus import Corpus, entities
from pipeline.corpus.entities import Seen
from pipeline.corpus.evidence import UNCOMMON, bits, facts, sufficient
from pipeline.corpus.groups import Groups
from pipeline.corpus.ids import body_id, id_in_document, person_id
from pipeline.linking import Body
from pipeline.linking.address import birth_year
from pipeline.linking.address import gender as gender_of
from pipeline.linking.parse import body_at
from pipeline.linking.written import compared
from pipeline.schema import ENTITIES

_SCRATCH = """
CREATE TABLE persons (key TEXT, doc_id TEXT, local TEXT, origin TEXT, name TEXT, published TEXT, gender TEXT, born TEXT,
    PRIMARY KEY (key, doc_id, local)) WITHOUT ROWID;
CREATE TABLE facts (key TEXT, doc_id TEXT, local TEXT, fact TEXT, PRIMARY KEY (key, doc_id, local, fact)) WITHOUT ROWID;
CREATE TABLE surfaces (doc_id TEXT, local TEXT, form TEXT, n INT, PRIMARY KEY (doc_id, local, form)) WITHOUT ROWID;
"""
_COLUMNS = {
    "people": ("doc_id", "person_id", "name", "text", "honorific", "kind", "sentence", "end"),
    "organisations": ("doc_id", "organisation_id", "name", "text", "place", "parent_id"),
    "roles": ("doc_id", "person_id", "role", "organisation_id"),
    "sentences": ("doc_id", "sentence", "start", "text"),
}


def step(corpus: Corpus) -> None:
    """Fill the scratch table ids and write ``entities``."""
    entities.prepare(corpus.db)
    corpus.db.executescript(_SCRATCH)
    for document in _documents(corpus):
        bodies = _add_bodies(corpus, document)
        _add_people(corpus, document, bodies)
    _join_people(corpus)
    corpus.write(ENTITIES, entities.rows(corpus.db))


@dataclass(frozen=True, slots=True)
class _Document:
    """The rows of one document, without their doc_id. ``origin`` is the document whose text it repeats, or itself."""

    doc_id: str
    origin: str
    published: str | None
    rows: Mapping[str, list[tuple[Any, ...]]]


def _documents(corpus: Corpus) -> Iterator[_Document]:
    """The documents, one at a time: all tables come in the order of the documents."""
    streams = {t: groupby(corpus.rows(t, *columns), key=itemgetter(0)) for t, columns in _COLUMNS.items()}
    waiting = {t: next(stream, None) for t, stream in streams.items()}
    for doc_id, published, repeats in corpus.rows("documents", "doc_id", "published", "duplicate_of"):
        rows: dict[str, list[tuple[Any, ...]]] = {}
        for t, head in waiting.items():
            rows[t] = []
            if head is not None and head[0] == doc_id:
                rows[t] = [row[1:] for row in head[1]]
                waiting[t] = next(streams[t], None)
        yield _Document(doc_id, repeats or doc_id, published.isoformat() if published else None, rows)


def _add_bodies(corpus: Corpus, document: _Document) -> dict[str, Body]:
    """Count in the bodies of a document, and those that they belong to: local id -> body."""
    bodies: dict[str, Body] = {}
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    above: dict[str, str] = {}
    for local, name, text, place, parent in document.rows["organisations"]:
        if local is None:
            continue
        forms[local][" ".join(text.split())] += 1
        if local not in bodies:
            bodies[local] = body_at(name, place)
            above[local] = parent
    for local, parent in above.items():
        owner = bodies[local].owner
        if parent is not None and owner is not None and parent not in forms:
            bodies.setdefault(parent, owner)
    final = {local: _id(body, document, local) for local, body in bodies.items()}
    seen = []
    for local, body in bodies.items():
        parent_id = final.get(above.get(local) or "") if body.owner else None
        seen.append(_seen(body, final[local], document, forms[local], parent_id))
        seen += _owners(body, document)
    entities.add(corpus.db, seen)
    ids = ((document.doc_id, local, entity) for local, entity in final.items())
    corpus.db.executemany("INSERT OR REPLACE INTO ids VALUES (?, ?, ?)", ids)
    return bodies


def _id(body: Body, document: _Document, local: str) -> str:
    return body_id(body) if body.known else id_in_document("org", body.name, document.origin, local)


def _seen(body: Body, entity: str, document: _Document, forms: Mapping[str, int], parent: str | None) -> Seen:
    if body.known and body.owner is not None:
        parent = body_id(body.owner)
    evidence = "document" if not body.known else "name and place" if body.place else "name"
    return Seen(entity, body.name, evidence, document.published, forms, body, parent)


def _owners(body: Body, document: _Document) -> Iterator[Seen]:
    """The known bodies that it belongs to, which need no mention of their own."""
    while body.owner is not None:
        body = body.owner
        if body.known:
            yield _seen(body, body_id(body), document, {}, None)


def _add_people(corpus: Corpus, document: _Document, bodies: Mapping[str, Body]) -> None:
    """Put down the people of a document and the facts about them, to be joined when all are there."""
    born_in = {n: (start, text) for n, start, text in document.rows["sentences"] if "sinh năm" in text or "SN" in text}
    people: dict[str, dict[str, Any]] = {}
    surfaces: Counter[tuple[str, str]] = Counter()
    for local, name, text, honorific, kind, sentence, end in document.rows["people"]:
        if local is None:
            continue
        surfaces[local, " ".join(text.split())] += 1
        person = people.setdefault(
            local, {"name": sufficient(name) or name, "kind": kind, "gender": None, "born": None}
        )
        person["gender"] = person["gender"] or gender_of(honorific, ())
        if sentence in born_in:
            start, whole = born_in[sentence]
            person["born"] = person["born"] or birth_year(whole, end - start)
    held: dict[str, set[str]] = defaultdict(set)
    for local, role, body in document.rows["roles"]:
        if local in people:
            held[local].update(facts(people[local]["name"], role, bodies.get(body)))
    doc_id, rows, told = document.doc_id, [], []
    for local, person in people.items():
        name, gender, born = person["name"], person["gender"], person["born"]
        key = compared(name)
        rows.append((key, doc_id, local, document.origin, name, document.published, gender, born))
        if person["kind"] == "author" or " " not in key:
            continue
        if sufficient(name):
            held[local].add("name")
        if born and bits(name) >= UNCOMMON:
            held[local].add(f"born {born}")
        told += [(key, doc_id, local, fact) for fact in held[local]]
    corpus.db.executemany("INSERT INTO persons VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
    corpus.db.executemany("INSERT INTO facts VALUES (?, ?, ?, ?)", told)
    corpus.db.executemany(
        "INSERT INTO surfaces VALUES (?, ?, ?, ?)", ((doc_id, *form, n) for form, n in surfaces.items())
    )


def _join_people(corpus: Corpus) -> None:
    """Final ids: name by name, people who share facts are one, unless gender or year of birth speak against it."""
    db = corpus.db
    for key, rows in groupby(db.execute("SELECT * FROM persons ORDER BY key, doc_id, local"), key=itemgetter(0)):
        groups = Groups(db, key)
        for _, doc_id, local, origin, name, published, gender, born in rows:
            where = "doc_id = ? AND local = ?"
            told = db.execute(f"SELECT fact FROM facts WHERE key = ? AND {where}", (key, doc_id, local)).fetchall()
            entity, evidence = id_in_document("per", key, origin, local), "document"
            if told:
                group, evidence = groups.of([fact for (fact,) in told], gender, born)
                entity = person_id(key, group)
            forms = dict(db.execute(f"SELECT form, n FROM surfaces WHERE {where}", (doc_id, local)).fetchall())
            entities.add(db, [Seen(entity, name, evidence, published, forms)])
            db.execute("INSERT OR REPLACE INTO ids VALUES (?, ?, ?)", (doc_id, local, entity))
