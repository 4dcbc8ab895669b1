"""The date of issue beside a citation: ``ngày 03 tháng 10 năm 2025``, ``ngày 23/7/2021``, ``ngày 26-2``."""

from __future__ import annotations

import datetime as dt
import re

_B = r"[ \n]{1,12}"
DAY = re.compile(
    rf"(?:ngày{_B})?(?P<d>\d{{1,2}})(?:[ ]?(?P<sep>[/.-])[ ]?(?P<m>\d{{1,2}})(?:[ ]?(?P=sep)[ ]?(?P<y>\d{{4}}|\d\d))?"
    rf"|{_B}tháng{_B}(?P<m2>\d{{1,2}})(?:[ ,\n]{{0,3}}năm{_B}(?P<y2>\d{{4}}))?)(?![\w/]|[.-]\d)"
)


def value(m: re.Match[str], year: int | None, anchor: dt.date | None) -> dt.date | None:
    """The day of a match of `DAY`; a missing year is `year`, else the one that brings it nearest to `anchor`."""
    day, month = int(m["d"]), int(m["m"] or m["m2"])
    stated = m["y"] or m["y2"]
    if stated:
        return _date(
            int(stated) if len(stated) == 4 else 2000 + int(stated) if int(stated) < 50 else 1900 + int(stated),
            month,
            day,
        )
    if year is not None:
        return _date(year, month, day)
    if anchor is None:
        return None
    near = [d for y in (anchor.year - 1, anchor.year, anchor.year + 1) if (d := _date(y, month, day))]
    return min(near, key=lambda d: abs((d - anchor).days), default=None)


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
