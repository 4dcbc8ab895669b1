"""Borders between titles and bodies that the grammar is sure of, where the tagger was not.

* ``<Cục phó C06>``: a title that begins a body is none of it, nor one that ends it (``<Hội đồng do Thứ trưởng>``).
* ``Bộ trưởng <Y tế>``: a ministry's field without its head noun belongs to the title, there is no body.
* ``Trưởng đoàn đại biểu <Quốc hội tỉnh X>``: words after a title that begin a body's name belong to the body.
* ``Cục trưởng <Cục Xuất bản>, In và Phát hành {An}``: so do the words of a list between a body and a name.
* ``Bí thư <Thành ủy Lê Bá Hai>``: a name that the document knows is none of the body that stands before it (`hidden`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from pipeline.lexicon import table
from pipeline.roles import titles
from pipeline.roles.tails import goes_on, is_field
from pipeline.roles.titles import Title, trie, words
from pipeline.text import Canonical, canonical, key
from pipeline.types import OrganisationMention, PersonMention

#: The furthest that a title may begin before a body that it touches.
_NEAR = 80
#: What joins a body to a title at the end of its span.
_LINK = re.compile(r"\s*(?P<word>,?\s?\b(?:do|và|cùng|bởi)\b)?\s*$")
#: Words at the end of a span that begin what follows it.
_TAIL = re.compile(r"\s(?:do|và|cùng|bởi|là|của|tại|kt|tl|tuq)$")
#: Back references and standing posts that are no bodies after a title.
_BARE = re.compile(r"sở|phòng|thường vụ|ban (?:thường trực|chuyên trách)")
#: Before a title in apposition to a name, or taken.
_APPOSED = re.compile(r"(?:[,;(–-]|(?<!\w)(?:làm|chức|chức vụ|chức danh)\s)\s?$")
#: The rest of a body's name after a comma: ``, In và Phát hành``, ``, chữa bệnh``.
_LISTED = re.compile(r",\s[^\W\d_]+(?:(?:\s[^\W\d_]+){0,4}\svà(?:\s[^\W\d_]+){1,4}|(?P<short>\s[^\W\d_]+))(?=\s$)")
#: The longest such rest.
_REST = 45
#: Between a body and the one that it belongs to: no part of either.
_PARENT = re.compile(rf"(?<!\w){words('parent')}(?!\w)")


def repair(
    text: str, people: Sequence[PersonMention], organisations: Sequence[OrganisationMention]
) -> list[OrganisationMention]:
    """The bodies of raw `text` with these borders set right; `people` and `organisations` are in order of start."""
    shadow = canonical(text)
    found = titles.find(text)
    names = [shadow.inner(p.start, p.end)[0] for p in people]
    bodies: list[OrganisationMention] = list(_missed(shadow, text, found, people, organisations))
    last = 0
    for body in organisations:
        start, end = shadow.inner(body.start, body.end)
        start = _after_title(shadow, start, end)
        end = _before_title(shadow, _between(found, start, end), names, start, end)
        end = _before_name(names, start, end)
        before = _between(found, start - _NEAR, start)
        named = _named(names, end)
        whole = titles.at(shadow, start, end)
        if whole and whole.needs == "-" and whole.end == end and end + 1 in names:
            continue
        if start < end and not _in_title(shadow, before, start, end, named):
            head = _head(shadow, before, start)
            if any(t.end + 1 == start for t in before):
                end = _listed(shadow, found, organisations, names, end)
            bodies.append(_moved(shadow, text, body, head if head >= last else start, end))
            last = end
    return sorted(bodies, key=lambda b: b.start)


def hidden(
    text: str, people: Sequence[PersonMention], organisations: Sequence[OrganisationMention]
) -> list[PersonMention]:
    """The names that end a body after a title, where the same name is a person elsewhere in raw `text`."""
    shadow = canonical(text)
    known = {key(p.name): p for p in people if " " in p.name.strip()}
    ends = {t.end for t in titles.find(text) if t.needs == "-"} if known else set()
    found: list[PersonMention] = []
    for body in organisations:
        start, end = shadow.inner(body.start, body.end)
        if start - 1 not in ends or not _ORGAN.match(shadow.folded, start, end):
            continue
        at = next(
            (m.start() for m in _WORD.finditer(shadow.folded, start, end) if _is(known, shadow, m.start(), end)), 0
        )
        if at > start and not _NAMED_AFTER.search(shadow.folded, start, at):
            span = shadow.raw(at, end)
            found.append(replace(known[_plain(shadow, at, end)], start=span[0], end=span[1], name=text[slice(*span)]))
    return found


def _is(known: Mapping[str, PersonMention], shadow: Canonical, start: int, end: int) -> bool:
    return _plain(shadow, start, end) in known


def _plain(shadow: Canonical, start: int, end: int) -> str:
    return " ".join(shadow.folded[start:end].split())


_WORD = re.compile(r"(?<=\s)\w")
_ORGAN = re.compile(rf"{words('organ')}(?!\w)")
#: Before a name that is part of a body's: that of a place, a company, a memorial.
_NAMED_AFTER = re.compile(
    rf"(?<!\w)(?:{words('named after')}|{words('level')}|{words('site')}|{words('abbreviated')}\.?)\s+$"
)


def _missed(
    shadow: Canonical,
    text: str,
    found: Sequence[Title],
    people: Sequence[PersonMention],
    organisations: Sequence[OrganisationMention],
) -> Iterator[OrganisationMention]:
    """Bodies that the tagger did not see."""
    taken = sorted(shadow.inner(m.start, m.end) for m in (*people, *organisations))
    names = [shadow.inner(p.start, p.end)[0] for p in people]
    for t in found:
        match = _unseen(shadow, names, t)
        if match is None:
            continue
        start, end = match.span("body")
        at = bisect_left(taken, (start, 0))
        free = (at == len(taken) or taken[at][0] >= end) and (at == 0 or taken[at - 1][1] <= start)
        named = match["head"] not in _named_heads() or any(c.isupper() for c in shadow.text[start + 1 : end])
        if free and named and not _broken(match["body"]):
            span = shadow.raw(start, end)
            yield OrganisationMention(*span, text[slice(*span)])


def _unseen(shadow: Canonical, names: Sequence[int], t: Title) -> re.Match[str] | None:
    """A head noun and its words between a title in apposition and a mark, or between a title and someone's name."""
    apposed = _APPOSED.search(shadow.folded, max(0, t.start - 12), t.start)
    if apposed and (match := _body_to_mark().match(shadow.folded, t.start)):
        return match
    at = bisect_left(names, t.end)
    if at == len(names) or names[at] > t.end + _NEAR:
        return None
    match = _body().fullmatch(shadow.folded, t.start, names[at] - 1)
    if match is None or not any(c.isupper() for c in shadow.text[match.start("body") + 1 : match.end()]):
        return None
    return (
        None if any(m.end() == match.end() for m in _address().finditer(match.string, *match.span("body"))) else match
    )


def _between(found: Sequence[Title], start: int, end: int) -> Sequence[Title]:
    """The titles that begin in ``[start, end)``."""
    at = bisect_left(found, start, key=lambda t: t.start)
    return found[at : bisect_left(found, end, at, key=lambda t: t.start)]


def _moved(shadow: Canonical, text: str, body: OrganisationMention, start: int, end: int) -> OrganisationMention:
    span = shadow.raw(start, end)
    return (
        body if span == (body.start, body.end) else replace(body, start=span[0], end=span[1], name=text[slice(*span)])
    )


def _after_title(shadow: Canonical, start: int, end: int) -> int:
    """Where the body begins after a title that begins its span."""
    t = titles.at(shadow, start, end)
    if t is None or t.needs != "-" or key(t.role) in _bodies() or t.end + 1 >= end:
        return start
    return t.end + 1 if shadow.text[t.end].isspace() else start


def _before_title(shadow: Canonical, inside: Sequence[Title], names: Sequence[int], start: int, end: int) -> int:
    """Where the body ends before ``do`` and a title, or before an upper-case title, that end its span before a name."""
    t = next((t for t in inside if start < t.start and t.end == end and t.needs == "-"), None)
    if t is None or not _named(names, end):
        tail = _TAIL.search(shadow.folded, start, end)
        return tail.start() if tail else end
    link = _LINK.search(shadow.folded, start, t.start)
    joined = link and (link["word"] or shadow.text[start:end].isupper())
    return link.start() if link and joined else end


def _before_name(names: Sequence[int], start: int, end: int) -> int:
    """Where the body ends before a name that ends its span (`hidden`)."""
    at = bisect_left(names, start + 1)
    return names[at] - 1 if at < len(names) and names[at] < end else end


def _listed(
    shadow: Canonical,
    found: Sequence[Title],
    organisations: Sequence[OrganisationMention],
    names: Sequence[int],
    end: int,
) -> int:
    """Where the body ends with the rest of its name between its span and someone's name."""
    at = bisect_left(names, end)
    name = names[at] if at < len(names) else end
    match = _LISTED.match(shadow.folded, end, name) if end < name <= end + _REST else None
    if match is None or goes_on(match[0]) or _address().search(match[0]) or _between(found, end, name):
        return end
    if match["short"] and shadow.text[end + 2].isupper():
        return end
    span = shadow.raw(end, name)
    return end if any(span[0] <= o.start < span[1] for o in organisations) else match.end()


def _named(names: Sequence[int], end: int) -> bool:
    """Whether someone's name follows at once."""
    at = bisect_left(names, end)
    return at < len(names) and names[at] <= end + 3


def _in_title(shadow: Canonical, before: Sequence[Title], start: int, end: int, named: bool) -> bool:
    """Whether the span is the rest of a title: a ministry's bare field, ``Giám đốc Sở``, ``Chánh Văn phòng`` + name."""
    bare = _BARE.fullmatch(shadow.folded, start, end) is not None
    return any(
        (t.end < start and t.tail == "field" and is_field(shadow, t.end + 1, end))
        or (bare and t.end + 1 == start)
        or ((bare or named) and t.end == end)
        for t in before
    )


def _head(shadow: Canonical, before: Sequence[Title], start: int) -> int:
    """Where the body begins with the head nouns that stand between the title and its span."""
    for t in before:
        match = _heads().fullmatch(shadow.folded, t.start, start)
        if match and not _broken(match["head"]):
            return match.start("head")
    return start


def _broken(plain: str) -> bool:
    return goes_on(plain) or bool(_PARENT.search(plain))


@cache
def _address() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){trie(key(row['form']) for row in table('pipeline.roles', 'honorifics.tsv'))}(?!\w)")


@cache
def _bodies() -> frozenset[str]:
    return frozenset(key(row["form"]) for row in table("pipeline.roles", "heads.tsv") if row["use"] == "also a body")


def _trie(*uses: str) -> str:
    return trie(key(row["form"]) for row in table("pipeline.roles", "heads.tsv") if row["use"] in uses)


@cache
def _named_heads() -> frozenset[str]:
    return frozenset(key(row["form"]) for row in table("pipeline.roles", "heads.tsv") if row["use"] == "named head")


@cache
def _body() -> re.Pattern[str]:
    words = r"(?:\s-)?\s[^\W_]+"
    return re.compile(
        rf"(?:{_trie('before a head')}\s)+(?P<body>(?P<head>{_trie('head', 'named head')})(?:{words}){{1,8}})"
    )


@cache
def _body_to_mark() -> re.Pattern[str]:
    return re.compile(_body().pattern + r"(?=\s?(?:[,;)]|-\s|\.(?:\s|$)|$))")


@cache
def _heads() -> re.Pattern[str]:
    head = rf"{_trie('head')}|(?:khoa|phòng)(?:\s[^\W\d_]+){{1,4}}"
    return re.compile(rf"(?:{_trie('before a head')}\s)+(?P<head>{head})\s")
