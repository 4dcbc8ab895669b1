"""Which document a citation means: within a text, from the catalogue, an analyst's own; and where nothing tells."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from pipeline.citations import annotate, extract, parse_number, stage
from pipeline.config import Config
from pipeline.types import Document, Heading, Record


def identities(text: str, **options: object) -> list[str | None]:
    return [m.citation_id for m in extract(text, **options)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "Nghị định số 15/2021/NĐ-CP; Nghị định 15/2021; nghị định số 15; NGHỊ ĐỊNH SỐ 15/2021/NĐ-CP; NĐ 15/2021/NÐ-CP",
        "Nghị quyết 68 ra đời; Nghị quyết số 68-NQ/TW ngày 4/5/2025 của Bộ Chính trị; NQ 68/NQ-TW; nghị quyết 68",
        "Luật Đất đai số 31/2024/QH15 thay luật cũ; Luật Đất đai cho phép; luật đất đai",
        "Quyết định số 129/2004/QĐ-TTG và Quyết định 129/2004/QD-TTg",
        "Nghị quyết Đại hội XIII của Đảng; Nghị quyết Đại hội đại biểu toàn quốc lần thứ 13 của Đảng",
        "Nghị quyết Trung ương 6 (khóa XI); Nghị quyết Hội nghị lần thứ sáu Ban Chấp hành Trung ương khóa XI",
        "BLHS 2015; Bộ luật Hình sự năm 2015; Bộ luật Hình sự số 100/2015/QH13",
        "Luật sửa đổi, bổ sung một số điều của Luật Giáo dục đại học (Luật số 34); Luật số 34",
        "văn bản số 812/TCT-KK; công văn 812/TCT-KK",
        "EVFTA; Hiệp định thương mại tự do Việt Nam - EU",
    ],
)
def test_one_document(text: str) -> None:
    assert len(set(identities(text))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Nghị quyết 68/NQ-CP; Nghị quyết 68-NQ/TW",
        "Quyết định 5/QĐ-UBND của UBND tỉnh Sơn La; Quyết định 5/QĐ-UBND của UBND tỉnh Lào Cai",
        "Nghị quyết 18-NQ/TW ngày 25/10/2017; Nghị quyết 18-NQ/TW ngày 16/6/2022",
        "Quyết định 5/QĐ-TTg ngày 1/2/2020; Quyết định 5/QĐ-TTg ngày 3/2/2021",
        "Hướng dẫn 12/HD-UBND; Hợp tác Quyết định 12/QĐ-UBND",
        "Luật Nhà ở năm 2014; Luật Nhà ở năm 2023",
        "Quyết định số 12/QĐ-UBND của UBND huyện Ba Vì; Quyết định số 12/QĐ-UBND của UBND xã Ba Vì",
        "Hiến pháp năm 2013; Hiến pháp năm 1992; Hiến pháp Lào năm 2013",
    ],
)
def test_never_merged(text: str) -> None:
    found = identities(text)
    assert len(found) == len(set(found)) >= 2


def test_a_short_form_that_fits_two_stays_by_itself() -> None:
    text = "Nghị quyết 68/NQ-CP, Nghị quyết 68-NQ/TW. Theo Nghị quyết 68, việc ấy hoãn lại"
    *full, short = identities(text)
    assert short == "vn:nghi_quyet:_:68/_:_" and short not in full


def test_the_id_says_what_is_not_known() -> None:
    assert identities("Quyết định 3642/QĐ-UBND") == ["vn:quyet_dinh:ubnd._:3642/_:QĐ-UBND"]
    assert identities("Quyết định 3642/QĐ-UBND của UBND Thành phố", place="Hà Nội") == [
        "vn:quyet_dinh:ubnd.ha-noi:3642/_:QĐ-UBND"
    ]
    assert identities("Luật Đất đai") == ["vn:luat:qh:_/_:_~dat-dai"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Luật Đất đai năm 2013", ("45/2013/QH13", None, "Luật Đất đai năm 2013")),
        ("Luật Tổ chức Chính phủ ngày 18 tháng 02 năm 2025", ("63/2025/QH15", None, "Luật Tổ chức Chính phủ năm 2025")),
        ("Luật Tổ chức chính quyền địa phương năm 2025", (None, None, None)),
        ("BLHS 1999", ("15/1999/QH10", None, "Bộ luật Hình sự năm 1999")),
        (
            "Đề án 06",
            (
                "06/QĐ-TTg",
                2022,
                "Quyết định phê duyệt Đề án 06 về ứng dụng dữ liệu dân cư, định danh và xác thực điện tử",
            ),
        ),
        ("Luật Cây xanh năm 2011", (None, None, None)),
        ("Chỉ thị 16/CT-TTg", (None, None, None)),
    ],
)
def test_catalogue(text: str, expected: tuple[object, ...]) -> None:
    (m,) = extract(text)
    assert (m.resolved_number, m.resolved_year, m.resolved_title) == expected


def test_the_catalogue_never_fills_what_stands_in_the_text() -> None:
    (m,) = extract("theo Luật Đất đai năm 2013")
    assert (m.number, m.year, m.symbol, m.issued_on, m.issuer) == (None, 2013, None, None, None)


def test_law_in_force_on_the_day_of_publication() -> None:
    for day, number in ((dt.date(2010, 5, 1), "13/2003/QH11"), (dt.date(2020, 5, 1), "45/2013/QH13")):
        (m,) = extract("theo Luật Đất đai thì", published=day)
        assert (m.resolved_number, m.citation_id) == (number, "vn:luat:qh:_/_:_~dat-dai")
    (draft,) = extract("dự thảo Luật Đất đai được bàn", published=dt.date(2020, 5, 1))
    assert draft.resolved_number is None


def test_own_catalogue(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("kind,title,number,issued_on\nLuật,Cây xanh năm 2011,77/2011/QH13,2011-06-20\n", encoding="utf-8")
    (m,) = extract("Luật Cây xanh năm 2011", catalogue=path)
    assert (m.citation_id, m.resolved_title) == ("vn:luat:qh:77/2011:QH13", "Luật Cây xanh năm 2011")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("kind,title\nLuật,X\n", r"own\.csv, line 2: no column number; a catalogue has kind, title, number, issued_on"),
        ("kind,title,number,issued_on\nGiấy,X,1/QĐ,\n", r"own\.csv, line 2: kind 'giấy' is none of"),
        ("kind,title,number,issued_on\nLuật,X,,mai\n", r"own\.csv, line 2: .*dates are written 2021-03-03"),
        ("kind,title,number,issued_on\nLuật,X,abc,\n", r"own\.csv, line 2: 'abc' is no document number"),
    ],
)
def test_own_catalogue_with_mistakes(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "own.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        extract("Luật X", catalogue=path)
    with pytest.raises(ValueError, match="cannot be read"):
        extract("Luật X", catalogue=tmp_path / "missing.csv")


def test_back_references_only_on_request() -> None:
    text = "Nghị định số 9/2011/NĐ-CP còn hiệu lực. Nghị định trên nêu ba điều. Thông tư nói trên thì không."
    assert [m.form for m in extract(text)] == ["full"]
    full, back = extract(text, anaphora=True)
    assert (back.form, back.citation_id, text[back.start : back.end]) == (
        "anaphoric",
        full.citation_id,
        "Nghị định trên",
    )


def test_this_document_is_the_document_itself() -> None:
    heading = Heading("Nghị định", "15", 2021, "NĐ-CP", "Chính phủ", "Hà Nội", dt.date(2021, 3, 3))
    text = "Nghị định số 9/2011/NĐ-CP hết hiệu lực khi Nghị định này có hiệu lực."
    assert extract(text, anaphora=True, heading=heading)[-1].citation_id == "vn:nghi_dinh:cp:15/2021:NĐ-CP"
    assert extract(text, anaphora=True)[-1].citation_id == "vn:nghi_dinh:cp:9/2011:NĐ-CP"


def test_stage_reads_the_document() -> None:
    text = "Căn cứ Quyết định số 8/QĐ-UBND ngày 3/4 của UBND Thành phố"
    record = Record("a", "a.txt", text, "")
    doc = Document(record, text, dt.date(2021, 5, 1), heading=Heading(place="Hà Nội"))
    (m,) = stage(Config())(doc, {})["citations"]
    assert (m.issued_on, m.citation_id) == (dt.date(2021, 4, 3), "vn:quyet_dinh:ubnd.ha-noi:8/2021:QĐ-UBND")  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Số: 3642/QĐ-UBND", ("3642", None, "QĐ-UBND", "quyet_dinh")),
        ("Số : 15/2021/NĐ-CP ", ("15", 2021, "NĐ-CP", "nghi_dinh")),
        ("Số 18-NQ/TW", ("18", None, "NQ/TW", "nghi_quyet")),
        ("SỐ: 07/UBND-NC", ("07", None, "UBND-NC", None)),
        ("24/2018/QH14", ("24", 2018, "QH14", None)),
        ("Số: /QĐ-UBND", None),
        ("Hà Nội, ngày 3", None),
    ],
)
def test_number_of_a_heading(text: str, expected: tuple[object, ...] | None) -> None:
    number = parse_number(text)
    assert (number and (number.number, number.year, number.symbol, number.class_)) == expected
    assert number is None or text[number.start : number.end].startswith(number.number)


def test_annotated_text_is_the_text() -> None:
    import re
    from html import unescape

    text = 'A & B: <Nghị định số 15/2021/NĐ-CP> & "Luật Đất đai năm 2013"'
    html = annotate(text)
    assert unescape(re.sub(r"</?cite[^>]*>", "", html)) == text
    assert [(int(a), int(b)) for a, b in re.findall(r'data-start="(\d+)" data-end="(\d+)"', html)] == [
        (m.start, m.end) for m in extract(text)
    ]
    assert 'data-id="vn:luat:qh:45/2013:QH13"' in html
