"""Old Word files, read directly."""

from __future__ import annotations

import pytest

from pipeline.reading import InputOptions, office
from pipeline.reading.base import ReadError
from pipeline.reading.ole import MAGIC, CompoundFile, Damaged

from .made import shown
from .olddoc import DELETED, HIDDEN, IN_TABLE, ROW_END, compound, doc, font

NO = InputOptions()


def lines(data: bytes) -> list[str]:
    return office.read(data, NO).text.split("\n")


@pytest.fixture(autouse=True)
def _without_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "_program", lambda: None)


def test_paragraphs_marks_and_notes() -> None:
    data = doc("Điều 1. Nghị quyết 18\x1eNQ/TW\x0bdòng\tmới\r\rTrang hai\x0c", notes="\x02 Ghi chú\r")
    assert lines(data) == ["Điều 1. Nghị quyết 18-NQ/TW", "dòng\tmới", "Trang hai", " Ghi chú"]


def test_what_is_deleted_hidden_or_the_code_of_a_field() -> None:
    fields = "\x13 HYPERLINK \x13 x \x14y\x15 \x14Cổng thông tin\x15 huyện\r"
    data = doc("Giao ", ("Phòng ", DELETED, b""), ("ẩn ", HIDDEN, b""), "Văn phòng\r", fields)
    assert lines(data) == ["Giao Văn phòng", "Cổng thông tin huyện"]


def test_tables() -> None:
    heading = [("ỦY BAN NHÂN DÂN\rHUYỆN PHÚ THỊNH\x07CỘNG HÒA\x07", b"", IN_TABLE), ("\x07", b"", ROW_END)]
    data_row = [("1\x07\x07Thôn Bình An\x07", b"", IN_TABLE), ("\x07", b"", ROW_END)]
    assert lines(doc(*heading, *data_row, "Hết\r")) == [
        "ỦY BAN NHÂN DÂN",
        "HUYỆN PHÚ THỊNH",
        "CỘNG HÒA",
        "1\t\tThôn Bình An",
        "Hết",
    ]


def test_old_fonts() -> None:
    stretches = [
        (shown("Cộng hòa xã hội chủ nghĩa", "tcvn3") + " ", font(1), b""),
        (shown("Việt Nam độc lập\r", "vni"), font(2), b""),
        (shown("quyết định\r", "tcvn3"), font(3), b""),
        ("CÓ CÔNG", font(3), b""),
        (" và Unicode ế\r", font(0), b""),
    ]
    found = office.read(doc(*stretches, fonts=("Arial", ".VnTime", "VNI-Times", ".VnTimeH")), NO)
    assert found.text.split("\n") == [
        "Cộng hòa xã hội chủ nghĩa Việt Nam độc lập",
        "QUYẾT ĐỊNH",
        "CÓ CÔNG và Unicode ế",
    ]
    assert found.encoding == "tcvn3"


def test_files_that_are_too_old_locked_or_damaged() -> None:
    for locked in (doc("x", flags=0x0300), compound({"EncryptedPackage": b"x"})):
        with pytest.raises(ReadError, match="password"):
            lines(locked)
    old = doc("x").replace(b"\xec\xa5\xc1\0", b"\xec\xa5\x68\0")
    with pytest.raises(ReadError, match=r"Word 95 or older\): install it, or save"):
        lines(old)
    for data in (
        b"",
        MAGIC + bytes(600),
        compound({"Book": b"x"}),
        doc("x" * 100)[:3000],
    ):
        with pytest.raises(ReadError, match="needs LibreOffice"):
            lines(data)


def test_streams_of_embedded_documents_are_not_taken_for_those_of_the_file() -> None:
    file = CompoundFile(compound({"a": b"1", "b": b"2" * 5_000}))
    assert file.stream("b") == b"2" * 5_000 + bytes(120)
    with pytest.raises(Damaged, match="no stream c"):
        file.stream("c")
