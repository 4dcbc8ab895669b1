"""Where the bodies of a document are: the places that their names leave out or leave unclear."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.linking.bodies import Body, innermost, with_unit
from pipeline.linking.parse import parse_body
from pipeline.linking.places import Place, after, places
from pipeline.linking.units import LEVELS, Unit, located, province, provinces_of
from pipeline.linking.written import compared
from pipeline.text import Canonical
from pipeline.types import Heading, Span

_ENDS = re.compile(r"[.!?…]\s+|\n+")


@dataclass(slots=True)
class Mention:
    """A mention in the shadow. ``alone``: it cannot be told which of several bodies it means."""

    start: int
    end: int
    body: Body
    sentence: int
    line: int
    alone: bool = False


class Finder:
    """Number of the sentence and of the line at an offset of the shadow."""

    def __init__(self, shadow: Canonical, sentences: Sequence[Span]) -> None:
        ends = [shadow.inner(s.start, s.end)[0] for s in sentences]
        self.sentences = ends or [0, *(m.end() for m in _ENDS.finditer(shadow.text))]
        self.lines = [0, *(m.end() for m in re.finditer("\n", shadow.text))]

    def __call__(self, at: int) -> tuple[int, int]:
        return bisect_right(self.sentences, at), bisect_right(self.lines, at)


@dataclass(frozen=True, slots=True)
class _Evidence:
    """A unit that the text names at ``start``; ``stem`` is that of the body whose place it is."""

    start: int
    sentence: int
    line: int
    unit: Unit
    identity: str
    stem: str = ""


def place(
    shadow: Canonical,
    mentions: Sequence[Mention],
    people: Sequence[Span],
    finder: Finder,
    published: dt.date | None,
    heading: Heading | None,
) -> None:
    """Give the bodies of `mentions` their places, as far as the document tells; `people` are spans of the raw text."""
    _locate(shadow.text, mentions, published)
    if not any(_lacks_place(innermost(m.body)) for m in mentions):
        return
    inner = [shadow.inner(p.start, p.end) for p in people] + [(m.start, m.end) for m in mentions]
    named = places(shadow, [Span(*ends) for ends in sorted(inner)], published)
    named = _locate_by_province(mentions, named, published)
    evidence = _evidence(mentions, named, finder)
    _place_wordless(mentions, evidence)
    _place_open(mentions, evidence, heading)


def _lacks_place(inner: Body) -> bool:
    if inner.unit is not None and inner.unit.name is not None:
        return inner.unit.province is None
    return inner.slot not in (None, "any") or _wordless(inner) is not None


def _wordless(body: Body) -> str | None:
    """What follows the head of a body that may be its place without the word: ``UBND Ea Kly``."""
    if body.head is None or body.class_ not in ("unit", "inner") or body.unit or body.slot or body.owner:
        return None
    own = body.stem[len(body.head.name) :].strip()
    return own if own[:1].isupper() else None


def _locate(text: str, mentions: Sequence[Mention], published: dt.date | None) -> None:
    """Put each place within what the text says around it (``, huyện Ba Vì``), and districts within their province."""
    for m in mentions:
        inner = innermost(m.body)
        unit = inner.unit or (after(text, m.end) if inner.slot == "any" and text[m.end : m.end + 1] == ")" else None)
        if unit is None or unit.name is None:
            continue
        if unit.level != "province" and unit.province is None:
            around = after(text, m.end)
            if around and around.level != unit.level:
                unit = around_it(unit, around)
        if unit.level != "commune" or unit.within is not None:
            m.body = with_unit(m.body, located(unit, published))


def around_it(unit: Unit, outer: Unit | None) -> Unit:
    """`unit` with `outer` around its outermost."""
    return replace(unit, within=around_it(unit.within, outer) if unit.within else outer)


def _locate_by_province(mentions: Sequence[Mention], named: Sequence[Place], published: dt.date | None) -> list[Place]:
    """Put what is still nowhere into the one province of the document that has such a unit; where the document names no
    province, into the only one that there is. The places with theirs."""
    units = [innermost(m.body).unit for m in mentions] + [p.unit for p in named]
    homes = sorted({inside for u in units if u is not None and u.name is not None and (inside := u.province)})

    def home(unit: Unit) -> Unit:
        if unit.name is None or unit.province is not None:
            return unit
        for day in (published, None):
            possible = provinces_of(unit, day)
            here = [h for h in homes if h in possible or not possible]
            if len(here) == 1:
                return around_it(unit, province(here[0]))
        return unit if homes else located(unit, published)

    for m in mentions:
        unit = innermost(m.body).unit
        if unit is not None and unit.name is not None:
            m.body = with_unit(m.body, home(unit))
    return [replace(p, unit=home(p.unit)) for p in named]


def _evidence(mentions: Sequence[Mention], named: Sequence[Place], finder: Finder) -> list[_Evidence]:
    """Every unit named in the document, and those around it."""
    found = []
    bodies = [(m.start, innermost(m.body)) for m in mentions]
    units = [(start, body.unit, compared(body.stem)) for start, body in bodies]
    for start, unit, stem in units + [(p.start, p.unit, "") for p in named]:
        while unit is not None:
            if unit.name is not None:
                found.append(_Evidence(start, *finder(start), unit, unit.identity, stem))
            unit, stem = unit.within, ""
    return found


def _place_wordless(mentions: Sequence[Mention], evidence: Sequence[_Evidence]) -> None:
    """``UBND Ea Kly`` is that of the one unit Ea Kly that the document names with its word."""
    for m in mentions:
        own = _wordless(innermost(m.body))
        units = {e.identity: e.unit for e in evidence if own and compared(e.unit.name or "") == compared(own)}
        if len(units) == 1:
            m.body = with_unit(_headed(m.body), next(iter(units.values())))


def _headed(body: Body) -> Body:
    """`body`, its innermost with the head as stem."""
    if body.owner is not None:
        return replace(body, owner=_headed(body.owner))
    return replace(body, stem=body.head.name) if body.head else body


def _place_open(mentions: Sequence[Mention], evidence: Sequence[_Evidence], heading: Heading | None) -> None:
    """Give bodies that name only their level (``UBND tỉnh``) the place that the document gives, if it gives one."""
    own = _own_units(heading)
    for m in mentions:
        slot = innermost(m.body).slot
        if slot is None or slot == "any":
            continue
        fitting = [e for e in evidence if (e.unit.word == slot if slot in LEVELS else e.unit.level == slot)]
        unit = next((u for u in own if slot in (u.word, u.level)), None) or _choose(m, fitting)
        if unit is not None:
            m.body = with_unit(m.body, unit)
        else:
            m.alone = len({e.identity for e in fitting}) > 1


def _own_units(heading: Heading | None) -> list[Unit]:
    """The place of the body that issued the document, and those around it."""
    found: list[Unit] = []
    unit = innermost(parse_body(heading.issuer)).unit if heading and heading.issuer else None
    unit = located(unit) if unit is not None and unit.name else None
    while unit is not None:
        found.append(unit)
        unit = unit.within
    at = province(heading.place) if heading and heading.place else None
    return [*found, at] if at and not any(u.level == "province" for u in found) else found


def _choose(m: Mention, fitting: Sequence[_Evidence]) -> Unit | None:
    """The place of the only body of this name; else the only unit; else the one that prevails, if nothing nearer speaks
    against it; else the only one of the paragraph so far."""
    units = {e.identity: e.unit for e in fitting}
    stem = compared(innermost(m.body).stem)
    for few in ({e.identity for e in fitting if e.stem == stem}, units.keys()):
        if len(few) == 1:
            return units[next(iter(few))]
    if not units:
        return None
    (first, most), (_, second) = Counter(e.identity for e in fitting).most_common(2)
    sentence = {e.identity for e in fitting if e.sentence == m.sentence}
    last = max((e.sentence for e in fitting if e.start < m.start and e.sentence < m.sentence), default=0)
    near = sentence or {e.identity for e in fitting if e.sentence == last}
    paragraph = {e.identity for e in fitting if e.line == m.line and e.start < m.start}
    if len(near) == 1 and (near == paragraph or (near == {first} and most >= 2 * second)):
        return units[next(iter(near))]
    return units[first] if not sentence and not paragraph and most >= 3 * second else None
