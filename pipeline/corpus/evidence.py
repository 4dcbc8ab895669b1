"""What joins the people of two documents: the facts of one that the other repeats.

Two people of one name are one where they share a fact: an office in one body (``body org-...``), the lead of one
administrative unit, an office of state, a post of any kind or a year of birth with a name that is not common, a name
that is enough.
"""

from __future__ import annotations

import math
import re
from functools import cache

from pipeline.corpus.ids import body_id
from pipeline.lexicon import alternation, table
from pipeline.linking import Body, parse_body
from pipeline.linking.address import surnames
from pipeline.linking.units import Unit, located
from pipeline.linking.written import compared
from pipeline.text import fold

_PACKAGE = "pipeline.corpus"
#: Bodies that lead an administrative unit; who leads two of one unit under one name is one person.
_LEADING = re.compile(
    r"(?:ủy ban nhân dân|hội đồng nhân dân|(?:tỉnh|thành|quận|huyện|thị|đảng) ủy|đảng bộ|đoàn đại biểu quốc hội)"
)
_BEFORE = re.compile(r"(?:(?:phó|quyền|nguyên|cựu|đồng)\s)+")
_AFTER = re.compile(r"\s(?:thường trực|thứ nhất|danh dự|chuyên trách|lâm thời|phụ trách)$")
#: Bits of a name from which it is not common: one in 4,000 people.
UNCOMMON = 12.0


def facts(name: str, role: str, body: Body | None) -> list[str]:
    """The facts in one role of a person called `name`; a body that is not known by its name gives none."""
    title, rest = base(role)
    strength = _offices().get(title)
    uncommon = bits(name) >= UNCOMMON
    found = []
    if (body is None or body.class_ == "whole") and (strength == "state" or (strength == "cabinet" and uncommon)):
        found.append(f"office {title}")
    if body is None and strength == "office" and (unit := _led(rest)):
        found.append(f"unit {unit.identity}")
    body = body or _ministry(title, rest)
    if body is None or not body.known:
        return found
    if strength is None:
        return [f"post {title} {body_id(body)}"] if uncommon else []
    found.append(f"body {body_id(body)}")
    if body.unit is not None and _LEADING.fullmatch(compared(body.stem)):
        found.append(f"unit {body.unit.identity}")
    return found


def base(role: str) -> tuple[str, str]:
    """The title without what ranks it, folded, and what follows it as written: ``Phó Chủ tịch Thường trực`` -> ``chủ
    tịch``, ``Bộ trưởng Y tế`` -> ``bộ trưởng`` and ``Y tế``, ``Chủ tịch Trung Quốc`` -> ``chủ tịch nước``."""
    folded = fold(role)
    start = match.end() if (match := _BEFORE.match(folded)) else 0
    end = match.start() if (match := _AFTER.search(folded)) else len(role)
    office = _offices_pattern().match(folded, start, end)
    if office is None:
        return folded[start:end], ""
    rest = role[office.end() : end].strip()
    abroad = office[0] == "chủ tịch" and parse_body(f"Chính phủ {rest}").country is not None
    return "chủ tịch nước" if abroad else office[0], rest


def _led(rest: str) -> Unit | None:
    """The unit of ``Chủ tịch tỉnh Hà Giang``, ``Bí thư Hà Nội``."""
    unit = parse_body(f"Ủy ban nhân dân {rest}").unit if rest else None
    unit = located(unit) if unit is not None else None
    return unit if unit is not None and unit.known else None


def _ministry(title: str, rest: str) -> Body | None:
    """``Bộ trưởng Y tế`` is an office of Bộ Y tế."""
    body = parse_body(f"Bộ {rest}") if rest and title in ("bộ trưởng", "thứ trưởng") else None
    return body if body is not None and body.class_ == "whole" else None


def bits(name: str) -> float:
    """How much a full name tells, in bits: -log2 of the share of people who bear it, its syllables independent."""
    words = compared(name).split()
    if len(words) < 2:
        return 0.0
    shares = [
        surnames().get(words[0], 0.05),
        *(_middle().get(w, 0.2) for w in words[1:-1]),
        _last().get(words[-1], 0.2),
    ]
    return -sum(math.log2(max(s, 0.05) / 100) for s in shares)


def sufficient(name: str) -> str | None:
    """The name in the list of people whose name alone tells who is meant, where `name` or an alias is there."""
    return _known().get(compared(name))


@cache
def _offices() -> dict[str, str]:
    return {fold(row["title"]): row["strength"] for row in table(_PACKAGE, "offices.tsv")}


@cache
def _offices_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation(_offices())})(?!\w)")


@cache
def _last() -> dict[str, float]:
    return {row["syllable"]: float(row["last"]) for row in table(_PACKAGE, "name_syllables.tsv")}


@cache
def _middle() -> dict[str, float]:
    return {row["syllable"]: float(row["middle"]) for row in table(_PACKAGE, "name_syllables.tsv")}


@cache
def _known() -> dict[str, str]:
    rows = table(_PACKAGE, "known_people.tsv")
    return {
        compared(form): row["name"] for row in rows for form in (row["name"], *row["aliases"].split(";")) if form != "-"
    }
