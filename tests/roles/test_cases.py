"""The constructions on sentences of our own: ``{name}``, ``<body>``, ``[title]``; rows are title = name = body."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.roles import extract
from pipeline.types import OrganisationMention, PersonMention

CASES = [
    tuple(line.split("\t"))
    for line in Path(__file__).with_name("cases.tsv").read_text(encoding="utf-8").splitlines()[1:]
]
_MARK = re.compile(r"\{(?P<name>[^{}]*)\}|<(?P<body>[^<>]*)>|\[(?P<title>[^\[\]]*)\]")


def read(marked: str) -> tuple[str, list[PersonMention], list[OrganisationMention]]:
    """Text, names and bodies of a marked sentence; the marks of the titles are only there for the reader."""
    text, at = "", 0
    names: list[PersonMention] = []
    bodies: list[OrganisationMention] = []
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()]
        start, inner = len(text), match[0][1:-1]
        text += inner
        at = match.end()
        if match.lastgroup == "name":
            names.append(PersonMention(start, len(text), inner))
        elif match.lastgroup == "body":
            bodies.append(OrganisationMention(start, len(text), inner))
    return text + marked[at:], names, bodies


@pytest.mark.parametrize(("construction", "marked", "rows"), CASES, ids=lambda c: c[:40])
def test_rows(construction: str, marked: str, rows: str) -> None:
    text, names, bodies = read(marked.replace("\\n", "\n"))
    found = [(text[r.start : r.end], r.person, r.organisation or "-") for r in extract(text, names, bodies) if r.person]
    assert sorted(found) == sorted(tuple(row.split(" = ")) for row in rows.split("; ") if row != "-")
