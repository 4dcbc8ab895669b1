"""The stretches of a text in which a title finds its name: sentences, or the lines and sentences of a light rule.

Offsets here are those of the canonical shadow.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.text import Canonical
from pipeline.types import Span

#: Where a sentence ends when no sentences are given: a line's end, a full stop before a capital, a glued ``tế.Ông``.
_ENDS = re.compile(r"\n+|(?<=[\w)\"”'»%][.!?…])\s+(?=[\"“(]?[^\W\da-zà-ỹ_])|(?<=[a-zà-ỹ0-9)]\.)(?=[^\W\d_][a-zà-ỹ])")


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch with the mentions in it; ``first_name`` and ``first_body`` are the places of the first ones in the
    document."""

    shadow: Canonical
    start: int
    end: int
    names: Sequence[Span]
    bodies: Sequence[Span]
    dates: Sequence[Span]
    first_name: int
    first_body: int


def units(
    shadow: Canonical,
    names: Sequence[Span],
    bodies: Sequence[Span],
    dates: Sequence[Span],
    sentences: Sequence[Span] = (),
) -> Iterator[Unit]:
    """The units of the text; all spans are in order of start."""
    ends = ((s.start, s.end) for s in sentences) if sentences else _split(shadow, names, bodies)
    for start, end in ends:
        n, b, d = (_range(spans, start, end) for spans in (names, bodies, dates))
        yield Unit(shadow, start, end, names[slice(*n)], bodies[slice(*b)], dates[slice(*d)], n[0], b[0])


def _range(spans: Sequence[Span], start: int, end: int) -> tuple[int, int]:
    return bisect_left(spans, start, key=_start), bisect_left(spans, end, key=_start)


def _start(span: Span) -> int:
    return span.start


def _split(shadow: Canonical, names: Sequence[Span], bodies: Sequence[Span]) -> Iterator[tuple[int, int]]:
    inside = sorted((m.start, m.end) for m in [*names, *bodies])
    start = 0
    for match in _ENDS.finditer(shadow.text):
        i = bisect_left(inside, (match.start(), 0))
        if i and inside[i - 1][1] > match.start():
            continue
        yield start, match.start()
        start = match.end()
    yield start, len(shadow.text)
