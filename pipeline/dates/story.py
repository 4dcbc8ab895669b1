"""From expressions to values in the order of the text: what one mention takes from those beside it.

Members of a list or range share month and year; a range is resolved from its end; a bracketed or ``tức`` date fixes the
one before it; ``cùng ngày`` means the last day; an old year at the head of a sentence holds for the dates that follow.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from pipeline.dates import patterns, values
from pipeline.dates.resolve import Reading, read
from pipeline.dates.years import Context
from pipeline.lexicon import table

if TYPE_CHECKING:
    from pipeline.dates.find import Found
    from pipeline.text import Canonical

_IN_YEAR = ("y", "yrel", "same", "yy", "can", "chi")
_SHARED = ("m", "same_month", *_IN_YEAR)
_SHARING = {"day", "month", "quarter", "months", "half", "lunar", "month_part"}
_ORDER = dict(zip(("century", "decade", "year", "half", "quarter", "month", "week", "day"), range(8), strict=True))
_TUC = re.compile(patterns.regex(r"(?: ?),? ?\(?(?:tức|nhằm)(?: là| vào)?(?: ngày)? "))
_BRACKET = re.compile(r"[\x20\n]{0,4}\([\x20\n]{0,4}")
_HEAD = re.compile(
    patterns.regex(r"(?:\A|[.!?;:…\n”\"]|\) ?[-–]) ?(?:trước đó|sau đó|theo đó|cụ thể)?,? ?(?:vào|từ|đến|trong)? ?\Z")
)
_BREAK = re.compile(r"[.!?…](?!\d)|\n")
_IN_STORY = ("day", "month", "year")
_REACH = 400  # code points over which a story's year holds
_OLD = 2  # years from which on a year is a story's, not the present
_SLIP = 3  # days by which a publication date may be wrong


@dataclass(frozen=True, slots=True)
class _Story:
    """An old year that the text is telling of, and where it was last heard."""

    year: int
    end: int


def resolve(found: Sequence[Found], shadow: Canonical, anchor: dt.date | None) -> Iterator[tuple[Found, Reading]]:
    """Each expression with its value, in order."""
    text = shadow.folded
    shared = _share(found)
    context = Context(anchor, near=anchor or _opening_day(shared, text), echoes=_echoes(shared, anchor))
    story: _Story | None = None
    readings: list[Reading] = []
    for i, item in enumerate(shared):
        told = _told(story, item, text) or (_parallel(shared[i - 1], readings[-1], item, text) if i else None)
        tense = _tense(item, text)
        here = replace(context, story=told, tense=tense) if told or tense else context
        reading = _read(item, here)
        after = shared[i + 1] if i + 1 < len(shared) else None
        if item.kind in ("deictic", "weekdays", "weekday") and after and after.kind in ("day", "range"):
            reading = _fixed_by(reading, item, after, here, text)
        if item.kind in ("lunar", "range") and readings and _TUC.fullmatch(text, shared[i - 1].end, item.start):
            reading = _same_as(reading, readings[-1])
        readings.append(reading)
        story = _next_story(story, item, reading, text, context.near)
        if reading.period and item.kind in _IN_STORY:
            context = replace(context, year=reading.period[0].year)
        if reading.period and reading.grain == "day" and not item.ends and not item.weak:
            context = replace(context, last=reading.period)
    yield from zip(found, readings, strict=True)


def _echoes(found: Sequence[Found], anchor: dt.date | None) -> Mapping[tuple[int, int], int]:
    """The days that the text names once with a year, within a year of `anchor`: (month, day) -> year."""
    years: dict[tuple[int, int], set[int]] = {}
    if anchor is None:
        return {}
    for item in found:
        for one in item.ends or (item,):
            if one.kind == "day" and any(f in one.fields for f in ("y", "yy")):
                period = read("day", one.fields, Context(anchor)).period
                if period:
                    years.setdefault((period[0].month, period[0].day), set()).add(period[0].year)
    return {d: min(ys) for d, ys in years.items() if len(ys) == 1 and abs(min(ys) - anchor.year) <= 1}


def _opening_day(found: Sequence[Found], text: str) -> dt.date | None:
    """The first day with its year that opens a sentence: the day of a story that is published without a date."""
    for item in found:
        if item.kind == "day" and not item.ends and any(f in item.fields for f in ("y", "yy")) and _heads(item, text):
            period = read("day", item.fields, Context()).period
            if period:
                return period[0]
    return None


def _share(found: Sequence[Found]) -> list[Found]:
    """The expressions with the fields that they take from the next member of their list."""
    out: list[Found] = []
    for item in reversed(found):
        after = out[-1] if out else None
        if item.ends:
            left, right = item.ends
            if item.linked and after:
                right = _take(right, after.ends[0] if after.ends else after)
            item = replace(item, ends=(_take(left, right), right))
        elif item.linked and after:
            item = _take(item, after.ends[0] if after.ends else after)
        out.append(item)
    return out[::-1]


def _take(item: Found, after: Found) -> Found:
    """`item` with the month or year that it leaves to `after`; a later month lies in the year before."""
    if item.kind not in _SHARING or after.kind not in _SHARING:
        return item
    if item.rule == "day_of_list":
        taken = {k: v for k, v in after.fields.items() if k in _SHARED}
        return replace(item, kind=after.kind, fields={**item.fields, **taken}) if "d" in after.fields else item
    if not _yearless(item):
        return item
    taken = {k: v for k, v in after.fields.items() if k in _IN_YEAR}
    if taken.get("y", "").isdigit() and 0 < _month(after) < _month(item):
        taken["y"] = str(int(taken["y"]) - 1)
    return replace(item, fields={**item.fields, **taken})


def _month(item: Found) -> int:
    month = item.fields.get("m", "")
    return int(month) if month.isdigit() else 0


def _read(item: Found, context: Context) -> Reading:
    if not item.ends:
        return read(item.kind, item.fields, context)
    left, right = item.ends
    last = read(right.kind, right.fields, context)
    year = last.period[0].year if last.period else None
    near = replace(context, story=year) if year is not None and last.how else context
    first = read(left.kind, left.fields, near)
    if first.period and last.period and first.period[0] > last.period[1] and _yearless(left):
        first = read(left.kind, {**left.fields, "y": str(first.period[0].year - 1)}, near)
    grain = max(first.grain, last.grain, key=_ORDER.__getitem__)
    if not first.period or not last.period:
        edtf = f"{first.edtf}/{last.edtf}" if first.edtf and last.edtf else None
        return Reading(None, grain, "explicit", "", first.flag or last.flag, edtf, last.calendar)
    period = first.period[0], last.period[1]
    if period[0] > period[1]:
        return Reading(None, grain, last.basis, last.how, "invalid", None, last.calendar)
    return Reading(period, grain, last.basis, last.how, None, values.edtf(period, grain), last.calendar)


def _yearless(item: Found) -> bool:
    return not any(f in item.fields for f in _IN_YEAR)


def _fixed_by(reading: Reading, item: Found, after: Found, context: Context, text: str) -> Reading:
    """A relative day with the explicit date in brackets or after ``tức``."""
    if not (_BRACKET.fullmatch(text, item.end, after.start) or _TUC.fullmatch(text, item.end, after.start)):
        return reading
    other = _read(after, context)
    if other.period is None:
        return reading
    if reading.period and item.kind == "deictic" and abs((other.period[0] - reading.period[0]).days) > _SLIP:
        return reading
    flag = "anchor_conflict" if reading.period and reading.period != other.period else None
    return replace(reading, period=other.period, basis="context", edtf=other.edtf, flag=flag)


def _same_as(reading: Reading, other: Reading) -> Reading:
    """A lunar date that the text equates with the Gregorian one before it."""
    if reading.calendar != "lunar" or other.period is None:
        return reading
    return replace(reading, period=other.period, basis="context", how="", flag=None, edtf=other.edtf)


def _told(story: _Story | None, item: Found, text: str) -> int | None:
    """The story's year, where it reaches this mention: in its sentence, or at the head of the next."""
    if story is None or item.start - story.end > _REACH:
        return None
    breaks = len(_BREAK.findall(text, story.end, item.start))
    return story.year if breaks == 0 or (breaks == 1 and _heads(item, text)) else None


def _parallel(before: Found, reading: Reading, item: Found, text: str) -> int | None:
    """The year of the part of a year before it in its sentence: ``6 tháng đầu năm 2020, ... 6 tháng cuối năm``."""
    parts = {"months", "half", "quarter"}
    if (
        before.kind not in parts
        or item.kind not in parts
        or not reading.period
        or _BREAK.search(text, before.end, item.start)
    ):
        return None
    return reading.period[0].year if reading.basis == "explicit" else None


def _next_story(
    story: _Story | None, item: Found, reading: Reading, text: str, present: dt.date | None
) -> _Story | None:
    if item.kind == "deictic":
        return None
    if item.kind not in _IN_STORY or reading.period is None:
        return story
    year = reading.period[0].year
    if reading.how == "story_year":
        return _Story(year, item.end)
    if reading.basis != "explicit":
        return None if reading.basis == "anchor" else story
    if _heads(item, text) and (present is None or year <= present.year - _OLD):
        return _Story(year, item.end)
    return story


def _heads(item: Found, text: str) -> bool:
    return _HEAD.search(text, max(0, item.start - 24), item.start) is not None


def _tense(item: Found, text: str) -> str:
    past, opening, future, after = _tenses()
    if past.search(text, max(0, item.start - 20), item.start) or opening.match(text, item.start):
        return "past"
    sentence = max(text.rfind(stop, item.start - 60, item.start) for stop in (". ", "\n", "! ", "? "))
    if future.search(text, max(0, sentence, item.start - 60), item.start) or after.match(text, item.end):
        return "future"
    return ""


@cache
def _tenses() -> tuple[re.Pattern[str], ...]:
    rows = table("pipeline.dates", "tenses.tsv")

    def words(tense: str, side: str) -> str:
        return "|".join(patterns.regex(r["pattern"]) for r in rows if (r["tense"], r["side"]) == (tense, side))

    return (
        re.compile(rf"(?<!\w)(?:{words('past', 'before')})(?: ?)\Z"),
        re.compile(words("past", "opening")),
        re.compile(rf"(?<!\w)(?:{words('future', 'before')})(?!\w)"),
        re.compile(words("future", "after")),
    )
