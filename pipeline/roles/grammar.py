"""Which title belongs to which name: the constructions of ``constructions.tsv`` over the symbols of a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.lexicon import table
from pipeline.roles.clauses import Item


@dataclass(frozen=True, slots=True)
class Construction:
    """``pattern`` has the groups ``f`` (frames) and ``p`` (names): each frame is paired with each name."""

    name: str
    pattern: re.Pattern[str]
    beside: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """Places in the items of the clause, and the construction that paired them."""

    frame: int
    name: int
    construction: Construction


@cache
def constructions() -> tuple[Construction, ...]:
    return tuple(
        Construction(row["name"], re.compile(row["pattern"]), row["beside"] == "yes")
        for row in table("pipeline.roles", "constructions.tsv")
    )


def pair(items: Sequence[Item]) -> Iterator[Pair]:
    """The pairs of a clause. A frame that one construction has paired is ``f`` for the next ones."""
    line = "".join(item.symbol for item in items)
    for construction in constructions():
        for match in construction.pattern.finditer(line):
            frames = [i for i in range(*match.span("f")) if line[i] == "F"]
            names = [i for i in range(*match.span("p")) if line[i] == "P"]
            for i in frames:
                line = f"{line[:i]}f{line[i + 1 :]}"
                yield from (Pair(i, j, construction) for j in names)
