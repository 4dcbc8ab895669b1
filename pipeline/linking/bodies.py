"""A body as its name tells: kind, level, place and the body that it belongs to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from pipeline.linking.units import Unit, province
from pipeline.linking.written import compared

_PACKAGE = "pipeline.linking"
#: Named after a person: always with its word.
_NEVER_BARE = "Hồ Chí Minh"


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
        """Kind of body as in heads.tsv; an organ without one of its own has that of its body."""
        own = self.head.kind if self.head else None
        return self.owner.kind or own if self.owner and own in (None, "government") else own

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
        if self.head is None or self.class_ == "whole" or self.owner or self.unit or self.country:
            return False
        stem = compared(self.stem)
        return stem == compared(self.head.name) and not stem.endswith(" việt nam")

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


def innermost(body: Body) -> Body:
    """The last in the chain of owners, which has the place."""
    return innermost(body.owner) if body.owner is not None else body


def with_unit(body: Body, unit: Unit) -> Body:
    """`body` with this place."""
    if body.owner is not None:
        return replace(body, owner=with_unit(body.owner, unit))
    return replace(body, unit=unit, slot=None)


def _stem_key(body: Body) -> str:
    stem = compared(body.stem)
    if stem.startswith("trường đại học "):
        stem = stem.removeprefix("trường ")
    return stem.removesuffix(" việt nam") if body.unit is not None else stem


def _province_at_end(stem: str) -> Unit | None:
    words = stem.split()
    for n in (4, 3, 2):
        unit = province(" ".join(words[-n:])) if len(words) > n else None
        if unit and unit.name != _NEVER_BARE:
            before = words[-n - 1]
            return None if before in "-–" or (before[0].isupper() and len(words) > n + 1) else unit
    return None
