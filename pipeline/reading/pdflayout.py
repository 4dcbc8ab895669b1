"""Characters with boxes to paragraphs. Pure geometry and Vietnamese typography, no PDF library.

Coordinates are points with the origin at the bottom left, as PDF has them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.reading.sides import HEADING, RECIPIENTS

#: Unicode, left, bottom, right, top of a character.
Character = tuple[int, float, float, float, float]
Box = tuple[float, float, float, float]

_GAP = 3.0  # line heights between two cells of one line
_GUTTER = 8.0
_COLUMN = 8  # lines on each side that make a page two-columned
_FULL = 0.6  # of a column's width, that lines of running text fill
_EDGE = 2
_FULL_LINE = 0.9  # of the page's widest line
_GAZETTE = re.compile(r"\d*\s*CÔNG BÁO\s*/\s*Số.*|\d+\s+CÔNG BÁO\b.*", re.IGNORECASE)
_PAGE = re.compile(r"[\s\-–—]*(?:trang|page)?[\s\-–—]*\d{1,4}(?:\s*/\s*\d{1,4})?[\s\-–—]*", re.IGNORECASE)
_ARTICLE = re.compile(
    r"(?:Điều|Chương|Mục|Phần|Khoản|Phụ lục|Tiểu mục|ĐIỀU|CHƯƠNG|MỤC|PHẦN|PHỤ LỤC)\s+[\dIVXLC]+\b|"
    r"(?:Căn cứ|Xét|Theo đề nghị)\s|(?:Nơi nhận|Kính gửi):"
)
_ITEM = re.compile(r"\d{1,3}(?:\.\d{1,3})*[.)]\s|[a-zđ]\)\s|[-+•–*]\s")
_ENDS = re.compile(r"[.;:!?…/\"”)]$")
_CUT_WORD = re.compile(r"[\w/]-$")


@dataclass(slots=True)
class Line:
    """A stretch of one line without wide gaps. ``stops``: it is a table's row, never joined to others."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    stops: bool = False

    @property
    def height(self) -> float:
        return max(self.top - self.bottom, 1.0)


def lines(characters: Iterable[Character]) -> list[Line]:
    """The lines in the order of the characters, cut at wide gaps."""
    out: list[Line] = []
    pieces: list[str] = []
    box: Box | None = None
    characters = list(characters)
    heights = sorted(c[4] - c[2] for c in characters if c[4] > c[2])
    usual = heights[len(heights) // 2] if heights else 1.0
    for code, left, bottom, right, top in characters:
        c = chr(code)
        if c in "\r\n":
            _close(out, pieces, box)
            box = None
        elif c.isspace() or right <= left:
            pieces.append(" " if c.isspace() else c)
        else:
            if box is not None and _breaks(box, left, bottom, top, usual):
                _close(out, pieces, box)
                box = None
            if box is None:
                box = (left, bottom, right, top)
                pieces.clear()
            box = (min(box[0], left), min(box[1], bottom), max(box[2], right), max(box[3], top))
            pieces.append(c)
    _close(out, pieces, box)
    return out


def in_columns(page: Sequence[Line]) -> list[list[Line]]:
    """The blocks of a page in reading order. A block is a column, or all that stands between columns.

    A page without lines side by side keeps its own order.
    """
    rows = _rows(page)
    if all(len(row) == 1 for row in rows):
        return [list(page)] if page else []
    blocks: list[list[Line]] = [[]]
    i = 0
    while i < len(rows):
        end, gutter = _region(rows, i)
        sides = [[x for row in rows[i:end] for x in row if (x.left >= gutter) == right] for right in (False, True)]
        heading = _is_heading(sides)
        if end > i and (heading or _are_columns(sides)):
            for side in sides:
                blocks.append([replace(x, stops=heading) for x in side])
            blocks.append([])
            i = end
        else:
            row = rows[i]
            blocks[-1].append(row[0] if len(row) == 1 else _table_row(row))
            i += 1
    return [b for b in blocks if b]


def drop_margins(pages: Sequence[list[list[Line]]]) -> list[list[list[Line]]]:
    """The pages without running headers, footers and page numbers.

    They are: a line (digits aside) that stands at the same edge of three pages, or of two of up to four; a bare number;
    a gazette's header.
    """
    edges = [list(_edges(page)) for page in pages]
    counts = Counter(key for found in edges for key in {(edge, _mask(line.text)) for edge, line in found})
    out = []
    for page, found in zip(pages, edges, strict=True):
        gone = {
            id(line)
            for edge, line in found
            if _PAGE.fullmatch(line.text)
            or _GAZETTE.fullmatch(line.text)
            or counts[edge, _mask(line.text)] >= (3 if len(pages) > 4 else 2)
        }
        out.append([kept for block in page if (kept := [x for x in block if id(x) not in gone])])
    return out


def paragraphs(pages: Sequence[list[list[Line]]]) -> str:
    """The text: a line a paragraph, a form feed where a page ends (in place of the blank inside a paragraph)."""
    out: list[str] = []
    last: Line | None = None
    margin = 0.0
    for n, page in enumerate(pages):
        joint = "\f" if n else ""
        for block in page:
            left, right = _margins(block)
            pitch = _pitch(block)
            for i, line in enumerate(block):
                same_block = i > 0
                if last is None:
                    out.append(joint)
                elif not same_block and not joint:
                    out.append("\n")
                elif _continues(last, line, margin, left, pitch if same_block else None):
                    out.append(joint or ("" if _CUT_WORD.search(last.text) else " "))
                else:
                    out.append("\n" + joint)
                out.append(line.text)
                joint, last, margin = "", line, right
        out.append(joint)  # of a page without text
    return "".join(out)


def _breaks(box: Box, left: float, bottom: float, top: float, usual: float) -> bool:
    """Whether a character begins a line of its own: below or above the line, or behind a wide gap."""
    height = max(box[3] - box[1], usual)  # a dash has next to none
    return (
        top < box[1] - 0.1 * height
        or bottom > box[3] + height
        or left > box[2] + _GAP * height
        or left < box[0] - height
    )


def _close(out: list[Line], pieces: list[str], box: Box | None) -> None:
    text = " ".join("".join(pieces).split())
    if box is not None and text:
        out.append(Line(text, *box))
    pieces.clear()


def _rows(page: Sequence[Line]) -> list[list[Line]]:
    """The lines by their height on the page, from the top; those of one row from the left."""
    rows: list[list[Line]] = []
    for line in sorted(page, key=lambda x: -(x.top + x.bottom)):
        row = rows[-1] if rows else []
        if row and all(_overlap(x, line) > 0.5 and (x.right <= line.left or line.right <= x.left) for x in row):
            row.append(line)
        else:
            rows.append([line])
    for row in rows:
        row.sort(key=lambda x: x.left)
    return rows


def _overlap(a: Line, b: Line) -> float:
    return (min(a.top, b.top) - max(a.bottom, b.bottom)) / min(a.height, b.height)


def _region(rows: Sequence[Sequence[Line]], start: int) -> tuple[int, float]:
    """Where the rows that one gutter divides end, and the gutter; (start, 0) where there are none."""
    low, high = -1e9, 1e9
    end, last_double = start, start
    while end < len(rows) and len(rows[end]) <= 2:
        row = rows[end]
        if len(row) == 2:
            left, right = max(low, row[0].right), min(high, row[1].left)
        elif end == start:
            break
        elif row[0].right < high and row[0].left < low:
            left, right = max(low, row[0].right), high
        else:
            left, right = low, min(high, row[0].left)
        if right - left < _GUTTER:
            break
        low, high = left, right
        end += 1
        last_double = end if len(row) == 2 else last_double
    if end < len(rows) and not _many(rows[start:end], (low + high) / 2):
        end = last_double
    return end, (low + high) / 2


def _many(rows: Sequence[Sequence[Line]], gutter: float) -> bool:
    sides = Counter(line.left >= gutter for row in rows for line in row)
    return min(sides[False], sides[True]) >= _COLUMN


def _is_heading(sides: Sequence[Sequence[Line]]) -> bool:
    """Whether two sides are an official document's heading or signature: lines that are read side by side."""
    return any(HEADING.search(line.text) or RECIPIENTS.search(line.text) for side in sides for line in side)


def _are_columns(sides: Sequence[Sequence[Line]]) -> bool:
    """Whether two sides are columns of running text."""
    return all(len(side) >= _COLUMN and _fullness(side) >= _FULL for side in sides)


def _fullness(side: Sequence[Line]) -> float:
    """The share of the column's width that its middling line fills."""
    width = max(x.right for x in side) - min(x.left for x in side)
    widths = sorted(x.right - x.left for x in side)
    return widths[len(widths) // 2] / max(width, 1.0)


def _table_row(row: Sequence[Line]) -> Line:
    text = "\t".join(x.text for x in row)
    return Line(text, row[0].left, min(x.bottom for x in row), row[-1].right, max(x.top for x in row), stops=True)


def _edges(page: Sequence[Sequence[Line]]) -> Iterator[tuple[str, Line]]:
    """The outermost lines of a page, with their edge; full lines are running text."""
    flat = sorted((x for block in page for x in block), key=lambda x: -x.top)
    width = max((x.right - x.left for x in flat), default=0.0)
    if len(flat) < 2:
        return
    for edge, found in (("top", flat[:_EDGE]), ("bottom", flat[max(_EDGE, len(flat) - _EDGE) :])):
        yield from ((edge, x) for x in found if x.right - x.left < _FULL_LINE * width)


def _mask(text: str) -> str:
    return re.sub(r"\d+", "0", text).casefold()


def _margins(block: Sequence[Line]) -> tuple[float, float]:
    """Where full lines begin and end: the edges that many of them share (a table may be wider), else the outermost."""
    text = [x for x in block if not x.stops] or block
    return _usual([x.left for x in text], min), _usual([x.right for x in text], max)


def _usual(edges: Sequence[float], outermost: Callable[[Sequence[float]], float]) -> float:
    edge, n = Counter(round(x / 2) for x in edges).most_common(1)[0]
    return edge * 2.0 if n >= max(3, len(edges) * 0.3) else outermost(edges)


def _pitch(block: Sequence[Line]) -> float:
    """The usual distance between the lines of a block."""
    steps = sorted(a.bottom - b.bottom for a, b in pairwise(block) if a.bottom > b.bottom)
    return steps[len(steps) // 2] if steps else 0.0


def _continues(last: Line, line: Line, margin: float, left: float, pitch: float | None) -> bool:
    """Whether `line` goes on with the paragraph of the line before: the break was none of the author's if the next word
    did not fit. `pitch` is None over the end of a page."""
    if last.stops or line.stops:
        return False
    word = len(line.text.split(" ", 1)[0]) + 1
    wide = (line.right - line.left) / max(len(line.text), 1)
    if last.right + word * wide < margin:
        return False
    if _ARTICLE.match(line.text) or (_ITEM.match(line.text) and _ENDS.search(last.text)):
        return False
    if last.text.isupper() != line.text.isupper():
        return False
    if pitch is None:
        return not _ENDS.search(last.text)
    if pitch and last.bottom - line.bottom > 1.5 * pitch:
        return False
    indented = line.left > left + line.height
    return not (indented and _ENDS.search(last.text))
