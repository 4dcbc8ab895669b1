"""The canonical text and its way back to the raw text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.text import ZERO_WIDTH, canonical, fold, key
from tests.text.odd import odd_texts


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("Hòa Bình", "Hòa Bình"),
        (unicodedata.normalize("NFD", "Nguyễn Thị Thuý"), "Nguyễn Thị Thuý"),
        ("NÐ-CP, Ɖồng ðội", "NĐ-CP, Đồng đội"),
        ("Hà\xa0Nội\tTP\u3000HCM", "Hà Nội TP HCM"),
        ("một\r\nhai\rba\u2028bốn", "một \nhai\nba\nbốn"),
        ("Hà\u200b N\u00adội\ufeff", "Hà Nội"),
        ("u\u200d\u031b\u0323", "ự"),
        ("👨‍👩‍👧 🇻🇳", "👨👩👧 🇻🇳"),
        ("", ""),
    ],
)
def test_canonical_text(raw: str, text: str) -> None:
    assert canonical(raw).text == text


def test_folded_is_lower_case_in_the_old_tone_style() -> None:
    assert fold("HOÀ THUỶ Thuý khoẻ quý hoàng Uỷ ban") == "hòa thủy thúy khỏe quý hoàng ủy ban"
    assert key("  UỶ   BAN\u00a0nhân dân ") == "ủy ban nhân dân"


def test_the_map_covers_the_whole_cluster_and_leaves_zero_width_out() -> None:
    raw = "x\u200bNguye\u0302\u0303n\u200b y"
    shadow = canonical(raw)
    start = shadow.text.index("Nguyễn")
    assert raw[slice(*shadow.raw(start, start + 6))] == "Nguye\u0302\u0303n"
    assert shadow.inner(*shadow.raw(start, start + 6)) == (start, start + 6)


def test_whole_clusters() -> None:
    shadow = canonical("\u200bX\u0301\u0302Y")
    assert shadow.text == "X\u0301\u0302Y"
    assert [shadow.whole(*span) for span in [(0, 1), (0, 4), (1, 4), (3, 4), (1, 2)]] == [
        (0, 3),
        (0, 4),
        (3, 4),
        (3, 4),
        (2, 2),
    ]
    assert canonical("X\u0301Y").whole(1, 2) == (1, 2)


@settings(deadline=None, max_examples=500)
@given(odd_texts())
def test_shadow_and_map_hold_for_any_text(raw: str) -> None:
    shadow = canonical(raw)
    assert len(shadow.text) == len(shadow.folded)
    assert not set(shadow.text) & {*ZERO_WIDTH, "\r", "\t", "\xa0", "\u2028", "ð", "Ð"}
    spans = [shadow.raw(i, i + 1) for i in range(len(shadow.text))]
    assert all(0 <= a < b <= len(raw) for a, b in spans)
    assert spans == sorted(spans)
    covered = {i for a, b in spans for i in range(a, b)}
    assert all(i in covered or c in ZERO_WIDTH for i, c in enumerate(raw))
    bare = raw.translate(dict.fromkeys(map(ord, ZERO_WIDTH)))
    assert [*filter(str.strip, shadow.text)] == [*filter(str.strip, _plain(unicodedata.normalize("NFC", bare)))]


@settings(deadline=None, max_examples=300)
@given(odd_texts(), st.data())
def test_a_span_of_the_shadow_maps_to_the_same_letters(raw: str, data: st.DataObject) -> None:
    shadow = canonical(raw)
    if not shadow.text:
        return
    start = data.draw(st.integers(0, len(shadow.text) - 1))
    end = data.draw(st.integers(start + 1, len(shadow.text)))
    a, b = shadow.raw(start, end)
    assert "".join(shadow.text[start:end].split()) in "".join(canonical(raw[a:b]).text.split())
    lo, hi = shadow.inner(a, b)
    assert lo <= start
    assert end <= hi


def _plain(text: str) -> str:
    return text.translate(str.maketrans("ðÐƉ", "đĐĐ"))
