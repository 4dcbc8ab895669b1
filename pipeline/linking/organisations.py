"""Which mentions of bodies in a document mean one body, and what they leave out: place, owner, full name."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.linking.bodies import Body, innermost, parse_body, with_unit
from pipeline.linking.places import Place, after, places
from pipeline.linking.units import LEVELS, Unit, located, province, provinces_of
from pipeline.linking.written import compared, initials
from pipeline.text import Canonical, canonical
from pipeline.types import Heading, OrganisationMention, Span

#: What may stand between the bodies of a list that share a tail or a head: ``HĐND, UBND tỉnh``.
_LIST = re.compile(r"\s?(?:,|và|và\s+các|-|–|/|&)\s?$|\s?,\s?và\s?$")
_SHARED = ("bộ", "sở", "ban", "hội", "trường", "các bộ", "các sở")
_ENDS = re.compile(r"[.!?…]\s+|\n+")


@dataclass(slots=True)
class _Mention:
    """A mention in the shadow. ``alone``: it cannot be told which of several bodies it means."""

    start: int
    end: int
    body: Body
    sentence: int
    line: int
    alone: bool = False
    target: _Mention | None = None

    @property
    def same(self) -> _Mention:
        return self if self.target is None else self.target.same


def link_bodies(
    text: str,
    organisations: Sequence[OrganisationMention],
    *,
    people: Sequence[Span] = (),
    sentences: Sequence[Span] = (),
    published: dt.date | None = None,
    heading: Heading | None = None,
) -> list[OrganisationMention]:
    """`organisations` (offsets into raw `text`) with name, organisation_id, kind, level, place and parent_id filled.

    Ids are ``o1``, ``o2`` ... by first mention; equal ids mean one body. A parent that is not mentioned itself has an id
    too. ``published`` decides which units there were; ``heading`` is an official document's own.
    """
    if not organisations:
        return []
    shadow = canonical(text)
    mentions = _mentions(shadow, sorted(organisations, key=lambda m: (m.start, m.end)), sentences)
    _share_heads_and_tails(shadow.text, mentions)
    inner = [shadow.inner(p.start, p.end) for p in people] + [(m.start, m.end) for m in mentions]
    taken = [Span(*ends) for ends in sorted(inner)]
    named = places(shadow, taken, published)
    _place_named(shadow.text, mentions, named, published)
    _place_open(mentions, named, heading, _sentence_finder(shadow, sentences), _line_finder(shadow.text))
    _resolve_bare(mentions)
    _resolve_short(shadow.text, mentions)
    return _numbered(sorted(organisations, key=lambda m: (m.start, m.end)), mentions)


def _mentions(
    shadow: Canonical, organisations: Sequence[OrganisationMention], sentences: Sequence[Span]
) -> list[_Mention]:
    sentence, line = _sentence_finder(shadow, sentences), _line_finder(shadow.text)
    found = []
    for o in organisations:
        start, end = shadow.inner(o.start, o.end)
        found.append(_Mention(start, end, parse_body(shadow.text[start:end]), sentence(start), line(start)))
    return found


def _sentence_finder(shadow: Canonical, sentences: Sequence[Span]) -> Callable[[int], int]:
    if sentences:
        starts = [shadow.inner(s.start, s.end)[0] for s in sentences]
    else:
        starts = [0, *(m.end() for m in _ENDS.finditer(shadow.text))]
    return lambda at: bisect_right(starts, at)


def _line_finder(text: str) -> Callable[[int], int]:
    starts = [0, *(m.end() for m in re.finditer("\n", text))]
    return lambda at: bisect_right(starts, at)


def _share_heads_and_tails(text: str, mentions: list[_Mention]) -> None:
    """``HĐND, UBND tỉnh``: the first has the place of the last; ``Bộ Y tế, Tài chính``: the last has the head of the first."""
    for left, right in zip(reversed(mentions[:-1]), reversed(mentions[1:]), strict=True):
        body, other = left.body, right.body
        if (
            body.bare
            and body.slot == "any"
            and other.class_ in ("unit", "inner", "committee")
            and _listed(text, left, right)
        ):
            if other.unit is not None:
                left.body = replace(body, unit=other.unit, slot=other.slot)
    for left, right in pairwise(mentions):
        head = left.body.stem.split()[0]
        if right.body.head is None and head.lower() in _SHARED and _listed(text, left, right):
            whole = parse_body(f"{head} {text[right.start : right.end]}")
            if whole.class_ == "whole" or left.body.unit == whole.unit:
                right.body = whole


def _listed(text: str, left: _Mention, right: _Mention) -> bool:
    return bool(_LIST.fullmatch(text, left.end, right.start)) if left.end < right.start else False


def _place_named(text: str, mentions: list[_Mention], named: list[Place], published: dt.date | None) -> None:
    """Put each place that is named within its province: by what follows, by its name, by the provinces of the document."""
    for m in mentions:
        inner = innermost(m.body)
        if inner.unit is None or inner.unit.name is None:
            continue
        unit = inner.unit
        if unit.level != "province" and unit.province is None:
            around = after(text, m.end)
            if around and around.level != unit.level:
                unit = within_last(unit, around)
        m.body = with_unit(m.body, located(unit, published))
    homes = {u.name for _, u in _evidence(mentions, named) if u.level == "province" and u.name}
    for m in mentions:
        unknown = innermost(m.body).unit
        if unknown is None or unknown.name is None or unknown.province is not None:
            continue
        possible = provinces_of(unknown, published)
        here = [h for h in homes if h in possible or not possible]
        if len(here) == 1:
            m.body = with_unit(m.body, within_last(unknown, province(here[0])))


def within_last(unit: Unit, outer: Unit | None) -> Unit:
    """`unit` with `outer` around its outermost."""
    return replace(unit, within=within_last(unit.within, outer) if unit.within else outer)


def _evidence(mentions: Sequence[_Mention], named: Sequence[Place]) -> Iterator[tuple[int, Unit]]:
    """Every unit named in the document, with those around it: (offset, unit)."""
    units = [(m.start, innermost(m.body).unit) for m in mentions] + [(p.start, p.unit) for p in named]
    for start, unit in units:
        while unit is not None:
            if unit.name is not None:
                yield start, unit
            unit = unit.within


def _place_open(
    mentions: list[_Mention],
    named: Sequence[Place],
    heading: Heading | None,
    sentence: Callable[[int], int],
    line: Callable[[int], int],
) -> None:
    """Give bodies that name only their level (``UBND tỉnh``) the place that the document gives, if it gives one."""
    evidence = [(at, sentence(at), line(at), unit) for at, unit in _evidence(mentions, named)]
    own = _own_units(heading)
    for m in mentions:
        slot = innermost(m.body).slot
        if slot is None or slot == "any":
            continue
        fitting = [e for e in evidence if _fits(e[3], slot)]
        unit = next((u for u in own if _fits(u, slot)), None) or _choose(m, fitting)
        if unit is not None:
            m.body = with_unit(m.body, unit)
        else:
            m.alone = len({e[3].identity for e in fitting}) > 1


def _own_units(heading: Heading | None) -> list[Unit]:
    """The place of the body that issued the document, and those around it."""
    unit = innermost(parse_body(heading.issuer)).unit if heading and heading.issuer else None
    found: list[Unit] = []
    if unit is not None and unit.name:
        unit = located(unit)
        while unit is not None:
            found.append(unit)
            unit = unit.within
    if heading and heading.place and (at := province(heading.place)) and not any(u.level == "province" for u in found):
        found.append(at)
    return found


def _fits(unit: Unit, slot: str) -> bool:
    return unit.word == slot if slot in LEVELS else unit.level == slot


def _choose(m: _Mention, fitting: Sequence[tuple[int, int, int, Unit]]) -> Unit | None:
    """The only unit of the document, else the only one of the nearest sentence that names any, if it prevails."""
    counts = Counter(unit.identity for *_, unit in fitting)
    by_identity = {unit.identity: unit for *_, unit in fitting}
    if len(counts) <= 1:
        return next(iter(by_identity.values()), None)
    (first, most), (_, second) = counts.most_common(2)
    same = {u.identity for _, s, _, u in fitting if s == m.sentence}
    before = [s for at, s, _, _ in fitting if at < m.start and s < m.sentence]
    near = same or {u.identity for _, s, _, u in fitting if before and s == max(before)}
    paragraph = {u.identity for at, _, line, u in fitting if line == m.line and at < m.start}
    prevails = most >= 2 * second
    if len(near) == 1 and (near == paragraph or (prevails and near == {first})):
        return by_identity[next(iter(near))]
    if not same and not paragraph and most >= 3 * second:
        return by_identity[first]
    return None


def _resolve_bare(mentions: list[_Mention]) -> None:
    """``Ban Thường vụ``, ``Công ty``: the one body of the document whose name begins so, or the one of the paragraph."""
    for i, m in enumerate(mentions):
        inner = innermost(m.body)
        if not inner.bare or inner.class_ == "whole":
            continue
        stem = compared(inner.stem)
        fitting = [
            (j, o)
            for j, o in enumerate(mentions)
            if j != i and not (x := _named_part(o.body, stem)) is None and not x.bare
        ]
        target = _only(m, [o for j, o in fitting if j < i], stem) or _only(m, [o for _, o in fitting], stem)
        if target is not None:
            m.body = _with_innermost(m.body, target)
        elif fitting:
            m.alone = True


def _named_part(body: Body, stem: str) -> Body | None:
    """The body or owner of it whose stem begins with `stem`."""
    part: Body | None = body
    while part is not None:
        if f"{compared(part.stem)} ".startswith(f"{stem} "):
            return part
        part = part.owner
    return None


def _only(m: _Mention, fitting: Sequence[_Mention], stem: str) -> Body | None:
    bodies = {b.key: b for o in fitting if (b := _named_part(o.body, stem)) and not o.alone}
    if len(bodies) > 1:
        bodies = {b.key: b for o in fitting if o.line == m.line and (b := _named_part(o.body, stem)) and not o.alone}
    return next(iter(bodies.values())) if len(bodies) == 1 else None


def _resolve_short(text: str, mentions: list[_Mention]) -> None:
    """Names without a head that repeat part of a longer one: ``Đại Phát``, an abbreviation, one defined in brackets."""
    aliases: dict[str, set[str]] = {}
    full: dict[str, _Mention] = {}
    for m in mentions:
        full.setdefault(m.body.key, m)
        for alias in m.body.aliases:
            aliases.setdefault(alias, set()).add(m.body.key)
    for left, right in pairwise(mentions):
        short = text[right.start : right.end]
        if (
            text[left.end : right.start].strip() == "("
            and right.body.key != left.body.key
            and _abbreviates(short, left.body)
        ):
            aliases.setdefault(short, set()).add(left.body.key)
    for m in mentions:
        short = " ".join(text[m.start : m.end].split())
        found = aliases.get(short) or (_longer(short, m.body, full) if m.body.head is None else set())
        if len(found) == 1 and (key := next(iter(found))) != m.body.key:
            m.target = full[key]


def _abbreviates(short: str, body: Body) -> bool:
    """Whether the letters of `short` stand at the beginnings of the words of the body's name, in order."""
    if len(short) < 2 or not short[0].isupper() or " " in short:
        return False
    letters = iter(initials(body.name))
    return all(c in letters for c in short.upper() if c.isalnum())


def _longer(short: str, body: Body, full: dict[str, _Mention]) -> set[str]:
    name = compared(body.stem)
    if short.isupper() and " " not in short:
        return {k for k, m in full.items() if m.body.head is not None and initials(m.body.name) == short}
    return {
        k
        for k, m in full.items()
        if m.body.head is not None and f" {compared(m.body.stem)}".endswith(f" {name}") and m.body.key != body.key
    }


def _with_innermost(body: Body, inner: Body) -> Body:
    return replace(body, owner=_with_innermost(body.owner, inner)) if body.owner is not None else inner


def _numbered(organisations: Sequence[OrganisationMention], mentions: list[_Mention]) -> list[OrganisationMention]:
    ids: dict[str, str] = {}

    def number(key: str) -> str:
        return ids.setdefault(key, f"o{len(ids) + 1}")

    keys = [m.same.body.key if not m.same.alone else f"{m.body.key}#{i}" for i, m in enumerate(mentions)]
    for key in keys:
        number(key)
    out = []
    for o, m, key in zip(organisations, mentions, keys, strict=True):
        body = m.same.body
        out.append(
            replace(
                o,
                name=body.name,
                organisation_id=ids[key],
                kind=body.kind,
                level=body.level,
                place=body.place,
                parent_id=number(body.owner.key) if body.owner and not m.same.alone else None,
            )
        )
    return out
