"""What stands beside a date and belongs to its row, not to its span: prepositions and clock times."""

from __future__ import annotations

import re
from functools import cache

from pipeline.dates.patterns import any_of, regex, words

_BEFORE = re.compile(
    regex(
        r"(?<!\d)(?P<h>[01]?\d|2[0-4]) ?(?:(?:giờ|h|g|:) ?(?P<m>[0-5]\d)?(?: ?(?:phút|p|'))?)"
        r"(?: ?(?P<half>sáng|trưa|chiều|tối|đêm|am|pm))?(?: của| ngày|,| -| \||)? ?\Z"
    )
)
_AFTER = re.compile(
    regex(
        r"(?: ?)(?:,|-|–|\||lúc|vào lúc|)(?: ?)(?P<h>[01]?\d|2[0-3])[:h](?P<m>[0-5]\d)(?::[0-5]\d)?"
        r"(?: ?(?P<half>am|pm|sáng|trưa|chiều|tối|đêm))?(?![\w:])"
    )
)
_LATER = {"pm", "chiều", "tối", "đêm", "afternoon", "evening", "night"}


def clock(text: str, start: int, end: int, part_of_day: str | None) -> str | None:
    """The clock time before or after a day, as HH:MM on the 24-hour clock; `part_of_day` is the day's own."""
    match = _BEFORE.search(text, max(0, start - 24), start) or _AFTER.match(text, end)
    if match is None:
        return None
    hour, half = int(match["h"]), match["half"] or part_of_day
    if half in _LATER and 12 > hour > (4 if half in ("đêm", "night") else 0):
        hour += 12
    if half == "am" and hour == 12:
        hour = 0
    return f"{hour:02}:{match['m'] or '00'}"


def modifier(text: str, start: int, end: int) -> str | None:
    """``before``, ``after``, ``from``, ``until`` or ``approx``, from the words beside a date."""
    after = _postposition().match(text, end)
    if after:
        return words("postposition")[" ".join(after[1].split())]
    before = _preposition().search(text, max(0, start - 16), start)
    return words("preposition")[" ".join(before[1].split())] if before else None


@cache
def _preposition() -> re.Pattern[str]:
    return re.compile(regex(rf"(?<!\w)({any_of(list(words('preposition')))}) \Z"))


@cache
def _postposition() -> re.Pattern[str]:
    return re.compile(regex(rf"(?: )({any_of(list(words('postposition')))})(?!\w)"))
