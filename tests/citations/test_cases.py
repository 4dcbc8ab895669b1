"""The case table, and the same cases in the forms in which raw texts come."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any

import pytest

from pipeline.citations import extract


def test_table_is_large_and_holds_negatives(cases: list[Any]) -> None:
    assert len(cases) >= 400
    assert sum(not c.citations for c in cases) >= 60
    assert len({c.text for c in cases}) == len(cases)


def test_cases(cases: list[Any], as_written: Callable[[Any], dict[str, str | None]]) -> None:
    wrong = []
    for case in cases:
        got = [(m.start, m.end, as_written(m)) for m in extract(case.text)]
        if got != case.citations:
            wrong.append((case.line, case.text, got))
    assert wrong == []


@pytest.mark.parametrize(
    "change",
    [
        lambda t: unicodedata.normalize("NFD", t),
        lambda t: t.replace(" ", "\u00a0"),
        lambda t: t.replace("\n", "\r\n"),
        lambda t: t.replace("ị", "i\u200b\u0323"),
        lambda t: f"\ufeff😀 {t} 😀",
    ],
    ids=["decomposed", "no-break blanks", "CRLF", "zero-width inside a letter", "emoji"],
)
def test_offsets_and_fields_survive_the_form_of_the_text(cases: list[Any], change: Callable[[str], str]) -> None:
    for case in cases:
        if not case.citations and ("\n" in case.text or "|" in case.text):
            continue  # a heading only at the start of a line
        plain = extract(case.text)
        raw = change(case.text)
        changed = extract(raw)
        assert [plainly(raw[m.start : m.end]) for m in changed] == [
            plainly(case.text[m.start : m.end]) for m in plain
        ], case.text
        assert [(m.number, m.year, m.symbol, m.issued_on, m.pinpoint) for m in changed] == [
            (m.number, m.year, m.symbol, m.issued_on, m.pinpoint) for m in plain
        ], case.text


def plainly(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text.replace("\u200b", "")).split())
