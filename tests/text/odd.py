"""Texts such as no one writes and every crawl holds, for the property tests."""

from __future__ import annotations

import unicodedata

from hypothesis import strategies as st

_WORDS = (
    "Ông Bà Hà Nội TP. Chủ tịch UBND tỉnh Hòa Bình hoà thuỷ Quyết định số 17/CT-UBND ngày 24/8/2021 năm "
    "2021 – 2026 Nguyễn Văn An, (Ảnh: X) “chào” ./. ... v.v. PGS.TS Đ/c T.Ư Điều 1. Căn cứ Nơi nhận: - "
    "Lưu: | www.a.vn a@b.vn 12,5% CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Số: Độc lập - Tự do - Hạnh phúc "
    "3/QĐ-UBND QUYẾT ĐỊNH 08:53 PM Các tin khác"
).split(" ")
_ODD = [
    *" \t\n\r\v\f\x00\x85\xa0\u2028\u3000\u200b\u200d\ufeff\u00ad\u202e",
    "\r\n",
    "\n\n",
    "\u0300",
    "\u0323\u0302",
    "ð",
    "İ",
    "ǅ",
    "👨‍👩‍👧",
    "🇻🇳",
    "\ud800",
    "\udfff",
    "각",
    "漢字",
    "ﬁ",
]


def odd_texts(max_size: int = 40) -> st.SearchStrategy[str]:
    """Vietnamese words, odd characters and any text at all, mixed; at times decomposed (NFD)."""
    piece = st.one_of(st.sampled_from(_WORDS), st.sampled_from(_ODD), st.text(max_size=3), st.just(" "))
    joined = st.lists(piece, max_size=max_size).map("".join)
    return st.one_of(
        joined, joined.map(_decomposed), st.lists(st.sampled_from(_WORDS), max_size=max_size).map(" ".join)
    )


def _decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)
