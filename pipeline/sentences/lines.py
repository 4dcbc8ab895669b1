"""The lines of a page, and the cells of a table that came out as text."""

from __future__ import annotations

import re
from collections.abc import Iterator

_LINE = re.compile(r"\S(?:[^\n]*\S)?")
_CELL = re.compile(r"\|[^|]*")


def spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans of the lines and cells between two offsets that hold something, trimmed."""
    for m in _LINE.finditer(text, start, end):
        if m[0][0] != "|":
            yield m.span()
            continue
        opened = None
        for cell in _CELL.finditer(text, *m.span()):
            if opened is not None and cell[0][1:].strip("- |"):
                yield opened
                opened = None
            opened = (opened or cell.span())[0], cell.start() + len(cell[0].rstrip())
        if opened is not None:
            yield opened
