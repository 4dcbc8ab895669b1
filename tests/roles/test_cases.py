"""The constructions on sentences of our own (``cases.tsv``): rows are title = name = body."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.lexicon import table
from pipeline.roles import extract
from pipeline.roles.clauses import clause
from pipeline.roles.frames import frames
from pipeline.roles.grammar import constructions, pair
from pipeline.roles.titles import find
from pipeline.roles.units import units
from pipeline.text import canonical
from pipeline.types import Span
from tests.roles.marked import read, titles

CASES = [
    tuple(line.split("\t"))
    for line in Path(__file__).with_name("cases.tsv").read_text(encoding="utf-8").splitlines()[1:]
]


@pytest.mark.parametrize(("construction", "marked", "rows"), CASES, ids=lambda c: c[:40])
def test_rows(construction: str, marked: str, rows: str) -> None:
    text, names, bodies = read(marked.replace("\\n", "\n"))
    found = [(text[r.start : r.end], r.person, r.organisation or "-") for r in extract(text, names, bodies) if r.person]
    assert sorted(found) == sorted(tuple(row.split(" = ")) for row in rows.split("; ") if row != "-")


@pytest.mark.parametrize("number", range(len(table("pipeline.roles", "constructions.tsv"))))
def test_example(number: int) -> None:
    """Each construction pairs titles of its example, and no title there is left alone."""
    marked = table("pipeline.roles", "constructions.tsv")[number]["example"]
    text, names, bodies = read(marked)
    whole = [Span(0, len(text))]
    (unit,) = units(canonical(text), find(text), names, bodies, [], whole)
    pairs = list(pair(clause(unit, frames(unit))))
    assert constructions()[number] in [p.construction for p in pairs]
    found = [text[r.start : r.end] for r in extract(text, names, bodies, sentences=whole) if r.person]
    assert sorted(set(found)) == sorted(set(titles(marked)))
