"""What the tagger sees of each syllable: streams of symbols, and attributes made of them.

A **stream** holds one symbol a syllable (`pipeline.names.syllables`, `knowledge` and `context` make them). A
**template** names places in streams around the syllable; the symbols there, joined, are an attribute. The columns of a
block are computed one template at a time, and an attribute that the model does not know is never built when tagging.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from importlib.resources import files
from itertools import compress

from pipeline.names import context, knowledge
from pipeline.names.syllables import Syllables, split

#: The attribute that every syllable has.
ANY = "any"
_SEPARATOR = "\x1f"
_WIDTH = 3  # the farthest place of a template
_EDGES = ("\x02",) * _WIDTH
#: Streams that say something of few syllables; a template gives nothing where one of its symbols is empty.
_SPARSE = frozenset("otplhedv")
_DATA = ("lexicon.tsv", "words.tsv")

Template = tuple[tuple[str, int], ...]
Get = Callable[[object], str | None]


def _templates(*lines: str) -> tuple[Template, ...]:
    """``w-1|w0``: the syllable before and this one."""
    items = [item for line in lines for item in line.split()]
    return tuple(tuple((place[0], int(place[1:])) for place in item.split("|")) for item in items)


TEMPLATES = _templates(
    # w the syllable, c as written, s its shape, g the gap before it
    "w-3 w-2 w-1 w0 w1 w2 w3 c0 s-2 s-1 s0 s1 s2 g0 g1 w-2|w-1 w-1|w0 w0|w1 w1|w2",
    "s-1|s0|s1 s0|s1|s2 s-2|s-1|s0 w-1|s0 s0|w1 w0|s1 s-1|w0",
    # entries of the lexicon: o of bodies, t titles, p people, l places
    "o-2 o-1 o0 o1 o2 o-1|o0 o0|o1 t-2 t-1 t0 t1 t2 t-1|t0 p-2 p-1 p0 p1 p2 l-1 l0 l1 l-1|l0",
    "p-1|s0|s1 p0|s0|s1 o0|s0 o-1|s0 l0|s0 o0|w0",
    # h the class of the head of a body to the left, e how far it is
    "h0|e0 h0|e0|s0 h0|w0 h0|g0",
    # d what the rest of the text says of the word
    "d-1 d0 d1 d-1|d0 d0|d1 d0|g0 d0|w1 d0|s-1|s1 d0|p0 d-1|s0|d1 d0|w-1",
    # i the word that the syllable is part of, v its place in it, r and j the words before and after
    "v0 v1 v0|s0 r0 j0 i0",
    # clusters of words: q of this syllable's, m and b of the words before and after; x coarse, y fine
    "q0 q-1 q1 y0 m0 b0 m0|q0 q0|b0 m0|q0|b0 q0|s0 x0 x-1|x0|x1 h0|q0 h0|m0|q0 h0|q0|b0 q0|s1 m0|s0 q0|w1 w-1|q0",
)


_PLACES = frozenset(place for template in TEMPLATES for place in template)
#: The first place of each template in a sparse stream.
_LEADS = [next((place for place in template if place[0] in _SPARSE), None) for template in TEMPLATES]


def read(text: str, folded: str, start: int = 0, end: int | None = None) -> Syllables:
    """The syllables of canonical `text` between two offsets, with all streams. `folded` is its folded form."""
    syllables = split(text, folded, start, len(text) if end is None else end)
    knowledge.add(syllables.streams)
    context.add(syllables.streams)
    return syllables


def columns(syllables: Syllables, tables: Sequence[Get]) -> list[list[str]]:
    """The attributes of each syllable: ``any``, and those that `tables` (one a template: symbols -> attribute) give."""
    n = len(syllables)
    padded = {name: [*_EDGES, *stream, *_EDGES] for name, stream in syllables.streams.items()}
    shifted = {(name, by): padded[name][_WIDTH + by : _WIDTH + by + n] for name, by in _PLACES}
    silent = {stream for stream in _SPARSE if not any(syllables.streams[stream])}
    dense: list[Iterable[str | None]] = []
    sparse: list[Iterable[tuple[int, str | None]]] = []
    for template, lead, get in zip(TEMPLATES, _LEADS, tables, strict=True):
        if lead is None:
            dense.append(map(get, _joined([shifted[place] for place in template])))
        elif lead[0] not in silent or lead[1]:  # beside the edges there is always something to say
            speaking = shifted[lead]
            found = map(get, _joined([compress(shifted[place], speaking) for place in template]))
            sparse.append(zip(compress(range(n), speaking), found, strict=True))
    rows = [[ANY, *filter(None, row)] for row in zip(*dense, strict=True)]
    for attributes in sparse:
        for i, attribute in attributes:
            if attribute:
                rows[i].append(attribute)
    return rows


class Making(dict[object, str]):
    """A table that makes each attribute of its template when it is asked for: for training."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __missing__(self, symbols: str | tuple[str, ...]) -> str:
        value = symbols if isinstance(symbols, str) else _SEPARATOR.join(symbols)
        attribute = self[symbols] = f"{self.number}={value}" if all(symbols) else ""
        return attribute


def making() -> list[Get]:
    """Tables that give every attribute."""
    return [Making(n).__getitem__ for n in range(len(TEMPLATES))]


def known(attributes: Iterable[str]) -> list[Get]:
    """Tables that give these attributes (those of a model) only."""
    tables: list[dict[object, str]] = [{} for _ in TEMPLATES]
    for attribute in attributes:
        number, _, value = attribute.partition("=")
        n = int(number)
        tables[n][value if len(TEMPLATES[n]) == 1 else tuple(value.split(_SEPARATOR))] = attribute
    return [table.get for table in tables]


@cache
def fingerprint() -> str:
    """Twelve hexadecimal digits that stand for the templates and data files: a model works only with those it was
    trained with."""
    data = [files("pipeline.names").joinpath("data", name).read_text(encoding="utf-8") for name in _DATA]
    return hashlib.sha256(repr((TEMPLATES, *data)).encode()).hexdigest()[:12]


def _joined(parts: Sequence[Iterable[str]]) -> Iterable[object]:
    return parts[0] if len(parts) == 1 else zip(*parts, strict=True)
