"""Which title belongs to which name: the constructions of ``constructions.tsv`` over the symbols of a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.lexicon import table
from pipeline.roles.clauses import Item

#: What the patterns abbreviate.
_PARTS = {
    "<F>": r"F(?:(?:T|,T|\([^()F]*\))*[,;&k-]+[VCl]?F)*",
    "<P>": r"PT?(?:\([^()]*\))?(?:[,;&]+<h>PT?(?:\([^()]*\))?)*",
    "<a>": r"(?:T|,T|[,-][HRW]+|\([^()F]*\))*",
    "<n>": r"(?<!Z)(?<!Z[HR])",
    "<b>": r"(?:\([^()]*\)|Z<h>P|;(?=V)|q(?=,?V|[^PVF]*[Hi])|[^P;()q])*?",
    "<h>": r"[HRW]*",
    "<v>": r"(?:V|C[xON]*[s:])",
}


@dataclass(frozen=True, slots=True)
class Construction:
    """``pattern`` has the groups ``f`` (frames), ``p`` (names) and may have ``o`` (the body of frames without one).
    ``each``: the first frame goes with the first name, the second with the second."""

    name: str
    pattern: re.Pattern[str]
    each: bool
    beside: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """Places in the items of the clause, and the construction that paired them. ``body`` is that of an ``O``."""

    frame: int
    name: int
    body: int | None
    construction: Construction


@cache
def constructions() -> tuple[Construction, ...]:
    return tuple(
        Construction(row["name"], re.compile(_expand(row["pattern"])), row["pairs"] == "each", row["beside"] == "yes")
        for row in table("pipeline.roles", "constructions.tsv")
    )


def pair(items: Sequence[Item]) -> Iterator[Pair]:
    """The pairs of a clause. Each construction is tried until it finds nothing more, then the next."""
    line = "".join(item.symbol for item in items)
    for construction in constructions():
        while match := construction.pattern.search(line):
            frames = [i for i in range(*match.span("f")) if line[i] in "FW"]
            names = [i for i in range(*match.span("p")) if line[i] == "P"]
            body = match.start("o") if "o" in match.re.groupindex and match["o"] else None
            for i in frames:
                line = f"{line[:i]}f{line[i + 1 :]}"
            if construction.each:
                yield from (Pair(i, j, body, construction) for i, j in zip(frames, names, strict=False))
            else:
                yield from (Pair(i, j, body, construction) for i in frames for j in names)


def _expand(pattern: str) -> str:
    for part, meaning in _PARTS.items():
        pattern = pattern.replace(part, meaning)
    return pattern
