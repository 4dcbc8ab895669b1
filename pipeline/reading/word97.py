"""Old Word files (.doc, Word 97 to 2003): the binary format itself ([MS-DOC]), without another program.

The text stands in pieces; what is deleted or hidden, the fonts and the tables stand in property lists beside it.
Headers first, then the body, the notes, text boxes, footers. Numbers that Word counts itself are not written out.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.reading.base import ReadError
from pipeline.reading.fonts import Run
from pipeline.reading.grid import Line, row_lines, saying
from pipeline.reading.legacy import windows_1252
from pipeline.reading.ole import CompoundFile, Damaged

_PAGE = 512
_HIDDEN, _DELETED, _FONT, _OTHER_FONT, _SYMBOL = 0x083C, 0x0800, 0x4A4F, 0x4A51, 0x6A09
_IN_TABLE, _ROW_END = 0x2416, 0x2417
_OPERANDS = (1, 1, 2, 4, 2, 2, 0, 3)
_CHARACTERS = {"\t": "\t", "\x0b": "\n", "\x1e": "-", "\x1f": "", "\xa0": "\xa0"}
_CP1252 = windows_1252(bytes(range(256)))


@dataclass(frozen=True, slots=True)
class _Properties:
    """What the property lists say of a stretch of the file."""

    gone: bool = False
    font: int | None = None
    in_table: bool = False
    row_end: bool = False
    symbol: bool = False


def lines(data: bytes) -> list[Line]:
    """The lines of the document. Raises Damaged, and ReadError for a file under a password."""
    try:
        return _Document(data).lines()
    except (struct.error, IndexError) as e:
        raise Damaged(f"cut short ({e})") from None


class _Document:
    def __init__(self, data: bytes) -> None:
        file = CompoundFile(data)
        if "EncryptedPackage" in file:
            raise ReadError("protected by a password; remove it")
        self._main = file.stream("WordDocument")
        identity, version = struct.unpack_from("<HH", self._main, 0)
        (flags,) = struct.unpack_from("<H", self._main, 0x0A)
        if identity != 0xA5EC or version < 0xC1:
            raise Damaged("Word 95 or older")
        if flags & 0x0100:
            raise ReadError("protected by a password; remove it")
        self._table = file.stream("1Table" if flags & 0x0200 else "0Table")
        self._counts = struct.unpack_from("<8I", self._main, 0x4C)
        self._pieces = list(self._read_pieces())
        self._fonts = self._read_fonts()
        self._characters = _Lists(self._main, self._part(12), 1)
        self._paragraphs = _Lists(self._main, self._part(13), 13)

    def lines(self) -> list[Line]:
        body, notes, headers, _, _, endnotes, boxes, _ = self._stories()
        top, bottom = self._margins(headers)
        return [*top, *self._story(body), *self._story(notes), *self._story(endnotes), *self._story(boxes), *bottom]

    def _stories(self) -> list[tuple[int, int]]:
        """First and last position of each kind of text; they follow one another."""
        out, at = [], 0
        for size in self._counts:
            out.append((at, at + size))
            at += size
        return out

    def _part(self, index: int) -> bytes:
        """A part of the table stream, by its number in the header."""
        at, size = struct.unpack_from("<II", self._main, 0x9A + 8 * index)
        return self._table[at : at + size]

    def _read_pieces(self) -> Iterator[tuple[int, int, int, bool]]:
        """Start and end in the text, place in the file, whether a character is one byte."""
        data, at = self._part(33), 0
        while at < len(data) and data[at] == 1:
            at += 3 + struct.unpack_from("<H", data, at + 1)[0]
        if at >= len(data) or data[at] != 2:
            raise Damaged("no table of pieces")
        (size,) = struct.unpack_from("<I", data, at + 1)
        n = (size - 4) // 12
        starts = struct.unpack_from(f"<{n + 1}I", data, at + 5)
        for i in range(n):
            (place,) = struct.unpack_from("<I", data, at + 5 + 4 * (n + 1) + 8 * i + 2)
            narrow = bool(place & 0x40000000)
            place &= 0x3FFFFFFF
            yield starts[i], starts[i + 1], place // 2 if narrow else place, narrow

    def _read_fonts(self) -> list[str]:
        data, fonts, at = self._part(15), [], 4
        while at + 40 < len(data):
            name = data[at + 40 : at + 1 + data[at]].decode("utf-16-le", "replace")
            fonts.append(name.split("\0")[0])
            at += 1 + data[at]
        return fonts

    def _margins(self, story: tuple[int, int]) -> tuple[list[Line], list[Line]]:
        """Headers and footers: after six separators, six stories a section, of which 2, 3 and 5 are footers."""
        data = self._part(11)
        cuts = struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])
        sides: tuple[list[Line], list[Line]] = ([], [])
        for i in range(6, len(cuts) - 2):
            if story[0] + cuts[i + 1] <= story[1] and cuts[i] < cuts[i + 1]:
                sides[i % 6 in (2, 3, 5)].extend(self._story((story[0] + cuts[i], story[0] + cuts[i + 1])))
        return saying(sides[0]), saying(sides[1])

    def _story(self, story: tuple[int, int]) -> Iterator[Line]:
        """The lines of a stretch of text; the cells of a row are gathered until it ends."""
        line: Line = []
        cell: list[Line] = []
        row: list[list[Line]] = []
        for text, character, paragraph in self._runs(*story):
            for c in text:
                if c not in "\r\x07\x0c":
                    if not character.gone:
                        self._add(line, c, character)
                    continue
                if any(run.text.strip() for run in line):
                    cell.append(line)
                line = []
                if c == "\x07" and paragraph.row_end:
                    yield from row_lines(row)
                    row, cell = [], []
                elif c == "\x07":
                    row.append(cell)
                    cell = []
                elif not paragraph.in_table:
                    yield from (x for part in row for x in part)  # a row without its end
                    yield from cell
                    row, cell = [], []
        yield from (x for part in row for x in part)
        yield from cell
        if any(run.text.strip() for run in line):
            yield line

    def _add(self, line: Line, c: str, properties: _Properties) -> None:
        text = "•" if properties.symbol else _CHARACTERS.get(c, c if c >= " " else "")
        font = properties.font
        name = self._fonts[font] if font is not None and font < len(self._fonts) else None
        if line and line[-1].font == name:
            line[-1].text += text
        else:
            line.append(Run(text, name))

    def _runs(self, start: int, end: int) -> Iterator[tuple[str, _Properties, _Properties]]:
        """Stretches of text with the properties of their characters and of their paragraph; field codes left out."""
        depth: list[bool] = []  # of nested fields: whether we are in the code
        for first, last, place, narrow in self._pieces:
            a, b = max(start, first), min(end, last)
            width = 1 if narrow else 2
            at, stop = place + (a - first) * width, place + (b - first) * width
            while a < b and at < stop:
                character, until = self._characters.at(at)
                paragraph, paragraph_until = self._paragraphs.at(at)
                until = max(at + width, min(until, paragraph_until, stop))
                data = self._main[at:until]
                text = "".join(map(_CP1252.__getitem__, data)) if narrow else data.decode("utf-16-le", "replace")
                yield _without_codes(text, depth), character, paragraph
                at = until


def _without_codes(text: str, depth: list[bool]) -> str:
    out = []
    for c in text:
        if c == "\x13":
            depth.append(True)
        elif c == "\x14" and depth:
            depth[-1] = False
        elif c == "\x15" and depth:
            depth.pop()
        elif not any(depth):
            out.append(c)
    return "".join(out)


class _Lists:
    """Property lists: pages of 512 bytes, each for some stretches of the file."""

    def __init__(self, main: bytes, index: bytes, entry: int) -> None:
        self._main, self._entry = main, entry
        n = max(0, (len(index) - 4) // 8)
        self._starts = struct.unpack_from(f"<{n + 1}I", index, 0) if n else (0,)
        self._pages = [p & 0x3FFFFF for p in struct.unpack_from(f"<{n}I", index, 4 * (n + 1))] if n else []
        self._cached = -1
        self._bounds: tuple[int, ...] = ()
        self._values: list[_Properties] = []

    def at(self, place: int) -> tuple[_Properties, int]:
        """The properties at a place in the file, and where they end."""
        i = bisect_right(self._starts, place) - 1
        if not 0 <= i < len(self._pages):
            return _Properties(), 1 << 32 if i >= 0 else self._starts[0]
        if self._cached != i:
            self._load(i)
        j = bisect_right(self._bounds, place) - 1
        if not 0 <= j < len(self._values):
            return _Properties(), self._starts[i + 1]
        return self._values[j], self._bounds[j + 1]

    def _load(self, i: int) -> None:
        page = self._main[self._pages[i] * _PAGE : (self._pages[i] + 1) * _PAGE]
        runs = page[_PAGE - 1] if len(page) == _PAGE else 0
        self._bounds = struct.unpack_from(f"<{runs + 1}I", page, 0) if runs else ()
        at = 4 * (runs + 1)
        self._values = [_parse(self._list(page, page[at + k * self._entry] * 2)) for k in range(runs)]
        self._cached = i

    def _list(self, page: bytes, at: int) -> bytes:
        """The list of properties at a place of a page: of a paragraph behind its style, of characters alone."""
        if at == 0:
            return b""
        if self._entry == 1:
            return page[at + 1 : at + 1 + page[at]]
        size = 2 * page[at] - 1 if page[at] else 2 * page[at + 1]
        begin = at + 1 if page[at] else at + 2
        return page[begin + 2 : begin + size]


def _parse(data: bytes) -> _Properties:
    """A list of codes and operands. What does not concern the text is passed over."""
    gone, font, in_table, row_end, symbol = False, None, False, False, False
    at = 0
    while at + 2 < len(data):
        (code,) = struct.unpack_from("<H", data, at)
        at += 2
        size = _OPERANDS[code >> 13] or _variable(code, data, at)
        operand = int.from_bytes(data[at : at + size], "little")
        if code in (_HIDDEN, _DELETED):
            gone = gone or operand == 1
        elif code == _FONT or (code == _OTHER_FONT and font is None):
            font = operand
        elif code == _IN_TABLE:
            in_table = operand == 1
        elif code == _ROW_END:
            row_end = operand == 1
        elif code == _SYMBOL:
            symbol = True
        at += size
    return _Properties(gone, font, in_table, row_end, symbol)


def _variable(code: int, data: bytes, at: int) -> int:
    """The size of an operand that states it: in two bytes for a table's definition, in one else."""
    if code == 0xD608:
        return int.from_bytes(data[at : at + 2], "little") + 1
    return 1 + data[at]
