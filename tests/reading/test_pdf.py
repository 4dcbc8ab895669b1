"""PDF: paragraphs, headings, columns, running headers, pages; scans and damage. Files made by fpdf2."""

from __future__ import annotations

from pathlib import Path

import matplotlib
import pytest
from fpdf import FPDF

from pipeline.reading.base import InputOptions, ReadError
from pipeline.reading.pdf import read

FONT = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
NEXT = {"new_x": "LMARGIN", "new_y": "NEXT"}
GROUNDS = (
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015; căn cứ Nghị định số 15/2021/NĐ-CP ngày 03 "
    "tháng 3 năm 2021 của Chính phủ quy định chi tiết một số nội dung về quản lý dự án;"
)
LONG = (
    "Ủy ban nhân dân các xã, thị trấn có trách nhiệm phối hợp với Ban Công tác Mặt trận thôn, khu phố tổ chức lấy ý "
    "kiến nhân dân, niêm yết công khai kết quả tại nhà văn hóa và báo cáo huyện trước ngày 30 tháng 6 năm 2024."
)


class Sheet(FPDF):
    """A document whose pages carry the given header and their number."""

    def __init__(self, header: str = "", number: str = "") -> None:
        super().__init__()
        self.add_font("D", "", FONT)
        self._texts = header, number
        self.set_font("D", size=11)
        self.add_page()

    def header(self) -> None:
        self.set_font("D", size=11)
        for text in self._texts:
            if text:
                self.cell(0, 6, text.format(page=self.page_no()), align="C", **NEXT)

    def line_(self, text: str, align: str = "J") -> None:
        self.multi_cell(0, 6, text, align=align, **NEXT)

    def pair(self, left: str, right: str) -> None:
        self.cell(90, 6, left)
        self.cell(90, 6, right, **NEXT)


def text_of(sheet: FPDF) -> str:
    return read(bytes(sheet.output()), InputOptions()).text


def test_lines_are_joined_to_paragraphs_and_a_heading_is_read_side_by_side() -> None:
    sheet = Sheet()
    sheet.pair("ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    sheet.pair("HUYỆN PHÚ THỊNH", "Độc lập - Tự do - Hạnh phúc")
    sheet.pair("Số: 412/QĐ-UBND", "Phú Thịnh, ngày 05 tháng 3 năm 2024")
    sheet.ln(6)
    sheet.line_("QUYẾT ĐỊNH", align="C")
    sheet.line_(GROUNDS)
    sheet.line_("Điều 1. " + LONG)
    sheet.line_("Điều 2. " + LONG)
    sheet.ln(6)
    sheet.pair("Nơi nhận:", "CHỦ TỊCH")
    sheet.pair("- Như Điều 2;", "")
    sheet.pair("- Lưu: VT.", "Nguyễn Văn Bảo")
    assert text_of(sheet).split("\n") == [
        "ỦY BAN NHÂN DÂN", "HUYỆN PHÚ THỊNH", "Số: 412/QĐ-UBND", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc", "Phú Thịnh, ngày 05 tháng 3 năm 2024", "QUYẾT ĐỊNH", GROUNDS, "Điều 1. " + LONG,
        "Điều 2. " + LONG, "Nơi nhận:", "- Như Điều 2;", "- Lưu: VT.", "CHỦ TỊCH", "Nguyễn Văn Bảo",
    ]  # fmt: skip


def test_running_headers_and_page_numbers_go_and_pages_can_be_counted() -> None:
    sheet = Sheet("CÔNG BÁO/Số 221 + 222/Ngày 12-3-2024", "{page}")
    articles = [
        f"Điều {n}. {LONG.replace('2024', str(1990 + n)).replace('Ủy ban', 'Phòng ' * (n % 5) + 'Ban')}"
        for n in range(1, 31)
    ]
    for article in articles:
        sheet.line_(article)
    text = text_of(sheet)
    pages = sheet.page_no()
    assert text.split() == " ".join(articles).split()
    assert pages > 1
    assert text.count("\f") == pages - 1
    assert len([p for p in text.split("\n") if p.strip()]) == 30


def test_two_columns() -> None:
    sheet = Sheet()
    left, right = [f"Trái {n}. {LONG}" for n in range(5)], [f"Phải {n}. {LONG}" for n in range(5)]
    with sheet.text_columns(ncols=2, gutter=10, text_align="J", balance=False) as columns:
        for part in (left, right):
            for item in part:
                columns.write(item + "\n")
            if part is left:
                columns.new_column()
    assert text_of(sheet).split() == " ".join(left + right).split()


def test_a_table_is_read_row_by_row() -> None:
    sheet = Sheet()
    for cells in (("TT", "Khu dân cư", "Số hộ"), ("1", "Thôn Bình An", "96"), ("2", "Thôn Bình Hòa", "104")):
        for width, cell in zip((30, 90, 40), cells, strict=True):
            sheet.cell(width, 6, cell)
        sheet.ln(6)
    assert text_of(sheet).split("\n") == ["TT\tKhu dân cư\tSố hộ", "1\tThôn Bình An\t96", "2\tThôn Bình Hòa\t104"]


def test_a_table_wider_than_the_text_does_not_break_it() -> None:
    sheet = Sheet()
    sheet.set_margins(30, 10)
    for _ in range(3):
        sheet.line_(GROUNDS)
    sheet.set_margins(10, 10)
    sheet.set_x(10)
    sheet.cell(120, 6, "Khu dân cư")
    sheet.cell(70, 6, "Số hộ dân đăng ký", align="R", **NEXT)
    assert text_of(sheet).split("\n") == [GROUNDS, GROUNDS, GROUNDS, "Khu dân cư\tSố hộ dân đăng ký"]


def test_a_number_cut_at_its_hyphen_is_joined() -> None:
    sheet = Sheet()
    for text in ("Ủy ban nhân dân huyện Phú Thịnh ban hành kèm theo công văn này Chỉ thị số 17/CT-", "UBND năm 2024."):
        sheet.cell(0, 6, text, **NEXT)
    assert "17/CT-UBND năm 2024." in text_of(sheet)


def test_a_scan_says_what_to_do() -> None:
    from PIL import Image

    sheet = FPDF()
    sheet.add_page()
    sheet.image(Image.new("L", (60, 80), 200), x=0, y=0, w=sheet.w, h=sheet.h)
    with pytest.raises(ReadError, match="ocrmypdf"):
        text_of(sheet)


def test_blank_locked_and_damaged_files() -> None:
    blank = FPDF()
    blank.add_page()
    assert text_of(blank) == ""
    locked = Sheet()
    locked.set_encryption(owner_password="a", user_password="b")
    with pytest.raises(ReadError, match="password"):
        text_of(locked)
    with pytest.raises(ReadError, match="damaged"):
        read(b"%PDF-1.4\nabc", InputOptions())
