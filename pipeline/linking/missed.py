"""Mentions that the tagger missed and that other mentions of the document make certain.

A given name after a form of address or after a title of the one who bears it (``Giám đốc Lộc``), a name after ``tức``,
the brand of a company as a sentence's first words (``Đại Phát``). Offsets are those of the canonical shadow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.linking.address import alias_cues, honorific
from pipeline.linking.bodies import Body
from pipeline.linking.parse import CAPITAL, parse_body
from pipeline.linking.units import district, province
from pipeline.text import Canonical
from pipeline.types import Span

_BEFORE = 40
_SYLLABLE = rf"{CAPITAL}[\w'’-]*"
_NAME = re.compile(rf"{_SYLLABLE}(?: {_SYLLABLE}){{0,3}}")
_GOES_ON = re.compile(rf"[\w'’.-]|\s{CAPITAL}")
_CLOSES = re.compile(r"[),;.:”\"]")
_OPENS = re.compile(r"(?:^|[.!?…]\s|\n\s?)$")
_BRAND = re.compile(rf"(?: {_SYLLABLE}){{2,4}}$")


def missed_people(
    shadow: Canonical, people: Sequence[Span], bodies: Sequence[Span], titles: Sequence[str]
) -> list[Span]:
    """Names that belong to the `people` of the text; `titles` are the folded titles that they hold."""
    taken = _Taken([*people, *bodies])
    found = [span for p in people if (span := _alias(shadow, p.end)) and taken.add(span)]
    names = [shadow.text[p.start : p.end].split() for p in people]
    aliases = [shadow.text[a.start : a.end] for a in found]
    for alias in dict.fromkeys(a for a in aliases if " " in a):
        found += (s for s in _whole(shadow.text, alias) if taken.add(s))
    for given in dict.fromkeys([n[-1] for n in names if len(n) > 1] + [a for a in aliases if " " not in a]):
        for span in _whole(shadow.text, given):
            before = shadow.text[max(0, span.start - _BEFORE) : span.start]
            addressed = honorific(before) or before.rstrip().lower().endswith(tuple(titles))
            if addressed and before.endswith(" ") and not honorific(given) and taken.add(span):
                found.append(span)
    return sorted(found, key=lambda s: s.start)


def missed_bodies(shadow: Canonical, people: Sequence[Span], bodies: Sequence[Span]) -> list[Span]:
    """Brands of the companies among the `bodies` of the text, standing alone."""
    taken = _Taken([*people, *bodies])
    found: list[Span] = []
    for brand in dict.fromkeys(filter(None, (_brand(parse_body(shadow.text[b.start : b.end])) for b in bodies))):
        for span in _whole(shadow.text, brand):
            if _OPENS.search(shadow.text, max(0, span.start - 3), span.start) and taken.add(span):
                found.append(span)
    return sorted(found, key=lambda s: s.start)


class _Taken:
    """The stretches that mentions take."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = list(spans)

    def add(self, span: Span) -> bool:
        """Take `span` if it is free."""
        free = not any(s.start < span.end and span.start < s.end for s in self._spans)
        if free:
            self._spans.append(span)
        return free


def _alias(shadow: Canonical, end: int) -> Span | None:
    cue = alias_cues().match(shadow.folded, end)
    name = _NAME.match(shadow.text, cue.end()) if cue else None
    return Span(*name.span()) if name and _CLOSES.match(shadow.text, name.end()) else None


def _whole(text: str, name: str) -> Iterator[Span]:
    """Where `name` stands as a whole: no letter before it, neither a letter nor another capitalised word after it."""
    start = text.find(name)
    while start >= 0:
        end = start + len(name)
        if not _GOES_ON.match(text, end) and not text[start - 1 : start].isalnum():
            yield Span(start, end)
        start = text.find(name, end)


def _brand(body: Body) -> str | None:
    match = _BRAND.search(body.stem) if body.kind == "company" and body.owner is None else None
    brand = match[0].strip() if match else None
    return brand if brand and not (province(brand) or district(brand) or brand == "Việt Nam") else None
