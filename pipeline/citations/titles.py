"""Titles of laws, codes, ordinances and regulations as a trie of words: the longest one that a text goes on with.

Sources: data/catalogue.tsv, data/titles.tsv, data/regulations.tsv. A comma of a title may be missing in the text,
letters of data/abbreviations.tsv stand for their words (`Luật BHXH`).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from pipeline.citations.numbers import parse_number
from pipeline.lexicon import table
from pipeline.text import Canonical, fold

_PACKAGE = "pipeline.citations"
_TOKEN = re.compile(r"[^\W_]+(?:&[^\W_]+)?|[,()/\"-]")
_YEAR_END = re.compile(r"[ ,]*\(?(?:năm )?(?:19|20)\d\d\)?(?: \(.*\))?$")
_GAP = re.compile(r"[ \n]{0,30}")
_WORD = re.compile(r"[^\W_]+(?:&[^\W_]+)?|[,()/\"“”–-]")
_AS_LISTED = {"–": "-", "“": '"', "”": '"'}
_AFTER_COMMA = re.compile(r"[ \n]{1,3}([^\W\d_]+)")
_OPTIONAL = (",", "-")
_Trie = dict[str, Any]

_LETTERS = {r["letters"].lower(): tuple(_TOKEN.findall(fold(r["words"]))) for r in table(_PACKAGE, "abbreviations.tsv")}
#: The kinds whose documents go by title.
TITLED = ("Luật", "Bộ luật", "Pháp lệnh")


def bare(title: str) -> str:
    """A title without the year that tells versions apart."""
    return _YEAR_END.sub("", title).strip()


def spelt_out(title: str) -> str:
    """A title, folded, with the words that its letters stand for."""
    return " ".join(" ".join(_LETTERS.get(t, (t,))) for t in _TOKEN.findall(fold(title)))


@cache
def trie(kind: str) -> _Trie:
    """The titles of one kind; the key ``$`` ends one."""
    root: _Trie = {}
    sources = ("catalogue.tsv", "titles.tsv") if kind in TITLED else ("regulations.tsv",)
    for name in sources:
        for row in table(_PACKAGE, name):
            if row["kind"] == kind and (title := bare(row["title"])):
                node = root
                for token in _TOKEN.findall(fold(title)):
                    node = node.setdefault(token, {})
                node["$"] = fold(title)
    return root


@cache
def numbered() -> dict[tuple[str, int | None, str | None], str]:
    """The titles of the catalogue's laws, folded, by number, year and symbol."""
    rows = [r for r in table(_PACKAGE, "catalogue.tsv") if r["kind"] in TITLED]
    numbers = [(parse_number(r["number"]), fold(bare(r["title"]))) for r in rows if r["number"]]
    return {(n.number, n.year, n.symbol): title for n, title in numbers if n}


def seam(text: str, start: int, end: int) -> int:
    """Where a small letter meets a capital or a figure: a lost blank (`nghiệpBuổi`, `động1`); else `end`."""
    for i in range(start + 1, end):
        if text[i - 1].islower() and not text[i].islower():
            return i
    return end


def longest(kind: str, shadow: Canonical, at: int) -> tuple[int, str] | None:
    """The end and the title of the longest one of `kind` that begins at or after blanks from `at`.

    Commas may be left out, or put in where no title ends; a footnote's figure or the next sentence may stick to the
    last word.
    """
    folded = shadow.folded
    best: tuple[int, str] | None = None
    states: list[tuple[_Trie, int]] = [(trie(kind), at)]
    while states:
        node, pos = states.pop()
        if "$" in node and pos > at and (best is None or pos > best[0]):
            best = (pos, node["$"])
        for mark in _OPTIONAL:
            if mark in node:
                states.append((node[mark], pos))
        gap = _GAP.match(folded, pos)
        start = gap.end() if gap else pos
        m = _WORD.match(folded, start)
        if m is None:
            continue
        token, end = _AS_LISTED.get(m[0], m[0]), m.end()
        if token == "," and pos > at and token not in node and "$" not in node:
            after = _AFTER_COMMA.match(folded, end)
            token, start, end = (after[1], *after.span(1)) if after else (token, start, end)
        if token not in node and token[0].isalnum():
            end = seam(shadow.text, start, end)
            token = folded[start:end]
        if token in node:
            states.append((node[token], end))
        if token in _LETTERS:
            inner: _Trie | None = node
            for word in _LETTERS[token]:
                inner = inner.get(word) if inner is not None else None
            if inner is not None:
                states.append((inner, end))
    return best
