"""The identity of a cited document as a string, with its inverse.

Grammar: ``vn:KIND:SCOPE:NUMBER/YEAR:SYMBOL[~TITLE]``. KIND is a class of data/kinds.tsv; SCOPE the body that numbers
(``cp``, ``ttg``, ``tw``, ``ubnd.ha-noi``); NUMBER as written without leading zeros; YEAR that of the number or, where
it holds none, of the date of issue; SYMBOL in canonical spelling; TITLE a slug, only where no number is known. ``_``
stands for what is not known: such an id names a document only as far as the text does, and may fit more than one.
No part holds ``:``, ``/`` apart from the symbol, or ``~``.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache

from pipeline.citations import kinds

_ID = re.compile(
    r"vn:(?P<kind>[a-z_]+):(?P<scope>[a-z0-9._&-]+):(?P<number>[^:/~]+)/(?P<year>\d{4}|_):(?P<symbol>[^:~]+)(?:~(?P<title>.+))?"
)
_PARTY = ("TW", "TU", "HU", "QU", "ĐU", "ThU", "CB", "BTCTU", "UBKTTU")
_ATOMS = re.compile(r"[^/\-]+")


@lru_cache(maxsize=1 << 16)
def slug(text: str) -> str:
    """ASCII letters and digits of a name, hyphens between."""
    plain = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return re.sub(r"[^a-z0-9&]+", "-", "".join(c for c in plain if not unicodedata.combining(c))).strip("-")


@dataclass(frozen=True, slots=True)
class DocumentId:
    """The parts of an id; None = unknown. ``year`` is that of the number, else that of the issue."""

    kind: str
    scope: str | None = None
    number: str | None = None
    year: int | None = None
    symbol: str | None = None
    title: str | None = None

    def __str__(self) -> str:
        parts = [self.kind, self.scope or "_", f"{self.number or '_'}/{self.year or '_'}", self.symbol or "_"]
        return "vn:" + ":".join(parts) + (f"~{self.title}" if self.title and not self.number else "")

    @property
    def complete(self) -> bool:
        """Whether the id can fit no second document: number, year and body are known."""
        known = self.number is not None and self.year is not None and self.symbol is not None
        return known and self.scope is not None and "_" not in self.scope

    def compatible(self, other: DocumentId) -> bool:
        """No known part differs."""
        return (
            self.kind == other.kind
            and _agree(self.number, other.number)
            and _agree(self.year, other.year)
            and _agree(self.symbol, other.symbol)
            and (self.title == other.title or not self.title or not other.title)
            and _scopes_agree(self.scope, other.scope)
        )

    def merged(self, other: DocumentId) -> DocumentId:
        """The parts of both, of compatible ids."""
        scope = max(self.scope or "", other.scope or "", key=lambda s: (len(s) - 9 * s.count("_"), s)) or None
        return replace(
            self,
            scope=scope,
            number=self.number or other.number,
            year=self.year or other.year,
            symbol=self.symbol or other.symbol,
            title=self.title or other.title,
        )


def parse(text: str) -> DocumentId:
    """The inverse of ``str``. Raises ValueError where `text` is no id."""
    m = _ID.fullmatch(text)
    if m is None:
        raise ValueError(f"{text!r} is no citation id; one looks like vn:nghi_dinh:cp:15/2021:NĐ-CP")
    known = {name: None if value == "_" else value for name, value in m.groupdict().items()}
    year = int(known["year"]) if known["year"] else None
    return DocumentId(m["kind"], known["scope"], known["number"], year, known["symbol"], known["title"])


def number_of(document: DocumentId) -> str | None:
    """The number as documents print it: ``15/2021/NĐ-CP``, ``3642/QĐ-UBND``, ``18-NQ/TW``; None without a number."""
    if document.number is None:
        return None
    number = document.number.zfill(2)
    if document.symbol is None:
        return number
    if is_party(document.symbol):
        return f"{number}-{document.symbol}"
    inside = document.year is not None and holds_year(document)
    return f"{number}/{document.year}/{document.symbol}" if inside else f"{number}/{document.symbol}"


def display(document: DocumentId) -> str:
    """A form for readers: ``Nghị định số 15/2021/NĐ-CP``, ``Luật dat-dai (2013)`` where only the name is known."""
    kind = kinds.BY_CLASS[document.kind].name if document.kind in kinds.BY_CLASS else document.kind
    if number := number_of(document):
        outside = document.year and not (document.symbol and holds_year(document))
        return f"{kind} số {number}" + (f" ({document.year})" if outside else "")
    return f"{kind} {document.title or ''}".rstrip() + (f" ({document.year})" if document.year else "")


def holds_year(document: DocumentId) -> bool:
    """Whether documents of this kind carry the year inside the number (laws, decrees, circulars and their like)."""
    symbol = document.symbol or ""
    return bool(
        re.match(r"(?:UBTV)?QH\d", symbol)
        or re.match(r"(?:NĐ-CP|TTLT|NQLT|TT-B|PL-|TT-(?:NHNN|TTCP|UBDT|VP|KTNN|TA|VKS))", symbol)
    )


def is_party(symbol: str | None) -> bool:
    """Whether a symbol is the Party's, written ``18-NQ/TW``."""
    atoms = _ATOMS.findall(symbol or "")
    return (
        bool(atoms) and (atoms[-1] in _PARTY or bool(re.fullmatch(r"[A-ZĐ]*(?:TW|TU)", atoms[-1]))) and len(atoms) > 1
    )


@lru_cache(maxsize=1 << 16)
def canonical_symbol(symbol: str) -> str:
    """One spelling of a symbol: Đ restored, case of the table, ``TW`` for TƯ and T.Ư, the separators of its system."""
    atoms = [_atom(a) for a in _ATOMS.findall(symbol.replace("–", "-"))]
    if len(atoms) == 1:
        return atoms[0]
    if is_party("/".join(atoms)) and "MTTW" not in atoms:
        return "-".join(atoms[:-1]) + "/" + atoms[-1]
    return "-".join(atoms)


def _atom(atom: str) -> str:
    plain = atom.replace("T.Ư", "TW").replace("TƯ", "TW")
    if plain in kinds.KNOWN_ATOMS:
        return plain
    return _PLAIN.get(plain.upper().replace("Đ", "D"), plain)


_PLAIN = {a.upper().replace("Đ", "D"): a for a in sorted(kinds.KNOWN_ATOMS, key=lambda a: ("Đ" in a, a)) if len(a) > 1}


def _agree(a: object, b: object) -> bool:
    return a is None or b is None or a == b


def _scopes_agree(a: str | None, b: str | None) -> bool:
    if a is None or b is None or a == b:
        return True
    left, right = a.split("."), b.split(".")
    return left[0] == right[0] and all(x == y or "_" in (x, y) for x, y in zip(left[1:], right[1:], strict=False))
