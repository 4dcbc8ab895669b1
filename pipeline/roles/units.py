"""The stretches of a text in which a title finds its name: sentences, list items, signature blocks.

Offsets here are those of the canonical shadow.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.text import Canonical
from pipeline.types import Span


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
    sentences: Sequence[Span],
) -> Iterator[Unit]:
    """The units of the text; all spans are in order of start."""
    for start, end in ((s.start, s.end) for s in sentences):
        n, b, d = (_range(spans, start, end) for spans in (names, bodies, dates))
        yield Unit(shadow, start, end, names[slice(*n)], bodies[slice(*b)], dates[slice(*d)], n[0], b[0])


def _range(spans: Sequence[Span], start: int, end: int) -> tuple[int, int]:
    return bisect_left(spans, start, key=_start), bisect_left(spans, end, key=_start)


def _start(span: Span) -> int:
    return span.start
