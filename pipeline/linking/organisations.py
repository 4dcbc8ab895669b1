"""Which mentions of bodies in a document mean one body, and what they leave out: place, owner, full name."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.linking.bodies import Body, innermost, with_unit
from pipeline.linking.parse import parse_body
from pipeline.linking.places import Place, after, places
from pipeline.linking.units import LEVELS, Unit, located, province, provinces_of
from pipeline.linking.written import compared, initials
from pipeline.text import Canonical, canonical
from pipeline.types import Heading, OrganisationMention, Span

#: What may stand between the bodies of a list that share a tail or a head: ``HĐND, UBND tỉnh``.
_LIST = re.compile(r"\s?(?:,|và|và\s+các|-|–|/|&)\s?|\s?,\s?và\s?")
#: Heads that a list names once: ``Bộ Y tế, Tài chính``.
_SHARED = ("bộ", "sở", "ban", "hội", "trường", "cục")
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


@dataclass(frozen=True, slots=True)
class _Evidence:
    """A unit that the text names at ``start``; ``stem`` is that of the body whose place it is."""

    start: int
    sentence: int
    line: int
    unit: Unit
    identity: str
    stem: str = ""


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

    Ids are ``o1``, ``o2`` ... by first mention; equal ids mean one body. A parent that is not mentioned itself has an
    id too. ``published`` decides which units there were; ``heading`` is an official document's own.
    """
    if not organisations:
        return []
    shadow = canonical(text)
    organisations = sorted(organisations, key=lambda m: (m.start, m.end))
    finder = _Finder(shadow, sentences)
    mentions = []
    for o in organisations:
        start, end = shadow.inner(o.start, o.end)
        mentions.append(_Mention(start, end, parse_body(shadow.text[start:end]), *finder(start)))
    _share_heads_and_tails(shadow.text, mentions)
    _locate(shadow.text, mentions, published)
    if any(_lacks_place(innermost(m.body)) for m in mentions):
        inner = [shadow.inner(p.start, p.end) for p in people] + [(m.start, m.end) for m in mentions]
        named = places(shadow, [Span(*ends) for ends in sorted(inner)], published)
        _locate_by_province(mentions, named, published)
        _place_open(mentions, named, finder, heading)
    _resolve_bare(mentions)
    same = _resolve_short(shadow.text, mentions)
    return _numbered(organisations, mentions, same)


class _Finder:
    """Number of the sentence and of the line at an offset of the shadow."""

    def __init__(self, shadow: Canonical, sentences: Sequence[Span]) -> None:
        ends = [shadow.inner(s.start, s.end)[0] for s in sentences]
        self.sentences = ends or [0, *(m.end() for m in _ENDS.finditer(shadow.text))]
        self.lines = [0, *(m.end() for m in re.finditer("\n", shadow.text))]

    def __call__(self, at: int) -> tuple[int, int]:
        return bisect_right(self.sentences, at), bisect_right(self.lines, at)


def _share_heads_and_tails(text: str, mentions: list[_Mention]) -> None:
    """In a list the first may have the tail of the last (``HĐND, UBND tỉnh``) and the last the head of the first
    (``Bộ Y tế, Tài chính``; ``Tỉnh ủy Nghệ An, Hà Tĩnh``)."""
    listed = [(a, b) for a, b in pairwise(mentions) if a.end < b.start and _LIST.fullmatch(text, a.end, b.start)]
    for left, right in reversed(listed):
        unit = right.body.unit
        if left.body.bare and left.body.slot == "any" and unit and right.body.class_ in ("unit", "inner", "committee"):
            left.body = replace(left.body, unit=unit, slot=right.body.slot)
    for left, right in listed:
        if right.body.head is not None:
            continue
        name = text[right.start : right.end]
        head = left.body.stem.split()[0]
        if left.body.unit is not None and (unit := province(name)):
            right.body = with_unit(left.body, unit)
        elif head.lower() in _SHARED:
            whole = parse_body(f"{head} {name}")
            if whole.class_ == "whole" or left.body.class_ == "unit":
                right.body = replace(whole, unit=left.body.unit, slot=left.body.slot)


def _lacks_place(inner: Body) -> bool:
    if inner.unit is None or inner.unit.name is None:
        return inner.slot not in (None, "any")
    return inner.unit.province is None


def _locate(text: str, mentions: list[_Mention], published: dt.date | None) -> None:
    """Put each place that is named within its province: by what follows (``, huyện Ba Vì``) or by its name."""
    for m in mentions:
        unit = innermost(m.body).unit
        if unit is None or unit.name is None:
            continue
        if unit.level != "province" and unit.province is None:
            around = after(text, m.end)
            if around and around.level != unit.level:
                unit = around_it(unit, around)
        m.body = with_unit(m.body, located(unit, published))


def around_it(unit: Unit, outer: Unit | None) -> Unit:
    """`unit` with `outer` around its outermost."""
    return replace(unit, within=around_it(unit.within, outer) if unit.within else outer)


def _locate_by_province(mentions: list[_Mention], named: Sequence[Place], published: dt.date | None) -> None:
    """Put what is still nowhere into the one province of the document that has such a unit."""
    homes = {home for u in _units(mentions, named) if (home := u.province)}
    for m in mentions:
        unit = innermost(m.body).unit
        if unit is None or unit.name is None or unit.province is not None:
            continue
        possible = provinces_of(unit, published)
        here = [h for h in homes if h in possible or not possible]
        if len(here) == 1:
            m.body = with_unit(m.body, around_it(unit, province(here[0])))


def _units(mentions: Sequence[_Mention], named: Sequence[Place]) -> Iterator[Unit]:
    for unit in [innermost(m.body).unit for m in mentions] + [p.unit for p in named]:
        if unit is not None and unit.name is not None:
            yield unit


def _evidence(mentions: Sequence[_Mention], named: Sequence[Place], finder: _Finder) -> list[_Evidence]:
    """Every unit named in the document, and those around it."""
    found = []
    units = [(m.start, innermost(m.body).unit, m.body.stem) for m in mentions] + [(p.start, p.unit, "") for p in named]
    for start, unit, stem in units:
        while unit is not None:
            if unit.name is not None:
                found.append(_Evidence(start, *finder(start), unit, unit.identity, compared(stem) if stem else ""))
            unit, stem = unit.within, ""
    return found


def _place_open(mentions: list[_Mention], named: Sequence[Place], finder: _Finder, heading: Heading | None) -> None:
    """Give bodies that name only their level (``UBND tỉnh``) the place that the document gives, if it gives one."""
    evidence = _evidence(mentions, named, finder)
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


def _choose(m: _Mention, fitting: Sequence[_Evidence]) -> Unit | None:
    """The place of the only body of this name; else the only unit; else the one that prevails, if nothing nearer speaks
    against it; else the only one of the paragraph so far."""
    units = {e.identity: e.unit for e in fitting}
    stem = compared(m.body.stem)
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


def _resolve_bare(mentions: list[_Mention]) -> None:
    """``Ban Thường vụ``, ``Công ty``: the one body of the document whose name begins so, or the one of the line."""
    parts = [(o, part) for o in mentions for part in _chain(o.body)]
    for m in mentions:
        inner = innermost(m.body)
        if not inner.bare:
            continue
        stem = f"{compared(inner.stem)} "
        fitting = [
            (o, b)
            for o, b in parts
            if o is not m
            and not (o.alone or b.bare)
            and inner.kind in (None, b.kind)
            and f"{compared(b.stem)} ".startswith(stem)
        ]
        before = [(o, b) for o, b in fitting if o.start < m.start]
        target = _only(m, before) or _only(m, fitting)
        if target is not None:
            m.body = _with_innermost(m.body, target)
        elif fitting:
            m.alone = True


def _chain(body: Body) -> Iterator[Body]:
    """The body and those that it belongs to."""
    yield body
    if body.owner is not None:
        yield from _chain(body.owner)


def _only(m: _Mention, fitting: Sequence[tuple[_Mention, Body]]) -> Body | None:
    bodies = {b.key: b for _, b in fitting}
    if len(bodies) > 1:
        bodies = {b.key: b for o, b in fitting if o.line == m.line}
    return next(iter(bodies.values())) if len(bodies) == 1 else None


def _with_innermost(body: Body, inner: Body) -> Body:
    return replace(body, owner=_with_innermost(body.owner, inner)) if body.owner is not None else inner


def _resolve_short(text: str, mentions: list[_Mention]) -> dict[str, Body]:
    """Short names: an abbreviation that the text defines or that fits the initials of one body, the end of one longer
    name (``Đại Phát``), a place without its word (``UBND Ea Kly``). Key of the short one -> the body that it means."""
    full: dict[str, Body] = {}
    aliases: dict[str, set[str]] = {}
    for m in mentions:
        full.setdefault(m.body.key, m.body)
        for alias in m.body.aliases:
            if alias[0] == m.body.stem[0] and _abbreviates(alias, m.body):
                aliases.setdefault(alias, set()).add(m.body.key)
    for left, right in pairwise(mentions):
        short = text[right.start : right.end]
        if text[left.end : right.start].strip() == "(" and _abbreviates(short, left.body):
            aliases.setdefault(short, set()).add(left.body.key)
    found: dict[str, Body] = {}
    for m in mentions:
        wordless = m.body.class_ == "unit" and m.body.unit is None and m.body.owner is None and not m.body.bare
        if not (aliases or wordless or m.body.head is None):
            continue
        short = " ".join(text[m.start : m.end].split())
        meant = aliases.get(short) or (_longer(short, m.body, full) if wordless or m.body.head is None else set())
        if len(meant) == 1:
            found[m.body.key] = full[next(iter(meant))]
    return found


def _abbreviates(short: str, body: Body) -> bool:
    """Whether the letters of `short` stand at the beginnings of the words of the body's name, in order."""
    letters = iter(initials(body.name))
    one_word = len(short) > 1 and short[0].isupper() and " " not in short
    return one_word and all(c in letters for c in short.upper() if c.isalnum())


def _longer(short: str, body: Body, full: dict[str, Body]) -> set[str]:
    if body.head is not None:
        name = compared(body.stem)
        return {k for k, b in full.items() if b.unit and b.unit.name and compared(f"{b.stem} {b.unit.name}") == name}
    if short.isupper() and " " not in short:
        return {k for k, b in full.items() if b.head is not None and initials(b.name) == short}
    end = f" {compared(body.stem)}"
    return {k for k, b in full.items() if b.head is not None and compared(b.stem).endswith(end)}


def _numbered(
    organisations: Sequence[OrganisationMention], mentions: list[_Mention], same: dict[str, Body]
) -> list[OrganisationMention]:
    bodies = [same.get(m.body.key, m.body) for m in mentions]
    keys = [f"{b.key}#{i}" if m.alone else b.key for i, (m, b) in enumerate(zip(mentions, bodies, strict=True))]
    ids = {key: f"o{n}" for n, key in enumerate(dict.fromkeys(keys), 1)}
    names: dict[str, str] = {}
    for key, body in zip(keys, bodies, strict=True):
        names[key] = max(names.get(key, ""), body.name, key=len)
    out = []
    for o, m, body, key in zip(organisations, mentions, bodies, keys, strict=True):
        parent = None
        if body.owner is not None and not m.alone:
            parent = ids.setdefault(body.owner.key, f"o{len(ids) + 1}")
        out.append(
            replace(
                o,
                name=names[key] or o.name,
                organisation_id=ids[key],
                kind=body.kind,
                level=body.level,
                place=body.place,
                parent_id=parent,
            )
        )
    return out
