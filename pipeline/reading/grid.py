"""How a table row becomes lines: one rule for every reader."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.reading.fonts import Run

Line = list[Run]


def row_lines(cells: Sequence[Sequence[Line]]) -> Iterator[Line]:
    """One line with tabs; where a cell holds several lines (the two-column heading of an official document), cell after
    cell, each line by itself."""
    if any(len(cell) > 1 for cell in cells):
        for cell in cells:
            yield from cell
    elif any(cells):
        joined: Line = []
        for i, cell in enumerate(cells):
            joined += [Run("\t")] if i else []
            joined += cell[0] if cell else []
        yield joined
