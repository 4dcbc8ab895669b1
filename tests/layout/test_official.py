"""Official documents: recognised, cut into parts, their heading read, in the forms in which text comes out of files."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.layout import read
from pipeline.layout.lines import lines
from pipeline.layout.official import is_official
from pipeline.lexicon import table
from pipeline.text import canonical
from pipeline.types import Document, Heading, Record

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
GROUNDS = (
    "Căn cứ Luật Cán bộ, công chức ngày 13 tháng 11 năm 2008;\n"
    "Căn cứ Nghị quyết số 76/NQ-CP ngày 15 tháng 7 năm 2021 của Chính phủ;\n"
    "Theo đề nghị của Giám đốc Sở Nội vụ.\n"
)
BODY = (
    "QUYẾT ĐỊNH:\nĐiều 1. Thành lập Tổ công tác cải cách hành chính tỉnh.\n"
    "Điều 2. Giám đốc Sở Nội vụ chịu trách nhiệm thi hành Quyết định này./.\n"
)
FOOT = "Nơi nhận:\n- Như Điều 2;\n- Bộ Nội vụ (b/c);\n- Lưu: VT, NC.\n"
SIGNED = "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n(Đã ký)\nMạc Đức Trí\n"
BY_CELLS = (
    "ỦY BAN NHÂN DÂN\nTỈNH HÒA AN\n-------\nSố: 1734/QĐ-UBND\n"
    f"{NATION}\n{MOTTO}\n---------------\n"
    "Hòa An, ngày 08 tháng 9 năm 2022\n\nQUYẾT ĐỊNH\nVề việc thành lập Tổ công tác\ncải cách hành chính\n\n"
    "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH HÒA AN\n\n"
)
BY_LAYOUT = (
    f"ỦY BAN NHÂN DÂN              {NATION}\n"
    f"   TỈNH HÒA AN                   {MOTTO}\n"
    "Số: 1734/QĐ-UBND             Hòa An, ngày 08 tháng 9 năm 2022\n\n"
    "                     QUYẾT ĐỊNH\n  Về việc thành lập Tổ công tác cải cách hành chính\n\n"
)
BY_TABLE = (
    f"| ỦY BAN NHÂN DÂN TỈNH HÒA AN ------- | {NATION} {MOTTO} ------- |\n"
    "|---|---|\n| Số: 1734/QĐ-UBND | Hòa An, ngày 08 tháng 9 năm 2022 |\n\nQUYẾT ĐỊNH\n\n"
    "Về việc thành lập Tổ công tác cải cách hành chính\n\nCHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH\n\n"
)


def page(text: str) -> Document:
    return read(Record("a", "a", text, ""))


def names(doc: Document) -> list[str]:
    return [part.name for part in doc.parts]


@pytest.mark.parametrize("head", [BY_CELLS, BY_LAYOUT, BY_TABLE], ids=["cells", "layout", "table"])
def test_a_decision(head: str) -> None:
    doc = page(head + GROUNDS + BODY + FOOT + SIGNED)
    assert doc.kind == "official"
    assert names(doc) == ["heading", "grounds", "body", "recipients", "signature"]
    assert doc.heading == Heading(
        "Quyết định", "1734", None, "QĐ-UBND", "ỦY BAN NHÂN DÂN TỈNH HÒA AN", "Hòa An", dt.date(2022, 9, 8)
    )
    assert doc.title == "QUYẾT ĐỊNH Về việc thành lập Tổ công tác cải cách hành chính"
    assert (doc.published, doc.published_basis) == (dt.date(2022, 9, 8), "text")
    starts = {part.name: doc.text[part.start : part.end].split("\n")[0] for part in doc.parts}
    assert starts["grounds"].startswith("Căn cứ Luật")
    assert starts["signature"] == "KT. CHỦ TỊCH"


def test_signature_before_the_recipients_and_in_cells() -> None:
    assert names(page(BY_CELLS + GROUNDS + BODY + SIGNED + FOOT))[-2:] == ["signature", "recipients"]
    cells = "| Nơi nhận: - Như Điều 2; - Lưu: VT | CHỦ TỊCH Mạc Đức Trí |\n|---|---|\n"
    assert names(page(BY_TABLE + GROUNDS + BODY + cells))[-2:] == ["recipients", "signature"]


def test_a_letter() -> None:
    doc = page(
        "SỞ NỘI VỤ TỈNH HÒA AN\nSố: 98/SNV-TCBC\nV/v rà soát biên chế\nnăm 2020\n"
        f"{NATION}\n{MOTTO}\nHòa An, ngày 3 tháng 2 năm 2020\n\nKính gửi: Phòng Nội vụ các huyện.\n\n"
        "Thực hiện Công văn số 412/UBND-NC, Sở Nội vụ đề nghị các đơn vị rà soát biên chế và gửi báo cáo./.\n" + FOOT
    )
    assert doc.heading.kind == "Công văn"
    assert (doc.heading.number, doc.heading.symbol) == ("98", "SNV-TCBC")
    assert doc.title == "rà soát biên chế năm 2020"
    assert names(doc)[0] == "heading"
    assert names(doc)[-1] == "recipients"


def test_a_gazette_page() -> None:
    doc = page(
        "CÔNG BÁO/Số 118/Ngày 09-4-2019\n37\n\nBỘ GIAO THÔNG VẬN TẢI\n________\n\nSố: 12/2019/TT-BGTVT\n"
        f"{NATION}\n{MOTTO}\n\nHà Nội, ngày 12 tháng 3 năm 2019\n\n"
        "THÔNG TƯ\nQuy định về bến khách ngang sông theo Nghị định số 5/2015/NĐ-CP\n"
        "ngày 06 tháng 01 năm 2015 của Chính phủ\n\n" + GROUNDS + "Điều 1. Phạm vi điều chỉnh\n"
        "Thông tư này quy định về bến khách.\nKý bởi: CÔNG BÁO\nNgày ký: 2019-04-09 08:00:00 +07:00\n"
        "CÔNG BÁO/Số 118/Ngày 09-4-2019\n38\nĐiều 2. Hiệu lực thi hành\n"
    )
    assert names(doc) == [
        *("boilerplate", "heading", "grounds", "body", "signature", "boilerplate", "body"),
    ]
    assert (doc.heading.number, doc.heading.year, doc.heading.symbol) == ("12", 2019, "TT-BGTVT")
    assert doc.heading.date == dt.date(2019, 3, 12)
    assert doc.title is not None
    assert doc.title.endswith("ngày 06 tháng 01 năm 2015 của Chính phủ")


def test_a_party_resolution() -> None:
    doc = page(
        "TỈNH ỦY HÒA AN\n*\nSố 12-NQ/TU\nĐẢNG CỘNG SẢN VIỆT NAM\nHòa An, ngày 05 tháng 10 năm 2021\n\nNGHỊ QUYẾT\n"
        "Về phát triển du lịch\n-----\n\nI- TÌNH HÌNH\nNhững năm qua, du lịch tỉnh có bước phát triển khá.\n"
        "T/M TỈNH ỦY\nBÍ THƯ\nThào Seo Sính\n"
    )
    assert (doc.heading.kind, doc.heading.number, doc.heading.symbol) == ("Nghị quyết", "12", "NQ/TU")
    assert doc.heading.issuer == "TỈNH ỦY HÒA AN"
    assert names(doc) == ["heading", "body", "signature"]


def test_impossible_dates_and_empty_headings_give_nothing() -> None:
    doc = page(BY_CELLS.replace("08 tháng 9", "31 tháng 2") + GROUNDS + BODY)
    assert doc.heading.date is None
    assert page("Điều 1. A.\nĐiều 2. B.\nĐiều 3. C.\n").heading == Heading()


@pytest.mark.parametrize(
    "text",
    [
        "Chủ tịch tỉnh ký quyết định\nTheo Quyết định số 1734/QĐ-UBND ngày 08/9/2022, tỉnh lập tổ công tác.\n",
        "Căn cứ nào để tăng lương?\nNhiều ý kiến cho rằng chưa đủ căn cứ để tăng lương trong năm nay.\n",
        "NGHỊ QUYẾT\nđã đi vào cuộc sống của người dân vùng cao, biên giới tỉnh Hòa An.\n",
    ],
)
def test_news_about_documents_is_not_official(text: str) -> None:
    assert not is_official(lines(canonical(text)))


@pytest.mark.parametrize("row", table("pipeline.layout", "kinds.tsv"), ids=lambda row: row["kind"])
def test_each_kind(row: dict[str, str]) -> None:
    assert page(BY_CELLS.replace("QUYẾT ĐỊNH", row["kind"].upper(), 1) + GROUNDS + BODY).heading.kind == row["kind"]


@pytest.mark.parametrize("row", table("pipeline.layout", "bodies.tsv"), ids=lambda row: row["head"])
def test_each_head_of_a_body_begins_a_name(row: dict[str, str]) -> None:
    doc = page(BY_CELLS.replace("ỦY BAN NHÂN DÂN\n", f"CƠ QUAN CHỦ QUẢN\n{row['head'].upper()} THỨ NHẤT\n", 1))
    assert doc.heading.issuer == f"{row['head'].upper()} THỨ NHẤT TỈNH HÒA AN"


@pytest.mark.parametrize("row", table("pipeline.layout", "marks.tsv"), ids=lambda row: row["mark"])
def test_each_mark_puts_its_line_into_its_part(row: dict[str, str]) -> None:
    mark, part = row["mark"].capitalize(), row["part"]
    line = mark.upper() if part in ("office", "national", "party", "gazette") else mark
    where = {
        "national": (line + "\n" + BY_CELLS, "heading"),
        "party": (line + "\n" + BY_CELLS, "heading"),
        "gazette": (line + " 12\n" + BY_CELLS, "boilerplate"),
        "grounds": (BY_CELLS + line + " đề án của Sở Nội vụ;\n" + BODY, "grounds"),
        "body": (BY_CELLS + GROUNDS + line + "\n", "body"),
        "recipients": (BY_CELLS + GROUNDS + BODY + line + ": như trên\n", "recipients"),
        "signature": (BY_CELLS + GROUNDS + BODY + line + " CHỦ TỊCH\n", "signature"),
        "office": (BY_CELLS + GROUNDS + BODY + line + " SỞ\n", "signature"),
        "stamp": (BY_CELLS + GROUNDS + BODY + line + " 12\nĐiều 3. Hiệu lực\n", "signature"),
    }
    text, wanted = where[part]
    doc = page(text)
    at = text.rindex(line) if part in ("office", "body") else text.index(line)
    assert next(p.name for p in doc.parts if p.start <= at < p.end) == wanted
