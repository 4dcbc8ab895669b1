"""What the text around and the rest of it say of a tagged name: on spans of canonical text, in order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pipeline.lexicon import alternation, table
from pipeline.linking.address import surnames
from pipeline.linking.units import LEVELS, district, exists, province
from pipeline.linking.written import SYLLABLE, compared
from pipeline.names.cues import any_of
from pipeline.names.ends import callings, ended
from pipeline.names.knowledge import compounds
from pipeline.names.rules import Mention
from pipeline.names.syllables import UPPER
from pipeline.text import Canonical, key

_BEFORE = 40
_SYLLABLE = rf"[{UPPER}]\w*"
_LAST = re.compile(r"\w+(?=\s$)")
_WORD = re.compile(r"\S+")
#: What stands before the letters of a document's number: ``Số: 04/NQ-`` before ``BCH``.
_NUMBER = re.compile(r"(?<!\S)\S*\d\S*/(?:\S*-)?$")
#: What stands behind the place of a heading's or dateline's date: ``Mường Chà, ngày 26``.
_DATED = re.compile(r", ngày \d")
_LEVEL = re.compile(rf"(?:^|\W)(?P<word>{alternation(LEVELS)})\s$")
#: Before these a foreign name is a place's.
_AT = re.compile(rf"(?<!\w){any_of('at')}\s$")
_COMPANY = re.compile(rf"{any_of('company')}(?!\w)")
_TITLE = re.compile(rf"{any_of('title')}\s$")
_OFFICE = re.compile(r"(?:văn phòng|vp) (?:đoàn đbqh,? (?:và )?)?(?:hđnd|hội đồng nhân dân) (?:và|&) ")
#: Bodies that are named after people.
_NAMED = re.compile(rf"(?:(?<!\w){any_of('named')}|^{any_of('named_first')})(?!\w)")
_TAIL = re.compile(rf"\s(?P<name>(?P<first>{_SYLLABLE})(?: [{UPPER}][^\W\d_{UPPER}]*){{1,3}})$")


def settle(shadow: Canonical, mentions: list[Mention]) -> list[Mention]:
    """The mentions with what the whole text makes certain: ends of names, holders that were taken
    into their body, names that are no people's."""
    apart = (half for m in mentions for half in _twice(shadow, m))
    found = [ended(shadow, piece) for m in apart for piece in _holder(shadow, m)]
    found = list(_offices(shadow, found))
    places, brands = _places(shadow, found), _brands(shadow, found)
    out: list[Mention] = []
    for kind, start, end in found:
        name = shadow.text[start:end]
        if _NUMBER.search(shadow.text, max(0, start - _BEFORE), start):
            continue
        title = callings().match(shadow.folded, start) if kind == "P" else None
        if title and title.end() > end:
            continue
        if kind == "P" and _DATED.match(shadow.text, end) and shadow.text[max(0, start - 1) : start] in ("", "\n"):
            continue
        if kind == "P" and (name in places or key(name) in _no_names() or named_after(shadow, start, end)):
            continue
        out.append(("O" if kind == "P" and name in brands else kind, start, end))
    return out


def _twice(shadow: Canonical, mention: Mention) -> list[Mention]:
    """A name that stands twice running (a caption, then the text): two mentions."""
    kind, start, end = mention
    words = list(_WORD.finditer(shadow.text, start, end))
    n = len(words) // 2
    if kind == "P" and n > 1 and [w[0] for w in words[:n]] == [w[0] for w in words[n:]]:
        return [(kind, start, words[n - 1].end()), (kind, words[n].start(), end)]
    return [mention]


def _offices(shadow: Canonical, mentions: list[Mention]) -> Iterator[Mention]:
    """The office of two bodies as one: `Văn phòng HĐND và UBND huyện`."""
    i = 0
    while i < len(mentions):
        kind, start, end = mentions[i]
        if (
            i + 1 < len(mentions)
            and kind == mentions[i + 1][0] == "O"
            and _OFFICE.fullmatch(shadow.folded, start, mentions[i + 1][1])
        ):
            end, i = mentions[i + 1][2], i + 1
        yield kind, start, end
        i += 1


def named_after(shadow: Canonical, start: int, end: int) -> bool:
    """Whether the name is that of a street, a school, a ward, which only bears a person's."""
    before = shadow.folded[max(0, start - _BEFORE) : start]
    if level := _LEVEL.search(before):
        return exists(level["word"], shadow.text[start:end])
    bearer = _bearers().search(before)
    if bearer is None:
        return False
    first, last = bearer[1].split()[0], _LAST.search(shadow.text, 0, start - len(bearer[0]))
    return last is None or not (last[0][0].isupper() or f"{last[0].lower()} {first}" in compounds())


@cache
def _bearers() -> re.Pattern[str]:
    words = (key(r["word"]) for r in table("pipeline.names", "named_after.tsv"))
    return re.compile(rf"(?<!\w)({alternation(words)})\s$")


def _places(shadow: Canonical, mentions: list[Mention]) -> set[str]:
    """Foreign names of one word that stand for a place somewhere (`tại Hamburg`)."""
    names = {shadow.text[a:b] for kind, a, b in mentions if kind == "P"}
    foreign = [n for n in names if n.isalpha() and n.istitle() and not SYLLABLE.fullmatch(n.lower())]
    return {n for n in foreign if any(_AT.search(shadow.folded, max(0, m - 12), m) for m in _starts(shadow.text, n))}


def _brands(shadow: Canonical, mentions: list[Mention]) -> set[str]:
    """Names of people that a company of the text bears, where nothing addresses them."""
    companies = [shadow.text[a:b] for kind, a, b in mentions if kind == "O" and _COMPANY.match(shadow.folded, a)]
    names = {shadow.text[a:b] for kind, a, b in mentions if kind == "P"}
    borne = {n for n in names if " " in n and any(c.endswith(f" {n}") for c in companies)}
    return {n for n in borne if not any(_addressed(shadow, at) for at in _starts(shadow.text, n))}


def _addressed(shadow: Canonical, at: int) -> bool:
    from pipeline.names.people import honorific

    return honorific(shadow, at) is not None or _TITLE.search(shadow.folded, max(0, at - _BEFORE), at) is not None


def _starts(text: str, name: str) -> Iterator[int]:
    return (m.start() for m in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text))


def _holder(shadow: Canonical, mention: Mention) -> Iterator[Mention]:
    """``Chủ tịch`` before ``Ủy ban Chứng khoán Nhà nước Vũ Bằng``: a body and its holder."""
    kind, start, end = mention
    tail = _TAIL.search(shadow.text, start, end) if kind == "O" else None
    titled = tail and _TITLE.search(shadow.folded, max(0, start - _BEFORE), start)
    if tail is None or not titled or _NAMED.search(shadow.folded[start:end]) or not _is_name(shadow, tail):
        yield mention
        return
    yield kind, start, tail.start()
    yield "P", tail.start("name"), end


def _is_name(shadow: Canonical, tail: re.Match[str]) -> bool:
    """Whether the end of a body's name is a person's: after a lower-case syllable, a surname or foreign words, and no
    unit's name."""
    name, words, before = tail["name"], tail["name"].split(), shadow.folded[tail.start() - 20 : tail.start()]
    if (
        before.endswith(("-", "–"))
        or _LEVEL.search(f"{before} ")
        or province(name)
        or district(name)
        or " ".join(words[:2]) in _countries()
    ):
        return False
    if not any(SYLLABLE.fullmatch(w.lower()) for w in words):
        return before.endswith(("viện", "hội", "phủ", "các"))
    full = len(words) > 2 and compared(words[0]) in surnames()
    return full and not before.endswith((" bộ", " sở", " ban", " hội"))


@cache
def _no_names() -> frozenset[str]:
    """Countries of more than one syllable and years of the sexagenary cycle (`Nhâm Dần`)."""
    countries = (c for c in _countries() if " " in c or not SYLLABLE.fullmatch(c.lower()))
    words = [(r["class"], r["word"]) for r in table("pipeline.dates", "words.tsv")]
    years = (f"{a} {b}" for stem, a in words if stem == "can" for branch, b in words if branch == "chi")
    return frozenset(map(key, [*countries, *years]))


@cache
def _countries() -> frozenset[str]:
    return frozenset(r["entry"] for r in table("pipeline.names", "lexicon.tsv") if r["class"] == "country")
