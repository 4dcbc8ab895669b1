"""Which mentions of people in a document mean one person."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from pipeline.linking.address import BORN, alias_cues, author_cues, gender, honorific, rank, surnames
from pipeline.linking.parse import CAPITAL
from pipeline.linking.units import district, province
from pipeline.linking.written import SYLLABLE, compared, plain, titled
from pipeline.text import Canonical, canonical, fold
from pipeline.types import Part, PersonMention, RoleMention, Span

_INITIALS = re.compile(r"[A-ZĐ](?:\s?[.]\s?[A-ZĐ]){0,3}[.]?")
#: First words of highland names, whose family name stands last.
_GIVEN_FIRST = ("y", "a", "k", "h", "ka")
_WINDOW = 40
#: Per cent of the people; nobody with such a surname is called by it.
_COMMON = 3.0


@dataclass(slots=True)
class _Mention:
    """A mention in the shadow. ``born`` is a year or an age, ``titles`` those that it holds in the text."""

    start: int
    end: int
    name: str
    words: tuple[str, ...]
    honorific: str | None
    gender: str | None
    sentence: int
    line: int
    author: bool = False
    born: str | None = None
    titles: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Person:
    """The mentions of one person. ``by_surname``: called by the first word of the name (``ông Tập``)."""

    words: tuple[str, ...]
    mentions: list[_Mention] = field(default_factory=list)
    gender: str | None = None
    born: str | None = None
    by_surname: bool = False
    known: str | None = None

    def add(self, mention: _Mention) -> None:
        self.mentions.append(mention)
        self.gender = self.gender or mention.gender
        self.born = self.born or mention.born

    @property
    def titles(self) -> frozenset[str]:
        return frozenset().union(*(m.titles for m in self.mentions))

    @property
    def ranks(self) -> frozenset[str]:
        """The ranks, degrees and callings before the name, folded."""
        return frozenset(r for m in self.mentions if (r := rank(m.honorific)))

    @property
    def name(self) -> str:
        """The longest form, in title case; the first one of equal length."""
        if self.known:
            return self.known
        forms = [m for m in self.mentions if m.words == self.words] or self.mentions
        return titled(max(forms, key=lambda m: (len(m.words), not m.name.isupper(), -m.start)).name)


def link_people(
    text: str,
    people: Sequence[PersonMention],
    *,
    roles: Sequence[RoleMention] = (),
    sentences: Sequence[Span] = (),
    parts: Sequence[Part] = (),
) -> list[PersonMention]:
    """`people` (offsets into raw `text`) with name, person_id, honorific and kind filled.

    Ids are ``p1``, ``p2`` ... by first mention; equal ids mean one person. `roles` tell people of one name apart,
    `parts` tell authors.
    """
    if not people:
        return []
    people = sorted(people, key=lambda p: (p.start, p.end))
    shadow = canonical(text)
    mentions = [_mention(shadow, p, roles) for p in people]
    _locate(shadow, mentions, sentences)
    for m, p in zip(mentions, people, strict=True):
        m.author = _is_author(shadow, m, p, parts)
    found = _authors([m for m in mentions if m.author])
    found += _persons(shadow, [m for m in mentions if not m.author])
    of = {id(m): person for person in found for m in person.mentions}
    ids: dict[int, str] = {}
    out = []
    for p, m in zip(people, mentions, strict=True):
        person = of[id(m)]
        number = ids.setdefault(id(person), f"p{len(ids) + 1}")
        kind = "author" if m.author else p.kind
        out.append(
            replace(p, name=person.name or p.name, person_id=number, honorific=m.honorific or p.honorific, kind=kind)
        )
    return out


def _mention(shadow: Canonical, p: PersonMention, roles: Sequence[RoleMention]) -> _Mention:
    start, end = shadow.inner(p.start, p.end)
    name = plain(shadow.text[start:end])
    before = shadow.text[max(0, start - _WINDOW) : start]
    called = honorific(before)
    words = tuple(compared(name).split())
    born = BORN.match(shadow.folded, end)
    return _Mention(
        start,
        end,
        name,
        words or (name,),
        called,
        gender(called, words),
        0,
        0,
        born=(born["year"] or f"{born['age']} tuổi") if born else None,
        titles=frozenset(fold(r.role) for r in roles if r.person_start == p.start),
    )


def _locate(shadow: Canonical, mentions: Sequence[_Mention], sentences: Sequence[Span]) -> None:
    lines = [0, *(m.end() for m in re.finditer("\n", shadow.text))]
    ends = [shadow.inner(s.start, s.end)[0] for s in sentences] or [
        0,
        *(m.end() for m in re.finditer(rf"[.!?…]\s+(?=[“\"(]?{CAPITAL})|\n+", shadow.text)),
    ]
    for m in mentions:
        m.sentence, m.line = bisect_right(ends, m.start), bisect_right(lines, m.start)


def _is_author(shadow: Canonical, m: _Mention, p: PersonMention, parts: Sequence[Part]) -> bool:
    if p.kind == "author" or any(part.name == "byline" and part.start <= p.start < part.end for part in parts):
        return True
    before = shadow.folded[max(shadow.folded.rfind("\n", 0, m.start) + 1, m.start - _WINDOW) : m.start]
    if author_cues().search(before):
        return True
    if before.strip(" (") or not _INITIALS.fullmatch(m.name):
        return False
    return not shadow.text[m.end :].partition("\n")[0].strip(" .)")


def _authors(mentions: Sequence[_Mention]) -> list[_Person]:
    found: dict[tuple[str, ...], _Person] = {}
    for m in mentions:
        found.setdefault(m.words, _Person(m.words)).add(m)
    return list(found.values())


def _persons(shadow: Canonical, mentions: Sequence[_Mention]) -> list[_Person]:
    aliases = _aliases(shadow, mentions)
    whole = [m for m in mentions if len(m.words) > 1 or id(m) in aliases]
    persons = _by_full_name(whole, aliases)
    persons = _nested(persons)
    return _by_given_name(shadow, [m for m in mentions if len(m.words) == 1 and id(m) not in aliases], persons, aliases)


def _aliases(shadow: Canonical, mentions: Sequence[_Mention]) -> dict[int, _Mention]:
    """Mentions that the text declares to be another name of the one before: ``Lê Văn Sáu (tức Sáu Gỗ)``."""
    found: dict[int, _Mention] = {}
    for left, right in pairwise(mentions):
        between = shadow.folded[left.end : right.start]
        bracketed = between.strip() == "(" and shadow.text[right.end : right.end + 1] == ")"
        if alias_cues().fullmatch(between) or (bracketed and _could_be_alias(right)):
            found[id(right)] = found.get(id(left), left)
    return found


def _could_be_alias(m: _Mention) -> bool:
    """Whether a name in brackets looks like a call name: no surname, no foreign name, no place."""
    known = m.words[0] in surnames() or _foreign(m.words) or m.honorific is not None
    return not known and province(m.name) is None and district(m.name) is None


def _by_full_name(mentions: Sequence[_Mention], aliases: dict[int, _Mention]) -> list[_Person]:
    """One person a name, but two where gender, birth or one sentence tell them apart; in doubt one stands alone."""
    persons: dict[tuple[str, ...], list[_Person]] = {}
    found: list[_Person] = []
    for m in mentions:
        other = aliases.get(id(m))
        named = next((p for p in found if other in p.mentions), None)  # None too for another name of a given name alone
        if named is not None:
            named.mentions.append(m)
            persons.setdefault(m.words, []).append(named)
            continue
        same = persons.setdefault(m.words, [])
        fitting = [p for p in same if not _conflict(p, m)]
        if len(fitting) == 1:
            fitting[0].add(m)
            continue
        person = _Person(m.words)
        person.add(m)
        found.append(person)
        if not fitting:
            same.append(person)
    return found


def _conflict(person: _Person, m: _Mention) -> bool:
    if person.gender and m.gender and person.gender != m.gender:
        return True
    if _two_births(person.born, m.born):
        return True
    near = [o for o in person.mentions if o.sentence == m.sentence]
    return any(o.honorific and m.honorific and _told_apart(o, m) for o in near)


def _two_births(a: str | None, b: str | None) -> bool:
    """Whether two years of birth, or two ages, differ."""
    return bool(a and b and a != b and len(a.split()) == len(b.split()))


def _told_apart(a: _Mention, b: _Mention) -> bool:
    """Whether two mentions of one name in one sentence introduce two people: each with its own title or age."""
    return bool((a.titles or a.born) and (b.titles or b.born) and (a.titles, a.born) != (b.titles, b.born))


def _nested(persons: list[_Person]) -> list[_Person]:
    """Join shorter names of two and more words to the only longer one that they are part of."""
    gone: set[int] = set()
    for short in sorted(persons, key=lambda p: len(p.words)):
        longer = [p for p in persons if p is not short and id(p) not in gone and _part_of(short.words, p.words)]
        if len(longer) == 1 and not _opposed(longer[0], short):
            for m in short.mentions:
                longer[0].add(m)
            gone.add(id(short))
    return [p for p in persons if id(p) not in gone]


def _opposed(a: _Person, b: _Person) -> bool:
    return bool(a.gender and b.gender and a.gender != b.gender) or _two_births(a.born, b.born)


def _part_of(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """``Minh Quang`` of ``Thích Minh Quang``, ``Y Thịnh`` of ``Y Thịnh Mlô``, ``Joe Biden`` of ``Joe R. Biden``."""
    if len(short) < 2 or len(short) >= len(full):
        return False
    if full[-len(short) :] == short:
        return short[0] not in surnames() or full[0] not in surnames() or len(full) - len(short) > 1
    if full[: len(short)] == short:
        return full[0] in _GIVEN_FIRST or _foreign(full)
    return _foreign(full) and (short[0], short[-1]) == (full[0], full[-1])


def _foreign(words: Iterable[str]) -> bool:
    return any(not SYLLABLE.fullmatch(w) for w in words)


def _by_given_name(
    shadow: Canonical, mentions: Sequence[_Mention], persons: list[_Person], aliases: dict[int, _Mention]
) -> list[_Person]:
    """``ông Lộc`` is the only person whose name ends so; ``ông Tập`` the only one whose name begins so."""
    found = list(persons)
    waiting: list[tuple[_Mention, list[_Person]]] = []
    for m in mentions:
        known = _known_after(shadow, m)
        if known:
            _known_person(found, known).add(m)
            continue
        alias = [p for p in persons if any(o.words == m.words for o in p.mentions if id(o) in aliases)]
        by_last = alias or [p for p in persons if p.words[-1] == m.words[0] and _agree(p, m)]
        if by_last:
            waiting.append((m, by_last))
            continue
        by_first = [p for p in persons if _called_by_first(p, m) and _agree(p, m)]
        if len(by_first) == 1:
            by_first[0].by_surname = True
        waiting.append((m, by_first))
    singles: dict[tuple[str, str | None], _Person] = {}
    for m, candidates in waiting:
        person = _choose(shadow, m, candidates) if candidates else None
        if person is None:
            kept = None if candidates else singles.get((m.words[0], m.gender))
            person = kept or _Person(m.words)
            if kept is None:
                found.append(person)
            if not candidates:
                singles[m.words[0], m.gender] = person
        person.add(m)
    return found


def _called_by_first(person: _Person, m: _Mention) -> bool:
    """``ông Tập``, ``Kim``: a foreigner by any part of the name, others by a rare surname after a form of address."""
    if _foreign(person.words):
        return m.words[0] in person.words[:-1]
    return m.words[0] == person.words[0] and m.honorific is not None and surnames().get(m.words[0], 0) < _COMMON


def _agree(person: _Person, m: _Mention) -> bool:
    return not (person.gender and m.gender and person.gender != m.gender)


def _choose(shadow: Canonical, m: _Mention, candidates: list[_Person]) -> _Person | None:
    """The only candidate; else the only one of known gender or with the title before the name; else the only one of
    the line so far."""
    last = [p for p in candidates if not (p.by_surname and p.words[-1] == m.words[0])] or candidates
    if len(last) == 1:
        return last[0]
    if m.gender and len(known := [p for p in last if p.gender == m.gender]) == 1:
        return known[0]
    before = shadow.folded[max(0, m.start - _WINDOW) : m.start].rstrip()
    own = rank(m.honorific)
    titled_so = [p for p in last if own in p.ranks or any(before.endswith(t) for t in p.titles)]
    if len(titled_so) == 1:
        return titled_so[0]
    here = [p for p in last if any(o.line == m.line and o.start < m.start for o in p.mentions)]
    return here[0] if len(here) == 1 else None


def _known_after(shadow: Canonical, m: _Mention) -> str | None:
    """``Bác Hồ`` is Hồ Chí Minh."""
    called = shadow.text[max(0, m.start - 4) : m.end]
    return "Hồ Chí Minh" if m.words == ("hồ",) and fold(called).endswith(("bác hồ", "cụ hồ")) else None


def _known_person(found: list[_Person], name: str) -> _Person:
    words = tuple(compared(name).split())
    person = next((p for p in found if p.words == words), None)
    if person is None:
        person = _Person(words, known=name)
        found.append(person)
    return person
