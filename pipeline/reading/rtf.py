"""RTF (Microsoft's Rich Text Format 1.9.1): an own walk over its groups and control words.

Headers first, then the body, the notes, and the footers last; deleted and hidden text is left out, list labels and text
boxes are text. Fonts are followed, so that ``.VnTime`` and ``VNI-Times`` runs are undone one by one.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace

from pipeline.reading.base import Content, InputOptions, ReadError
from pipeline.reading.fonts import Run, encoding_of
from pipeline.reading.grid import Line, content, row_lines, saying
from pipeline.reading.legacy import windows_1252, windows_1258

_TOKEN = re.compile(
    r"\\([a-zA-Z]{1,32})(-?\d{1,9})? ?|\\'([0-9a-fA-F]{2})|\\(.)|([{}])|[\r\n\0]+|([^\\{}\r\n\0]+)", re.DOTALL
)
_CHARACTERS = {
    "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•",
    "emspace": " ", "enspace": " ", "qmspace": " ", "tab": "\t",
}  # fmt: skip
_SYMBOLS = {"~": "\xa0", "_": "-", "\\": "\\", "{": "{", "}": "}", "\t": "\t"}
_BREAKS = frozenset("par line sect page column nestcell nestrow softline".split())
_ZONES = {"footnote": "note"} | {f"{z}{k}": z for z in ("header", "footer") for k in ("", "l", "r", "f")}
_SKIPPED = frozenset(
    "colortbl stylesheet info pict object objdata result nonshppict shprslt fldinst annotation atnid atnauthor ftnsep "
    "ftnsepc ftncn aftnsep aftnsepc aftncn xe tc themedata datastore generator listtable listoverridetable rsidtbl "
    "revtbl filetbl sp bkmkstart bkmkend latentstyles xmlnstbl template private background colorschememapping".split()
)
_STARRED = frozenset("shpinst shptxt ud".split())
_CHARSETS = {163: 1258, 204: 1251, 238: 1250, 161: 1253, 162: 1254, 128: 932, 134: 936, 136: 950, 129: 949}


@dataclass(frozen=True, slots=True)
class _State:
    """What a group inherits and its end restores. ``zone`` is body, header, footer, note, fonts or none."""

    zone: str = "body"
    font: int | None = None
    hidden: bool = False
    deleted: bool = False
    in_table: bool = False
    skip: int = 1


def read(data: bytes, options: InputOptions) -> Content:
    """The text of an RTF file. Raises ReadError where it is none."""
    if not data.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"{\\rtf"):
        raise ReadError("no RTF, whatever its name says")
    parser = _Parser()
    parser.run(data.decode("latin-1"))
    found = content(parser.lines())
    text = _pairs(found.text)
    return replace(found, text=unicodedata.normalize("NFC", text) if parser.tones else text)


@dataclass(slots=True)
class _Zone:
    """Lines of one part of the document; a row's cells wait until the row ends."""

    lines: list[Line] = field(default_factory=list)
    line: Line = field(default_factory=list)
    cell: list[Line] = field(default_factory=list)
    row: list[list[Line]] = field(default_factory=list)

    def end_line(self, in_table: bool) -> None:
        if any(run.text.strip() for run in self.line):
            (self.cell if in_table else self.lines).append(self.line)
        self.line = []

    def end_cell(self) -> None:
        self.end_line(True)
        self.row.append(self.cell)
        self.cell = []

    def end_row(self) -> None:
        if self.line or self.cell:
            self.end_cell()
        self.lines += row_lines(self.row)
        self.row = []


class _Parser:
    def __init__(self) -> None:
        self._zones = {name: _Zone() for name in ("header", "body", "note", "footer")}
        self._fonts: dict[int, str] = {}
        self._charsets: dict[int, int] = {}
        self._state = _State()
        self._codepage = 1252
        self._default: int | None = None
        self._bytes = bytearray()
        self._bytes_font: int | None = None
        self.tones = False

    def lines(self) -> list[Line]:
        """Headers, body, notes, footers."""
        out: list[Line] = []
        for name, zone in self._zones.items():
            zone.end_line(bool(zone.cell or zone.row))
            zone.end_row()
            out += zone.lines if name in ("body", "note") else saying(zone.lines)
        return out

    def run(self, text: str) -> None:
        """Read the whole file, shown as Latin-1."""
        stack: list[_State] = []
        starred = False
        skip = 0
        at = 0
        while m := _TOKEN.match(text, at):
            at = m.end()
            word, number, byte, symbol, brace, plain = m.groups()
            if brace or word:
                self._flush()
            if brace == "{":
                stack.append(self._state)
                skip = 0
            elif brace:
                self._state = stack.pop() if stack else self._state
                skip = 0
            elif word == "bin":
                at += max(0, int(number or 0))
            elif word == "u" and number:
                self._add(chr(int(number) % 65_536))
                skip = self._state.skip
            elif skip and (byte or symbol or plain):
                taken = min(skip, len(plain)) if plain else 1
                skip -= taken
                if plain and len(plain) > taken:
                    self._add(plain[taken:])
            elif word:
                skip = 0
                self._word(word, None if number is None else int(number), starred)
            elif byte:
                self._byte(int(byte, 16))
            elif symbol and symbol != "*":
                self._flush()
                self._add(_SYMBOLS.get(symbol, "\n" if symbol in "\r\n" else ""))
            elif plain:
                self._plain(plain)
            starred = symbol == "*"
        self._flush()

    def _word(self, word: str, number: int | None, starred: bool) -> None:
        state, zone = self._state, self._zones.get(self._state.zone)
        if word == "fonttbl":
            self._state = replace(state, zone="fonts")
        elif word in _SKIPPED or (starred and word not in _STARRED):
            self._state = replace(state, zone="none")
        elif word in _ZONES and zone is not None:
            self._state = replace(state, zone=_ZONES[word], in_table=False)
        elif word == "f":
            self._state = replace(state, font=number)
        elif word == "v":
            self._state = replace(state, hidden=number != 0)
        elif word == "deleted":
            self._state = replace(state, deleted=number != 0)
        elif word == "plain":
            self._state = replace(state, font=self._default, hidden=False, deleted=False)
        elif word in ("intbl", "pard"):
            self._state = replace(state, in_table=word == "intbl")
        elif word == "uc":
            self._state = replace(state, skip=max(0, number or 0))
        elif word == "ansicpg" and number:
            self._codepage = number
        elif word == "deff":
            self._default = number
            self._state = replace(state, font=number)
        elif word == "fcharset" and state.zone == "fonts" and state.font is not None and number is not None:
            self._charsets[state.font] = number
        elif zone is not None and word in _BREAKS:
            zone.end_line(state.in_table)
        elif zone is not None and word == "cell":
            zone.end_cell()
        elif zone is not None and word == "row":
            zone.end_row()
        elif word in _CHARACTERS:
            self._add(_CHARACTERS[word])

    def _plain(self, text: str) -> None:
        if self._state.zone == "fonts" and self._state.font is not None:
            name = self._fonts.get(self._state.font, "") + text
            self._fonts[self._state.font] = name.split(";")[0].strip() if ";" in name else name
        elif any(c > "\x7f" for c in text):  # bytes that should have been escaped
            for c in text:
                self._byte(ord(c))
        else:
            self._flush()
            self._add(text)

    def _byte(self, value: int) -> None:
        if self._state.zone == "fonts":
            return
        self._bytes.append(value)
        self._bytes_font = self._state.font

    def _flush(self) -> None:
        """Bytes become text once all of them are there: some code pages need two for a letter."""
        if self._bytes:
            data, self._bytes = bytes(self._bytes), bytearray()
            self._add(self._decode(data, self._bytes_font))

    def _decode(self, data: bytes, font: int | None) -> str:
        if encoding_of(self._fonts.get(font or 0)) is not None:
            return windows_1252(data)
        page = _CHARSETS.get(self._charsets.get(font or 0, 0), self._codepage)
        if page == 1258:
            self.tones = True
            return windows_1258(data)
        if page == 1252:
            return windows_1252(data)
        try:
            return data.decode(f"cp{page}", "replace")
        except LookupError:
            return windows_1252(data)

    def _add(self, text: str) -> None:
        state = self._state
        if text and state.zone in self._zones and not (state.hidden or state.deleted):
            font = state.font if state.font is not None else self._default
            self._zones[state.zone].line.append(Run(text, self._fonts.get(font) if font is not None else None))


def _pairs(text: str) -> str:
    """``\\u`` writes characters beyond the basic plane as two surrogates."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
