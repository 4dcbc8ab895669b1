"""A title with its body and what belongs to both: the unit that the constructions pair with names.

Offsets here are those of the canonical shadow.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.roles import titles
from pipeline.roles.tails import tail
from pipeline.roles.titles import Title
from pipeline.text import Canonical
from pipeline.types import Span

#: Between a title and its body.
_BODY_GAP = re.compile(r"\s{0,2}(?:(?:mới |hiện nay )?(?:của|tại|thuộc|ở|cho|khối|ngành|chi nhánh)\s{1,2})?")
#: Between titles that share a body.
_JOINED = re.compile(r"\s?(?:,|-|–|và|kiêm|rồi)\s?")
#: Between a body and the body that it belongs to, or its place.
_PARENT_GAP = re.compile(r"\s?(?:,|-|–|\(|của|thuộc|trực thuộc|tại|\s)\s?")
_PLACE = re.compile(
    r"(?:,? ?\(?(?:tỉnh|thành phố|tp\.?|huyện|quận|thị xã|tx\.?|thị trấn|xã|phường|tt\.?|bang|nước)"
    r"(?: (?:[^\W\d_]+|\d+)){1,4}\)?)+?(?=\s*(?:[^\w\s]|$))|,? ?\([^()\n]{1,40}\)"
)


@dataclass(frozen=True, slots=True)
class Frame:
    """``body`` is a place in the list of bodies; ``end`` is where the whole of it ends (the title's own end, its
    body's, or that of what the body belongs to)."""

    title: Title
    end: int
    body: int | None = None

    @property
    def start(self) -> int:
        return self.title.start


def frames(shadow: Canonical, bodies: Sequence[Span], names: Sequence[Span], hints: Sequence[Span] = ()) -> list[Frame]:
    """The titles outside bodies and names, each with its body. `bodies`, `names` and `hints` (spans that may be titles
    beside the lexicon's) are in order of start."""
    heads = _titles(shadow, bodies, names, hints)
    ends = [*(t.start for t in heads), len(shadow.text)][1:]
    return _shared(shadow, [_frame(shadow, t, bodies, names, end) for t, end in zip(heads, ends, strict=True)])


def _titles(shadow: Canonical, bodies: Sequence[Span], names: Sequence[Span], hints: Sequence[Span]) -> list[Title]:
    taken = sorted([*bodies, *names], key=lambda s: s.start)
    starts = [s.start for s in taken]
    found: list[Title] = []
    for t in titles.find(shadow):
        i = bisect_right(starts, t.start)
        if i and taken[i - 1].end > t.start:
            continue
        if i < len(taken) and taken[i].start < t.end:  # `Trưởng` + `ban Dân vận`: the body holds the head noun
            cut = titles.at(shadow, t.start, taken[i].start)
            if cut is None or cut.start >= cut.end:
                continue
            t = cut
        found.append(t)
    return found


def _frame(shadow: Canonical, t: Title, bodies: Sequence[Span], names: Sequence[Span], end: int) -> Frame:
    i = bisect_left(bodies, t.end, key=lambda s: s.start)
    j = bisect_left(names, t.end, key=lambda s: s.start)
    name = names[j].start if j < len(names) else len(shadow.text)
    body = bodies[i].start if i < len(bodies) else len(shadow.text)
    limit = min(name, body, end)
    if body < name and _BODY_GAP.fullmatch(shadow.folded, t.end, body):
        return Frame(t, _reach(shadow, bodies, i, name), i)
    end = tail(shadow, t, limit)
    if end > t.end:
        words = " ".join(shadow.text[t.end : end].split())
        t = replace(t, end=end, role=f"{t.role} {words}")
        if body < name and _BODY_GAP.fullmatch(shadow.folded, t.end, body):
            return Frame(t, _reach(shadow, bodies, i, name), i)
    return Frame(t, t.end)


def _reach(shadow: Canonical, bodies: Sequence[Span], i: int, name: int) -> int:
    """The end of body `i` with the bodies and the place that it belongs to."""
    end = bodies[i].end
    for k in range(i + 1, len(bodies)):
        if bodies[k].start >= name or not _PARENT_GAP.fullmatch(shadow.folded, end, bodies[k].start):
            break
        end = bodies[k].end
    if place := _PLACE.match(shadow.folded, end, name):
        end = place.end()
    return end


def _shared(shadow: Canonical, found: list[Frame]) -> list[Frame]:
    """Titles joined before one body share it: ``Phó Chủ tịch, Tổng Thư ký Hội X``."""
    for i in range(len(found) - 2, -1, -1):
        frame, after = found[i], found[i + 1]
        if (
            frame.body is None
            and after.body is not None
            and not frame.title.alone
            and _JOINED.fullmatch(shadow.folded, frame.end, after.start)
        ):
            found[i] = replace(frame, body=after.body)
    return found
