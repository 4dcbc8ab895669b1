"""What Word keeps beside the text and shows in it: the fonts of styles, and the numbers of lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_DEEPEST = 20


def value(parent: _Element | None, *path: str) -> str | None:
    """The ``w:val`` at the end of a path of child names."""
    for name in path:
        parent = None if parent is None else parent.find(W + name)
    return None if parent is None else parent.get(f"{W}val")


def font_of(properties: _Element | None) -> str | None:
    """The font that run properties name (hAnsi is that of Vietnamese letters)."""
    fonts = None if properties is None else properties.find(f"{W}rFonts")
    return None if fonts is None else fonts.get(f"{W}hAnsi") or fonts.get(f"{W}ascii") or fonts.get(f"{W}cs")


class Styles:
    """The fonts and list numbers of styles (styles.xml; None: the file has none)."""

    def __init__(self, root: _Element | None) -> None:
        self._styles = {} if root is None else {s.get(f"{W}styleId"): s for s in root.iterfind(f"{W}style")}
        defaults = None if root is None else root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        normal = next(
            (s for s in self._styles.values() if s.get(f"{W}default") == "1" and s.get(f"{W}type") == "paragraph"), None
        )
        self.default = self.font(None if normal is None else normal.get(f"{W}styleId")) or font_of(defaults)

    def font(self, style: str | None) -> str | None:
        """The font of a style, or of those that it is based on."""
        return next((f for s in self._line(style) if (f := font_of(s.find(f"{W}rPr")))), None)

    def numbering(self, style: str | None) -> tuple[str, str] | None:
        """List and level of a style."""
        for s in self._line(style):
            if number := value(s, "pPr", "numPr", "numId"):
                return number, value(s, "pPr", "numPr", "ilvl") or "0"
        return None

    def _line(self, style: str | None) -> list[_Element]:
        found: list[_Element] = []
        while style in self._styles and len(found) < _DEEPEST:
            found.append(self._styles[style])
            style = value(found[-1], "basedOn")
        return found


class Numbering:
    """Counts the numbered paragraphs as Word does (numbering.xml; None: the file has none)."""

    def __init__(self, root: _Element | None) -> None:
        self._levels: dict[tuple[str, str], _Element] = {}
        self._abstract: dict[str, str] = {}
        self._counts: dict[tuple[str, int], int] = {}
        if root is None:
            return
        for abstract in root.iterfind(f"{W}abstractNum"):
            for level in abstract.iterfind(f"{W}lvl"):
                self._levels[abstract.get(f"{W}abstractNumId", ""), level.get(f"{W}ilvl", "0")] = level
        for num in root.iterfind(f"{W}num"):
            self._abstract[num.get(f"{W}numId", "")] = value(num, "abstractNumId") or ""
            for override in num.iterfind(f"{W}lvlOverride"):
                if start := value(override, "startOverride"):
                    key = num.get(f"{W}numId", ""), int(override.get(f"{W}ilvl", "0"))
                    self._counts[key] = int(start) - 1

    def label(self, number: str, level: str) -> str:
        """The label of the next paragraph of this list and level, such as ``Điều 3.``; bullets are ``-``."""
        abstract = self._abstract.get(number)
        definition = self._levels.get((abstract or "", level))
        if abstract is None or definition is None:
            return ""
        if value(definition, "numFmt") == "bullet":
            return "-"
        depth = int(level)
        # Lists of one definition count on together, unless one of them starts anew.
        owner = number if any((number, i) in self._counts for i in range(9)) else f"abstract {abstract}"
        self._counts[owner, depth] = self._counts.get((owner, depth), self._start(abstract, depth) - 1) + 1
        for deeper in range(depth + 1, 9):
            self._counts.pop((owner, deeper), None)
        text = value(definition, "lvlText") or ""
        for i in range(9):
            if f"%{i + 1}" in text:
                n = self._counts.get((owner, i), self._start(abstract, i))
                text = text.replace(f"%{i + 1}", _format(n, self._format(abstract, i)))
        return text

    def _start(self, abstract: str, level: int) -> int:
        return int(value(self._levels.get((abstract, str(level))), "start") or 1)

    def _format(self, abstract: str, level: int) -> str:
        return value(self._levels.get((abstract, str(level))), "numFmt") or "decimal"


def _format(n: int, kind: str) -> str:
    if kind in ("lowerLetter", "upperLetter") and n > 0:
        letter = chr(ord("a") + (n - 1) % 26) * ((n - 1) // 26 + 1)
        return letter if kind == "lowerLetter" else letter.upper()
    if kind in ("lowerRoman", "upperRoman") and 0 < n < 400:
        out = ""
        for size, sign in _ROMAN:
            out += sign * (n // size)
            n %= size
        return out if kind == "lowerRoman" else out.upper()
    if kind == "decimalZero":
        return f"{n:02}"
    return "" if kind == "none" else str(n)
