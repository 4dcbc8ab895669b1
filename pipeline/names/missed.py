"""Mentions that the tagger missed and that other mentions of the document make certain.

A given name after a form of address or a title (``Giám đốc Lộc``), or alone again and again (``Lộc khai``), the last
word of a Western name, a name after ``tức``, ``Công ty`` after a company. Offsets are those of the canonical shadow.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence

from pipeline.linking.address import alias_cues, honorific
from pipeline.linking.bodies import Body
from pipeline.linking.parse import CAPITAL, LOWER, parse_body
from pipeline.linking.units import district, province
from pipeline.linking.written import SYLLABLE
from pipeline.names.cues import any_of, words
from pipeline.names.knowledge import compounds
from pipeline.text import Canonical
from pipeline.types import Span

_BEFORE = 40
_SYLLABLE = rf"{CAPITAL}[\w'’-]*"
_NAME = re.compile(rf"{_SYLLABLE}(?: {_SYLLABLE}){{0,3}}")
_GOES_ON = re.compile(rf"[\w'’.-]|\s{CAPITAL}")
_CLOSES = re.compile(r"[),;.:”\"]")
_OPENS = re.compile(r"(?:^|[.!?…]\s|\n\s?)$")
_OPENS_SPEECH = re.compile(r"(?:^|[.!?…:;]\s|\n\s?|[\"“(-]\s?)$")
#: Highland names: the family name stands last.
_HIGHLAND = re.compile(r"[YA]$|[HK]['’]")
#: A capitalised word or a sign that makes it part of a name, or what bears the name.
_NOT_ALONE = re.compile(rf"(?:{CAPITAL}[\w.]*[ -]|[-–/&.'’]|\W{any_of('other_after')} )$")
_NEXT = re.compile(r"\s(\w+)")
_UNCLE = re.compile(r"Bác (?P<name>Hồ)(?<!\wBác Hồ)(?<!ngoan Bác Hồ)(?!\w| [A-ZĐ]|\s?[”\"])")
_COMPANY = re.compile(rf"Công ty(?<!\wCông ty)(?= {LOWER})")
_BRAND = re.compile(rf"(?: {_SYLLABLE}){{2,4}}$")


def missed_people(
    shadow: Canonical, people: Sequence[Span], bodies: Sequence[Span], titles: Sequence[str]
) -> list[Span]:
    """Names that belong to the `people` of the text; `titles` are the folded titles that the text holds."""
    taken = _Taken([*people, *bodies])
    found = [span for p in people if (span := _alias(shadow, p.end)) and taken.add(span)]
    known = dict.fromkeys(shadow.text[s.start : s.end] for s in [*people, *found])
    alone = dict.fromkeys(last for name in known for last in _sufficient(name.split()))
    alone |= dict.fromkeys(shadow.text[a.start : a.end] for a in found if " " in shadow.text[a.start : a.end])
    for name in alone:
        found += (s for s in _whole(shadow.text, name) if taken.add(s))
    called = dict.fromkeys(short for name in known for short in _called(name.split()))
    for name in called:
        found += (s for s in _alone(shadow.text, name) if taken.add(s))
        for span in filter(taken.free, _whole(shadow.text, name)):
            before = shadow.text[max(0, span.start - _BEFORE) : span.start]
            if (
                before.endswith(" ")
                and (_addressed(before) or before.rstrip().lower().endswith(tuple(titles)))
                and not honorific(name)
                and taken.add(span)
            ):
                found.append(span)
    found += (s for m in _UNCLE.finditer(shadow.text) if taken.add(s := Span(*m.span("name"))))
    return sorted(found, key=lambda s: s.start)


def _addressed(before: str) -> bool:
    """Whether a form of address ends the text `before` a name. Capital in mid sentence it is none (``huyện Anh``)."""
    form = honorific(before)
    if form is None:
        return False
    start = before.rfind(form.split()[0])
    return form[0].islower() or _OPENS_SPEECH.search(before, 0, start) is not None


def _alone(text: str, name: str) -> list[Span]:
    """Where a given name of three letters or more stands by itself, in a text that uses it so in mid sentence at least
    twice (data/cues.tsv)."""
    if len(name) < 3 or " " in name or name in words("other") or not name.istitle():
        return []
    alone = [
        s
        for s in _whole(text, name)
        if not _NOT_ALONE.search(text, max(0, s.start - 12), s.start) and not _begins_word(text, s)
    ]
    opening = [s for s in alone if _OPENS_SPEECH.search(text, max(0, s.start - 3), s.start)]
    inside = len(alone) - len(opening)
    return alone if inside > 1 else []


def _begins_word(text: str, span: Span) -> bool:
    """Whether a figure follows, or a syllable with which it makes a word (`Toàn bộ`, `Điều 5`)."""
    following = _NEXT.match(text, span.end)
    if following is None:
        return False
    return following[1].isdigit() or f"{text[span.start : span.end]} {following[1]}".lower() in compounds()


def _sufficient(words: Sequence[str]) -> Iterator[str]:
    """What of a name tells the person without a form of address: the last word of a Western one."""
    last = words[-1]
    if len(words) > 1 and len(last) > 3 and last.isalpha() and not SYLLABLE.fullmatch(last.lower()):
        yield last


def _called(words: Sequence[str]) -> Iterator[str]:
    """What of a name follows a form of address: the given name."""
    if words[0] == "Thích" and len(words) > 2:
        yield " ".join(words[2 if words[1].lower() == "nữ" else 1 :])
    elif _HIGHLAND.match(words[0]) and len(words) > (1 if len(words[0]) > 2 else 2):
        yield " ".join(words[:-1])
    else:
        yield words[-1]


def missed_bodies(shadow: Canonical, people: Sequence[Span], bodies: Sequence[Span]) -> list[Span]:
    """What stands for the companies among the `bodies` of the text: ``Công ty`` after one, a brand that opens a
    sentence."""
    taken = _Taken([*people, *bodies])
    found: list[Span] = []
    companies = [
        (b.start, body) for b in bodies if (body := parse_body(shadow.text[b.start : b.end])).kind == "company"
    ]
    for brand in dict.fromkeys(filter(None, (_brand(body) for _, body in companies))):
        for span in _whole(shadow.text, brand):
            if _OPENS.search(shadow.text, max(0, span.start - 3), span.start) and taken.add(span):
                found.append(span)
    first = min((start for start, _ in companies), default=len(shadow.text))
    found += (s for m in _COMPANY.finditer(shadow.text, first) if taken.add(s := Span(*m.span())))
    return sorted(found, key=lambda s: s.start)


class _Taken:
    """The stretches that mentions take."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._ends = sorted((s.start, s.end) for s in spans)

    def free(self, span: Span) -> bool:
        """Whether no mention overlaps `span`."""
        i = bisect_left(self._ends, (span.end, 0))
        return i == 0 or self._ends[i - 1][1] <= span.start

    def add(self, span: Span) -> bool:
        """Take `span` if it is free."""
        free = self.free(span)
        if free:
            insort(self._ends, (span.start, span.end))
        return free


def _alias(shadow: Canonical, end: int) -> Span | None:
    cue = alias_cues().match(shadow.folded, end)
    name = _NAME.match(shadow.text, cue.end()) if cue else None
    return Span(*name.span()) if name and _CLOSES.match(shadow.text, name.end()) else None


def _whole(text: str, name: str) -> Iterator[Span]:
    """Where `name` stands as a whole: no letter before it, neither a letter nor another capitalised word after it."""
    start = text.find(name)
    while start >= 0:
        end = start + len(name)
        if not _GOES_ON.match(text, end) and not text[start - 1 : start].isalnum():
            yield Span(start, end)
        start = text.find(name, end)


def _brand(body: Body) -> str | None:
    match = _BRAND.search(body.stem) if body.kind == "company" and body.owner is None else None
    brand = match[0].strip() if match else None
    return brand if brand and not (province(brand) or district(brand) or brand == "Việt Nam") else None
