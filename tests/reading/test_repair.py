"""Text that came wrong: mojibake of all makes, old bytes shown as letters. Clean text is never touched."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any

import pytest

from pipeline.reading.repair import repair, tcvn3_hyphens

from .made import shown

TEXT = (
    "Sáng 5/3, Ủy ban MTTQ huyện Phú Thịnh tổ chức hội nghị sơ kết ba năm thực hiện mô hình tự quản.\n"
    "Bà Lê Thị Hoa Mai, Chủ tịch Ủy ban Mặt trận, phát biểu về những việc đã làm được ở các xã, thị trấn."
)
SLOPPY = {i: bytes([i]).decode("cp1252", "ignore") or chr(i) for i in range(256)}


def as_windows_1252(text: str) -> str:
    return text.encode().decode("latin-1").translate(SLOPPY)


@pytest.mark.parametrize("codec", ["latin-1", "cp437", "mac_roman"])
def test_mojibake(codec: str) -> None:
    assert repair(TEXT.encode().decode(codec)).text == TEXT


def test_mojibake_of_windows_once_and_twice() -> None:
    once = repair(as_windows_1252(TEXT))
    assert (once.text, once.encoding) == (TEXT, "utf-8 as windows-1252")
    assert repair(as_windows_1252(as_windows_1252(TEXT))).text == TEXT


@pytest.mark.parametrize("encoding", ["tcvn3", "vni", "viscii", "windows-1258"])
def test_old_bytes_shown_as_letters(encoding: str) -> None:
    found = repair(shown(TEXT, encoding))
    assert found.text.lower() == TEXT.lower()
    assert found.encoding == encoding


def test_lines_of_an_old_encoding_between_unicode() -> None:
    found = repair(f"{TEXT}\n{shown(TEXT, 'vni')}\nHết.")
    assert found.text == f"{TEXT}\n{TEXT}\nHết."


@pytest.mark.parametrize("hyphen", ["\xad", "\u2212", "\ufffe", "-"])
def test_what_pdf_readers_make_of_the_letter_ư(hyphen: str) -> None:
    text = "Căn cứ Nghị định của Chính phủ về chức năng của ủy ban nhân dân phường, Trưởng phòng Tư pháp, từ tháng tư"
    found = repair(shown(text, "tcvn3").replace("\xad", hyphen))
    assert found.text == text


@pytest.mark.parametrize("word", ["Đắk-lắk", "x-quang", "Hà-Nội", "a-", "-b", "2021-2026", "Anh-Pháp", "xã - phường"])
def test_true_hyphens_stay(word: str) -> None:
    assert tcvn3_hyphens(word) == word


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_clean_text_stays(form: Any, gold: Callable[[str], list[dict[str, Any]]]) -> None:
    for document in gold("train"):
        text = unicodedata.normalize(form, document["text"])
        assert repair(text).text == text


@pytest.mark.parametrize(
    "text",
    ["", "abc", "À l'été, le maire a déclaré où ça gêne.", "Größe über Straße", "市长表示", "Ã", "©®«»", "\ud800é"],
)
def test_what_is_no_vietnamese_stays(text: str) -> None:
    assert repair(text).text == text
