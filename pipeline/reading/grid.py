"""Lines of runs to the text of a document: what Word, old Word and RTF files have in common."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from pipeline.reading.base import Content
from pipeline.reading.fonts import Run, decode_runs
from pipeline.reading.repair import repair
from pipeline.reading.sides import part_sides

Line = list[Run]
#: A line of a header or footer that holds no more than the page's number.
PAGE_NUMBER = re.compile(r"(?:trang|page)?[\s\-–]*\d*(?:\s*(?:/|of)\s*\d*)?[\s\-–]*", re.IGNORECASE)


def content(lines: Iterable[Line]) -> Content:
    """The text of the lines, old fonts undone, and what is left of old encodings by content."""
    text, encoding = decode_runs([run for line in lines for run in (*line, Run("\n"))])
    repaired = repair(text.rstrip("\n"))
    confidence = 1.0 if encoding else repaired.confidence
    return Content(part_sides(repaired.text), encoding=encoding or repaired.encoding, confidence=confidence)


def saying(lines: Iterable[Line]) -> list[Line]:
    """The lines of headers or footers that are more than a page number, each once."""
    found: dict[str, Line] = {}
    for line in lines:
        text = "".join(run.text for run in line).strip()
        if not PAGE_NUMBER.fullmatch(text):
            found.setdefault(text, line)
    return list(found.values())


def row_lines(cells: Sequence[Sequence[Line]]) -> Iterator[Line]:
    """One line with tabs; where a cell holds several lines (the two-column heading of an official document), cell after
    cell, each line by itself."""
    if any(len(cell) > 1 or any("\n" in run.text for line in cell for run in line) for cell in cells):
        for cell in cells:
            yield from cell
    elif any(cells):
        joined: Line = []
        for i, cell in enumerate(cells):
            joined += [Run("\t")] if i else []
            joined += cell[0] if cell else []
        yield joined
