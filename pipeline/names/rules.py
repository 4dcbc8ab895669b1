"""What is certain of a mention's borders and repeats, after the tagger: on spans of canonical text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from pipeline.lexicon import alternation, table
from pipeline.linking.address import surnames
from pipeline.linking.parse import without_person
from pipeline.linking.units import LEVELS, exists
from pipeline.names.cues import LEVEL, any_of
from pipeline.names.syllables import UPPER
from pipeline.text import Canonical, key

#: (type, start, end): P a person, O an organisation, R a title; offsets into the canonical text.
Mention = tuple[str, int, int]

_EMPTY_LINE = re.compile(r"\s*\n\s*\n\s*")
_TAIL = re.compile(r"[\s,;:…?!“\"–-]+$")
_YEAR = re.compile(r"\s+(?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)?\d\d)?$")
_SEVERAL = re.compile(rf"\scác\s+(?:{LEVEL}|cấp|địa phương)(?!\w)")
_SEVERAL_AFTER = re.compile(rf"\s+các\s+{LEVEL}(?!\w)")
#: A gap between the columns of a heading.
_COLUMN = re.compile(r"(?<=\S)[^\S\n]{3,}(?=\S)")
_UNIT = re.compile(rf"(?<!\w)(?P<word>(?i:{LEVEL}))[ ](?P<name>[{UPPER}]\w*(?: [{UPPER}]\w*){{2,4}})$")
_WORDS = {"tp": "thành phố", "tp.": "thành phố"}
_TITLE_BEFORE = re.compile(rf"{any_of('title')} +$")
_CODE = re.compile(r"\.\d")
_CHAIN = re.compile(rf",\s+{LEVEL}\s+(?=\S)")
_PLACE_AFTER = re.compile(rf"\)\s+(?i:{LEVEL})(?:\s+[{UPPER}]\w*){{1,3}}")
#: After these a name is that of a place, a school, a prize; after ``các`` an abbreviation is no body's.
_OTHER_BEFORE = re.compile(
    r"(?:^|\W)(?:đường|phố|tp\.?|thành phố|tỉnh|huyện|quận|phường|xã|trường|thpt|thcs|giải|quỹ|đền|hồ|cầu|các|những"
    r"|\d+)\s+$"
)
_MANY = 1_000_000
_SHARED_HEAD = re.compile(r"(?<!\w)(?<![Ll]iên )([Bb]ộ|[Ss]ở|[Bb]an|[Pp]hòng|[Tt]rường)\s?:\s*$")
_DATELINES = (
    re.compile(rf"^[^\S\n]*\(([{UPPER}][^()\n\d]{{1,24}})\)(?=\s*[-–.:]?\s*[{UPPER}“\"'])", re.M),
    re.compile(rf"^[^\S\n]*([{UPPER}]{{2,8}}) ?[-–] ?(?=(?:Ngày|Sáng|Chiều|Tối|Trưa|Hôm)\b)", re.M),
)
#: Names in a photo's credit: in brackets, behind an agency.
_CREDITS = (
    re.compile(rf"\(Ảnh: ((?:[{UPPER}]\w+)(?: [{UPPER}]\w+){{1,3}})\)"),
    re.compile(rf"(?:[Ảả]nh|ẢNH)\s?:?\s{any_of('agency')}\s?/\s?([{UPPER}]\w* [{UPPER}][^\W\d_{UPPER}]*)"),
)
_BRACKET = re.compile(r"\s*\(([^\W\d_](?:[^\W\d_]|-){2,11})\)")


def mend(shadow: Canonical, mentions: Iterable[Mention], start: int = 0, end: int | None = None) -> list[Mention]:
    """The mentions of the text from `start` to `end` with their borders set right and exact repeats added, in order."""
    text, folded = shadow.text, shadow.folded
    end = len(text) if end is None else end
    found = _join_brackets(text, sorted(mentions, key=lambda m: m[1]))
    found = [piece for m in found for piece in (_cut(text, folded, m) if m[0] == "O" else [m])]
    found = [m for m in found if not _is_none(text, folded, m)]
    found = [piece for m in found for piece in _without_person(text, folded, m)]
    found = _shared_heads(text, folded, _abbreviations(text, found))
    found = _credits(text, found, start, end)
    return _apart(_repeats(text, folded, found, start, end))


def _is_none(text: str, folded: str, mention: Mention) -> bool:
    """Several bodies (``UBND các huyện``, also where only ``UBND`` was found); the code of a form (``A.I.11``)."""
    kind, start, end = mention
    if kind == "P":
        return _CODE.search(text, start, end + 1) is not None
    if kind != "O":
        return False
    if key(text[start:end]) in _never():
        return True
    return _SEVERAL.search(folded, start, end) is not None or (
        _SEVERAL_AFTER.match(folded, end) is not None and _heads().fullmatch(folded, start, end) is not None
    )


@cache
def _never() -> frozenset[str]:
    """What alone is no body: a back reference (``Sở``), a word of the signature."""
    return frozenset(key(row["text"]) for row in table("pipeline.names", "never.tsv"))


def _apart(mentions: list[Mention]) -> list[Mention]:
    """Of two mentions that overlap, the first."""
    out: list[Mention] = []
    for m in mentions:
        if not out or m[1] >= out[-1][2]:
            out.append(m)
    return out


@cache
def _heads() -> re.Pattern[str]:
    """The heads of bodies that open a name of their own wherever they stand."""
    rows = table("pipeline.names", "lexicon.tsv")
    heads = {key(r["entry"]) for r in rows if r["class"].startswith("head.")}
    heads = {h for h in heads if " " in h or len(h) > 5} | {"ubnd", "hđnd", "mttq", "lđlđ", "tand", "vksnd"}
    return re.compile(rf"(?:{alternation(heads)})(?!\w)")


def _cut(text: str, folded: str, mention: Mention) -> Iterator[Mention]:
    kind, start, end = mention
    for a, b in _pieces(text, folded, start, end):
        if (m := _CHAIN.search(folded, a, b)) and (text[m.end()].isupper() or text[m.end()].isdigit()):
            b = m.start()
        if m := _YEAR.search(text, a, b):
            b = m.start()
        if m := _COLUMN.search(text, a, b):
            b = m.start()
        if m := _TAIL.search(text, a, b):
            b = m.start()
        if b > a:
            yield kind, a, b


def _without_person(text: str, folded: str, mention: Mention) -> Iterator[Mention]:
    """``Chủ tịch`` before ``UBND tỉnh Phan Văn Lực``, where there is no such province: a body and a person."""
    kind, start, end = mention
    unit = _UNIT.search(text, start, end) if kind == "O" else None
    cut = end
    if unit and _TITLE_BEFORE.search(folded, max(0, start - 40), start):
        word, name = _WORDS.get(key(unit["word"]), key(unit["word"])), unit["name"]
        kept = without_person(word, name)
        if kept != name:
            cut = unit.start("name") + len(kept)
        elif LEVELS[word] != "commune" and key(name.split()[0]) in surnames() and not exists(word, name):
            cut = unit.end("word")
    yield kind, start, cut
    if cut < end:
        yield "P", cut + len(text[cut:end]) - len(text[cut:end].lstrip()), end


def _pieces(text: str, folded: str, start: int, end: int) -> list[tuple[int, int]]:
    cuts: list[tuple[int, int]] = [m.span() for m in _EMPTY_LINE.finditer(text, start, end)]
    office = folded.startswith("văn phòng", start)
    for m in re.finditer(r"\s+(?:và|-|–)\s+|\s*\n\s*", text[start:end]):
        a, b = start + m.start(), start + m.end()
        if _heads().match(folded, b, end) and not office:
            if m[0].strip() == "và" and not text[b].isupper():
                continue
            cuts.append((a, b))
    pieces = []
    for a, b in sorted(set(cuts)):
        if a > start:
            pieces.append((start, a))
        start = max(start, b)
    pieces.append((start, end))
    return pieces


def _join_brackets(text: str, mentions: list[Mention]) -> list[Mention]:
    """Brackets that the tagger tore apart.

    ``Ủy ban Kiểm tra`` + ``UBKT) Trung ương``: one body. ``Hội đồng nhân dân (HĐND`` before ``) tỉnh An Giang``: the
    place belongs to it; before anything else the abbreviation is a mention of its own.
    """
    out: list[Mention] = []
    for kind, start, end in mentions:
        inside = text[start:end]
        if kind != "O" or inside.count("(") == inside.count(")"):
            out.append((kind, start, end))
        elif inside.count(")") > inside.count("("):
            if out and out[-1][0] == "O" and text[out[-1][2] : start].strip() == "(":
                out[-1] = ("O", out[-1][1], end)
            else:
                out.append((kind, start, end))
        else:
            opening = text.rindex("(", start, end)
            if place := _PLACE_AFTER.match(text, end):
                out.append((kind, start, place.end()))
            else:
                out.append((kind, start, start + len(text[start:opening].rstrip())))
                if opening + 1 < end and text[end : end + 1] == ")":
                    out.append((kind, opening + 1, end))
    return [m for m in out if m[2] > m[1]]


@cache
def _no_bodies() -> frozenset[str]:
    """Abbreviations that name no body."""
    rows = table("pipeline.names", "lexicon.tsv")
    return frozenset(key(r["entry"]) for r in rows if r["class"] in ("none", "part", "level", "site"))


def _shared_heads(text: str, folded: str, mentions: list[Mention]) -> list[Mention]:
    """``các Sở: Y tế, Tài chính``: the first mention holds the head."""
    out = []
    for kind, start, end in mentions:
        if kind == "O" and (m := _SHARED_HEAD.search(text, max(0, start - 12), start)):
            start = start if _heads().match(folded, start, end) else m.start(1)
        out.append((kind, start, end))
    return out


def _credits(text: str, mentions: list[Mention], start: int, end: int) -> list[Mention]:
    """Add missed sources of a dateline, ``(SGGP) - Ngày ...``, and names in a photo credit, ``(Ảnh: Minh Khôi)``,
    ``Ảnh: VGP/Quang Hiếu``."""
    missed = [("O", *m.span(1)) for pattern in _DATELINES for m in pattern.finditer(text, start, end)]
    missed += [("P", *m.span(1)) for pattern in _CREDITS for m in pattern.finditer(text, start, end)]
    free = _free(mentions)
    missed = [m for m in missed if free(m[1], m[2])]
    return sorted([*mentions, *missed], key=lambda m: m[1])


def _abbreviations(text: str, mentions: list[Mention]) -> list[Mention]:
    """Add the abbreviation in brackets after a body's name."""
    taken = {m[1] for m in mentions}
    out = list(mentions)
    for kind, _, end in mentions:
        m = _BRACKET.match(text, end) if kind == "O" else None
        if m and m[1].isupper() and m.start(1) not in taken and key(m[1]) not in _no_bodies():
            out.append(("O", m.start(1), m.end(1)))
    return sorted(out, key=lambda m: m[1])


def _repeats(text: str, folded: str, mentions: list[Mention], first: int, last: int) -> list[Mention]:
    """Add further places of a full name (two syllables or more) or an abbreviation, outside mentions and not after a
    kind of place: of an abbreviation that stood in brackets all, of others where the tagger found at least half."""
    found: Counter[tuple[str, str]] = Counter()
    for kind, start, end in mentions:
        surface = text[start:end]
        if (kind == "P" and " " in surface and "\n" not in surface) or (
            kind == "O" and surface.isupper() and surface.isalpha() and len(surface) > 2
        ):
            bracketed = kind == "O" and text[start - 1 : start] == "(" and text[end : end + 1] == ")"
            found[kind, surface] += _MANY if bracketed else 1
    free = _free(mentions)
    out = list(mentions)
    for (kind, surface), n in found.items():
        if text.count(surface, first, last) > n % _MANY:
            missed = []
            for m in re.finditer(rf"(?<!\w){re.escape(surface)}(?!\w)", text[first:last]):
                a, b = first + m.start(), first + m.end()
                if free(a, b) and not _OTHER_BEFORE.search(folded, max(0, a - 12), a):
                    missed.append((kind, a, b))
            out += missed if n >= len(missed) else []
    return sorted(out, key=lambda m: m[1])


def _free(mentions: list[Mention]) -> Callable[[int, int], bool]:
    """Whether no mention (in order, apart) touches what lies between two offsets."""
    starts = [m[1] for m in mentions]

    def free(start: int, end: int) -> bool:
        i = bisect_left(starts, end)
        return i == 0 or mentions[i - 1][2] <= start

    return free
