"""The ends of a tagged name, as far as what stands there makes them certain: on spans of canonical text."""

from __future__ import annotations

import re
from functools import cache

from pipeline.lexicon import alternation, table
from pipeline.linking.address import surnames
from pipeline.linking.units import LEVELS, exists, province
from pipeline.linking.written import SYLLABLE, compared
from pipeline.names.cues import LEVEL, any_of
from pipeline.names.rules import Mention
from pipeline.names.syllables import UPPER
from pipeline.text import Canonical, key

_BEFORE = 40
_SIGNS = re.compile(r"[^\w.)'’”\"]+$")
_HYPHEN = re.compile(r"(?:-[a-zà-ỹ]+)+(?!\w)")
_APOSTROPHE = re.compile(rf"(?<=\b[{UPPER}])['’][{UPPER}][^\W\d_]+")
#: The last dot of initials, which belongs to them; the last letter of initials that the next word is glued to.
_DOT = re.compile(
    rf"(?<=\b[{UPPER}]\.[{UPPER}])\.(?=[\s,;)]|$)|(?<=\b[{UPPER}]\.)[{UPPER}](?={any_of('glued')}|[{UPPER}][^\W\d_{UPPER}])"
)
#: A body's abbreviation that is glued to the author of the paragraph before it.
_GLUED = re.compile(rf"(?<=[{UPPER}]){any_of('glued')}$")
_CUT_OFF = re.compile(rf"{any_of('glued')}\s$")
#: A photo credit, and the agency before its author.
_CREDIT = re.compile(rf"{any_of('credit')}\s?:?\s(?:(?i:{any_of('agency')})\s?[/-]\s?)?$")
_GOES_ON = re.compile(r"\s+[^\W\d_]")
#: The second line of a heading: ``ỦY BAN NHÂN DÂN`` over ``HUYỆN MƯỜNG CHÀ``.
_BELOW = re.compile(rf" ?\n ?(?P<word>{alternation(LEVELS).upper()}) (?P<name>[{UPPER} -]+?) ?(?=\n|$)")
#: Where a body's name is over: a sign before a line break (not `TP.`), the opening of a signature, people beside it.
_OVER = re.compile(rf"(?<!TP)(?<!Tp)(?<!TX)(?<!\W\w)[.:;] ?\n| {any_of('signature')}\.$| và nhân dân(?!\w)")
#: Courts, customs, tax and treasury of a region: ``TAND khu vực 4 - Khánh Hòa``.
_REGION = re.compile(
    r" khu vực (?P<number>\d{1,2}|[IVX]+)(?!\w)"
    rf"(?: [-–] (?P<place>[{UPPER}][^\W\d_]*(?:[ -][{UPPER}][^\W\d_]*){{0,3}}))?"
)
#: ``Phó Chủ tịch Thường trực`` is a title.
_DEPUTY = re.compile(rf"{any_of('title')}\s$")
_STANDING = re.compile(r"thường trực\s(?=\w)")
_UNIT = re.compile(rf"(?:{LEVEL}|ngành)(?!\w)")


def ended(shadow: Canonical, mention: Mention) -> Mention:
    """The mention with the ends that its name has."""
    kind, start, end = mention
    if kind == "P":
        return kind, *_person(shadow, start, end)
    return (kind, *_body(shadow, start, end)) if kind == "O" else mention


def _person(shadow: Canonical, start: int, end: int) -> tuple[int, int]:
    """With syllables after a hyphen (`Moon Jae-in`) and the last dot of initials; in a credit without the word that
    opens the text after it (`Ảnh: Trí Kiên Cũng theo ông`); not with signs behind it (`Lê Mai 📷 >>`)."""
    start = _behind_titles(shadow, start, end)
    if signs := _SIGNS.search(shadow.text, start + 1, end):
        end = signs.start()
    if glued := _GLUED.search(shadow.text, start, end):
        return start, glued.start()
    if more := _HYPHEN.match(shadow.text, end) or _APOSTROPHE.match(shadow.text, end) or _DOT.match(shadow.text, end):
        return start, more.end()
    words = shadow.text[start:end].split()
    least = 3 if compared(words[0]) in surnames() and "  " not in shadow.text[start:end] else 2
    after = _GOES_ON.match(shadow.text, end)
    if len(words) > least and after and shadow.text[after.end() - 1].islower() and _in_credit(shadow, start):
        return start, start + len(shadow.text[start : shadow.text.rindex(words[-1], start, end)].rstrip())
    return start, end


def _body(shadow: Canonical, start: int, end: int) -> tuple[int, int]:
    """Not over the end of a line, nor into a title or signature; with its unit on a heading's next line, its region."""
    if cut := _OVER.search(shadow.text, start, end):
        end = cut.start() if cut.start() > start else end
    standing = _STANDING.match(shadow.folded, start, end)
    if standing and _DEPUTY.search(shadow.folded, max(0, start - _BEFORE), start):
        start = standing.end()
    if _UNIT.match(shadow.folded, start) and (before := _CUT_OFF.search(shadow.text, max(0, start - _BEFORE), start)):
        start = before.start()
    if region := _REGION.match(shadow.text, end):
        return start, _region_end(region)
    below = _BELOW.match(shadow.text, end) if shadow.text[start:end].isupper() else None
    return (start, below.end("name")) if below and exists(below["word"].lower(), below["name"]) else (start, end)


def _region_end(region: re.Match[str]) -> int:
    """Behind the number, or behind the province after it."""
    words = (region["place"] or "").split(" ")
    for n in range(len(words), 0, -1):
        if province(place := " ".join(words[:n])):
            return region.start("place") + len(place)
    return region.end("number")


def _behind_titles(shadow: Canonical, start: int, end: int) -> int:
    """Where a name begins behind titles that are no Vietnamese words (`Samdech Khuon Sudary`, `GS.TS Lê Mai`)."""
    while (title := _foreign_titles().match(shadow.folded, start, end)) and title.end() < end:
        start = title.end()
    return start


@cache
def _foreign_titles() -> re.Pattern[str]:
    foreign = (f for f in _ranks() if not all(map(SYLLABLE.fullmatch, f.split())))
    return re.compile(rf"(?:{alternation(foreign)})\.?\s+(?=\w)")


@cache
def callings() -> re.Pattern[str]:
    """Ranks and callings of Vietnamese words (`đức Pháp chủ`)."""
    native = (f for f in _ranks() if all(map(SYLLABLE.fullmatch, f.split())))
    return re.compile(rf"(?:{alternation(native)})(?!\w)")


@cache
def _ranks() -> list[str]:
    """Degrees, ranks and callings, folded."""
    return [key(r["form"]) for r in table("pipeline.linking", "honorifics.tsv") if r["class"] == "rank"]


def _in_credit(shadow: Canonical, start: int) -> bool:
    return _CREDIT.search(shadow.folded, max(0, start - _BEFORE), start) is not None
