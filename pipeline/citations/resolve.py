"""Step three: which document a citation means. Pure.

1. Each citation states as much of an id as its text does (`pipeline.citations.ids`).
2. Within the text, those of one kind and number (or title) that contradict nothing are one document; a partial one that
   fits two stays by itself.
3. The catalogue completes an id where exactly one entry fits: by number and year, by title with year or date of
   issue. Without a year it only fills the resolved columns: the law in force on the day of publication, the Party's
   document of that number issued in the three years before it. The id keeps saying that the year is not stated.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from dataclasses import dataclass, replace

from pipeline.citations import catalogue, ids, kinds
from pipeline.citations.complete import Completed
from pipeline.citations.ids import DocumentId
from pipeline.citations.numbers import parse_number
from pipeline.citations.scopes import scope_of
from pipeline.lexicon import table
from pipeline.text import Canonical
from pipeline.types import Heading

_LAWS = ("luat", "bo_luat", "phap_lenh")
_MAX_CLUSTERS = 50
_TERM = dt.timedelta(days=3 * 365)  # the Party's numbers begin anew with each congress, every five years
_DRAFT = re.compile(r"(?:dự[ \n]+(?:thảo|án|luật)|sửa[ \n]+đổi|dự)[ \n]+(?:sửa[ \n]+đổi[ \n]+)?$")
_ORDINALS = {
    "nhat": 1,
    "hai": 2,
    "ba": 3,
    "tu": 4,
    "bon": 4,
    "nam": 5,
    "sau": 6,
    "bay": 7,
    "tam": 8,
    "chin": 9,
    "muoi": 10,
}
_PLENUM = re.compile(r"(?:lan-thu-|trung-uong-|t-u-|tu-|tw-)(?:dang-)?(?:lan-thu-)?([a-z0-9]+)")
_CONGRESS_WORDS = frozenset("nghi quyet dai hoi bieu toan quoc lan thu cua cong san viet nam".split())
_ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10}


_ALIASES = {
    r["name"].lower(): (number, int(r["year"]))
    for r in table("pipeline.citations", "numbered.tsv")
    if r["alias_of"] and (number := parse_number(r["alias_of"]))
}


@dataclass(frozen=True, slots=True)
class Resolved:
    """A document id and what the antecedent or the catalogue adds to the citation."""

    id: DocumentId
    number: str | None = None
    year: int | None = None
    title: str | None = None


def resolve(
    shadow: Canonical,
    completed: list[Completed],
    *,
    place: str | None = None,
    published: dt.date | None = None,
    entries: catalogue.Catalogue | None = None,
) -> list[Resolved]:
    """The identity of each citation, in order."""
    entries = entries or catalogue.load()
    stated = [_stated(c, place, entries) for c in completed]
    _bracketed(shadow, completed, stated)
    merged = _clusters(stated)
    return [_looked_up(shadow, c, m, published, entries) for c, m in zip(completed, merged, strict=True)]


def own_id(heading: Heading, kind: str | None = None) -> DocumentId | None:
    """The id of the document whose heading this is; None where it states no number."""
    if heading.number is None:
        return None
    symbol = ids.canonical_symbol(heading.symbol) if heading.symbol else None
    word = kinds.BY_WORD.get((heading.kind or "").casefold())
    class_ = word.class_ if word else kinds.class_of_symbol(symbol) or kind or "cong_van"
    year = heading.year or (heading.date.year if heading.date else None)
    scope = scope_of(class_, symbol, heading.issuer, heading.place)
    return DocumentId(class_, scope, heading.number.lstrip("0") or "0", year, symbol)


def _stated(c: Completed, place: str | None, entries: catalogue.Catalogue) -> DocumentId:
    """As much of an id as the text states; a programme known by its number is the decision that approves it."""
    m = c.found
    kind, raw = m.class_, m.symbol
    number = (m.number.lower().lstrip("0") or "0") if m.number else None
    year = m.year or (c.issued_on.year if c.issued_on else None)
    if alias := _ALIASES.get(f"{m.kind} {m.number}".lower()):
        approved, year = alias
        kind, number, raw = approved.class_ or kind, approved.number.lstrip("0"), approved.symbol
    symbol = ids.canonical_symbol(raw) if raw else None
    if (by_symbol := kinds.class_of_symbol(symbol)) and kind.startswith(by_symbol):
        kind = by_symbol
    if kind == "nghi_dinh" and number and m.year and symbol in (None, "NĐ") and m.year > 1998:
        symbol = "NĐ-CP"
    title = None
    if m.named:
        party = kind in ("nghi_quyet", "ket_luan")
        title = (
            _party_title(m.named)
            if party
            else m.named.replace(" ", "-")
            if kind == "hien_phap"
            else catalogue.key(m.named)
        )
        title = ids.slug(title)
        amended = (e for k in _LAWS for e in entries.by_number.get((k, number or ""), ()))
        if any(e.id.year == year and title.endswith(f"-{e.key}") for e in amended):
            number = year = symbol = None  # the number of the law that this one amends
    scope = None if m.foreign else scope_of(kind, symbol, c.issuer, place)
    if title and re.fullmatch(r"trung-uong-.*|dai-hoi-dang-\d+", title):
        scope = "tw"
    return DocumentId(kind, scope, number, year, symbol, title or None)


def _party_title(named: str) -> str:
    """One slug for one plenum or congress, however it is written: ``trung-uong-4-khoa-12``, ``dai-hoi-dang-13``."""
    text = ids.slug(named)
    if "dai-hoi" not in text and (plenum := _PLENUM.search(text)):
        term = re.search(r"khoa-([a-z0-9]+)", text)
        return f"trung-uong-{_ordinal(plenum[1])}" + (f"-khoa-{_ordinal(term[1])}" if term else "")
    words = text.split("-")
    stated = re.search(r"thu-([a-z0-9]+)", text)
    ordinal = stated[1] if stated else next((w for w in words if re.fullmatch(r"[ivx]+|\d+", w)), "")
    body = [w for w in words if w not in _CONGRESS_WORDS and w != ordinal] or ["dang"]
    return "-".join(["dai-hoi", *body, _ordinal(ordinal)])


def _ordinal(word: str) -> str:
    if word.isdigit():
        return word
    if word in _ORDINALS:
        return str(_ORDINALS[word])
    if re.fullmatch(r"[ivx]+", word):
        values = [_ROMAN_DIGITS[c] for c in word]
        return str(sum(-v if v < max(values[i:]) else v for i, v in enumerate(values)))
    return word


def _bracketed(shadow: Canonical, completed: list[Completed], stated: list[DocumentId]) -> None:
    """`Luật sửa đổi ... Luật Giáo dục đại học (Luật số 34)`: the bracket's number is that of the name before it."""
    for i in range(1, len(stated)):
        a, b = completed[i - 1].found, completed[i].found
        between, after = shadow.text[a.end : b.start], shadow.text[b.end : b.end + 1]
        if between == " (" and after == ")" and a.class_ == b.class_ and a.number is None and b.named is None:
            stated[i - 1] = replace(stated[i], title=None)


def _clusters(stated: list[DocumentId]) -> list[DocumentId]:
    """Each id merged with the compatible ones of its kind and number, or title; a partial one that fits two stays."""
    buckets: dict[tuple[str, str], list[DocumentId]] = defaultdict(list)
    for s in dict.fromkeys(stated):
        buckets[s.kind, s.number or f"~{s.title}"].append(s)
    final: dict[DocumentId, DocumentId] = {}
    for members in buckets.values():
        clusters: list[list[DocumentId]] = []
        merged: list[DocumentId] = []
        for s in sorted(members, key=_specific, reverse=True):
            fits = [i for i, m in enumerate(merged[:_MAX_CLUSTERS]) if m.compatible(s)]
            if len(fits) == 1:
                clusters[fits[0]].append(s)
                merged[fits[0]] = merged[fits[0]].merged(s)
            elif not fits:
                clusters.append([s])
                merged.append(s)
        for cluster, m in zip(clusters, merged, strict=True):
            final |= dict.fromkeys(cluster, m)
    by_title: dict[tuple[str, str | None], set[DocumentId]] = defaultdict(set)
    for s in stated:
        if s.number and s.title:
            by_title[s.kind, s.title].add(final.get(s, s))
    out = []
    for s in stated:
        m = final.get(s, s)
        numbered = [d for d in by_title.get((s.kind, s.title), ()) if m.number is None and m.compatible(d)]
        out.append(numbered[0] if s.title and len(numbered) == 1 else m)
    return out


def _specific(s: DocumentId) -> tuple[int, str]:
    known = sum(part is not None for part in (s.scope, s.year, s.symbol))
    return known - (s.scope or "").count("_"), str(s)


def _looked_up(
    shadow: Canonical,
    c: Completed,
    merged: DocumentId,
    published: dt.date | None,
    entries: catalogue.Catalogue,
) -> Resolved:
    entry = _entry(c, merged, entries)
    document = replace(merged.merged(entry.id), title=entry.id.title) if entry else merged
    guess = None if entry or _is_draft(shadow, c) else _likely(merged, published, entries)
    source = guess.id if guess else document
    m = c.found
    number = ids.number_of(source) if m.number is None or (m.symbol is None and source.symbol) else None
    year = source.year if m.year is None and c.issued_on is None else None
    best = entry or guess
    return Resolved(document, number, year, best.title if best else None)


def _entry(c: Completed, document: DocumentId, entries: catalogue.Catalogue) -> catalogue.Entry | None:
    """The one entry that fits: by number and year, else by title with its date of issue or its year."""
    if document.number:
        if document.year is None:
            return None
        plain = replace(document, title=None)
        fits = [e for e in entries.by_number.get((document.kind, document.number), ()) if e.id.compatible(plain)]
    else:
        versions = entries.by_title.get((document.kind, document.title or ""), ())
        fits = [e for e in versions if c.issued_on is not None and e.issued_on == c.issued_on]
        if not fits and document.year is not None:
            fits = [e for e in versions if e.id.year == document.year]
    agreeing = [e for e in fits if not c.issued_on or not e.issued_on or e.issued_on == c.issued_on]
    return agreeing[0] if len(agreeing) == 1 else None


def _likely(document: DocumentId, published: dt.date | None, entries: catalogue.Catalogue) -> catalogue.Entry | None:
    """What a citation without a year most likely means on a day: the law in force, the Party's latest number."""
    if published is None or document.year is not None:
        return None
    if document.number is None:
        versions = entries.by_title.get((document.kind, document.title or ""), ())
        begun = [(day, e) for e in versions if (day := e.effective_on or e.issued_on) and day <= published]
        return max(begun, key=lambda b: b[0])[1] if begun else None
    if document.scope != "tw":
        return None
    numbered = entries.by_number.get((document.kind, document.number), ())
    recent = [e for e in numbered if e.issued_on and dt.timedelta(0) <= published - e.issued_on < _TERM]
    return recent[0] if len(recent) == 1 and recent[0].id.compatible(replace(document, title=None)) else None


def _is_draft(shadow: Canonical, c: Completed) -> bool:
    m = c.found
    return (
        "sửa" in shadow.folded[m.start : m.end]
        or _DRAFT.search(shadow.folded, max(0, m.start - 20), m.start) is not None
    )
