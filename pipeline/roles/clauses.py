"""A sentence as a line of symbols, one per name, frame, body, connector or punctuation mark, on which the
constructions are plain regular expressions.

``P`` name, ``F`` title with its body, ``W`` a profession without one, ``O`` another body, ``H`` form of address, ``R``
rank, degree or honour, ``T`` date, age or term, the symbols of ``connectors.tsv``, ``, ; : - ( ) .`` for punctuation
and ``x`` for any run of other words. Offsets here are those of the canonical shadow.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.lexicon import table
from pipeline.roles.frames import Frame
from pipeline.roles.titles import trie
from pipeline.roles.units import Unit
from pipeline.text import Canonical, key

_MARKS = {
    "–": "-",
    "—": "-",
    "−": "-",
    "_": "-",
    "[": "(",
    "]": ")",
    "…": ".",
    "?": ".",
    "!": ".",
    "|": "",
    "/": "-",
} | dict.fromkeys("\"'’‘“”«»", "")


@dataclass(frozen=True, slots=True)
class Item:
    """One symbol: its span and, for a name, frame or body, its place in the list that it came from (else -1)."""

    symbol: str
    start: int
    end: int
    index: int = -1


def clause(unit: Unit, frames: Sequence[Frame]) -> list[Item]:
    """The items of the unit, whose titles are `frames`."""
    mentions = [
        *(Item("P", s.start, s.end, i) for i, s in enumerate(unit.names)),
        *(Item(_symbol(f), f.start, f.end, i) for i, f in enumerate(frames)),
        *(Item("O", s.start, s.end, i) for i, s in enumerate(unit.bodies)),
        *(Item("T", s.start, s.end) for s in unit.dates),
    ]
    mentions.sort(key=lambda m: (m.start, -m.end))
    items: list[Item] = []
    at = unit.start
    for m in mentions:
        if m.start < at:  # a body or date inside a frame
            continue
        _gap(unit.shadow, at, m.start, items)
        if m.symbol != "T" or not items or items[-1].symbol != "T":
            items.append(m)
        at = m.end
    _gap(unit.shadow, at, unit.end, items)
    return items


def _symbol(frame: Frame) -> str:
    """A profession without its employer is no role."""
    return "W" if frame.title.needs == "body" and frame.body is None else "F"


def _gap(shadow: Canonical, start: int, end: int, items: list[Item]) -> None:
    for match in _tokens().finditer(shadow.folded, start, end):
        kind = match.lastgroup
        if kind == "phrase":
            symbol = _phrases()[" ".join(match["phrase"].split())]
        elif kind == "mark":
            symbol = _MARKS.get(match[0], match[0])
        else:
            symbol = "T" if kind == "number" else "x"
        if symbol and not (symbol in "xTHRV" and items and items[-1].symbol == symbol):
            items.append(Item(symbol, match.start(), match.end()))


@cache
def _phrases() -> dict[str, str]:
    honorifics = table("pipeline.roles", "honorifics.tsv")
    return {
        **{key(row["form"]): "H" if row["class"] == "address" else "R" for row in honorifics},
        **{key(row["phrase"]): row["symbol"] for row in table("pipeline.roles", "connectors.tsv")},
    }


@cache
def _tokens() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<phrase>{trie(_phrases())})(?!\w)(?:[.-](?=[\s\w]|$))?"
        r"|(?P<number>\d[\d./-]*|[ivx]+(?!\w))|(?P<word>\w[\w'’.]*\w|\w)|(?P<mark>[^\w\s])"
    )
