"""The administrative units that a text names, as evidence for bodies that name only their level."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.lexicon import alternation
from pipeline.linking.parse import CAPITAL, LOWER, PROPER, within
from pipeline.linking.units import LEVELS, Unit, located, names_of_provinces, province
from pipeline.text import Canonical
from pipeline.types import Span

_SHORT = {"tp": "thành phố", "tp.": "thành phố", "tx": "thị xã", "tx.": "thị xã"}
_WORDS = alternation((*LEVELS, *_SHORT))
_UNIT = rf"(?P<word>(?i:{_WORDS})) ?(?P<name>{PROPER})(?!\w)"
_NAMED = re.compile(rf"(?<![\w.]){_UNIT}")
#: What may follow a body's name: ``, huyện Ba Vì, Hà Nội``, ``(tỉnh Sơn La)``.
_NEXT = re.compile(rf"\s?(?:,|\(|\)|-|–|thuộc)\s?(?:{_UNIT}|(?P<bare>{PROPER})(?!\w))")
_BEFORE = re.compile(r"(\w+) $")
_NO_NAME = frozenset(
    (*LEVELS, "phố", "xã", "trấn", "tp", "tại", "ở", "từ", "đến", "và", "với", "của", "cho", "cả", "khi", "về")
)


@dataclass(frozen=True, slots=True)
class Place(Span):
    """A unit named in the text; offsets of the canonical shadow."""

    unit: Unit


def places(shadow: Canonical, taken: Sequence[Span], published: dt.date | None) -> list[Place]:
    """The units named outside of the spans `taken` (names of people and bodies, in order), in order of start."""
    found = sorted([*_typed(shadow.text), *_bare(shadow.text)], key=lambda p: (p.start, -p.end))
    out: list[Place] = []
    i, end = 0, 0
    for place in found:
        while i < len(taken) and taken[i].end <= place.start:
            i += 1
        if place.start < end or (i < len(taken) and taken[i].start < place.end):
            continue
        unit = place.unit if place.unit.level == "commune" else located(place.unit, published)
        out.append(Place(place.start, place.end, unit))
        end = place.end
    return out


def after(text: str, end: int) -> Unit | None:
    """The units that follow a body's name ending at `end`, as one, from the smallest."""
    found: list[Unit] = []
    while match := _NEXT.match(text, end):
        unit = _unit(match["word"], match["name"]) if match["word"] else province(match["bare"])
        if unit is None or (found and not _lies_in(found[-1], unit)):
            break
        found.append(unit)
        end = match.end()
    return within(found) if found else None


def _lies_in(inner: Unit, outer: Unit) -> bool:
    order = ("commune", "district", "province")
    return order.index(inner.level or "district") < order.index(outer.level or "district")


def _typed(text: str) -> Iterator[Place]:
    for match in _NAMED.finditer(text):
        yield Place(match.start(), match.end(), _unit(match["word"], match["name"]))


def _bare(text: str) -> Iterator[Place]:
    for match in _provinces_pattern().finditer(text):
        before = _BEFORE.search(text, max(0, match.start() - 12), match.start())
        if before and before[1][0].isupper() and before[1].lower() not in _NO_NAME:
            continue
        unit = province(match[0])
        if unit is not None:
            yield Place(match.start(), match.end(), unit)


def _unit(word: str, name: str) -> Unit:
    word = word.lower()
    word = _SHORT.get(word, word)
    known = province(name) if word in ("tỉnh", "thành phố") else None
    return Unit(word, known.name if known else name.title() if name.isupper() and len(name) > 2 else name)


@cache
def _provinces_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternation(names_of_provinces())})(?!\w| {CAPITAL}{LOWER})")
