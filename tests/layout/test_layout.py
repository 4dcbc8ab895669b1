"""Parts of any text, and that reading takes linear time."""

from __future__ import annotations

import datetime as dt
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.layout import read
from pipeline.text import canonical
from pipeline.types import Record
from tests.text.odd import odd_texts

_PIECES = (
    "Hội nghị. ¦\n¦A ¦An Bình ¦24/8/2021 ¦Số: 1/QĐ ¦Ảnh: A ¦     ¦CỘNG HÒA ¦ngày 1 ¦Căn cứ a;\n¦Điều 1. A\n¦Tin khác\n"
    "¦1/7/2021\n¦An Bình\n¦CHỦ TỊCH\n"
)


@settings(deadline=None, max_examples=300)
@given(odd_texts(), st.one_of(st.none(), st.dates()))
def test_parts_cover_any_text_in_order(text: str, anchor: dt.date | None) -> None:
    doc = read(Record("a", "a", text, ""), anchor)
    assert "".join(text[p.start : p.end] for p in doc.parts) == (text if doc.parts else "")
    assert doc.parts or not canonical(text).text.strip()
    assert all(a.name != b.name and a.end == b.start < b.end for a, b in pairwise(doc.parts))
    assert doc.kind in ("news", "official", "other")
    assert (doc.published is None) == (doc.published_basis == "none")
    assert doc.text is text


@pytest.mark.parametrize(
    "piece",
    [*_PIECES.split("¦"), "| a "],
)
def test_time_is_linear(piece: str) -> None:
    def took(size: int) -> float:
        text = "QUYẾT ĐỊNH\n" + piece * (size // len(piece))
        start = time.process_time()
        read(Record("a", "a", text, ""), dt.date(2021, 1, 1))
        return time.process_time() - start

    took(1000)
    assert took(200_000) < 12 * max(took(50_000), 0.05)
