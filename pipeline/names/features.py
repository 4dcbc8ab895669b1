"""Syllables of a text and what the tagger sees of each: streams of symbols, and attributes made of them.

A **stream** holds one symbol a syllable (its folded form, its shape, its place in a lexicon entry ...). A **template** is
a few places in streams around the syllable; its value, joined to one string, is an attribute. Columns are computed for the
whole block of text at once, and when tagging, an attribute that the model does not know is never built.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import repeat
from unicodedata import normalize

from pipeline.lexicon import table
from pipeline.text import key

#: Numbers with their separators, words (cut where a capital follows a small letter: ``DươngCông``), single signs.
_SYLLABLE = re.compile(r"\d+(?:[.,/:-]\d+)*|[^\W\d_]+|[^\w\s]|_")
_UPPER = "".join(c for c in map(chr, range(0x1EFA)) if c.isupper())
_LOWER = "".join(c for c in map(chr, range(0x1EFA)) if c.islower())
_VOWELS = "".join(c for c in _LOWER if normalize("NFD", c)[0] in "aeiouy")
#: Where two words are glued: a capital after a small letter (``DươngCông``), a syllable after capitals (``TTXVNMột``).
_GLUE = re.compile(f"(?<=[{_LOWER}])(?=[{_UPPER}])|(?<=[{_UPPER}])(?=[{_UPPER}](?:h|g|gh|r|u|i)?[{_VOWELS}])")
_SEPARATOR = "\x1f"
_EDGE = "\x02"

Template = tuple[tuple[str, int], ...]


def _templates(*lines: str) -> tuple[Template, ...]:
    """``w-1|w0`` = the pair of the syllable before and this one."""
    found = []
    for line in lines:
        for item in line.split():
            found.append(tuple((place[0], int(place[1:])) for place in item.split("|")))
    return tuple(found)


#: w syllable, c as written, s shape, g gap before it, o body, t title, p person, l place entry, h the head it follows.
TEMPLATES = _templates(
    "w-3 w-2 w-1 w0 w1 w2 w3 c0 s-2 s-1 s0 s1 s2 g0 g1",
    "w-2|w-1 w-1|w0 w0|w1 w1|w2 s-1|s0|s1 s0|s1|s2 s-2|s-1|s0 w-1|s0 s0|w1 w0|s1 s-1|w0",
    "w-1|w0|w1 w-2|w-1|w0 w0|w1|w2",
    "o-2 o-1 o0 o1 o2 o-1|o0 o0|o1 t-2 t-1 t0 t1 t2 t-1|t0 p-2 p-1 p0 p1 p2 p-1|p0 p0|p1 l-1 l0 l1 l-1|l0",
    "p-1|s0|s1 p0|s0|s1 o0|s0 o-1|s0 l0|s0 o0|w0 t-1|p0 t-1|o0 o-1|p0|s0 o-1|l0 h0 h0|s0 h0|w0 h0|g0 h0|p0|s0",
)


@dataclass(frozen=True, slots=True)
class Syllables:
    """The syllables of a block: their offsets into the canonical text and the streams."""

    starts: list[int]
    ends: list[int]
    streams: dict[str, list[str]]

    def __len__(self) -> int:
        return len(self.starts)


def read(text: str, folded: str, start: int = 0, end: int | None = None) -> Syllables:
    """The syllables of canonical `text` between two offsets. `folded` is its folded form, of equal length."""
    starts: list[int] = []
    ends: list[int] = []
    for m in _SYLLABLE.finditer(text, start, len(text) if end is None else end):
        a, b = m.span()
        word = m[0]
        if not (word.istitle() or word.islower() or word.isupper()):
            for cut in _GLUE.finditer(text, a, b):
                starts.append(a)
                ends.append(cut.start())
                a = cut.start()
        starts.append(a)
        ends.append(b)
    words = [text[a:b] for a, b in zip(starts, ends, strict=True)]
    low = [folded[a:b] for a, b in zip(starts, ends, strict=True)]
    shapes = list(map(_shape, words))
    streams = {
        "w": [_digits(x) if x[0].isdigit() else x for x in low],
        "c": words,
        "s": shapes,
        "g": _gaps(text, starts, ends),
        **_entries(low, shapes),
    }
    streams["h"] = _heads(streams)
    return Syllables(starts, ends, streams)


def columns(syllables: Syllables, tables: Sequence[dict[object, str]], bias: str) -> list[list[str]]:
    """The attributes of each syllable: `bias` and those that `tables` (one a template: symbols -> attribute) know or
    make."""
    columns: list[Iterable[str | None]] = []
    for template, known in zip(TEMPLATES, tables, strict=True):
        parts = [_shifted(syllables.streams[stream], by) for stream, by in template]
        keys: Iterable[object] = parts[0] if len(parts) == 1 else zip(*parts, strict=True)
        columns.append(map(known.__getitem__, keys) if isinstance(known, Making) else map(known.get, keys))
    return [[bias, *filter(None, row)] for row in zip(*columns, strict=True)]


class Making(dict[object, str]):
    """A table that makes each attribute of its template when asked: for training."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __missing__(self, symbols: object) -> str:
        value = symbols if isinstance(symbols, str) else _SEPARATOR.join(symbols)  # type: ignore[arg-type]
        attribute = self[symbols] = f"{self.number}={value}"
        return attribute


@cache
def bias() -> str:
    """The attribute that every syllable has. It names the templates and lexicons that a model was trained with."""
    source = repr(TEMPLATES) + files("pipeline.names").joinpath("data", "lexicon.tsv").read_text(encoding="utf-8")
    return f"bias={hashlib.sha256(source.encode()).hexdigest()[:12]}"


def making() -> list[dict[object, str]]:
    """Tables that know every attribute."""
    return [Making(n) for n in range(len(TEMPLATES))]


def known(attributes: Iterable[str]) -> list[dict[object, str]]:
    """Tables that know these attributes (those of a model) only."""
    tables: list[dict[object, str]] = [{} for _ in TEMPLATES]
    for attribute in attributes:
        number, _, value = attribute.partition("=")
        n = int(number)
        tables[n][value if len(TEMPLATES[n]) == 1 else tuple(value.split(_SEPARATOR))] = attribute
    return tables


def _shifted(stream: list[str], by: int) -> list[str]:
    if by == 0:
        return stream
    if by > 0:
        return stream[by:] + [_EDGE] * min(by, len(stream))
    return [_EDGE] * min(-by, len(stream)) + stream[:by]


@cache
def _digits(word: str) -> str:
    return re.sub(r"\d", "0", word)[:12]


@cache
def _shape(word: str) -> str:
    """x small, Xx capital first, XX all capitals, X one capital, xX mixed, 0 number, else the sign itself."""
    if word[0].isdigit():
        return "0" if word.isdigit() else "0-"
    if not word[0].isalpha():
        return word
    if word.islower():
        return "x"
    if word.isupper():
        return "X" if len(word) == 1 else "XX"
    return "Xx" if word.istitle() else "xX"


def _gaps(text: str, starts: list[int], ends: list[int]) -> list[str]:
    """What stands before each syllable: nothing, blank, line break, empty line."""
    gaps = ["n"] if starts else []
    for a, b in zip(ends, starts[1:], strict=False):
        if a == b:
            gaps.append("-")
        elif b == a + 1 and text[a] == " ":
            gaps.append(" ")
        else:
            n = text.count("\n", a, b)
            gaps.append(" " if n == 0 else "n" if n == 1 else "nn")
    return gaps


_GROUPS = {
    "head": "o", "body": "o", "part": "o", "none": "o", "title": "t", "appoint": "t", "sign": "t",
    "surname": "p", "address": "p", "rank": "p", "degree": "p", "monk": "p", "profession": "p", "speech": "p",
    "after": "p", "credit": "p", "level": "l", "site": "l", "province": "l", "country": "l",
}  # fmt: skip


@cache
def _tries() -> dict[str, dict[str, object]]:
    """Stream -> trie of folded syllables; the empty string leads to the class of the entry that ends there."""
    tries: dict[str, dict[str, object]] = {g: {} for g in set(_GROUPS.values())}
    for row in table("pipeline.names", "lexicon.tsv"):
        entry, cls = key(row["entry"]), row["class"]
        node = tries[_GROUPS[cls.partition(".")[0]]]
        for m in _SYLLABLE.finditer(entry):
            node = node.setdefault(m[0], {})  # type: ignore[assignment]
        node[""] = cls
    return tries


def _entries(low: list[str], shapes: list[str]) -> dict[str, list[str]]:
    """The streams of the lexicon: B or I of the longest entry that begins at the first free place, its class and its case."""
    n = len(low)
    streams: dict[str, list[str]] = {}
    for name, trie in _tries().items():
        out = [""] * n
        free = 0
        for i, node in enumerate(map(trie.get, low)):
            if node is None or i < free:
                continue
            end, cls, j = 0, "", i
            while node is not None:
                j += 1
                if "" in node:  # type: ignore[operator]
                    end, cls = j, node[""]  # type: ignore[index]
                node = node.get(low[j]) if j < n else None  # type: ignore[attr-defined]
            if end:
                case = "x" if shapes[i] == "x" else "X"
                out[i] = f"B{cls}{case}{min(end - i, 3)}"
                out[i + 1 : end] = repeat(f"I{cls}", end - i - 1)
                free = end
        streams[name] = out
    return streams


_CLOSING = frozenset('.;:!?()"“”')


def _heads(streams: dict[str, list[str]]) -> list[str]:
    """The class of the last head of a body on the line and how far it is, until a sign closes it."""
    out: list[str] = []
    head, at = "", 0
    for i, (o, w, g) in enumerate(zip(streams["o"], streams["w"], streams["g"], strict=True)):
        if g[0] == "n" or w in _CLOSING:
            head = ""
        if head:
            d = i - at
            out.append(f"{head}{d if d < 4 else 4 if d < 7 else 7 if d < 12 else 12}")
        else:
            out.append("")
        if o[:2] == "Bh" or o[:2] == "Bb":
            head, at = o[1:-1], i
    return out
