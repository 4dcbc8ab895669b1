"""What follows a title and is no body belongs to it: ``Chủ tịch tỉnh An Giang``, ``Bộ trưởng Y tế``."""

from __future__ import annotations

import re
from functools import cache

from pipeline.lexicon import table
from pipeline.roles.titles import Title, letters, trie
from pipeline.roles.units import Unit
from pipeline.text import Canonical, key

_CAPITALS = letters(str.isupper)
_NAME = rf"(?:[{_CAPITALS}][\w'’.-]*\w|[{_CAPITALS}])"
_LEVEL = (
    r"(?:tỉnh|thành phố|TP\.?|quận|huyện|thị xã|TX\.?|thị trấn|xã|phường|thôn|bản|ấp|buôn|làng|xóm|khóm|khu phố|khu|"
    r"tổ dân phố|tổ|dân phố|bang|nước|vùng|tàu|sở|Sở|viện|ngành|chùa|đền|nhà thờ|giáo xứ|thiền viện|tịnh xá|Vương quốc|"
    r"Liên bang|Hợp chúng quốc|(?:nước )?Cộng hòa(?: (?:Hồi giáo|Liên bang|Nhân dân|Dân chủ|[Xx]ã hội chủ nghĩa))*)"
)
_PLACES = (
    rf"(?:\s(?:JOIN)?(?:(?:TP|TX|TT)\.?\s?{_NAME}|{_LEVEL}(?:\s{_LEVEL})?(?:\s(?:{_NAME}|\d+)){{0,4}}|"
    rf"{_NAME}(?:\s{_NAME}){{0,3}})(?!\w))+"
)
_PLACE = re.compile(_PLACES.replace("JOIN", r"và\s"))
#: Also ``Đại sứ Việt Nam tại Peru``.
_POST = re.compile(_PLACES.replace("JOIN", r"và\s|tại\s|ở\s"))
#: ``của Áo``, ``tại Việt Nam`` after a body, before a mark.
COUNTRY = re.compile(rf"\s(?:của|tại|ở)(?:\s{_NAME}){{1,4}}(?=\s?(?:[,;:)–-]|$))")


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
_ANY_FIELD = re.compile(rf"(?P<field>\s[{_CAPITALS}]\w*(?:\s\w+){{1,10}}?)\s(?:(?:ông|bà|ngài)\s)?")


def free_tail(unit: Unit, t: Title, body: int) -> int:
    """Where title `t` ends when a few plain words stand between it and its body at `body`: ``Giám đốc kinh doanh Công
    ty X``. Only right after a name, a comma or a copula, where the title cannot be a subject."""
    if t.tail != "words" or not _OPENS.search(unit.shadow.folded, max(unit.start, t.start - 12), t.start):
        return t.end
    match = _WORDS.fullmatch(unit.shadow.folded, t.end, body)
    return match.end("words") if match and not _VERBS.search(match["words"]) else t.end


_SECTOR = re.compile(r"\s(?:sở|bệnh viện)(?!\w)")
_OPENS = re.compile(r"(?:[,(–-]|\blà)\s?$")
_WORDS = re.compile(r"(?P<words>(?:\s[\w-]+){1,7}?)(?:\s(?:của|tại|thuộc))?\s")
_VERBS = re.compile(r"\b(?:cho|nói|đã|đang|sẽ|vừa|được|bị|là|cùng|khi|đến|về việc|theo)\b|^\svà\b")


def is_field(shadow: Canonical, start: int, end: int) -> bool:
    """Whether the span is the bare field of a ministry: ``Y tế``."""
    return bool(_fields().fullmatch(shadow.folded, start - 1, end))


@cache
def _fields() -> re.Pattern[str]:
    return re.compile(rf"\s{trie(key(row['field']) for row in table('pipeline.roles', 'fields.tsv'))}(?!\w)")
