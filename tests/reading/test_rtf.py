"""RTF: fonts, code pages, Unicode escapes, notes, tracked changes, tables."""

from __future__ import annotations

import pytest

from pipeline.reading.base import Content, InputOptions, ReadError
from pipeline.reading.legacy import letters
from pipeline.reading.rtf import read

FONTS = r"{\fonttbl{\f0\froman\fcharset0 Times New Roman;}{\f1 .VnTime;}{\f2\fcharset163 Arial;}"
FONTS += r"{\f3 VNI-Times;}{\f4 .VnTimeH;}}"


def content(body: str, head: str = r"\ansi\ansicpg1252\deff0") -> Content:
    return read(rf"{{\rtf1{head}{FONTS}{body}}}".encode("latin-1"), InputOptions())


def lines(body: str, head: str = r"\ansi\ansicpg1252\deff0") -> list[str]:
    return content(body, head).text.split("\n")


def escaped(text: str) -> str:
    """As Word writes it: characters beyond ASCII by their number, with a question mark for old readers."""
    units = text.encode("utf-16-le")
    codes = [int.from_bytes(units[i : i + 2], "little", signed=True) for i in range(0, len(units), 2)]
    return "".join(chr(c) if 31 < c < 128 and chr(c) not in "\\{}" else rf"\u{c}?" for c in codes)


def old(text: str, encoding: str) -> str:
    codes = letters(encoding)
    data = "".join(codes.get(c, c) for c in text)
    return "".join(c if c < "\x80" else rf"\'{ord(c):02x}" for c in data)


def test_unicode_escapes() -> None:
    assert lines(escaped("Ủy ban {MTTQ} \\ 😀") + r"\par " + r"{\uc0\u7897}\uc2\u273??i") == [
        "Ủy ban {MTTQ} \\ 😀",
        "ộđi",
    ]


def test_old_fonts_are_undone_run_by_run() -> None:
    body = rf"\f1 {old('Cộng hòa', 'tcvn3')} \f3 {old('Độc lập', 'vni')}\f0  x\par \f4 {old('quyết định', 'tcvn3')}"
    assert lines(body) == ["Cộng hòa Độc lập x", "QUYẾT ĐỊNH"]


def test_the_code_page_of_the_font_or_of_the_file() -> None:
    assert lines(r"\f2 Vi\'ea\'f2t Nam \'fe\'d0") == ["Việt Nam ₫Đ"]
    assert lines(r"Vi\'ea\'f2t Nam", head=r"\ansi\ansicpg1258") == ["Việt Nam"]
    assert lines(r"caf\'e9 \ldblquote a\rdblquote \emdash\~b\_c\-d") == ["café “a”—\xa0b-cd"]


def test_old_encoding_without_its_font_is_found_by_content() -> None:
    found = content(old("Ban Thường trực Ủy ban Mặt trận Tổ quốc huyện họp phiên thường kỳ", "vni"))
    assert (found.text, found.encoding) == ("Ban Thường trực Ủy ban Mặt trận Tổ quốc huyện họp phiên thường kỳ", "vni")


def test_headers_notes_and_footers() -> None:
    body = r"{\header\pard CONG BAO\par}{\footer Trang 3\par}{\footer Chan\par}Than{\footnote Ghi chu}\par Cuoi"
    assert lines(body) == ["CONG BAO", "Than", "Cuoi", "Ghi chu", "Chan"]


def test_what_is_deleted_hidden_or_no_text() -> None:
    body = r"a{\deleted b}{\v c}{\*\bkmkstart d}{\pict\bin3 }{}}e{\field{\*\fldinst DATE}{\fldrslt f}}{\info{\title g}}"
    assert lines(body + r"{\listtext 1.\tab}h{\*\shpinst{\sp{\sn i}{\sv j}}{\shptxt k\par}}") == ["aef1.\thk"]


def test_tables() -> None:
    data = r"\pard\intbl a\cell b\cell\row\pard\intbl 1\cell\cell\row"
    heading = r"\pard\intbl A\par B\cell C\par D\cell\row\pard "
    assert lines(heading + data + r"\pard sau\par") == ["A", "B", "C", "D", "a\tb", "1\t", "sau"]


def test_no_rtf() -> None:
    with pytest.raises(ReadError, match="no RTF"):
        read(b"abc", InputOptions())


@pytest.mark.parametrize(
    "body", ["{" * 100_000, "}" * 1000, r"\bin999999999 x", r"\u99999999 x", "\\", r"\'zz", "\0\0a"]
)
def test_broken_files_are_read_as_far_as_they_go(body: str) -> None:
    read(b"{\\rtf1 " + body.encode(), InputOptions())
