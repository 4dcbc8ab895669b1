"""Invariants on any text, and time that grows with its length."""

from __future__ import annotations

import os
import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.citations import annotate, extract, ids, parse_number

PIECES = st.sampled_from(
    [
        "Nghị định",
        "nghị quyết",
        "QUYẾT ĐỊNH",
        "Luật",
        "Bộ luật Hình sự",
        "Luật Đất đai",
        "số",
        "Số:",
        "15/2021/NĐ-CP",
        "18-NQ/TW",
        "3642/QĐ-UBND",
        "71",
        "12,",
        "và 13",
        "năm 2013",
        "ngày 3/4/2021",
        "ngày 3 tháng 4 năm 2021",
        "của",
        "UBND tỉnh Sơn La",
        "Chính phủ",
        "đã ban hành",
        "tại",
        "khoản 2 Điều 5",
        "sửa đổi, bổ sung một số điều của",
        "(sửa đổi)",
        "(",
        ")",
        ";",
        ".",
        "\n",
        "Nghị quyết Trung ương 4",
        "khóa XII",
        "Đại hội",
        "lần thứ XIII",
        "của Đảng",
        "Hiệp định",
        "EVFTA",
        "này",
        "nói trên",
        "\u200b",
        "Chủ tịch UBND huyện X Ngô Văn An",
        "😀",
        "\u00a0",
        "QCVN 01:2021/BXD",
        "về việc",
        "Điều lệ Đảng",
        "Hiến pháp",
    ]
)
TEXTS = st.lists(PIECES | st.text(max_size=6), max_size=25).map(" ".join) | st.text(max_size=200)
EXAMPLES = int(os.environ.get("TRICHLUC_FUZZ", "300"))


@settings(max_examples=EXAMPLES, deadline=None)
@given(TEXTS, st.booleans())
def test_fuzz_mentions(text: str, decomposed: bool) -> None:
    text = unicodedata.normalize("NFD", text) if decomposed else text
    found = extract(text, anaphora=True)
    end = 0
    for m in found:
        assert end <= m.start < m.end <= len(text)
        end = m.end
        span = unicodedata.normalize("NFC", text[m.start : m.end]).strip()
        assert span and not span[-1].isspace()
        assert m.kind and m.class_ and m.form in ("full", "short", "named", "anaphoric")
        document = ids.parse(m.citation_id or "")
        assert str(document) == m.citation_id
        if m.number and document.number and m.kind != "Đề án":
            assert document.number == (m.number.lower().lstrip("0") or "0")
    assert [m for m in found if m.form != "anaphoric"] == extract(text)


@settings(max_examples=EXAMPLES, deadline=None)
@given(TEXTS)
def test_fuzz_annotate_and_parse(text: str) -> None:
    assert annotate(text).count("<cite ") == len(extract(text))
    number = parse_number(text)
    assert number is None or 0 <= number.start < number.end <= len(text)


@pytest.mark.parametrize(
    "unit",
    [
        "1/",
        "1",
        "Luật sửa đổi, bổ sung một số điều của ",
        "Nghị định số 1/2020/NĐ-CP, ",
        "Quyết định 1, 2, 3, ",
        "của Bộ Tài chính ",
        "UBND tỉnh ",
        "khoản 1, ",
        "Nghị quyết Đại hội ",
        "( ",
        "Hiệp định ",
        "Quy chế a ",
        "ngày 1/1/2020 ",
        "Luật A ",
        "số ",
        "Điều 1, ",
        "Công văn a b c d e f ",
        "Ủy ban dự thảo sửa đổi ",
        "các Bộ: A, ",
        "A-B-C-D-",
        "\n",
        "Luật Đất đai, ",
        "theo UBND tỉnh X tại ",
        "Tại Công văn số 1 gửi ",
        "Luật A, a, b, c và ",
        "Luật a, b c, ",
    ],
)
def test_time_grows_with_the_length(unit: str) -> None:
    def seconds(n: int) -> float:
        text = unit * (n // len(unit))
        best = 9.0
        for _ in range(2):
            start = time.process_time()
            extract(text)
            best = min(best, time.process_time() - start)
        return best

    small, large = seconds(8_000), seconds(32_000)
    assert large < 0.05 or large < 9 * small


@pytest.mark.parametrize("word", ["và ", "của ", ", ", "a-", "(", "Luật ", "khoản "])
def test_a_run_of_one_word_after_a_title_is_read(word: str) -> None:
    found = extract("Luật A " + word * 5_000)
    assert all(m.end < 200 or word == "Luật " for m in found)
