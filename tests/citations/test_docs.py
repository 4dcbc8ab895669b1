"""docs/citations.md is what the data say, and its parts hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.citations import extract, pinpoints
from pipeline.citations.docs import page
from pipeline.lexicon import table


def test_the_page_is_up_to_date() -> None:
    written = (Path(__file__).parents[2] / "docs" / "citations.md").read_text(encoding="utf-8")
    assert written == page(), "run: python -m pipeline.citations.docs > docs/citations.md"


@pytest.mark.parametrize("row", table("pipeline.citations", "examples.tsv"), ids=lambda r: r["shape"])
def test_each_example_is_found(row: dict[str, str]) -> None:
    assert extract(row["text"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("điểm a khoản 2 Điều 5", ["d5.k2.pa"]),
        ("Điều 5, khoản 1, điểm d", ["d5.k1.pd"]),
        ("các điểm a, b và c khoản 1", ["k1.pa", "k1.pb", "k1.pc"]),
        ("khoản 1 và khoản 3 Điều 5", ["d5.k1", "d5.k3"]),
        ("khoản 1 Điều 2, khoản 5 Điều 8", ["d2.k1", "d8.k5"]),
        ("Điều 69, Điều 71", ["d69", "d71"]),
        ("Điều 14, 15", ["d14", "d15"]),
        ("từ điều 141 đến 143", ["d141", "d142", "d143"]),
        ("Mục 2 Chương IV", ["civ.s2"]),
        ("Phụ lục I", ["xi"]),
        ("Mẫu số 11", ["f11"]),
        ("điểm đ khoản 2b Điều 12a", ["d12a.k2b.pđ"]),
        ("Phụ lục", ["x"]),
        ("Khoản 7 và điểm c, Khoản 10, Điều 22", ["d22.k7", "d22.k10.pc"]),
        ("điểm b và điểm d khoản 1, điểm b khoản 2 Điều 17", ["d17.k1.pb", "d17.k1.pd", "d17.k2.pb"]),
        ("Điều 5 và khoản 2 Điều 6", ["d5", "d6.k2"]),
    ],
)
def test_paths(text: str, expected: list[str]) -> None:
    assert pinpoints.paths(text) == expected
