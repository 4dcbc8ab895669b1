"""The number of a Vietnamese document: ``3642/QĐ-UBND``, ``15/2021/NĐ-CP``, ``18-NQ/TW``, ``24/2018/QH14``.

Grammar (Decree 30/2020/NĐ-CP for the State, Instruction 36-HD/VPTW for the Party, Law 64/2025/QH15 for normative
documents), with the noise that texts show: blanks and line breaks around separators, en dashes, a dot or a double slash
as separator, a missing one, lower case, Cyrillic look-alikes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.citations import kinds
from pipeline.text import canonical

_LOOKALIKES = str.maketrans("АВЕКМНОРСТХ–—", "ABEKMHOPCTX--")
_UPPER = "A-ZĐÀÁÂÃĂẠẢẤẦẨẪẬẮẰẲẴẶÈÉÊẸẺẼẾỀỂỄỆÌÍỊỈĨÒÓÔÕƠỌỎỐỒỔỖỘỚỜỞỠỢÙÚƯỤỦŨỨỪỬỮỰỲÝỴỶỸАВЕКМНОРСТХ"
_SEP = r"[ \n]{0,3}[/\-–—]{1,2}[ \n]{0,3}"

# One part of a symbol: capitals (with dots between single ones, a number at the end), one of the mixed-case ones, or
# close to its separator any short mixed-case one (`BYT-TTrB`, `BKHĐT-Th`).
_ATOM = (
    r"(?:(?:UBTV)?QH ?\d{1,2}"
    rf"|(?:{'|'.join(kinds.MIXED_CASE)})(?![a-zđ{_UPPER}])"
    rf"|[{_UPPER}](?:\.(?:[IVX]+|[{_UPPER}]))+"
    rf"|[{_UPPER}]{{2,6}}\.[{_UPPER}]{{2,6}}(?=[/\-–—])"
    rf"|[{_UPPER}][{_UPPER}&]{{0,24}}\d{{0,3}}"
    rf"|[{_UPPER}][{_UPPER}&]{{1,24}}[a-zư]{{1,2}}"
    rf"|(?<=[/\-–—])[{_UPPER}]{{1,6}}[a-zư]{{1,2}}(?:[{_UPPER}]{{1,8}}[a-zư]{{0,2}})?"
    rf"|\d{{1,2}}(?=[/\-–—])|(?<=[{_UPPER}]-)\d\d(?![/.-]?\d)"
    r")(?=ngày|[\W_]|$)"
)
_LOW_ATOM = r"[a-zđ]{2,8}(?!\w)"
_NUMBER = r"\d{1,6}(?:\.\d{1,2}(?=[ \n]?[/-]))?(?:[a-zđA-DĐ](?![\w]))?\+?"
_YEAR = r"(?:19[4-9]\d|20[0-4]\d)(?!\d)"

#: Group names: num, year, symbol. Starts at the first digit; what follows is no further digit of a date or fraction.
CORE = re.compile(
    rf"(?P<num>{_NUMBER})"
    rf"(?:[ \n]{{0,2}}[/\-–.]{{1,2}}[ \n]{{0,2}}(?P<year>{_YEAR}))?"
    rf"(?:(?:{_SEP}|\.)(?P<symbol>{_ATOM}(?:{_SEP}{_ATOM}){{0,7}})"
    rf"|[ ](?P<spaced>(?:{kinds.SYMBOL_HEADS})(?:/{_ATOM}){{1,3}}(?:-{_ATOM})?)"
    rf"|(?P<glued>(?:{kinds.SYMBOL_HEADS})(?:{_SEP}{_ATOM}){{1,4}})"
    rf"|{_SEP}(?P<low>(?:{kinds.LOW_HEADS})(?:{_SEP}{_LOW_ATOM}){{1,3}}))?"
    r"(?![^\W_n+]|n(?!gày))(?![/\-–.,]\d)",
)
_YEAR_AFTER = re.compile(r"[ \n]{1,3}(?P<open>\()?năm[ \n]{1,3}(?P<year>(?:19|20)\d\d)(?(open)\)|(?!\w|[/.-]\d))")
_HEADING = re.compile(r"\s*(?:số)?\s*:?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Number:
    """``start``/``end`` in code points of the text given; number and symbol as written (white space removed)."""

    start: int
    end: int
    number: str
    year: int | None
    symbol: str | None

    @property
    def class_(self) -> str | None:
        """The kind that the symbol's letters name (``nghi_dinh``); None where they name none."""
        return kinds.class_of_symbol(self.symbol)


def number_at(text: str, start: int, *, year_after: bool = True) -> Number | None:
    """The number that begins at `start` of a canonical text, or None."""
    m = CORE.match(text, start)
    if not m:
        return None
    symbol, end = _symbol(m)
    year = int(m["year"]) if m["year"] else None
    if year is None and year_after and (after := _YEAR_AFTER.match(text, end)):
        year, end = int(after["year"]), after.end()
    return Number(start, end, m["num"].rstrip("+"), year, symbol)


def parse_number(text: str) -> Number | None:
    """The number that `text` begins with, an introducing ``Số:`` apart: what stands in an official heading.

    Offsets are into the raw `text`.
    """
    shadow = canonical(text)
    start = _HEADING.match(shadow.text)
    found = number_at(shadow.text, start.end() if start else 0, year_after=False)
    if found is None:
        return None
    return Number(*shadow.raw(found.start, found.end), found.number, found.year, found.symbol)


def _symbol(m: re.Match[str]) -> tuple[str | None, int]:
    """The symbol without white space, cut before a part that blanks set off and no symbol knows."""
    name = next((n for n in ("symbol", "spaced", "glued", "low") if m[n]), None)
    if name is None:
        return None, m.end()
    raw, start = m[name], m.start(name)
    for gap in re.finditer(r"[ \n]+[/\-–—]+[ \n]+", m[0]):
        rest = m[0][gap.end() :]
        atom = re.match(r"[^\W_]+", rest)
        cut = m.start() + gap.start()
        letter = not re.search(r"[/\-–—]", m.string[start:cut]) and cut > start
        if atom and atom[0] not in kinds.KNOWN_ATOMS and not letter and not re.fullmatch(r"[A-ZĐ]+\d+", atom[0]):
            kept = m.string[start:cut] if cut > start else None
            return (_plain(kept) if kept else None), cut
    return _plain(raw), m.end()


def _plain(symbol: str) -> str:
    return re.sub(r"\s+", "", symbol).translate(_LOOKALIKES)
