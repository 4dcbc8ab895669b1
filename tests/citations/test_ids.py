"""The id grammar and its inverse; what is one document and what is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.citations import ids
from pipeline.citations.ids import DocumentId
from pipeline.citations.kinds import KINDS
from pipeline.citations.scopes import scope_of, unit

SLUGS = st.from_regex(r"[a-z]{2,8}(-[a-z0-9]{1,6}){0,3}", fullmatch=True)
SCOPES = st.none() | SLUGS | st.builds("{}.{}".format, SLUGS, SLUGS | st.just("_"))
NUMBERS = st.from_regex(r"[1-9]\d{0,4}[a-z]?|\d{1,2}\.\d|ISO 9001", fullmatch=True)
SYMBOLS = st.sampled_from(["QĐ-UBND", "NĐ-CP", "NQ/TW", "QH15", "TTLT-BTC-BTP", "VPCP-V.I", "BGD&ĐT"])
YEARS = st.none() | st.integers(1945, 2049)
DOCUMENTS = st.builds(
    DocumentId, st.sampled_from([k.class_ for k in KINDS]), SCOPES, NUMBERS, YEARS, st.none() | SYMBOLS
) | st.builds(DocumentId, st.just("luat"), SCOPES, st.none(), YEARS, st.none(), st.none() | SLUGS)


@given(DOCUMENTS)
def test_parse_is_the_inverse(document: DocumentId) -> None:
    assert ids.parse(str(document)) == document
    assert str(ids.parse(str(document))) == str(document)


@given(DOCUMENTS, DOCUMENTS)
def test_merging_keeps_what_both_say(a: DocumentId, b: DocumentId) -> None:
    if a.compatible(b):
        merged = a.merged(b)
        assert merged.compatible(a) and merged.compatible(b)
        assert merged.number in (a.number, b.number) and merged.year in (a.year, b.year)
    if a.number and b.number and a.number != b.number:
        assert not a.compatible(b)


@pytest.mark.parametrize("text", ["", "vn:luat", "vn:Luat:qh:1/2:QH", "vn:luat:qh:45:QH13", "urn:lex:vn"])
def test_no_id(text: str) -> None:
    with pytest.raises(ValueError, match="no citation id"):
        ids.parse(text)


@pytest.mark.parametrize(
    ("id_", "shown"),
    [
        ("vn:nghi_dinh:cp:15/2021:NĐ-CP", "Nghị định số 15/2021/NĐ-CP"),
        ("vn:nghi_quyet:tw:18/2017:NQ/TW", "Nghị quyết số 18-NQ/TW (2017)"),
        ("vn:quyet_dinh:ubnd.ha-noi:5/_:QĐ-UBND", "Quyết định số 05/QĐ-UBND"),
        ("vn:luat:qh:_/2013:_~dat-dai", "Luật dat-dai (2013)"),
        ("vn:nghi_quyet:_:71/_:_", "Nghị quyết số 71"),
    ],
)
def test_display(id_: str, shown: str) -> None:
    assert ids.display(ids.parse(id_)) == shown


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("QD-UBND", "QĐ-UBND"),
        ("QĐ/TTg", "QĐ-TTg"),
        ("QĐ-TTG", "QĐ-TTg"),
        ("nđ-cp", "NĐ-CP"),
        ("NQ-TW", "NQ/TW"),
        ("NQ/TƯ", "NQ/TW"),
        ("CV-TU", "CV/TU"),
        ("HD/BTCTW", "HD/BTCTW"),
        ("HD-MTTW-BTT", "HD-MTTW-BTT"),
        ("TTLT/TANDTC-VKSNDTC-BNV", "TTLT-TANDTC-VKSNDTC-BNV"),
        ("QH15", "QH15"),
    ],
)
def test_one_spelling_of_a_symbol(written: str, canonical: str) -> None:
    assert ids.canonical_symbol(written) == canonical


@pytest.mark.parametrize(
    ("issuer", "place", "expected"),
    [
        ("UBND TP Hà Nội", None, "ha-noi"),
        ("UBND Thành phố", "Hà Nội", "ha-noi"),
        ("UBND tỉnh", "Hà Nội", "_"),
        ("UBND tỉnh", "Sơn La", "son-la"),
        ("UBND tỉnh", "Mường Chà", "_"),
        ("UBND huyện Mường La", "Sơn La", "huyen-muong-la._"),
        ("UBND thành phố Tây Ninh", None, "thanh-pho-tay-ninh._"),
        ("UBND TP.HCM", None, "_"),
        ("UBND TP HCM", None, "ho-chi-minh"),
        ("Thành ủy Đà Nẵng", None, "da-nang"),
        ("Huyện ủy Ba Vì", None, "huyen-ba-vi._"),
        (None, "Hà Nội", "_"),
    ],
)
def test_unit(issuer: str | None, place: str | None, expected: str) -> None:
    assert unit(issuer, place) == expected


@pytest.mark.parametrize(
    ("kind", "symbol", "issuer", "expected"),
    [
        ("nghi_dinh", None, None, "cp"),
        ("luat", "QH15", None, "qh"),
        ("nghi_quyet", "UBTVQH14", None, "ubtvqh"),
        ("thong_tu", "TT-BTC", None, "btc"),
        ("thong_tu", None, "Bộ Tài chính", "btc"),
        ("nghi_quyet", None, "Ban Bí thư Trung ương Đảng", "tw"),
        ("chi_thi", None, "Thủ tướng Chính phủ", "ttg"),
        ("quyet_dinh", "QĐ-SGDĐT", "Sở Giáo dục và Đào tạo tỉnh Cà Mau", "sgddt.ca-mau"),
        ("quyet_dinh", "QĐ-ABCXYZ", None, None),
        ("cong_van", None, None, None),
    ],
)
def test_scope(kind: str, symbol: str | None, issuer: str | None, expected: str | None) -> None:
    assert scope_of(kind, symbol, issuer, None) == expected
