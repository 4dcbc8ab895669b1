"""Syllables: where words are cut, and what is said of each."""

from __future__ import annotations

import pytest

from pipeline.names.features import read
from pipeline.names.syllables import split


def syllables(text: str) -> list[str]:
    found = split(text, text.lower(), 0, len(text))
    return [text[a:b] for a, b in zip(found.starts, found.ends, strict=True)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ảnh: DươngCôngThương", "Ảnh : Dương Công Thương"),
        ("TTXVNMột chiều", "TTXVN Một chiều"),
        ("theo TTg và UBND", "theo TTg và UBND"),
        ("ngày 24/8/2021, 1.234,5", "ngày 24/8/2021 , 1.234,5"),
        ("(LĐ-TB&XH)", "( LĐ - TB & XH )"),
        ("a_b", "a _ b"),
        ("", ""),
    ],
)
def test_cuts(text: str, expected: str) -> None:
    assert syllables(text) == expected.split()


def test_streams() -> None:
    text = "Bộ Y tế\nông A1, 24/8\n\n– xong"
    streams = read(text, text.lower()).streams
    assert streams["s"] == ["Xx", "X", "x", "x", "X", "0", ",", "0-", "–", "x"]
    assert streams["g"] == ["n", " ", " ", "n", " ", "-", "-", " ", "nn", " "]
    assert streams["w"][7] == "00/0"


def test_head_to_the_left_until_a_sign_closes_it() -> None:
    text = "Sở Xây dựng tỉnh; ông Lê"
    streams = read(text, text.lower()).streams
    assert streams["h"] == ["", "head.stateX", "head.stateX", "head.stateX", "", "", ""]
    assert streams["e"] == ["", "1", "2", "3", "", "", ""]


def test_what_the_text_says_of_a_word_elsewhere() -> None:
    text = "Kiệt kể lại. Ông Kiệt, bà Trần Thị Thoa ở phường Vĩnh Tân (VT)."
    streams = read(text, text.lower()).streams
    said = dict(zip(streams["c"], streams["d"], strict=True))
    assert said["Kiệt"] == "A"
    assert said["Thoa"] == "S"
    assert said["Trần"] == "As"
    assert said["Vĩnh"] == "L"
    assert said["VT"] == "B"
    assert said["kể"] == ""
