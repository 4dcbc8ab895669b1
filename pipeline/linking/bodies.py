"""What the name of a body says: its kind, level, place and the body that it belongs to.

A name is read from the left: a head (``heads.tsv``), what it is a body of, and then either the body that it belongs to
(``Ban Dân vận`` + ``Tỉnh ủy Nghệ An``) or its place (``Sở Y tế`` + ``tỉnh Nghệ An``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import NamedTuple

from pipeline.lexicon import table
from pipeline.linking.units import LEVELS, Unit, district, province
from pipeline.linking.written import compared, expanded, plain, without_brackets
from pipeline.text import fold

_PACKAGE = "pipeline.linking"
CAPITAL = "[A-ZĐÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ]"
_WORDS = "|".join(sorted(LEVELS, key=len, reverse=True))
#: The name of a unit: capitalised syllables or a number.
PROPER = rf"(?:{CAPITAL}[\w'’]*|\d+)(?:(?: | ?[-–] ?)(?!(?:{_WORDS})\b)(?:{CAPITAL}[\w'’]*|\d+))*"
#: A unit with its word, the name in group ``name`` (None: the word alone).
_NAMED = rf"(?P<word>(?i:{_WORDS}))(?: (?P<name>{PROPER}))?(?!\w)"
_UNIT = re.compile(_NAMED)
_ONE = re.sub(r"\?P<\w+>", "?:", _NAMED)
_TAIL = re.compile(rf"(?:^|\s)(?P<units>{_ONE}(?:(?:\s?[,(–-])?\s{_ONE})*(?:(?:\s?[,(–-])\s?(?P<bare>{PROPER}))?)\)?$")
_COMMITTEES = {"tỉnh": "tỉnh", "thành": "thành phố", "quận": "quận", "huyện": "huyện", "thị": "thị xã"}
#: Named after a person: always with its word.
_NEVER_BARE = "Hồ Chí Minh"


#: Classes of heads after which the body may follow that they belong to.
_WITH_OWNERS = ("part", "organ", "inner", "unit")


class Head(NamedTuple):
    """A row of heads.tsv."""

    name: str
    kind: str | None
    class_: str
    level: str | None


@dataclass(frozen=True, slots=True)
class Body:
    """A body as its name tells. ``stem`` is the name written out, without place and owner.

    ``unit`` is its place (without a name where only the level stands there), ``slot`` the level that its place must
    have and that is not named (a word of levels.tsv, a level, or any), ``owner`` the body that it belongs to,
    ``country`` a foreign one. ``aliases`` are abbreviations in brackets inside the name.
    """

    stem: str
    head: Head | None = None
    unit: Unit | None = None
    slot: str | None = None
    country: str | None = None
    owner: Body | None = None
    aliases: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The whole name written out: ``Ủy ban nhân dân thành phố Hà Nội``."""
        if self.owner:
            return f"{self.stem} {self.owner.name}"
        if self.country:
            return f"{self.stem} {self.country}"
        if self.unit is None:
            return self.stem
        if self.class_ != "committee" or self.unit.name == _NEVER_BARE:
            return f"{self.stem} {self.unit.own}"
        return f"{self.stem} {self.unit.name or ''}".rstrip()

    @property
    def kind(self) -> str | None:
        """Kind of body as in heads.tsv; an organ has that of its body."""
        own = self.head.kind if self.head else None
        return (self.owner.kind or own) if self.owner and self.class_ in ("part", "organ") else own

    @property
    def level(self) -> str | None:
        """central, province, district, commune or other; None where the name does not tell."""
        if self.owner:
            return self.owner.level
        if self.country:
            return "other"
        if self.unit and self.unit.level:
            return self.unit.level
        if self.slot in ("province", "district", "commune"):
            return self.slot
        if self.head and self.head.level:
            return self.head.level
        return (
            "central" if compared(self.stem).endswith("việt nam") and self.class_ in ("unit", "inner", "part") else None
        )

    @property
    def class_(self) -> str:
        return self.head.class_ if self.head else ""

    @property
    def place(self) -> str | None:
        """The administrative unit (or foreign country) of the body, with the units around it."""
        if self.owner:
            return self.owner.place
        if self.country:
            return self.country
        if self.unit:
            return str(self.unit) if self.unit.name else None
        last = _province_at_end(self.stem)
        return str(last) if last else None

    @property
    def bare(self) -> bool:
        """A head alone, as names that refer back are: ``Ban Thường vụ``, ``Công ty``, ``HĐND``."""
        alone = self.owner is None and self.unit is None and self.country is None and self.head is not None
        return alone and self.class_ != "whole" and compared(self.stem) == compared(self.head.name if self.head else "")

    @property
    def key(self) -> str:
        """Equal for two bodies of one document only if they are one."""
        place = self.unit.identity if self.unit else ""
        inner = self.owner.key if self.owner else ""
        return "|".join((_stem_key(self), place, self.country or "", inner))

    @property
    def known(self) -> bool:
        """Whether the name alone tells which body it is, in any document."""
        if self.owner:
            return self.owner.known
        if self.country or self.class_ == "whole":
            return True
        if self.unit is not None:
            return self.unit.known
        if self.slot or self.bare:
            return False
        words = compared(self.stem).split()
        if self.head is None:
            return len(words) > 1 or not self.stem.isupper()
        if words[-2:] == ["việt", "nam"]:
            return True
        return self.class_ == "own" or (self.kind == "company" and len(words) - len(self.head.name.split()) > 2)


@lru_cache(maxsize=8192)
def parse_body(name: str) -> Body:
    """The body that `name` names, as written or expanded: ``parse_body("UBND TP Hà Nội").name`` is written out."""
    bracketless, aliases = without_brackets(plain(name))
    text = expanded(bracketless.strip(" .,:;-–").replace(": ", " "))
    body = _parse(text, capitals=not text.isupper())
    return replace(body, aliases=tuple(a for a in aliases if a.isupper()))


def innermost(body: Body) -> Body:
    """The last in the chain of owners, which has the place."""
    return innermost(body.owner) if body.owner is not None else body


def with_unit(body: Body, unit: Unit) -> Body:
    """`body` with this place."""
    if body.owner is not None:
        return replace(body, owner=with_unit(body.owner, unit))
    return replace(body, unit=unit, slot=None)


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
    return _heads()[match[0]] if match else None


def _parse(text: str, capitals: bool) -> Body:
    head = head_of(text)
    if head is None:
        return _by_variant(Body(text))
    rest = text[len(head.name) :]
    if rest and not rest[0].isspace() and rest[0] not in ",-–":
        rest = f" {rest}"
    if head.class_ in _WITH_OWNERS and (at := _owner_at(rest, capitals)) is not None:
        stem = (head.name + rest[:at]).rstrip(" ,-–")
        return Body(stem, head, owner=_parse(rest[at:], capitals))
    if head.class_ == "organ" and not _TAIL.search(rest):
        rest = ""
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
        if " " in match[0] or (capitals and rest[start].isupper() and not _in_province(rest, match)):
            return start
    return None


def _in_province(rest: str, match: re.Match[str]) -> bool:
    """Whether a word that could be a head is part of a place: Phòng in ``Hải Phòng``."""
    before = rest[: match.start()].split()
    return bool(before) and province(f"{before[-1]} {match[0]}") is not None


def _unit(rest: str, head: Head) -> tuple[Unit | None, str]:
    """The place at the end of `rest` and what stands before it."""
    bare = rest.strip(" ,-–")
    if head.class_ == "committee":
        word = _COMMITTEES[head.name.split()[0].lower()]
        named = _TAIL.search(bare)
        unit = (_chain(named) if named else None) or Unit(word, bare or None)
        return unit, ""
    match = _TAIL.search(rest)
    if match:
        return _chain(match), rest[: match.start()].rstrip(" ,-–(")
    if head.class_ in ("unit", "inner"):
        for start in _starts(rest):
            found = province(rest[start:]) or (district(bare) if start == 1 else None)
            if found:
                return found, rest[:start].rstrip(" ,-–(")
    return None, rest.rstrip()


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
    known = province(match["name"]) if LEVELS[match["word"].lower()] in ("province", "city") else None
    name = known.name if known else match["name"]
    return name.title() if name and name.isupper() and not name.isdigit() and len(name) > 1 else name


def within(units: Iterable[Unit]) -> Unit:
    """Units from the smallest to the largest as one: each lies in the next."""
    smallest, *larger = units
    return replace(smallest, within=within(larger)) if larger else smallest


def _country(own: str, head: Head) -> tuple[str, str | None]:
    """What follows the head without the country at its end, and that; only for organs of states."""
    if head.class_ != "whole" and head.kind not in ("government", "army", "police", "court", "party"):
        return own, None
    match = _countries_pattern().search(fold(own))
    if match is None or (match[0].strip() == "việt nam" and head.class_ != "whole"):
        return own, None
    return own[: match.start()], _countries()[match[0].strip()]


def _slot(body: Body) -> str | None:
    head, unit = body.head, body.unit
    if unit is not None:
        return unit.word if unit.name is None else None
    if head is None or head.class_ not in ("unit", "committee") or body.level == "central":
        return None
    return head.level or ("any" if body.bare else None)


def _by_variant(body: Body) -> Body:
    name = _variants().get(compared(body.stem))
    return replace(body, stem=name, head=head_of(name)) if name else body


def _stem_key(body: Body) -> str:
    stem = compared(body.stem)
    return stem.removesuffix(" việt nam") if body.unit is not None else stem


def _province_at_end(stem: str) -> Unit | None:
    words = stem.split()
    for n in (4, 3, 2):
        unit = province(" ".join(words[-n:])) if len(words) > n else None
        if unit and unit.name != _NEVER_BARE:
            return None if words[-n - 1] in "-–" else unit
    return None


@cache
def _heads() -> dict[str, Head]:
    rows = table(_PACKAGE, "heads.tsv")
    return {fold(r["head"]): Head(r["head"], _or_none(r["kind"]), r["class"], _or_none(r["level"])) for r in rows}


def _or_none(cell: str) -> str | None:
    return None if cell == "-" else cell


def _alternation(entries: Iterable[str]) -> str:
    return "|".join(re.escape(e) for e in sorted(entries, key=len, reverse=True))


@cache
def _heads_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?:{_alternation(_heads())})(?!\w)")


@cache
def _owners_pattern() -> re.Pattern[str]:
    """Heads of bodies that have organs; and organs, which may have their own."""
    return re.compile(rf"(?<=\s)(?:{_alternation(h for h in _heads() if h not in _NO_OWNERS)})(?!\w)")


#: Heads that stand inside the name of an organ without being its body.
_NO_OWNERS = frozenset(
    "tổ;ban;quỹ;viện;hội;đoàn;đội;báo;đài;trường;khoa;trạm;trung ương;nhà nước;tổ chức;cơ quan;hội đồng".split(";")
)


@cache
def _countries() -> dict[str, str]:
    return {
        fold(r["country"]): r["country"] if r["name"] == "-" else r["name"] for r in table(_PACKAGE, "countries.tsv")
    }


@cache
def _countries_pattern() -> re.Pattern[str]:
    return re.compile(rf"\s(?:{_alternation(_countries())})$")


@cache
def _variants() -> dict[str, str]:
    return {compared(r["variant"]): r["name"] for r in table(_PACKAGE, "variants.tsv")}
