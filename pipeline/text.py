"""Canonical text with a map back to the raw text: the only module that knows both.

Matching runs on a canonical shadow of the raw text, results are mapped back at once:

* NFC by combining cluster, so that a mark decomposed in the source is one character in the shadow;
* ``ð``/``Ð`` (U+00F0, U+00D0) and ``Ɖ`` (U+0189), look-alikes of ``đ``/``Đ``, become ``đ``/``Đ``;
* every other blank (NBSP, tab, ideographic space) becomes a space and every line break ``\\n``, one for one
  (CRLF becomes space + ``\\n``);
* zero-width characters (ZWSP, joiners, BOM, soft hyphen, direction marks) are left out.

`Canonical.folded` is the same text in lower case and in one style of tone marks (``hoà`` = ``hòa``, ``thuỷ`` =
``thủy``). It has the same length, so one pair of offsets serves both.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import lru_cache

ZERO_WIDTH = (
    "\u00ad\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\u202a\u202b\u202c\u202d\u202e\ufeff"
)
_LINE_BREAKS = "\v\f\x85\u2028\u2029"
_BLANKS = "\t\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_ONE_TO_ONE = str.maketrans(
    dict.fromkeys(_BLANKS, " ") | dict.fromkeys(_LINE_BREAKS, "\n") | {"ð": "đ", "Ð": "Đ", "Ɖ": "Đ"}
)
_REPLACED = re.compile(f"[{_BLANKS}{_LINE_BREAKS}ðÐƉ]")
_LONE_CR = re.compile(r"\r(?!\n)")
_ODD = re.compile(f"[{ZERO_WIDTH}]")

# New-style tone marks (on the second vowel of a final oa, oe, uy) and the old style they fold to; never after q.
_NEW_STYLE = re.compile(r"o[àáảãạèéẻẽẹ](?!\w)|(?<!q)u[ỳýỷỹỵ](?!\w)")
_OLD_STYLE = dict(
    zip(
        "oà oá oả oã oạ oè oé oẻ oẽ oẹ uỳ uý uỷ uỹ uỵ".split(),
        "òa óa ỏa õa ọa òe óe ỏe õe ọe ùy úy ủy ũy ụy".split(),
        strict=True,
    )
)


def fold(text: str) -> str:
    """Lower case and one tone style of NFC `text`; the length never changes."""
    low = text.lower()
    if len(low) != len(text):  # İ is the only such letter of Unicode 15
        low = "".join(c if len(c.lower()) != 1 else c.lower() for c in text)
    return _NEW_STYLE.sub(lambda m: _OLD_STYLE[m[0]], low)


def key(text: str) -> str:
    """The look-up form of a name or lexicon entry: canonical, folded, white space single."""
    return " ".join(canonical(text).folded.split())


@dataclass(frozen=True, slots=True)
class Canonical:
    """The shadow of a raw text. ``starts``/``ends`` give, for each of its characters, the raw offsets of the cluster it
    stands for (None: the map is the identity)."""

    text: str
    folded: str
    starts: array[int] | None = field(repr=False)
    ends: array[int] | None = field(repr=False)

    def raw(self, start: int, end: int) -> tuple[int, int]:
        """Raw offsets of the shadow's span ``[start, end)``, which must not be empty."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]

    def whole(self, start: int, end: int) -> tuple[int, int]:
        """The span ``[start, end)`` with all of its last cluster and without the rest of one that begins before it; may
        be empty."""
        if self.starts is not None:
            while 0 < start < end and self.starts[start] == self.starts[start - 1]:
                start += 1
            while start < end < len(self.starts) and self.starts[end] == self.starts[end - 1]:
                end += 1
        return start, end

    def inner(self, start: int, end: int) -> tuple[int, int]:
        """The shadow's span of the raw span ``[start, end)``; may be empty."""
        if self.starts is None:
            return start, end
        return bisect_left(self.starts, start), bisect_left(self.starts, end)


@lru_cache(maxsize=4)
def canonical(raw: str) -> Canonical:
    """The canonical shadow of `raw`; the last few are kept, since every stage asks for the same one."""
    if unicodedata.is_normalized("NFC", raw) and not _ODD.search(raw):
        shadow, starts, ends = raw, None, None
    else:
        shadow, starts, ends = _by_cluster(raw)
    if "\r" in shadow:
        shadow = _LONE_CR.sub("\n", shadow).replace("\r", " ")
    if _REPLACED.search(shadow):
        shadow = shadow.translate(_ONE_TO_ONE)
    return Canonical(shadow, fold(shadow), starts, ends)


def _by_cluster(raw: str) -> tuple[str, array[int], array[int]]:
    out: list[str] = []
    starts, ends = array("l"), array("l")
    for start, end in _clusters(raw):
        piece = unicodedata.normalize("NFC", _ODD.sub("", raw[start:end]))
        for c in piece:
            out.append(c)
            starts.append(start)
            ends.append(end)
    return "".join(out), starts, ends


def _clusters(raw: str) -> list[tuple[int, int]]:
    """Maximal runs that NFC may compose: a starter and the marks (or Hangul vowels and finals) after it.

    Zero-width characters between a letter and its mark belong to the cluster; those after it to none. A blank composes
    with nothing.
    """
    found: list[tuple[int, int]] = []
    start = end = 0
    for i, c in enumerate(raw):
        if c in ZERO_WIDTH:
            continue
        joins = (unicodedata.combining(c) != 0 or "\u1160" <= c <= "\u11ff") and not raw[start].isspace()
        if not joins and end > start:
            found.append((start, end))
            start = i
        elif end == start:
            start = i
        end = i + 1
    if end > start:
        found.append((start, end))
    return found
