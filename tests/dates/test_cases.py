"""The case file: over 400 texts in which each date, its span and its value are marked."""

from __future__ import annotations

import datetime as dt
import unicodedata
from pathlib import Path

import pytest

from pipeline.dates import extract
from pipeline.dates.examples import Marked, parse

CASES = Path(__file__).with_name("cases.txt")


def read() -> list[tuple[str, dt.date | None, str]]:
    """(class, publication date, marked text) of each case."""
    cases, heading, anchor = [], "", None
    for line in CASES.read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            heading = line[3:]
        elif line.startswith("@"):
            anchor = dt.date.fromisoformat(line[1:].strip()) if line[1:].strip() else None
        elif line and not line.startswith("#"):
            cases.append((heading, anchor, line.replace(r"\n", "\n")))
    return cases


ALL = read()


def found(text: str, anchor: dt.date | None) -> list[tuple[int, int, object]]:
    return [(m.start, m.end, (m.date_start, m.date_end) if m.date_start else None) for m in extract(text, anchor)]


@pytest.mark.parametrize(("heading", "anchor", "marked"), ALL, ids=[f"{h}: {m[:40]}" for h, _, m in ALL])
def test_case(heading: str, anchor: dt.date | None, marked: str) -> None:
    case = parse(marked)
    assert found(case.text, anchor) == list(case.dates)


def test_there_are_enough_cases_of_all_classes() -> None:
    assert len(ALL) >= 400
    assert len({h for h, _, _ in ALL}) >= 20
    assert sum("[[" not in m for _, _, m in ALL) >= 80


@pytest.mark.parametrize("form", ["NFD", "no-break spaces", "CRLF", "upper case"])
def test_values_do_not_depend_on_how_the_text_is_written(form: str) -> None:
    for heading, anchor, marked in ALL:
        if form == "upper case" and heading.startswith("glued"):  # told by the change of case
            continue
        case = parse(marked)
        text = written(case, form)
        values = [(m.date_start, m.date_end) for m in extract(text, anchor)]
        assert values == [p or (None, None) for _, _, p in case.dates], text


def written(case: Marked, form: str) -> str:
    if form == "NFD":
        return unicodedata.normalize("NFD", case.text)
    if form == "CRLF":
        return case.text.replace("\n", "\r\n")
    return case.text.replace(" ", "\xa0") if form == "no-break spaces" else case.text.upper()
