"""The examples that the rule files carry, and the marks in which they and the test cases are written.

A marked text holds each of its dates as ``[[span|value]]``. A value is a year, month or day (``2021``, ``2021-08``,
``2021-08-24``), two of them as ``first..last``, or empty where the date has none.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from pipeline.dates.values import Period
from pipeline.lexicon import table

#: The publication date of all examples: a Tuesday.
ANCHOR = dt.date(2021, 8, 24)
_MARK = re.compile(r"\[\[(?P<span>[^|\]]+)\|(?P<value>[^\]]*)\]\]")


@dataclass(frozen=True, slots=True)
class Marked:
    """A text without its marks, and its dates as (start, end, period)."""

    text: str
    dates: tuple[tuple[int, int, Period | None], ...]


def parse(marked: str) -> Marked:
    """The text and dates of a marked text. Raises ValueError for a value that is none."""
    text, dates, at = "", [], 0
    for mark in _MARK.finditer(marked):
        text += marked[at : mark.start()]
        dates.append((len(text), len(text) + len(mark["span"]), period(mark["value"])))
        text += mark["span"]
        at = mark.end()
    return Marked(text + marked[at:], tuple(dates))


def period(value: str) -> Period | None:
    """``2021-08`` = (2021-08-01, 2021-08-31); ``2021..2025`` = (2021-01-01, 2025-12-31); empty = None."""
    if not value:
        return None
    first, _, last = value.partition("..")
    return _ends(first)[0], _ends(last or first)[1]


def of_rules() -> list[tuple[str, str, str]]:
    """(rule, example, counter-example) of every rule, in marked text."""
    rows = [*table("pipeline.dates", "rules.tsv"), *table("pipeline.dates", "continuations.tsv")]
    return [(r["rule"], r["example"], r["counter"]) for r in rows]


def _ends(value: str) -> Period:
    parts = [int(p) for p in value.split("-")]
    if len(parts) == 1:
        return dt.date(parts[0], 1, 1), dt.date(parts[0], 12, 31)
    if len(parts) == 2:
        year, month = parts
        return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
    day = dt.date.fromisoformat(value)
    return day, day
