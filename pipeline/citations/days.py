"""The date of issue beside a citation: ``ngày 03 tháng 10 năm 2025``, ``ngày 23/7/2021``, ``ngày 26-2``."""

from __future__ import annotations

import datetime as dt
import re

from pipeline.citations.words import pattern

Day = re.Match[str]
DAY = pattern(
    r"(?:(?:ngày|hôm) )?(?P<d>\d{1,2})(?:[ ]?(?P<sep>[/.-])[ ]?(?P<m>\d{1,2})(?:[ ]?(?P=sep)[ ]?(?P<y>\d{4}|\d\d))?"
    r"| tháng (?P<m2>\d{1,2})(?:[ ,\n]{0,3}năm (?P<y2>\d{4}))?)(?![\w/]|[.-]\d)"
)


def value(day: Day, year: int | None, anchor: dt.date | None) -> dt.date | None:
    """The day of a match of `DAY`; a missing year is `year`, else the one that brings it nearest to `anchor`. None for
    a day that does not exist and where nothing tells the year."""
    d, m, stated = int(day["d"]), int(day["m"] or day["m2"]), day["y"] or day["y2"]
    if stated:
        return _date(int(stated) if len(stated) == 4 else _century(int(stated)), m, d)
    if year is not None or anchor is None:
        return _date(year, m, d) if year is not None else None
    near = [date for y in (anchor.year - 1, anchor.year, anchor.year + 1) if (date := _date(y, m, d))]
    return min(near, key=lambda date: abs((date - anchor).days), default=None)


def _century(year: int) -> int:
    return 2000 + year if year < 50 else 1900 + year


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
