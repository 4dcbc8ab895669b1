"""Linking in and across documents on the hard cases of cases.txt, with the mentions given."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from pipeline.config import Config
from pipeline.engine import Result
from pipeline.linking import stage
from pipeline.roles import extract as extract_roles
from pipeline.sentences import stage as sentences_stage
from pipeline.types import Document, OrganisationMention, PersonMention, Record, Span

_MARK = re.compile(r"\{(\S+) ([^}]+)\}")


@dataclass(frozen=True)
class Mention:
    """A marked mention: its cluster in the case, the document and the span."""

    cluster: str
    document: str
    start: int
    end: int


@dataclass(frozen=True)
class Case:
    name: str
    documents: tuple[tuple[str, dt.date, str], ...]
    mentions: tuple[Mention, ...]


def read_cases() -> list[Case]:
    blocks = (Path(__file__).parent / "cases.txt").read_text(encoding="utf-8").split("\n== ")[1:]
    return [_case(*block.strip().split("\n", 1)) for block in blocks]


def _case(name: str, lines: str) -> Case:
    documents, mentions = [], []
    for n, line in enumerate(lines.split("\n")):
        day, marked = line.split("\t")
        text, at = "", 0
        marked = marked.replace("\\n", "\n")
        for m in _MARK.finditer(marked):
            text += marked[at : m.start()]
            cluster = f"?{n}.{m.start()}{m[2]}" if m[1] == "?" else m[1]
            mentions.append(Mention(cluster, f"d{n}", len(text), len(text) + len(m[2])))
            text, at = text + m[2], m.end()
        documents.append((f"d{n}", dt.date.fromisoformat(day), text + marked[at:]))
    return Case(name, tuple(documents), tuple(mentions))


def linked(case: Case) -> list[Result]:
    config = Config()
    results = []
    for doc_id, day, text in case.documents:
        doc = Document(Record(doc_id, doc_id, text, ""), text, day)
        layers: dict[str, tuple[Span, ...]] = {"people": (), "organisations": ()}
        for m in (m for m in case.mentions if m.document == doc_id):
            name = text[m.start : m.end]
            kind, cls = ("organisations", OrganisationMention) if _is_body(m, name) else ("people", PersonMention)
            layers[kind] += (cls(m.start, m.end, name),)
        layers["sentences"] = tuple(sentences_stage(config)(doc, layers)["sentences"])
        layers["roles"] = tuple(
            extract_roles(text, layers["people"], layers["organisations"], sentences=layers["sentences"])
        )  # type: ignore[arg-type]
        layers |= {name: tuple(found) for name, found in stage(config)(doc, layers).items()}
        results.append(Result(doc, layers))
    return results


def _is_body(m: Mention, name: str) -> bool:
    """Capital clusters are bodies; of those alone, the names that begin as bodies do."""
    return m.cluster.isupper() if not m.cluster.startswith("?") else bool(re.match(r"(?:Tỉnh|Ban|UBND|Công ty)", name))


def pairs(case: Case, corpus: Any) -> tuple[set[Any], set[Any]]:
    """The pairs of mentions that are one, by the case and by the ids."""
    ids = {}
    for document in corpus.documents:
        for table, column in (("people", "person_id"), ("organisations", "organisation_id")):
            for row in document[table]:
                ids[row["doc_id"], row["start"]] = corpus.final(row["doc_id"], row[column])
    both = list(combinations(case.mentions, 2))
    gold = {(a, b) for a, b in both if a.cluster == b.cluster}
    return gold, {(a, b) for a, b in both if ids[a.document, a.start] == ids[b.document, b.start]}


CASES = read_cases()


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_no_two_are_taken_for_one(case: Case, corpus: Callable[..., Any]) -> None:
    gold, found = pairs(case, corpus(linked(case)))
    assert not found - gold


def test_precision_and_recall(corpus: Callable[..., Any]) -> None:
    assert len(CASES) >= 80
    both = [pairs(case, corpus(linked(case))) for case in CASES]
    missed = [case.name for case, (gold, found) in zip(CASES, both, strict=True) if gold - found]
    right, found, gold = (
        sum(map(len, side)) for side in ([g & f for g, f in both], [f for _, f in both], [g for g, _ in both])
    )
    assert right / found >= 0.98
    assert right / gold >= 0.95, missed


def test_the_order_of_the_documents_does_not_matter(corpus: Callable[..., Any]) -> None:
    for case in CASES:
        results = linked(case)
        assert corpus(results).tables["entities"] == corpus(reversed(results)).tables["entities"]
