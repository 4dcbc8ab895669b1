"""Administrative units: provinces, districts, communes, as they were before and are since 1 July 2025.

The lists are data: ``provinces.tsv`` (kept by hand), ``districts.tsv`` and ``communes.tsv`` (`update_units`).
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files

from pipeline.lexicon import table
from pipeline.text import fold

_PACKAGE = "pipeline.linking"
#: The day from which there are 34 provinces and no districts.
REFORM = dt.date(2025, 7, 1)
#: Unit word -> level; ``thành phố`` is a province or a district, by its name.
LEVELS = {row["word"]: row["level"] for row in table(_PACKAGE, "levels.tsv")}


@dataclass(frozen=True, slots=True)
class Unit:
    """An administrative unit: ``xã`` ``Tân An`` within ``tỉnh`` ``Nghệ An``.

    ``name`` is None where only the level is known (``UBND tỉnh``).
    """

    word: str
    name: str | None = None
    within: Unit | None = None

    @property
    def level(self) -> str | None:
        """province, district or commune; None for a city without a name."""
        level = LEVELS[self.word]
        if level != "city":
            return level
        if self.name is None:
            return None
        found = province(self.name)
        return "province" if self.within is None and found is not None and found.word == self.word else "district"

    @property
    def own(self) -> str:
        """The unit alone, without what it lies in: ``xã Tân An``."""
        return f"{self.word} {self.name}" if self.name else self.word

    @property
    def province(self) -> str | None:
        """The name of the province that it is or lies in."""
        if self.level == "province":
            return self.name
        return self.within.province if self.within else None

    @property
    def known(self) -> bool:
        """Whether no other unit is meant: it has a name, a province and, where the name repeats there, a district."""
        if self.name is None or self.province is None:
            return False
        if self.level != "commune" or (self.within is not None and self.within.level == "district"):
            return True
        return not any(f"{self.province}*" in cell.split(";") for cell in _communes().get(_key(self.own), ()))

    @property
    def identity(self) -> str:
        """Equal for two known units only if they are one: a district between counts only where it must."""
        return _identity(self)

    def __str__(self) -> str:
        return f"{self.own}, {self.within}" if self.within else self.own


@lru_cache(maxsize=4096)
def _identity(unit: Unit) -> str:
    within, outer = unit.within, unit.province
    if unit.level == "commune" and within is not None and within.level == "district" and outer:
        alone = replace(unit, within=province(outer))
        return _key(str(alone if alone.known else unit))
    return _key(str(unit))


@lru_cache(maxsize=4096)
def province(name: str) -> Unit | None:
    """The province of this name or alias, with or without its word, in any case and tone style, or None."""
    folded = _key(name)
    for word in ("thành phố ", "tỉnh "):
        folded = folded.removeprefix(word)
    return _provinces().get(folded)


def names_of_provinces() -> list[str]:
    """All names and aliases of provinces as they are written, without their word."""
    rows = table(_PACKAGE, "provinces.tsv")
    own = [re.sub("^(?:tỉnh|thành phố) ", "", row["province"]) for row in rows]
    return own + [alias for row in rows for alias in row["aliases"].split(";") if alias != "-"]


@lru_cache(maxsize=4096)
def located(unit: Unit, published: dt.date | None = None) -> Unit:
    """`unit` within its province, where that is not said but only one had such a unit on that day."""
    if unit.name is None or unit.province is not None:
        return _as_it_stood(unit, published)
    if unit.within is not None:
        return replace(unit, within=located(unit.within, published))
    homes = provinces_of(unit, published)
    return replace(unit, within=province(homes[0])) if len(homes) == 1 else unit


@lru_cache(maxsize=4096)
def provinces_of(unit: Unit, published: dt.date | None = None) -> tuple[str, ...]:
    """The provinces that had such a district or commune on that day (None: ever); empty where none is known."""
    name, found = _key(unit.own), ""
    if unit.level == "district":
        found = _districts().get(name) or _districts_by_name().get(_key(unit.name or ""), "")
    elif unit.level == "commune":
        before, after = _communes().get(name, ("", ""))
        found = f"{before};{after}" if published is None else after if published >= REFORM else before
    names = (p.rstrip("*") for p in found.split(";") if p not in ("", "-"))
    return tuple(dict.fromkeys(_on(p, published) for p in names))


@lru_cache(maxsize=4096)
def district(name: str) -> Unit | None:
    """The district of this `name`, given without its word; None where there is none or several."""
    words = [w for w, level in LEVELS.items() if level in ("city", "district") and not name.isdigit()]
    found = [w for w in words if _key(f"{w} {name}") in _districts()]
    return Unit(found[0], name) if len(found) == 1 else None


def exists(word: str, name: str) -> bool:
    """Whether there is or was such a unit; districts by their name alone, since they change their rank."""
    level = LEVELS[word]
    if level == "commune":
        return _key(f"{word} {name}") in _communes()
    return province(name) is not None or (level != "province" and _key(name) in _districts_by_name())


def _on(name: str, published: dt.date | None) -> str:
    """The lists know Huế only under the name that it has since 2025."""
    since = _renamed().get(name)
    return since[1] if since and published and published < since[0] else name


def _as_it_stood(unit: Unit, published: dt.date | None) -> Unit:
    """A city that became a province later was a district of another one: Huế until 2025."""
    since = _renamed().get(unit.name or "") if unit.word == "thành phố" and unit.within is None else None
    return replace(unit, within=province(since[1])) if since and published and published < since[0] else unit


def _key(name: str) -> str:
    return " ".join(fold(name).split())


@cache
def _provinces() -> dict[str, Unit]:
    found: dict[str, Unit] = {}
    for row in table(_PACKAGE, "provinces.tsv"):
        word = next(w for w in ("tỉnh", "thành phố") if row["province"].startswith(w))
        unit = Unit(word, row["province"].removeprefix(word).strip())
        found |= {_key(alias): unit for alias in (str(unit.name), *row["aliases"].split(";")) if alias != "-"}
    return found


@cache
def _renamed() -> dict[str, tuple[dt.date, str]]:
    """Province -> since when it has its name, and the name before."""
    rows = table(_PACKAGE, "provinces.tsv")
    return {
        new["province"].split(maxsplit=2)[-1]: (
            dt.date.fromisoformat(new["since"]),
            old["province"].split(maxsplit=1)[1],
        )
        for new in rows
        if new["since"] != "-"
        for old in rows
        if old["until"] == new["since"]
    }


@cache
def _districts() -> dict[str, str]:
    return {_key(row["district"]): row["province"] for row in table(_PACKAGE, "districts.tsv")}


@cache
def _districts_by_name() -> dict[str, str]:
    """Districts change their rank: name -> the provinces that have one of it, whatever its word."""
    found: dict[str, str] = {}
    for name, homes in _districts().items():
        bare = re.sub(r"^(?:thành phố|thị xã|huyện|quận) ", "", name)
        found[bare] = f"{found[bare]};{homes}" if bare in found else homes
    return found


@cache
def _communes() -> dict[str, tuple[str, str]]:
    """Read without `table`: a mapping for each of the 8,600 rows would cost more than the rest of the stage."""
    lines = files(_PACKAGE).joinpath("data", "communes.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {_key(name): (before, after) for name, before, after in rows}
