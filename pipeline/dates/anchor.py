"""The publication date in the text itself: a dateline near the top, or the heading of an official document."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from pipeline.dates import find, story
from pipeline.dates.beside import clock
from pipeline.dates.patterns import regex
from pipeline.text import canonical

_TOP = 3000
_PLACE = re.compile(
    regex(
        r"(?:\A|[\n|])[\x20*_|]{0,9}(?!căn cứ|theo|luật|nghị|quyết|thông|thực hiện|xét)"
        r"(?:tp\.)?[^\W\d][^\n|:;.\d]{1,40}?(?:,| -) ?\Z"
    )
)
_LABEL = re.compile(
    regex(r"(?:cập nhật|ngày đăng|đăng lúc|đăng ngày|xuất bản|ngày xuất bản|thứ (?:\w+)|chủ nhật)[^\n\d]{0,24}\Z")
)


@dataclass(frozen=True, slots=True)
class Anchor:
    """A publication date and the raw span (code points) of its mention. ``kind``: dateline or heading."""

    date: dt.date
    start: int
    end: int
    kind: str


def anchor_of(text: str) -> Anchor | None:
    """The publication date that a raw `text` states near its top, or None.

    A heading is ``Hà Nội, ngày 08 tháng 10 năm 2021`` at the end of a line. A dateline is a full date in a line of its
    own with a clock time, a weekday or a word like ``Cập nhật``; of several the earliest counts, since pages print
    the clock of the reader too. Clock times are read as +07:00.
    """
    shadow = canonical(text[:_TOP])
    folded = shadow.folded
    lines: list[Anchor] = []
    for found, reading in story.resolve(find.find(shadow), shadow, None):
        if found.kind != "day" or reading.period is None or reading.basis != "explicit":
            continue
        rest = re.match(r"[^\n]*", folded[found.end :])
        tail = rest[0].strip(" *_|") if rest else ""
        before = folded[folded.rfind("\n", 0, found.start) + 1 : found.start]
        span = shadow.raw(found.start, found.end)
        if found.rule == "day_worded" and not tail.strip(".;") and _PLACE.search(folded, 0, found.start):
            return Anchor(reading.period[0], *span, "heading")
        at = clock(folded, found.start, found.end, None)
        if at and "ký" in before:  # the stamp of an electronic signature, often years later
            continue
        stamped = at or "w" in found.fields or _LABEL.search(before)
        if stamped and len(before) < 40 and len(tail) < 40:
            lines.append(Anchor(reading.period[0], *span, "dateline"))
    return min(lines, key=lambda a: a.date, default=None)
