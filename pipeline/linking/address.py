"""Words around the names of people: forms of address, other names, credits, years of birth; and surnames."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from pipeline.lexicon import alternation, table
from pipeline.linking.written import compared
from pipeline.text import fold

_PACKAGE = "pipeline.linking"
#: Age or year of birth after a name.
BORN = re.compile(
    r"\s?[,(]?\s?(?:(?:sn|sinh năm|sinh ngày [\d/.-]+[/.-]|s\.)\s?:?\s?(?P<year>(?:19|20)\d\d)|(?P<age>\d{1,3}) tuổi)"
)


def honorific(before: str) -> str | None:
    """The chain of forms of address, ranks and degrees at the end of the text `before` a name, as written."""
    match = _honorifics_pattern().search(fold(before))
    return " ".join(before[match.start() : match.end()].strip(" ,.").split()) if match else None


def rank(called: str | None) -> str | None:
    """The rank, degree or calling in a chain of forms, folded; None where it is a mere form of address."""
    ranks = [f for f in _form_pattern().findall(fold(called or "")) if _forms()[f]["class"] == "rank"]
    return ranks[0] if ranks else None


def gender(called: str | None, words: Sequence[str]) -> str | None:
    """m or f by the form of address, else by the middle name; None where neither tells."""
    genders = (_forms()[form]["gender"] for form in _form_pattern().findall(fold(called or "")))
    told = [g for g in genders if g != "-"]
    if told:
        return told[-1]
    middle = words[1:-1]
    return "f" if "thị" in middle else "m" if "văn" in middle[:1] else None


def birth_year(text: str, at: int) -> str | None:
    """The year of birth that `text` states right after the name ending at `at`."""
    born = BORN.match(fold(text), at)
    return born["year"] if born else None


@cache
def _forms() -> dict[str, Mapping[str, str]]:
    return {fold(row["form"]): row for row in table(_PACKAGE, "honorifics.tsv")}


@cache
def _form_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternation(_forms())})(?!\w)")


@cache
def _honorifics_pattern() -> re.Pattern[str]:
    """A chain of forms at the end of the text before a name: ``Trung tướng, PGS.TS``."""
    return re.compile(rf"(?:{_form_pattern().pattern}[.,]?\s*)+$")


@cache
def author_cues() -> re.Pattern[str]:
    """Matches at the end of the text before an author's name: ``Ảnh: ``."""
    return re.compile(rf"(?:^|[\s(.])(?:{_cues('author_cues.tsv')})\s?:\s?$")


@cache
def alias_cues() -> re.Pattern[str]:
    """Matches between a name and another name of the same person: ``(tức ``."""
    return re.compile(rf"\s?[,(-]?\s?(?:{_cues('alias_cues.tsv')})\s?:?\s?[\"“']?(?:(?:ông|bà|là)\s)?")


@cache
def surnames() -> dict[str, float]:
    """Surname -> its share in per cent."""
    return {compared(r["surname"]): float(r["share"]) for r in table(_PACKAGE, "surnames.tsv")}


def _cues(file: str) -> str:
    return alternation(row["cue"] for row in table(_PACKAGE, file))
