"""The step ``identities``: who and what is one across documents, and the table ``entities``.

Bodies: equal where kind of body, name written out and place are equal; a body that its name and place do not tell (``UBND
xã`` of an unknown commune, ``Công ty``) stays within its document. People: equal only where two documents share a fact
(`pipeline.corpus.evidence`); a name alone joins nobody. Memory holds one document, or the facts of one name, at a time.
"""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

from pipeline.corpus import Corpus
from pipeline.corpus.evidence import UNCOMMON, bits, facts, sufficient
from pipeline.corpus.ids import body_id, id_in_document, person_id
from pipeline.linking import Body
from pipeline.linking.bodies import body_at
from pipeline.linking.people import birth_year
from pipeline.linking.written import compared
from pipeline.schema import ENTITIES

_SCRATCH = """
CREATE TABLE IF NOT EXISTS entities (id TEXT PRIMARY KEY, kind TEXT, body_kind TEXT, level TEXT, place TEXT, parent TEXT,
    mentions INT, documents INT, first TEXT, last TEXT, evidence TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS forms (id TEXT, variant INT, form TEXT, n INT, PRIMARY KEY (id, variant, form)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS persons (key TEXT, doc_id TEXT, local TEXT, origin TEXT, name TEXT, published TEXT, gender TEXT,
    born TEXT, mentions INT, PRIMARY KEY (key, doc_id, local)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS facts (key TEXT, doc_id TEXT, local TEXT, fact TEXT, PRIMARY KEY (key, doc_id, local, fact))
    WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS surfaces (doc_id TEXT, local TEXT, form TEXT, n INT, PRIMARY KEY (doc_id, local, form))
    WITHOUT ROWID;
"""
_MOST_VARIANTS = 30
_MOST_FACTS = 10


def step(corpus: Corpus) -> None:
    """Fill the scratch table ids and write ``entities``."""
    corpus.db.executescript(_SCRATCH)
    for document in _documents(corpus):
        bodies = _add_bodies(corpus, document)
        _add_people(corpus, document, bodies)
    _join_people(corpus)
    corpus.write(ENTITIES, _entities(corpus))


class _Document:
    """The rows of one document. ``origin`` is the document that it repeats, or itself."""

    def __init__(
        self, doc_id: str, published: Any, repeats: str | None, rows: Mapping[str, list[tuple[Any, ...]]]
    ) -> None:
        self.doc_id, self.origin, self.rows = doc_id, repeats or doc_id, rows
        self.published = published.isoformat() if published else None


def _documents(corpus: Corpus) -> Iterator[_Document]:
    """The documents with their rows, one at a time: all tables come in the order of the documents."""
    columns = {
        "people": ("doc_id", "person_id", "name", "text", "honorific", "kind", "sentence", "end"),
        "organisations": ("doc_id", "organisation_id", "name", "text", "place", "parent_id"),
        "roles": ("doc_id", "person_id", "role", "organisation_id"),
        "sentences": ("doc_id", "sentence", "start", "text"),
    }
    streams = {t: groupby(corpus.rows(t, *c), key=itemgetter(0)) for t, c in columns.items()}
    waiting = {t: next(s, None) for t, s in streams.items()}
    for doc_id, published, repeats in corpus.rows("documents", "doc_id", "published", "duplicate_of"):
        rows: dict[str, list[tuple[Any, ...]]] = {}
        for t, stream in streams.items():
            head = waiting[t]
            mine = head is not None and head[0] == doc_id
            rows[t] = list(head[1]) if mine and head else []
            if mine:
                waiting[t] = next(stream, None)
        yield _Document(doc_id, published, repeats, rows)


def _add_bodies(corpus: Corpus, document: _Document) -> dict[str, Body]:
    """Ids and entities of the bodies of a document, and of those that they belong to: local id -> body."""
    found: dict[str, Body] = {}
    above: dict[str, str] = {}
    mentions: dict[str, list[str]] = defaultdict(list)
    for _, local, name, text, place, parent in document.rows["organisations"]:
        if local is None:
            continue
        mentions[local].append(" ".join(text.split()))
        if local not in found:
            found[local] = body_at(name, place)
            if parent is not None:
                above[local] = parent
    owners = {
        above[local]: b.owner for local, b in found.items() if b.owner and local in above and above[local] not in found
    }
    everyone = {**found, **owners}
    final = {local: _body_id(body, document, local) for local, body in everyone.items()}
    for local, body in everyone.items():
        owner = body.owner
        parent_id = None if owner is None else body_id(owner) if owner.known else final.get(above.get(local, ""))
        _add(corpus, final[local], "organisation", document, len(mentions[local]), _evidence_of(body), body, parent_id)
        _count(corpus, final[local], False, body.name)
        for form in mentions[local]:
            _count(corpus, final[local], True, form)
        while owner is not None and owner.known:
            above_it = body_id(owner.owner) if owner.owner else None
            _add(corpus, body_id(owner), "organisation", document, 0, _evidence_of(owner), owner, above_it)
            _count(corpus, body_id(owner), False, owner.name, 0)
            owner = owner.owner
    corpus.db.executemany(
        "INSERT OR REPLACE INTO ids VALUES (?, ?, ?)", ((document.doc_id, local, final[local]) for local in final)
    )
    return found


def _body_id(body: Body, document: _Document, local: str) -> str:
    return body_id(body) if body.known else id_in_document("org", body.name, document.origin, local)


def _evidence_of(body: Body) -> str:
    if not body.known:
        return "document"
    return "name and place" if body.place else "name"


def _add_people(corpus: Corpus, document: _Document, bodies: Mapping[str, Body]) -> None:
    """The people of a document and their facts, to be joined when all are there. Authors have no facts."""
    sentences = {n: (start, text) for _, n, start, text in document.rows["sentences"] if "sinh" in text or "SN" in text}
    people: dict[str, dict[str, Any]] = {}
    for _, local, name, text, honorific, kind, sentence, end in document.rows["people"]:
        if local is None:
            continue
        person = people.setdefault(local, {"name": name, "born": None, "gender": None, "n": 0, "kind": kind})
        person["n"] += 1
        person["gender"] = person["gender"] or _gender(honorific)
        if sentence in sentences:
            start, whole = sentences[sentence]
            person["born"] = person["born"] or birth_year(whole, end - start)
        _count_surface(corpus, document.doc_id, local, " ".join(text.split()))
    held: dict[str, set[str]] = defaultdict(set)
    for _, local, role, body in document.rows["roles"]:
        if local in people:
            held[local].update(facts(people[local]["name"], role, bodies.get(body) if body else None))
    for local, person in people.items():
        name = sufficient(person["name"]) or person["name"]
        key = compared(name)
        row = (key, document.doc_id, local, document.origin, name, document.published, person["gender"], person["born"])
        corpus.db.execute("INSERT OR REPLACE INTO persons VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (*row, person["n"]))
        if person["kind"] == "author":
            continue
        own = held[local]
        if sufficient(name):
            own.add("name")
        if person["born"] and bits(name) >= UNCOMMON:
            own.add(f"born {person['born']}")
        rows = ((key, document.doc_id, local, fact) for fact in own if len(key.split()) > 1)
        corpus.db.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?, ?, ?)", rows)


def _gender(honorific: str | None) -> str | None:
    words = re.findall(r"\w+", (honorific or "").lower())
    return "f" if "bà" in words else "m" if "ông" in words else None


def _count_surface(corpus: Corpus, doc_id: str, local: str, form: str) -> None:
    corpus.db.execute(
        "INSERT INTO surfaces VALUES (?, ?, ?, 1) ON CONFLICT DO UPDATE SET n = n + 1", (doc_id, local, form)
    )


def _join_people(corpus: Corpus) -> None:
    """Final ids: name by name, people who share facts are one, unless gender or year of birth speak against it."""
    people = corpus.db.execute("SELECT * FROM persons ORDER BY key, doc_id, local")
    for key, rows in groupby(people, key=itemgetter(0)):
        groups = _Groups(corpus.db, key)
        for _, doc_id, local, origin, name, published, gender, born, mentions in rows:
            anchor, evidence = groups.of(doc_id, local, gender, born)
            final = person_id(key, anchor) if anchor else id_in_document("per", key, origin, local)
            corpus.db.execute("INSERT OR REPLACE INTO ids VALUES (?, ?, ?)", (doc_id, local, final))
            document = _Document(doc_id, None, None, {})
            document.published = published
            _add(corpus, final, "person", document, mentions, evidence)
            _count(corpus, final, False, name)
            surfaces = corpus.db.execute("SELECT form, n FROM surfaces WHERE doc_id = ? AND local = ?", (doc_id, local))
            for form, n in surfaces.fetchall():
                _count(corpus, final, True, form, n)


class _Groups:
    """The groups of facts of one name. Facts that one document states of one person belong together; a group in which
    two genders or years of birth meet falls apart into its facts, and these by gender and year."""

    def __init__(self, db: sqlite3.Connection, key: str) -> None:
        self.db, self.key = db, key
        self.parent: dict[str, str] = {}
        self.first: dict[str, tuple[str, str]] = {}
        self.genders: dict[str, set[str]] = defaultdict(set)
        self.years: dict[str, set[str]] = defaultdict(set)
        self.shared: Counter[str] = Counter()
        rows = db.execute(
            "SELECT f.doc_id, f.local, f.fact, p.published, p.gender, p.born FROM facts f JOIN persons p"
            " USING (key, doc_id, local) WHERE f.key = ? ORDER BY f.doc_id, f.local, f.fact",
            (key,),
        )
        for _, group in groupby(rows, key=itemgetter(0, 1)):
            self._together(list(group))
        self.members: dict[str, list[str]] = defaultdict(list)
        for fact in sorted(self.parent):
            self.members[self._root(fact)].append(fact)
        self.named = {root: min(self.first[f] for f in facts)[1] for root, facts in self.members.items()}

    def _together(self, rows: list[tuple[Any, ...]]) -> None:
        for _, _, fact, published, gender, born in rows:
            self.parent.setdefault(fact, fact)
            self.shared[fact] += 1
            seen = (published or "9999", fact)
            self.first[fact] = min(self.first.get(fact, seen), seen)
            self.genders[fact] |= {gender} - {None}
            self.years[fact] |= {born} - {None}
            a, b = self._root(rows[0][2]), self._root(fact)
            self.parent[max(a, b)] = min(a, b)

    def _root(self, fact: str) -> str:
        while self.parent[fact] != fact:
            self.parent[fact] = self.parent[self.parent[fact]]
            fact = self.parent[fact]
        return fact

    def of(self, doc_id: str, local: str, gender: str | None, born: str | None) -> tuple[str | None, str]:
        """The fact after which the person of this document is called (None: no fact is known), and the evidence."""
        where = "key = ? AND doc_id = ? AND local = ?"
        own = sorted(f for (f,) in self.db.execute(f"SELECT fact FROM facts WHERE {where}", (self.key, doc_id, local)))
        if not own:
            return None, "document"
        root = self._root(own[0])
        group = self.members[root]
        split = any(len(set().union(*(of[f] for f in group))) > 1 for of in (self.genders, self.years))
        joined = [f for f in (own if split else group) if self.shared[f] > 1][:_MOST_FACTS]
        anchor = f"{own[0]} {gender} {born}" if split else self.named[root]
        return anchor, "; ".join(joined) or "document"


def _add(
    corpus: Corpus,
    entity: str,
    kind: str,
    document: _Document,
    mentions: int,
    evidence: str,
    body: Body | None = None,
    parent: str | None = None,
) -> None:
    values = (body.kind, body.level, body.place) if body else (None, None, None)
    day = document.published if mentions else None
    corpus.db.execute(
        "INSERT INTO entities VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
        " mentions = mentions + excluded.mentions, documents = documents + excluded.documents,"
        " first = min(ifnull(first, excluded.first), ifnull(excluded.first, first)),"
        " last = max(ifnull(last, excluded.last), ifnull(excluded.last, last)),"
        " place = max(ifnull(place, excluded.place), ifnull(excluded.place, place)),"
        " parent = ifnull(parent, excluded.parent)",
        (entity, kind, *values, parent, mentions, min(mentions, 1), day, day, evidence),
    )


def _count(corpus: Corpus, entity: str, variant: bool, form: str, n: int = 1) -> None:
    corpus.db.execute(
        "INSERT INTO forms VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n", (entity, variant, form, n)
    )


def _entities(corpus: Corpus) -> Iterator[dict[str, Any]]:
    forms = "SELECT form FROM forms WHERE id = ? AND variant = ? ORDER BY n DESC, form LIMIT ?"
    for row in corpus.db.execute("SELECT * FROM entities ORDER BY id"):
        entity, kind, body_kind, level, place, parent, mentions, documents, first, last, evidence = row
        name = corpus.db.execute(forms, (entity, 0, 1)).fetchone()[0]
        variants = [form for (form,) in corpus.db.execute(forms, (entity, 1, _MOST_VARIANTS))]
        yield {
            "id": entity,
            "kind": kind,
            "name": name,
            "variants": " | ".join(variants),
            "body_kind": body_kind,
            "level": level,
            "place": place,
            "parent_id": parent,
            "mentions": mentions,
            "documents": documents,
            "first_date": dt.date.fromisoformat(first) if first else None,
            "last_date": dt.date.fromisoformat(last) if last else None,
            "evidence": evidence,
        }
