"""The lines of a page on its canonical text; a row of a table (``| a | b |``) gives its cells."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.sentences.lines import spans
from pipeline.text import Canonical

#: The capitals of Vietnamese, for a character class.
UPPER = "A-ZĐ" + "".join(c for c in map(chr, range(0xC0, 0x1EFA)) if c.isupper())


@dataclass(frozen=True, slots=True)
class Line:
    """``start``/``end`` are offsets into the canonical text, without the blanks around; a cell starts at its bar.

    ``text`` is without bar and blanks, ``folded`` its folded form; ``gap``: an empty line or a bar stands before.
    """

    start: int
    end: int
    text: str
    folded: str
    gap: bool


def lines(shadow: Canonical) -> list[Line]:
    """All lines and cells of the page."""
    found = []
    before = 0
    for start, end in spans(shadow.text, 0, len(shadow.text)):
        bars = len(shadow.text[start:end]) - len(shadow.text[start:end].lstrip("| "))
        text = shadow.text[start + bars : end].rstrip("| ")
        folded = shadow.folded[start + bars : start + bars + len(text)]
        gap = bars > 0 or shadow.text.count("\n", before, start) > 1
        found.append(Line(start, end, text, folded, gap))
        before = end
    return found
