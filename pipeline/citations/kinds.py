"""The kinds of documents (``data/kinds.tsv``) and the issuers behind a symbol's letters (``data/issuers.tsv``)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pipeline.lexicon import table

_PACKAGE = "pipeline.citations"


@dataclass(frozen=True, slots=True)
class Kind:
    """``name`` as the column `kind` has it; ``strength`` as kinds.tsv explains."""

    name: str
    class_: str
    words: tuple[str, ...]
    symbols: tuple[str, ...]
    strength: str


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split(";") if part)


KINDS: tuple[Kind, ...] = tuple(
    Kind(r["kind"], r["class"], _split(r["words"]), _split(r["symbols"]), r["strength"])
    for r in table(_PACKAGE, "kinds.tsv")
)
BY_WORD: dict[str, Kind] = {word.lower(): kind for kind in KINDS for word in kind.words}
BY_CLASS: dict[str, Kind] = {kind.class_: kind for kind in KINDS}
_BY_SYMBOL: dict[str, Kind] = {}
for _kind in KINDS:
    for _s in _kind.symbols:
        _BY_SYMBOL.setdefault(_s, _kind)
# The first of several that share letters is the commonest; QĐ of the Party is mostly Quy định, hence refined by kind.
_BY_SYMBOL |= {
    s: BY_CLASS[c] for s, c in (("KL", "ket_luan"), ("TB", "thong_bao"), ("BC", "bao_cao"), ("CT", "chi_thi"))
}
_BY_SYMBOL |= {"NQ": BY_CLASS["nghi_quyet"], "TTr": BY_CLASS["to_trinh"], "L": BY_CLASS["lenh"]}

ISSUERS: dict[str, str] = {r["symbol"]: r["issuer"] for r in table(_PACKAGE, "issuers.tsv")}
KNOWN_ATOMS = frozenset(ISSUERS) | frozenset(_BY_SYMBOL) | {"BTT"}

_longest = sorted(_BY_SYMBOL, key=len, reverse=True)
#: Alternations for the number grammar.
SYMBOL_HEADS = "|".join(map(re.escape, _longest))
LOW_HEADS = "|".join(
    sorted(
        {s.lower() for s in _longest} | {s.lower().replace("đ", "d") for s in _longest if len(s) > 1},
        key=len,
        reverse=True,
    )
)
MIXED_CASE = tuple(sorted({a for a in KNOWN_ATOMS if a != a.upper()} | {"Ttg"}, key=len, reverse=True))
_ATOMS = re.compile(r"[^/\-–]+")


@lru_cache(maxsize=1 << 16)
def class_of_symbol(symbol: str | None) -> str | None:
    """The class that the letters of a symbol name, or None (official letters: ``UBND-NC``)."""
    kind = kind_of_symbol(symbol)
    return kind.class_ if kind else None


@lru_cache(maxsize=1 << 16)
def kind_of_symbol(symbol: str | None) -> Kind | None:
    """The kind that a symbol names, on its first part (``QĐ-UBND``) or, in old ones, the last (``TTg-QĐ``)."""
    atoms = _ATOMS.findall(symbol or "")
    for atom in (atoms[:1] + atoms[-1:]) if atoms else ():
        if found := _BY_SYMBOL.get(atom) or _BY_SYMBOL.get(_restored(atom)):
            return found
    if atoms and re.match(r"TTLT", atoms[0]):
        return BY_CLASS["thong_tu_lien_tich"]
    return None


def _restored(atom: str) -> str:
    """A part of a symbol typed without Đ or in another case, as the table has it."""
    return _BY_PLAIN.get(atom.upper().replace("Đ", "D"), atom)


_BY_PLAIN = {s.upper().replace("Đ", "D"): s for s in reversed(_longest) if len(s) > 1} | {"HD": "HD", "HDLT": "HDLT"}
