"""What follows a title and is no body belongs to it: ``Chủ tịch tỉnh An Giang``, ``Bộ trưởng Y tế``."""

from __future__ import annotations

import re
from functools import cache

from pipeline.lexicon import table
from pipeline.roles.titles import Title, letters, trie, words
from pipeline.roles.units import Unit
from pipeline.text import Canonical, key

_CAPITALS = letters(str.isupper)
_NAME = rf"(?:[{_CAPITALS}][\w'’.-]*\w|[{_CAPITALS}])"
_LEVEL = rf"(?i:{words('level')}|{words('site')}|{words('realm')})"
_PLACES = (
    rf"(?:\s(?:JOIN)?(?:(?i:{words('abbreviated')})\.?\s?{_NAME}|{_LEVEL}(?:\s{_LEVEL})?(?:\s(?:{_NAME}|\d+)){{0,4}}|"
    rf"{_NAME}(?:\s{_NAME}){{0,3}})(?!\w)(?!\s(?:[uủ][ỷy]|đoàn|đội|hội)\b))+"
)
_PLACE = re.compile(_PLACES.replace("JOIN", r"và\s"))
#: Also ``Đại sứ Việt Nam tại Peru``.
_POST = re.compile(_PLACES.replace("JOIN", r"và\s|tại\s|ở\s"))
#: ``của Áo``, ``tại Việt Nam`` after a body, before a mark.
COUNTRY = re.compile(rf"\s{words('gap')}(?:\s{_NAME}){{1,4}}(?=\s?(?:[,;:)–-]|$))")


def tail(shadow: Canonical, t: Title, limit: int, name: bool) -> int:
    """Where title `t` ends with the words that belong to it; `limit` is where the next mention begins, `name`
    whether that is someone's name."""
    if t.tail == "-" or shadow.text[t.start : t.end].isupper():
        return t.end
    if t.tail == "field":
        match = _fields().match(shadow.folded, t.end, limit)
        if match and shadow.text[match.start() + 1 : match.start() + 2].islower():
            match = None
        if match is None and name and (match := _ANY_FIELD.fullmatch(shadow.text, t.end, limit)):
            return match.end("field")
        end = match.end() if match else t.end
        match = _PLACE.match(shadow.text, end, limit)
        return match.end() if match and end > t.end else end
    if t.tail == "words":
        match = _SECTOR.match(shadow.folded, t.end, limit)
        return match.end() if match else t.end
    if t.tail in ("place", "post"):
        match = (_POST if t.tail == "post" else _PLACE).match(shadow.text, t.end, limit)
        return match.end() if match else t.end
    return t.end


#: Any words between ``Bộ trưởng`` and the name.
_ANY_FIELD = re.compile(
    rf"(?P<field>\s(?:[{_CAPITALS}][\w&-]*|phụ trách\s\w+)(?:\s[\w&-]+){{0,10}}?)\s(?:(?:ông|bà|ngài)\s)?"
)


def free_tail(unit: Unit, t: Title, body: int) -> int:
    """Where title `t` ends when a few plain words stand between it and its body at `body`: ``Giám đốc kinh doanh Công
    ty X``. Only right after a name, a comma or a copula, where the title cannot be a subject."""
    if t.tail != "words" or not _OPENS.search(unit.shadow.folded, max(unit.start, t.start - 12), t.start):
        return t.end
    match = _WORDS.fullmatch(unit.shadow.folded, t.end, body)
    return match.end("words") if match and not goes_on(match["words"]) else t.end


_SECTOR = re.compile(r"\s(?:sở|bệnh viện)(?!\w)")
_OPENS = re.compile(r"(?:[,(–-]|\blà)\s?$")
_WORDS = re.compile(rf"(?P<words>(?:\s[\w-]+){{1,7}}?)(?:\s{words('gap')})?\s")


def goes_on(plain: str) -> bool:
    """Whether folded words show that the clause goes on, so that they are part of no title and no body."""
    return bool(_CLAUSE.search(plain))


_CLAUSE = re.compile(rf"(?<!\w){words('clause')}(?!\w)|^\svà(?!\w)")


def is_field(shadow: Canonical, start: int, end: int) -> bool:
    """Whether the span is the bare field of a ministry: ``Y tế``."""
    return bool(_fields().fullmatch(shadow.folded, start - 1, end))


@cache
def _fields() -> re.Pattern[str]:
    return re.compile(rf"\s{trie(key(row['field']) for row in table('pipeline.roles', 'fields.tsv'))}(?!\w)")
