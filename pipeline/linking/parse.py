"""Read the name of a body.

From the left: a head (``heads.tsv``), what it is a body of, and then either the body that it belongs to (``Ban Dân
vận`` + ``Tỉnh ủy Nghệ An``) or its place (``Sở Y tế`` + ``tỉnh Nghệ An``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache, lru_cache

from pipeline.lexicon import alternation, table
from pipeline.linking.address import surnames
from pipeline.linking.bodies import Body, Head, innermost, with_unit
from pipeline.linking.units import LEVELS, Unit, district, exists, province
from pipeline.linking.written import calmed, compared, expanded, plain, without_brackets
from pipeline.text import fold

_PACKAGE = "pipeline.linking"
CAPITAL = "[A-ZĐÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ]"
LOWER = CAPITAL.lower()
#: A society (xã hội) is no commune.
_WORDS = "|".join("xã(?! hội)" if w == "xã" else w for w in sorted(LEVELS, key=len, reverse=True))
#: The name of a unit: capitalised syllables or a number.
PROPER = rf"(?:{CAPITAL}[\w'’]*|\d+)(?:(?: | ?[-–] ?)(?!(?:{_WORDS})\b)(?:{CAPITAL}[\w'’]*|\d+))*"
#: A unit with its word, the name in group ``name`` (None: the word alone).
_NAMED = rf"(?P<word>(?i:{_WORDS}))(?: (?P<name>{PROPER}))?(?!\w)"
_UNIT = re.compile(_NAMED)
_ONE = re.sub(r"\?P<\w+>", "?:", _NAMED)
_TAIL = re.compile(rf"(?:^|\s)(?P<units>{_ONE}(?:(?:\s?[,(–-])?\s{_ONE})*(?:(?:\s?[,(–-])\s?(?P<bare>{PROPER}))?)\)?$")
#: A place right after the head, before words that are no part of the name: ``UBND xã giao ...``.
_FIRST = re.compile(rf"\s(?P<units>{_ONE})(?=\s(?!trực|thuộc|các|cấp|{_WORDS}){LOWER})(?P<bare>)")
_PROPER = re.compile(PROPER)
_REPUBLIC = re.compile("(?i:(?:nước )?cộng hòa xã hội chủ nghĩa việt nam)")
_COMMITTEES = {"tỉnh": "tỉnh", "thành": "thành phố", "quận": "quận", "huyện": "huyện", "thị": "thị xã"}
#: Classes of heads after which the body may follow that they belong to, and those that may be a foreign state's.
_WITH_OWNERS = ("part", "organ", "inner", "unit")
_OF_STATES = ("government", "army", "police", "court", "party")


@lru_cache(maxsize=8192)
def parse_body(name: str) -> Body:
    """The body that `name` names, as written or expanded: ``parse_body("UBND TP Hà Nội").name`` is written out."""
    bracketless, aliases = without_brackets(plain(name))
    text = _REPUBLIC.sub("Việt Nam", bracketless.strip(" .,:;-–").replace(": ", " "))
    body = _parse(expanded(calmed(text)), capitals=not text.isupper())
    return replace(body, aliases=tuple(a for a in aliases if a.isupper()))


def body_at(name: str, place: str | None) -> Body:
    """The body of a row of the organisations table: its `name` with the units of its `place`."""
    body = parse_body(name)
    inner = innermost(body)
    if place is None or (inner.unit is None and inner.slot is None):
        return body
    found = [Unit(m["word"].lower(), _name(m)) for m in _UNIT.finditer(place)]
    return with_unit(body, within(found)) if found else body


def head_of(text: str) -> Head | None:
    """The longest head with which `text` (written out) begins."""
    match = _heads_pattern().match(fold(text))
    if match is None:
        return None
    head = _heads()[match[0]]
    return None if head.class_ == "inner" and " " not in head.name and text[0].islower() else head


def _parse(text: str, capitals: bool) -> Body:
    text = _variants().get(compared(text), text)
    head = head_of(text)
    if head is None:
        return Body(text)
    rest = text[len(head.name) :]
    if rest and not rest[0].isspace() and rest[0] not in ",-–":
        rest = f" {rest}"
    led = head.class_ == "unit" and _FIRST.match(rest)
    if head.class_ in _WITH_OWNERS and not led and (at := _owner_at(rest, capitals)) is not None:
        stem = (head.name + rest[:at]).rstrip(" ,-–")
        return replace(_by_variant(Body(stem, head)), owner=_parse(rest[at:], capitals))
    if head.class_ == "organ" and not _TAIL.search(rest):
        return Body(head.name, head, owner=Body(rest.strip())) if rest[1:2].isupper() else Body(head.name, head)
    if head.class_ == "whole":
        rest = "" if rest == rest.lower() else _with_country_last(rest)
    unit, own = _unit(rest, head)
    own, country = _country(own, head)
    stem = head.name + own
    if country and country != "Việt Nam":
        return Body(stem, head, country=country)
    body = _by_variant(Body(stem, head, unit))
    return replace(body, slot=_slot(body))


def _owner_at(rest: str, capitals: bool) -> int | None:
    """Where in `rest` the body begins that the head's belongs to; never inside a place."""
    place = _TAIL.search(rest)
    for match in _owners_pattern().finditer(fold(rest)):
        start = match.start()
        if place and start > place.start():
            return None
        owner = _heads()[match[0]]
        if rest[start].islower() and owner.kind != "party" and owner.class_ not in ("unit", "committee"):
            continue
        if " " in match[0] or (capitals and rest[start].isupper() and not _other_word(rest, match)):
            return start
    return None


def _other_word(rest: str, match: re.Match[str]) -> bool:
    """Whether a word that could be a head is something else: ``Hải Phòng``, ``Phòng, chống``."""
    before = rest[: match.start()].split()
    in_place = bool(before) and province(f"{before[-1]} {match[0]}") is not None
    return in_place or fold(rest[match.end() :]).startswith((",", " chống"))


def _unit(rest: str, head: Head) -> tuple[Unit | None, str]:
    """The place at the end of `rest` and what stands before it."""
    bare = rest.strip(" ,-–")
    if head.class_ == "committee":
        named, proper = _TAIL.search(bare), _PROPER.match(bare)
        word = _COMMITTEES[fold(head.name.split()[0])]
        return _chain(named) if named else Unit(word, without_person(word, proper[0]) if proper else None), ""
    match = (_FIRST.match(rest) if head.class_ == "unit" else None) or _TAIL.search(rest)
    if match and not _in_general(match, rest):
        return _chain(match), rest[: match.start()].rstrip(" ,-–(")
    if head.class_ in ("unit", "inner"):
        for start in _starts(rest):
            found = province(rest[start:]) or (district(bare) if start == 1 and head.class_ == "unit" else None)
            if found:
                return found, rest[:start].rstrip(" ,-–(")
    return None, rest.rstrip()


def _in_general(match: re.Match[str], rest: str) -> bool:
    """Whether a level stands for all its units: ``UBND tỉnh, thành phố``, ``HĐND các tỉnh``, ``Công an cấp tỉnh``."""
    units = list(_UNIT.finditer(match["units"]))
    return not any(m["name"] for m in units) and (
        len(units) > 1 or fold(rest[: match.start()]).endswith((" các", " cấp"))
    )


def _starts(rest: str) -> list[int]:
    """Where the words of `rest` begin."""
    return [m.start() for m in re.finditer(r"(?<![\w-])\w", rest)]


def _chain(match: re.Match[str]) -> Unit:
    found = [Unit(m["word"].lower(), _name(m)) for m in _UNIT.finditer(match["units"])]
    last = province(match["bare"]) if match["bare"] else None
    return within([*found, *([last] if last else [])])


def _name(match: re.Match[str]) -> str | None:
    if match["name"] is None:
        return None
    word, name = match["word"].lower(), without_person(match["word"].lower(), match["name"])
    known = province(name) if LEVELS[word] in ("province", "city") else None
    name = known.name or name if known else name
    return name.title() if name.isupper() and not name.isdigit() and len(name) > 1 else name


def without_person(word: str, name: str) -> str:
    """The name of a unit without that of a person right after it: ``huyện Ba Vì`` + ``Lê Văn Thuận``."""
    words = name.split()
    for n in range(len(words) - 2, 0, -1):
        listed = compared(words[n]) in surnames() or LEVELS[word] != "commune"
        if listed and exists(word, " ".join(words[:n])) and not exists(word, name):
            return " ".join(words[:n])
    return name


def within(units: Iterable[Unit]) -> Unit:
    """Units from the smallest to the largest as one: each lies in the next."""
    smallest, *larger = units
    return replace(smallest, within=within(larger)) if larger else smallest


def _country(own: str, head: Head) -> tuple[str, str | None]:
    """What follows the head without the country at its end, and that; only for organs of states."""
    states = head.class_ == "whole" or (head.class_ in ("own", "common") and head.kind in _OF_STATES)
    match = _countries_pattern().search(own) if states else None
    if match is None or (match[1] == "Việt Nam" and head.class_ != "whole"):
        return own, None
    return own[: match.start()], _countries()[match[1]]


def _with_country_last(rest: str) -> str:
    """`rest` up to the country that it begins with: ``Chính phủ Nhật Bản`` without what the tagger took along."""
    match = _countries_first().match(rest)
    return match[0] if match else rest


def _slot(body: Body) -> str | None:
    head, unit = body.head, body.unit
    if unit is not None:
        return unit.word if unit.name is None else None
    if head is None or head.class_ not in ("unit", "committee") or body.level == "central":
        return None
    alone = body.bare and (head.level is None or " " not in head.name)
    return "any" if alone else head.level


def _by_variant(body: Body) -> Body:
    name = _variants().get(compared(body.stem))
    return replace(body, stem=name, head=head_of(name)) if name else body


@cache
def _heads() -> dict[str, Head]:
    rows = table(_PACKAGE, "heads.tsv")
    return {fold(r["head"]): Head(r["head"], _or_none(r["kind"]), r["class"], _or_none(r["level"])) for r in rows}


def _or_none(cell: str) -> str | None:
    return None if cell == "-" else cell


@cache
def _heads_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation(_heads())})(?!\w)")


@cache
def _owners_pattern() -> re.Pattern[str]:
    """Heads of bodies that have organs; and organs, which may have their own."""
    inside = {fold(row["head"]) for row in table(_PACKAGE, "inside.tsv")}
    return re.compile(rf"(?<=\s)(?:{alternation(h for h in _heads() if h not in inside)})(?!\w)")


@cache
def _countries() -> dict[str, str]:
    return {r["country"]: r["country"] if r["name"] == "-" else r["name"] for r in table(_PACKAGE, "countries.tsv")}


@cache
def _countries_pattern() -> re.Pattern[str]:
    return re.compile(rf"\s({alternation(_countries())})$")


@cache
def _countries_first() -> re.Pattern[str]:
    return re.compile(rf"\s(?:{alternation(_countries())})(?= \S)(?! (?:và|-))")


@cache
def _variants() -> dict[str, str]:
    return {compared(r["variant"]): r["name"] for r in table(_PACKAGE, "variants.tsv")}
