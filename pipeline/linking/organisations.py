"""Which mentions of bodies in a document mean one body, and what they leave out: place, owner, full name."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.linking.bodies import Body, innermost, with_unit
from pipeline.linking.parse import parse_body
from pipeline.linking.placing import Finder, Mention, place
from pipeline.linking.units import province
from pipeline.linking.written import compared, initials
from pipeline.text import canonical
from pipeline.types import Heading, OrganisationMention, Span

#: What may stand between the bodies of a list that share a tail or a head: ``HĐND, UBND tỉnh``.
_LIST = re.compile(r"\s?(?:,|và|và\s+các|-|–|/|&)\s?|\s?,\s?và\s?")
#: Heads that a list names once: ``Bộ Y tế, Tài chính``.
_SHARED = ("bộ", "sở", "ban", "hội", "trường", "cục")


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
    finder = Finder(shadow, sentences)
    mentions = []
    for o in organisations:
        start, end = shadow.inner(o.start, o.end)
        mentions.append(Mention(start, end, parse_body(shadow.text[start:end]), *finder(start)))
    _share_heads_and_tails(shadow.text, mentions)
    place(shadow, mentions, people, finder, published, heading)
    _resolve_bare(mentions)
    same = _resolve_short(shadow.text, mentions)
    return _numbered(organisations, mentions, same)


def _share_heads_and_tails(text: str, mentions: list[Mention]) -> None:
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


def _resolve_bare(mentions: list[Mention]) -> None:
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


def _only(m: Mention, fitting: Sequence[tuple[Mention, Body]]) -> Body | None:
    bodies = {b.key: b for _, b in fitting}
    if len(bodies) > 1:
        bodies = {b.key: b for o, b in fitting if o.line == m.line}
    return next(iter(bodies.values())) if len(bodies) == 1 else None


def _with_innermost(body: Body, inner: Body) -> Body:
    return replace(body, owner=_with_innermost(body.owner, inner)) if body.owner is not None else inner


def _resolve_short(text: str, mentions: list[Mention]) -> dict[str, Body]:
    """Short names: an abbreviation that the text defines or that fits the initials of one body, the end of one longer
    name (``Đại Phát``). Key of the short one -> the body that it means."""
    full: dict[str, Body] = {}
    aliases: dict[str, set[str]] = {}
    for m in mentions:
        full.setdefault(m.body.key, m.body)
        for alias in m.body.aliases:
            if m.body.stem.startswith(alias[0]) and _abbreviates(alias, m.body):
                aliases.setdefault(alias, set()).add(m.body.key)
    for left, right in pairwise(mentions):
        short = text[right.start : right.end]
        if text[left.end : right.start].strip() == "(" and not right.body.known and _abbreviates(short, left.body):
            aliases.setdefault(short, set()).add(left.body.key)
    found: dict[str, Body] = {}
    for m in sorted(mentions, key=lambda m: m.body.head is None):
        short = " ".join(text[m.start : m.end].split())
        meant = {b.key: b for k in aliases.get(short) or _longer(short, m.body, full) for b in [found.get(k, full[k])]}
        if len(meant) == 1 and m.body.key not in meant:
            found[m.body.key] = next(iter(meant.values()))
    return found


def _abbreviates(short: str, body: Body) -> bool:
    """Whether the letters of `short` stand at the beginnings of the words of the body's name, in order."""
    letters = iter(initials(body.name))
    one_word = len(short) > 1 and short[0].isupper() and " " not in short
    return one_word and all(c in letters for c in short.upper() if c.isalnum())


def _longer(short: str, body: Body, full: dict[str, Body]) -> set[str]:
    """The bodies with longer names that end so; of a company without the words for its legal form and trade."""
    if body.head is None:
        end = compared(body.stem)
    elif body.kind == "company" and body.owner is None and not body.bare:
        end = compared(body.stem[len(body.head.name) :])
    else:
        return set()
    others = {k: b for k, b in full.items() if b.head is not None and k != body.key}
    found = {k for k, b in others.items() if compared(b.stem).endswith(f" {end}")} if end else set()
    if not found and short.isupper() and " " not in short:
        found = {k for k, b in others.items() if initials(b.name) == short}
    longest = len(compared(body.stem))
    return found if body.head is None else {k for k in found if len(compared(others[k].stem)) > longest}


def _numbered(
    organisations: Sequence[OrganisationMention], mentions: list[Mention], same: dict[str, Body]
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
