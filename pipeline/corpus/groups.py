"""The people of one name: which documents speak of one person."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from itertools import groupby
from operator import itemgetter
from typing import Any

_MOST_FACTS = 10


class Groups:
    """The facts of one name, those in one group that one document states of one person.

    All documents whose facts are in one group speak of one person. A group in which two genders or years of birth meet
    falls apart into its facts, and these by gender and year. Memory holds the facts of the name, not its documents.
    """

    def __init__(self, db: sqlite3.Connection, key: str) -> None:
        self._above: dict[str, str] = {}
        self._first: dict[str, tuple[str, str]] = {}
        self._genders: dict[str, set[str]] = defaultdict(set)
        self._years: dict[str, set[str]] = defaultdict(set)
        self._documents: Counter[str] = Counter()
        rows = db.execute(
            "SELECT f.doc_id, f.local, f.fact, p.published, p.gender, p.born FROM facts f JOIN persons p"
            " USING (key, doc_id, local) WHERE f.key = ? ORDER BY f.doc_id, f.local, f.fact",
            (key,),
        )
        for _, person in groupby(rows, key=itemgetter(0, 1)):
            self._together(list(person))
        self._members: dict[str, list[str]] = defaultdict(list)
        for fact in sorted(self._above):
            self._members[self._root(fact)].append(fact)
        self._split = {
            root: any(len(set().union(*(of[f] for f in facts))) > 1 for of in (self._genders, self._years))
            for root, facts in self._members.items()
        }

    def of(self, facts: list[str], gender: str | None, born: str | None) -> tuple[str, str]:
        """For a person with these facts: the name of the group (its fact with the earliest document), and the facts
        that join documents, or ``document``."""
        root = self._root(min(facts))
        members = sorted(facts) if self._split[root] else self._members[root]
        named = f"{members[0]} {gender} {born}" if self._split[root] else min(self._first[f] for f in members)[1]
        joining = [f for f in members if self._documents[f] > 1]
        return named, "; ".join(joining[:_MOST_FACTS]) or "document"

    def _together(self, rows: list[tuple[Any, ...]]) -> None:
        for _, _, fact, published, gender, born in rows:
            self._above.setdefault(fact, fact)
            self._documents[fact] += 1
            seen = (published or "9999", fact)
            self._first[fact] = min(self._first.get(fact, seen), seen)
            if gender:
                self._genders[fact].add(gender)
            if born:
                self._years[fact].add(born)
            a, b = self._root(rows[0][2]), self._root(fact)
            self._above[max(a, b)] = min(a, b)

    def _root(self, fact: str) -> str:
        while self._above[fact] != fact:
            self._above[fact] = self._above[self._above[fact]]
            fact = self._above[fact]
        return fact
