"""The place inside a document that a citation points to: ``điểm a khoản 2 Điều 5``, as written and as paths."""

from __future__ import annotations

import re
from collections.abc import Iterator

_S = r"[ \n]{1,12}"
_LETTER = r"[a-zđ]\d?(?!\w)"
_NUM = r"\d{1,3}[a-zđ]?(?!\w)(?![/.]\d)"
_ROMAN = r"(?:[IVXLCivxlc]{1,6}(?!\w)|\d{1,2}(?!\w)(?!/\d))"


def _values(one: str) -> str:
    return rf"{one}(?:(?:,[ \n]?|{_S}và{_S}|,?{_S}hoặc{_S}|{_S}đến{_S}|[ ]?[-–][ ]?)(?!(?:điểm|khoản|điều)\W){one})*"


_UNIT = (
    rf"(?:(?:các{_S})?(?:điểm{_S}(?:[\"“'])?{_values(_LETTER)}(?:[\"”'])?|(?:khoản|điểm|đoạn|tiết|mục|tiểu mục){_S}{_values(_NUM)}|điều{_S}{_values(_NUM)}"
    rf"|(?:mục|chương|phần|tiểu{_S}mục){_S}{_values(_ROMAN)}(?:\.\d{{1,2}}){{0,3}}"
    rf"|phụ{_S}lục(?:{_S}(?:số{_S})?(?:[ivxlcIVXLC]{{1,6}}|\d{{1,2}}|[A-ZĐa-zđ]\d{{0,2}})(?!\w))?|mẫu{_S}số{_S}\d{{1,3}}[a-z]?|tiết{_S}{_LETTER}))"
)
_JOIN = rf"(?:[ ]?[,;][ \n]{{1,12}}|{_S}(?:và|của|thuộc|hoặc){_S}|{_S})"
SEQUENCE = re.compile(rf"(?<!\w)(?:từ{_S})?{_UNIT}(?:{_JOIN}{_UNIT}){{0,8}}")
_LINK = re.compile(
    rf"(?:[ \n]{{0,12}}\([^()\n]{{0,80}}\))?[ \n]{{0,12}}(?:,|\(|:)?[ \n]{{0,12}}(?:(?:được{_S})?(?:ban{_S}hành{_S})?kèm{_S}theo|của|thuộc|tại|trong|theo)?"
    rf"[ \n]{{0,12}}(?:dự{_S}(?:thảo|án){_S}(?:sửa{_S}đổi{_S})?)?"
)
_PART = re.compile(
    rf"(phụ\s+lục|tiểu\s+mục|mẫu\s+số|điểm|khoản|điều|đoạn|tiết|mục|chương|phần)\s*(.*?)(?=(?:phụ\s+lục|tiểu\s+mục|mẫu\s+số|điểm|khoản|điều|đoạn|tiết|mục|chương|phần)\s|$)",
    re.S,
)
_ORDER = ("phụ lục", "phần", "chương", "mục", "tiểu mục", "điều", "khoản", "điểm", "tiết", "đoạn", "mẫu số")
_LETTERS = {
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


def sequences(folded: str) -> Iterator[tuple[int, int]]:
    """The spans of all pinpoints of the text, in order."""
    for m in SEQUENCE.finditer(folded):
        yield m.start(), m.end()


def linked(folded: str, end: int, start: int) -> bool:
    """Whether nothing but a linking word stands between a pinpoint's end and a citation's start."""
    m = _LINK.match(folded, end)
    return m is not None and m.end() >= start and start - end < 120


def paths(pinpoint: str) -> list[str]:
    """The parts as paths, small to large written large to small: `điểm a khoản 2 Điều 5` = ``["d5.k2.pa"]``.

    Lists and ranges are spread (`các điểm a, b khoản 1` = two paths); a larger unit applies to the smaller before it.
    """
    out: list[list[str]] = []
    pending: list[list[str]] = []
    level = -1
    descending = False
    for m in _PART.finditer(" ".join(pinpoint.casefold().split())):
        unit = m[1]
        rank = _ORDER.index(unit)
        values = [f"{_LETTERS[unit]}{v}" for v in _spread(m[2])] or [_LETTERS[unit]]
        if not pending:
            pending = [[v] for v in values]
        elif rank < level and not descending:
            pending = [[v, *p] for v in values for p in pending]
        elif rank > level and (descending or len(pending) == 1):
            descending = True
            pending = [[*p, v] for p in pending for v in values]
        else:
            out += pending
            pending, descending = [[v] for v in values], False
        level = rank
    out += pending
    return [".".join(p) for p in out]


def _spread(values: str) -> list[str]:
    found: list[str] = []
    for part in re.split(r",| và | hoặc |;", values):
        if span := re.match(r"\s*(\d+)\s*(?:đến|-|–)\s*(\d+)", part):
            found += [str(n) for n in range(int(span[1]), min(int(span[2]), int(span[1]) + 200) + 1)]
        elif one := re.search(r"[\w.]+", part.replace("của", "").replace("thuộc", "").replace("từ", "")):
            found.append(one[0])
    return found
