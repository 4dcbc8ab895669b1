"""The two sides of a heading and of a signature, as tables and typists leave them on one line."""

from __future__ import annotations

import pytest

from pipeline.reading.sides import part_sides


@pytest.mark.parametrize("gap", ["\t", " \t\t ", "        ", "\xa0\xa0\xa0"])
def test_a_heading(gap: str) -> None:
    left = ["ỦY BAN NHÂN DÂN", "HUYỆN PHÚ THỊNH", "Số: 412/QĐ-UBND"]
    right = ["CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Phú Thịnh, ngày 05 tháng 3 năm 2024"]
    text = "\n".join(f"  {a}{gap}{b}" for a, b in zip(left, right, strict=True))
    parted = part_sides(f"{text}\nĐiều 1.\tCông nhận").split("\n")
    assert parted == [x for pair in zip(left, right, strict=True) for x in pair] + ["Điều 1.\tCông nhận"]


def test_a_signature() -> None:
    text = "1\tThôn Bình An\nNơi nhận:\tTM. ỦY BAN NHÂN DÂN\n- Như Điều 2;\tCHỦ TỊCH\n- Lưu: VT.\n\tNguyễn Văn Bảo"
    assert part_sides(text).split("\n") == [
        "1\tThôn Bình An", "Nơi nhận:", "TM. ỦY BAN NHÂN DÂN", "- Như Điều 2;", "CHỦ TỊCH", "- Lưu: VT.",
        "Nguyễn Văn Bảo",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["", "TT\tXã\n1\tBình An", "Cộng hòa xã hội chủ nghĩa Việt Nam", "a\n" * 40 + "Số: 1\tngày 5"]
)
def test_other_lines_stay(text: str) -> None:
    assert part_sides(text) == text
