"""The place inside a document that a citation points to: ``điểm a khoản 2 Điều 5``, as written and as paths."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.citations.words import pattern

_LETTER = r"[a-zđ]\d?(?!\w)"
_NUMBER = r"\d{1,3}[a-zđ]?(?!\w)(?![/.]\d)"
_ROMAN = r"(?:[ivxlc]{1,6}(?!\w)|\d{1,2}(?!\w)(?!/\d))"


def _values(one: str) -> str:
    """One value, a list or a range of them."""
    return rf"{one}(?:(?:,[ \n]?| và |,? hoặc | đến |[ ]?[-–][ ]?)(?!(?:điểm|khoản|điều)\W){one})*"


_UNIT = (
    rf"(?:(?:các )?(?:điểm [\"“']?{_values(_LETTER)}[\"”']?"
    rf"|(?:khoản|điểm|đoạn|tiết|mục|tiểu mục|điều) {_values(_NUMBER)}"
    rf"|(?:mục|chương|phần|tiểu mục) {_values(_ROMAN)}(?:\.\d{{1,2}}){{0,3}}"
    r"|phụ lục(?: (?:số )?(?:[ivxlc]{1,6}[a-zđ]?|\d{1,2}[a-zđ]?|[a-zđ]\d{0,2})(?!\w))?"
    rf"|mẫu số \d{{1,3}}[a-z]?|(?:tiết|phần) {_LETTER}))"
)
_SEQUENCE = pattern(rf"(?<!\w)(?:từ )?{_UNIT}(?:(?:[ ]?[,;] | (?:và|của|thuộc|hoặc|đến) | ){_UNIT}){{0,30}}")
_LINK = pattern(
    r"(?: ?\([^()\n]{0,80}\))? ?[,(:]? ?"
    r"(?:(?:được )?(?:ban hành )?kèm theo|của|thuộc|tại|trong(?: bản)?|theo|(?:ra )?khỏi)? ?"
    r"(?:dự (?:thảo|án) (?:sửa đổi )?)?"
)
#: Largest first, each with the letter that marks it in a path.
_UNITS = {
    "phụ lục": "x",
    "phần": "t",
    "chương": "c",
    "mục": "s",
    "tiểu mục": "u",
    "điều": "d",
    "khoản": "k",
    "điểm": "p",
    "tiết": "i",
    "đoạn": "o",
    "mẫu số": "f",
}
_NAMES = "|".join(sorted((u.replace(" ", r"\s+") for u in _UNITS), key=len, reverse=True))
_PART = re.compile(rf"({_NAMES})(?!\w)\s*(.*?)\s*(?=(?:{_NAMES})(?!\w)|$)", re.S)
_RANGE = re.compile(rf"({_NAMES}) (\w+) đến \1 (\w+)")
_RANK = {unit: i for i, unit in enumerate(_UNITS)}


def sequences(folded: str) -> Iterator[tuple[int, int]]:
    """The spans of all pinpoints of the text, in order."""
    for m in _SEQUENCE.finditer(folded):
        yield m.start(), m.end()


def linked(folded: str, end: int, start: int) -> bool:
    """Whether nothing but a linking word stands between a pinpoint's end and a citation's start."""
    m = _LINK.match(folded, end)
    return m is not None and m.end() >= start and start - end < 120


def paths(pinpoint: str) -> list[str]:
    """The parts of a pinpoint, each from the largest unit down: `điểm a khoản 2 Điều 5` = ``["d5.k2.pa"]``.

    Lists and ranges are spread. Small to large, a unit belongs to all the smaller ones before it that lack one of its
    rank (`khoản 1 và khoản 3 Điều 5`); large to small (`Điều 5, khoản 1, điểm d`), to the larger one before it.
    """
    plain = _RANGE.sub(r"\1 \2 đến \3", " ".join(pinpoint.casefold().split()))
    parts = [(" ".join(m[1].split()), m[2]) for m in _PART.finditer(plain)]
    ranks = [_RANK[unit] for unit, _ in parts]
    steps = list(zip(ranks, ranks[1:], [values for _, values in parts], strict=False))
    upwards = any(b < a and not values.endswith((",", ";", "và")) for a, b, values in steps)
    first = next(((a, b, values) for a, b, values in steps if a != b), (0, 0, ""))
    downwards = not upwards and first[1] > first[0] and not first[2].endswith("và")
    found: list[list[tuple[int, str]]] = []
    for (unit, values), rank in zip(parts, ranks, strict=True):
        marked = [(rank, f"{_UNITS[unit]}{v}") for v in _spread(values)] or [(rank, _UNITS[unit])]
        if downwards:
            last = found[-1] if found else []
            found += [[*(p for p in last if p[0] < rank), mark] for mark in marked]
            found = [p for p in found if p is not last or not last or last[-1][0] >= rank]
        else:
            whole = [p for p in found if p[0][0] > rank]
            found = [p for p in found if p[0][0] <= rank] + [[mark, *p] for mark in marked for p in whole or [[]]]
    return [".".join(mark for _, mark in p) for p in found]


def _spread(values: str) -> list[str]:
    found: list[str] = []
    for part in re.split(r",| và | hoặc |;", values):
        if span := re.match(r"\s*(\d+)\s*(?:đến|-|–)\s*(\d+)", part):
            found += [str(n) for n in range(int(span[1]), min(int(span[2]), int(span[1]) + 200) + 1)]
        elif one := re.search(r"\w+(?:\.\w+)*", re.sub(r"\b(?:của|thuộc|từ|các|và)\b", "", part)):
            found.append(one[0])
    return found
