"""How a title is held and since (or until) when: from the title's own words and the verbs before it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from functools import cache

from pipeline.lexicon import table
from pipeline.roles.clauses import Item
from pipeline.roles.grammar import Pair
from pipeline.roles.titles import Title, trie
from pipeline.roles.units import Unit
from pipeline.text import key
from pipeline.types import DateMention, Span


def status(unit: Unit, items: Sequence[Item], pair: Pair, title: Title) -> str:
    """One of `pipeline.schema.STATUSES`."""
    if title.status:
        return title.status
    verbs = [*_verbs(unit, *_reach(unit, items, pair))]
    if not verbs:
        return "current"
    at, last = verbs[-1]
    if last != "hold":
        return last
    if pair.construction.beside:
        return "current"
    before = next(((k, s) for k, s in reversed(verbs) if s != "hold"), None)
    if before is None:
        return "current"
    between = any(item.symbol == "F" and before[0] < item.start < at for item in items)
    return "appointed" if before[1] == "ended" and between else before[1]


def event_date(unit: Unit, dates: Sequence[Span], items: Sequence[Item], pair: Pair, status: str) -> dt.date | None:
    """The day nearest before the title, or else after it, that the unit states for an appointment or its end.

    `dates` are the mentions of ``unit.dates`` and perhaps more after them; birthdays do not count.
    """
    if status not in ("appointed", "ended") or pair.construction.beside:
        return None
    start = items[pair.frame].start
    days = [
        (start - span.start if span.start < start else len(unit.shadow.text) + span.start, mention.date_start)
        for span, mention in zip(unit.dates, dates, strict=False)
        if isinstance(mention, DateMention)
        and mention.date_start is not None
        and mention.date_start == mention.date_end
        and not _BORN.search(unit.shadow.folded, max(unit.start, span.start - 12), span.start)
    ]
    return min(days)[1] if days else None


_BORN = re.compile(r"\b(?:sinh|sn)\W*$")


def _reach(unit: Unit, items: Sequence[Item], pair: Pair) -> tuple[int, int]:
    """Where the verbs of the title stand: before it, back to the mention before it where the title stands beside its
    name, else back to the beginning of the sentence."""
    end = items[pair.frame].start
    if not pair.construction.beside:
        return unit.start, end
    start = next((i.end for i in reversed(items[: pair.frame]) if i.symbol in "PFO"), unit.start)
    return max(start, end - 40), end


def _verbs(unit: Unit, start: int, end: int) -> Iterator[tuple[int, str]]:
    for match in _pattern().finditer(unit.shadow.folded, start, end):
        yield match.start(), _statuses()[" ".join(match[0].split())]


@cache
def _statuses() -> dict[str, str]:
    return {key(row["phrase"]): row["status"] for row in table("pipeline.roles", "verbs.tsv")}


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){trie(_statuses())}(?!\w)")
