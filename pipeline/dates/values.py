"""Calendar arithmetic: periods as (first day, last day), and their EDTF strings (ISO 8601-2)."""

from __future__ import annotations

import calendar
import datetime as dt

Period = tuple[dt.date, dt.date]


def day(year: int, month: int, d: int) -> Period | None:
    """A single day; None where it does not exist (31/2)."""
    try:
        found = dt.date(year, month, d)
    except ValueError:
        return None
    return found, found


def months(year: int, first: int, last: int) -> Period:
    return dt.date(year, first, 1), dt.date(year, last, calendar.monthrange(year, last)[1])


def years(first: int, last: int) -> Period:
    return dt.date(first, 1, 1), dt.date(last, 12, 31)


def week(of: dt.date, shift: int = 0) -> Period:
    """Monday to Sunday of the week `shift` weeks from that of the day `of`."""
    monday = of - dt.timedelta(of.weekday()) + dt.timedelta(7 * shift)
    return monday, monday + dt.timedelta(6)


def move(year: int, month: int, by: int) -> tuple[int, int]:
    """The (year, month) that lies `by` months away."""
    index = year * 12 + month - 1 + by
    return index // 12, index % 12 + 1


def edtf(period: Period, grain: str) -> str:
    """EDTF of a period: quarters 33-36, halves 40-41, decades ``199X``; other periods as intervals."""
    start, end = period
    one = {
        "day": start == end,
        "month": (start.year, start.month) == (end.year, end.month),
        "year": start.year == end.year,
        "quarter": _spans(period, 3),
        "half": _spans(period, 6),
        "decade": end.year - start.year == 9,
    }
    if one.get(grain):
        return _point(start, grain)
    unit = grain if grain in ("day", "month", "year") else ("year" if grain in ("decade", "century") else "day")
    return f"{_point(start, unit)}/{_point(end, unit)}"


def _spans(period: Period, count: int) -> bool:
    start, end = period
    return start.year == end.year and (start.month - 1) % count == 0 and end.month == start.month + count - 1


def _point(date: dt.date, grain: str) -> str:
    if grain == "day":
        return date.isoformat()
    if grain == "month":
        return date.isoformat()[:7]
    if grain == "quarter":
        return f"{date.year:04}-{33 + (date.month - 1) // 3}"
    if grain == "half":
        return f"{date.year:04}-{40 + (date.month - 1) // 6}"
    return f"{date.year // 10:03}X" if grain == "decade" else f"{date.year:04}"
