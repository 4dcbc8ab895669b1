"""The stretches of a text in which a title finds its name: sentences, list items, signature blocks.

Offsets here are those of the canonical shadow.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.roles.titles import Title
from pipeline.text import Canonical
from pipeline.types import Span

#: Longer sentences than this are none; they are cut to keep the time of a text without full stops linear.
_LONGEST = 5000
#: The longest line of a signature, and what stands between the title and the name.
_LINE = 100
_SIGNED = re.compile(r"\W*(?:(?:đã ký|ký tên)[^\n]{0,30})?\W*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch with the mentions in it; ``first_name``, ``first_body`` and ``first_date`` are the places of the first
    ones in the document."""

    shadow: Canonical
    start: int
    end: int
    titles: Sequence[Title]
    names: Sequence[Span]
    bodies: Sequence[Span]
    dates: Sequence[Span]
    first_name: int
    first_body: int
    first_date: int


def units(
    shadow: Canonical,
    titles: Sequence[Title],
    names: Sequence[Span],
    bodies: Sequence[Span],
    dates: Sequence[Span],
    sentences: Sequence[Span],
) -> Iterator[Unit]:
    """The units of the text; all spans are in order of start."""
    for start, end in _cut(_joined(shadow, names, sentences)):
        t, n, b, d = (_range(spans, start, end) for spans in (titles, names, bodies, dates))
        yield Unit(
            shadow,
            start,
            end,
            titles[slice(*t)],
            names[slice(*n)],
            bodies[slice(*b)],
            dates[slice(*d)],
            n[0],
            b[0],
            d[0],
        )


def _cut(stretches: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for start, end in stretches:
        for at in range(start, max(end, start + 1), _LONGEST):
            yield at, min(at + _LONGEST, end)


def _range(spans: Sequence[Span] | Sequence[Title], start: int, end: int) -> tuple[int, int]:
    return bisect_left(spans, start, key=_start), bisect_left(spans, end, key=_start)


def _start(span: Span | Title) -> int:
    return span.start


def _joined(shadow: Canonical, names: Sequence[Span], sentences: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """The sentences, joined where only the last dot of someone's initials parts them (``ông T.V.G. - Chủ tịch X``) and
    where they are lines of one signature."""
    initials = {n.end for n in names if shadow.text[n.end - 1 : n.end] == "."}
    start: int | None = None
    signing = False
    for s, after in zip(sentences, [*sentences[1:], None], strict=False):
        start = s.start if start is None else start
        line = shadow.text[s.start : s.end]
        signing = len(line) < _LINE and (line.isupper() or (signing and bool(_SIGNED.fullmatch(line))))
        signed = after is not None and _SIGNED.fullmatch(shadow.folded, after.start, after.end)
        signing = signing or (len(line) < _LINE and bool(signed))
        if after is None or not (signing or s.end in initials):
            yield start, s.end
            start, signing = None, False
