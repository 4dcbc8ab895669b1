"""Canonical text to syllables, and what can be said of each by itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from unicodedata import normalize

#: Numbers with their separators, words, single signs.
SYLLABLE = re.compile(r"\d+(?:[.,/:-]\d+)*|[^\W\d_]+|[^\w\s]|_")
_LETTERS = "".join(filter(str.isalpha, map(chr, range(0x1EFA))))
UPPER, _LOWER = "".join(filter(str.isupper, _LETTERS)), "".join(filter(str.islower, _LETTERS))
_VOWELS = "".join(c for c in _LOWER if normalize("NFD", c)[0] in "aeiouy")
#: Where two words are glued: a capital after a small letter (``DươngCông``), a syllable after capitals (``TTXVNMột``).
_GLUE = re.compile(f"(?<=[{_LOWER}])(?=[{UPPER}])|(?<=[{UPPER}])(?=[{UPPER}](?:h|g|gh|r|u|i)?[{_VOWELS}])")


@dataclass(frozen=True, slots=True)
class Syllables:
    """The syllables of a block: their offsets into the canonical text, and streams of one symbol each."""

    starts: list[int]
    ends: list[int]
    streams: dict[str, list[str]]

    def __len__(self) -> int:
        return len(self.starts)


def split(text: str, folded: str, start: int, end: int) -> Syllables:
    """The syllables of canonical `text` from `start` to `end`, with the streams w, c, s and g."""
    starts: list[int] = []
    ends: list[int] = []
    for m in SYLLABLE.finditer(text, start, end):
        word, (a, b) = m[0], m.span()
        if not (word.istitle() or word.islower() or word.isupper()):
            for cut in _GLUE.finditer(text, a, b):
                starts.append(a)
                ends.append(cut.start())
                a = cut.start()
        starts.append(a)
        ends.append(b)
    written = [text[a:b] for a, b in zip(starts, ends, strict=True)]
    low = [folded[a:b] for a, b in zip(starts, ends, strict=True)]
    streams = {
        "w": [digits(x) if x[0].isdigit() else x for x in low],
        "c": written,
        "s": [_shape(x) for x in written],
        "g": _gaps(text, starts, ends),
    }
    return Syllables(starts, ends, streams)


@cache
def digits(word: str) -> str:
    """A number with each digit as 0."""
    return re.sub(r"\d", "0", word)[:12]


@cache
def _shape(word: str) -> str:
    """x small, Xx capital first, XX all capitals, X one capital, xX mixed, 0 number, 0- with signs, else the sign."""
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
    """What stands before each syllable: ``-`` nothing, a blank, ``n`` a line break (or the start), ``nn`` more."""
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
