"""The Vietnamese lunar calendar (UTC+7), lunar years 1900 to 2099.

It differs from the Chinese one (New Year of 1985 by a month, 2007 and 2030 by a day), so ``lunar.tsv`` holds every
month's first day, computed for the meridian of 105°E.
"""

from __future__ import annotations

import datetime as dt
from functools import cache

from pipeline.lexicon import table

_CYCLE_START = 1984  # Giáp Tý


@cache
def _months() -> dict[tuple[int, int], tuple[dt.date, int]]:
    """(lunar year, month) -> (first day, length); of a doubled month the first."""
    return {
        (int(r["year"]), int(r["month"])): (dt.date.fromisoformat(r["start"]), int(r["days"]))
        for r in table("pipeline.dates", "lunar.tsv")
        if r["leap"] == "0"
    }


def month(year: int, number: int) -> tuple[dt.date, dt.date] | None:
    """First and last day of month `number` of lunar `year`; None outside the table."""
    if (year, number) not in _months():
        return None
    start, days = _months()[year, number]
    return start, start + dt.timedelta(days - 1)


def day(year: int, number: int, d: int) -> dt.date | None:
    """The Gregorian day of lunar `d`/`number`/`year`; None for a day that does not exist or lies outside the table."""
    span = month(year, number)
    if span is None or not 1 <= d <= (span[1] - span[0]).days + 1:
        return None
    return span[0] + dt.timedelta(d - 1)


def year(number: int) -> tuple[dt.date, dt.date] | None:
    """New Year's Day of lunar year `number` and the eve of the next."""
    first, last = month(number, 1), month(number + 1, 1)
    return (first[0], last[0] - dt.timedelta(1)) if first and last else None


def cycle_year(can: int, chi: int, near: int) -> int | None:
    """The year nearest to `near` that bears stem `can` (0 = Giáp) and branch `chi` (0 = Tý); None: no such pair."""
    offset = next((n for n in range(60) if n % 10 == can and n % 12 == chi), None)
    if offset is None:
        return None
    first = _CYCLE_START + offset
    return first + 60 * round((near - first) / 60)
