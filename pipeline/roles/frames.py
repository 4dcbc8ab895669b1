"""A title with its body and what belongs to both: what the constructions pair with names.

Offsets here are those of the canonical shadow.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace

from pipeline.roles import titles
from pipeline.roles.tails import COUNTRY, free_tail, tail
from pipeline.roles.titles import Title, words
from pipeline.roles.units import Unit
from pipeline.types import Span

#: Between a title and its body.
_BODY_GAP = re.compile(rf"\s{{0,2}}(?:(?:{words('before a gap')}\s)?{words('gap')}\s{{1,2}})?")
#: ``Phó Giám đốc phụ trách`` + body: the words belong to the title.
_CHARGE = re.compile(r"(?P<word>\sphụ trách)\s{1,2}")
#: Words inserted between a title and its body: ``Phó Vụ trưởng - hàm Vụ trưởng - Vụ X``.
_INSERTED = re.compile(r"\s?[-–,(]\s?(?:hàm\s\w+(?:\s\w+){0,3}|phụ trách|chuyên trách)\s?[-–,)]?\s?")
#: Between a title in apposition and its body, where a comma parts them: ``ông An, Phó Lãnh sự, Lãnh sự quán X``.
_COMMA = re.compile(r"\s?,\s")
_APPOSED = re.compile(r"[,(–-]\s?$")
#: Between titles that share a body.
_JOINED = re.compile(rf"\s?(?:[,–-]|{words('joins')})\s?")
#: Between a body and the body that it belongs to, or its short name.
_PARENT_GAP = re.compile(rf"\s?(?:[,–(-]|{words('parent')}|\s)\s?")
#: The place of a body, or a bracket after it.
_PLACE = re.compile(
    rf"(?:,? ?\(?(?:{words('level')}|{words('abbreviated')}\.?)(?: (?:[^\W\d_]+|\d+)){{1,4}}\)?)+?(?=\s*(?:[^\w\s]|$))"
    r"|,? ?\([^()\n]{1,40}\)"
)


@dataclass(frozen=True, slots=True)
class Frame:
    """``body`` is a place in the unit's bodies; ``end`` is where the whole of it ends: the title, its body, or what the
    body belongs to."""

    title: Title
    end: int
    body: int | None = None

    @property
    def start(self) -> int:
        return self.title.start


def frames(unit: Unit) -> list[Frame]:
    """The titles of the unit outside its bodies and names, each with its body."""
    found = _titles(unit)
    nexts = [*(t.start for t in found), unit.end][1:]
    return _shared(unit, [_frame(unit, t, end) for t, end in zip(found, nexts, strict=False)])


def _titles(unit: Unit) -> list[Title]:
    taken = sorted([*unit.bodies, *unit.names], key=lambda s: s.start)
    found: list[Title] = []
    k = 0
    for t in unit.titles:
        if t.end > unit.end:
            continue
        while k < len(taken) and taken[k].end <= t.start:
            k += 1
        if k < len(taken) and taken[k].start <= t.start:
            continue
        if k < len(taken) and taken[k].start < t.end:  # `Trưởng` + `ban Dân vận`: the body holds the head noun
            cut = titles.at(unit.shadow, t.start, taken[k].start)
            if cut is None:
                continue
            t = cut
        found.append(t)
    return found


def _frame(unit: Unit, t: Title, end: int) -> Frame:
    """`end` is where the next title begins."""
    i = bisect_left(unit.bodies, t.end, key=_start)
    n = bisect_left(unit.names, t.end, key=_start)
    name = unit.names[n].start if n < len(unit.names) else unit.end
    body = unit.bodies[i].start if i < len(unit.bodies) else unit.end
    near = i < len(unit.bodies) and body < min(name, end)
    if near and (charge := _CHARGE.fullmatch(unit.shadow.folded, t.end, body)):
        held = replace(t, end=charge.end("word"), role=f"{t.role} phụ trách", status=t.status or "acting")
        return Frame(held, _reach(unit, i, name), i)
    if near and _BODY_GAP.fullmatch(unit.shadow.folded, t.end, body):
        return Frame(t, _reach(unit, i, name), i)
    if i < len(unit.bodies) and body < name and _INSERTED.fullmatch(unit.shadow.folded, t.end, body):
        return Frame(t, _reach(unit, i, name), i)
    long = _lengthened(unit, t, tail(unit.shadow, t, min(name, body, end), name < min(body, end)))
    if near and not _BODY_GAP.fullmatch(unit.shadow.folded, long.end, body):
        long = _lengthened(unit, t, free_tail(unit, t, body))
    if near and _BODY_GAP.fullmatch(unit.shadow.folded, long.end, body):
        return Frame(long, _reach(unit, i, name), i)
    if near and not t.alone and _comma(unit, long, body):
        return Frame(long, _reach(unit, i, name), i)
    return Frame(long, long.end)


def _start(span: Span) -> int:
    return span.start


def _comma(unit: Unit, t: Title, body: int) -> bool:
    folded = unit.shadow.folded
    return bool(_COMMA.fullmatch(folded, t.end, body) and _APPOSED.search(folded, unit.start, t.start))


def _lengthened(unit: Unit, t: Title, end: int) -> Title:
    if end == t.end:
        return t
    return replace(t, end=end, alone=True, role=f"{t.role} {' '.join(unit.shadow.text[t.end : end].split())}")


def _reach(unit: Unit, i: int, name: int) -> int:
    """The end of body `i` with the bodies and the place that it belongs to."""
    folded, bodies = unit.shadow.folded, unit.bodies
    end = bodies[i].end
    for k in range(i + 1, len(bodies)):
        body = bodies[k]
        if body.start >= name or not _PARENT_GAP.fullmatch(folded, end, body.start):
            break
        closes = "(" in folded[end : body.start] and folded[body.end : body.end + 1] == ")"
        end = body.end + closes
    place = _PLACE.match(folded, end, name) or COUNTRY.match(unit.shadow.text, end, name)
    return place.end() if place else end


def _shared(unit: Unit, found: list[Frame]) -> list[Frame]:
    """Titles joined before one body share it: ``Phó Chủ tịch, Tổng Thư ký Hội X``."""
    for i in range(len(found) - 2, -1, -1):
        frame, after = found[i], found[i + 1]
        if (
            frame.body is None
            and after.body is not None
            and not frame.title.alone
            and _JOINED.fullmatch(unit.shadow.folded, frame.end, after.start)
        ):
            found[i] = replace(frame, body=after.body)
    return found
