"""How a title is held and since (or until) when: from the title's own words and the verbs before it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
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
    frame, name = items[pair.frame], items[pair.name]
    beside = pair.construction.beside and items[pair.frame - 1].symbol not in "VC"
    if beside and frame.start < name.start:
        return _right_before(unit, frame.start)
    start = _clause_start(unit, items, pair, beside)
    verbs = [(m.start(), _statuses()[_phrase(m)]) for m in _verbs().finditer(unit.shadow.folded, start, frame.start)]
    if not verbs:
        return "current"
    at, last = verbs[-1]
    if last != "hold":
        return last
    before = next(((k, s) for k, s in reversed(verbs) if s != "hold"), None)
    if before is None or beside:
        return "current"
    between = any(item.symbol == "F" and before[0] < item.start < at for item in items)
    return "appointed" if before[1] == "ended" and between else before[1]


def _right_before(unit: Unit, start: int) -> str:
    """``cố Tổng Bí thư An``, ``miễn nhiệm Bộ trưởng An``: what the word right before a title and its name says."""
    found = list(_verbs().finditer(unit.shadow.folded, max(unit.start, start - 20), start))
    if not found or unit.shadow.folded[found[-1].end() : start].strip():
        return "current"
    held = _statuses()[_phrase(found[-1])]
    return held if held in ("former", "ended") or _phrase(found[-1]) == "tân" else "current"


def _clause_start(unit: Unit, items: Sequence[Item], pair: Pair, beside: bool) -> int:
    """Where the verbs of the title may begin: after the name that it stands beside, else after the last semicolon."""
    first = min(pair.frame, pair.name)
    if beside:
        return max(i.end for i in items[: pair.frame] if i.symbol in "PFO")
    return next((i.end for i in reversed(items[:first]) if i.symbol == ";"), unit.start)


def event_date(unit: Unit, dates: Sequence[Span], items: Sequence[Item], pair: Pair, status: str) -> dt.date | None:
    """The day nearest before the title, or else after it, that the unit states for an appointment or its end.

    `dates` are the mentions of ``unit.dates``; birthdays do not count.
    """
    if status not in ("appointed", "ended") or pair.construction.beside:
        return None
    start = items[pair.frame].start
    stop = next((i.start for i in items[pair.frame :] if i.symbol in "P;"), unit.end)
    days = [
        (start - span.start if span.start < start else len(unit.shadow.text) + span.start, mention.date_start)
        for span, mention in zip(unit.dates, dates, strict=True)
        if isinstance(mention, DateMention)
        and mention.date_start is not None
        and mention.date_start == mention.date_end
        and span.start < stop
        and not _BORN.search(unit.shadow.folded, max(unit.start, span.start - 12), span.start)
    ]
    return min(days)[1] if days else None


_BORN = re.compile(r"\b(?:sinh|sn)\W*$")


def _phrase(match: re.Match[str]) -> str:
    return " ".join(match[0].split())


@cache
def _statuses() -> dict[str, str]:
    return {key(row["phrase"]): row["status"] for row in table("pipeline.roles", "verbs.tsv")}


@cache
def _verbs() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){trie(_statuses())}(?!\w)")
