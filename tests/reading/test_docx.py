"""Word files: everything that a reader of the page sees, in order, and nothing that was deleted."""

from __future__ import annotations

import io
import zipfile

import pytest

from pipeline.reading.base import Content, InputOptions, Limits, ReadError
from pipeline.reading.docx import read
from pipeline.reading.legacy import letters

from .word import docx, font, paragraph, row, run, table

OPTIONS = InputOptions()


def lines(body: str, **parts: str) -> list[str]:
    return content(body, **parts).text.split("\n")


def content(body: str, **parts: str) -> Content:
    return read(docx(body, **parts), OPTIONS)


def shown(text: str, encoding: str) -> str:
    """How a reader that knows no Vietnamese shows a text of an old font: its bytes as Windows-1252 letters."""
    codes = letters(encoding)
    return "".join(codes.get(c, c) for c in text).encode("latin-1").decode("cp1252", "replace")


def test_the_heading_table_is_read_cell_by_cell_and_a_data_table_row_by_row() -> None:
    left = paragraph("ỦY BAN NHÂN DÂN") + paragraph("HUYỆN PHÚ THỊNH")
    right = paragraph("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") + paragraph("Độc lập - Tự do - Hạnh phúc")
    body = table(row(left, right), row("Số: 412/QĐ-UBND", "Phú Thịnh, ngày 05 tháng 3 năm 2024"))
    broken = paragraph(run("Trên") + "<w:r><w:br/></w:r>" + run("Dưới"))
    body += table(row(broken, "Bên"))
    body += paragraph("QUYẾT ĐỊNH") + table(row("TT", "Khu dân cư"), row("1", "Thôn Bình An"), row("2", ""))
    assert lines(body) == [
        "ỦY BAN NHÂN DÂN",
        "HUYỆN PHÚ THỊNH",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: 412/QĐ-UBND",
        "Phú Thịnh, ngày 05 tháng 3 năm 2024",
        "Trên",
        "Dưới",
        "Bên",
        "QUYẾT ĐỊNH",
        "TT\tKhu dân cư",
        "1\tThôn Bình An",
        "2\t",
    ]


def test_tracked_changes() -> None:
    moved = f"<w:moveFrom>{run('chỗ cũ ')}</w:moveFrom><w:moveTo>{run('chỗ mới ')}</w:moveTo>"
    body = paragraph(
        "Giao ",
        "<w:del><w:r><w:delText>Phòng Nội vụ</w:delText></w:r></w:del>",
        f"<w:ins>{run('Văn phòng ')}</w:ins>",
        moved,
    )
    gone = "<w:tr><w:trPr><w:del/></w:trPr><w:tc>" + paragraph("dòng xóa") + "</w:tc></w:tr>"
    assert lines(body + table(gone, row("còn"))) == ["Giao Văn phòng chỗ mới ", "còn"]


def test_content_controls_links_fields_and_marks() -> None:
    inline = f"<w:sdt><w:sdtPr/><w:sdtContent>{run('ông Trần Văn Bảo')}</w:sdtContent></w:sdt>"
    link = f"<w:hyperlink r:id='gone'>{run('Cổng thông tin')}</w:hyperlink>"
    field = "<w:r><w:fldChar/></w:r><w:r><w:instrText>DATE</w:instrText></w:r>" + run("05/3/2024")
    marks = "<w:r><w:t>18</w:t><w:noBreakHyphen/><w:t>NQ/TW</w:t><w:br/></w:r>" + run("a") + "<w:r><w:tab/></w:r>"
    marks += run("b") + "<w:r><w:softHyphen/></w:r>" + run("c")
    hidden = run("ẩn", "<w:vanish/>")
    block = f"<w:sdt><w:sdtContent>{paragraph('Khối điều khiển')}</w:sdtContent></w:sdt>"
    body = paragraph("Gửi ", inline) + paragraph(link, field) + paragraph(marks, hidden) + block
    assert lines(body) == ["Gửi ông Trần Văn Bảo", "Cổng thông tin05/3/2024", "18-NQ/TW", "a\tbc", "Khối điều khiển"]


def test_a_text_box_is_read_once() -> None:
    inside = f"<w:txbxContent>{paragraph('Hộp văn bản')}</w:txbxContent>"
    choice = f"<mc:Choice Requires='wps'><wps:txbx>{inside}</wps:txbx></mc:Choice>"
    fallback = f"<mc:Fallback><v:textbox>{inside}</v:textbox></mc:Fallback>"
    box = f"<w:r><mc:AlternateContent>{choice}{fallback}</mc:AlternateContent></w:r>"
    body = paragraph(box, run("Đoạn"))
    assert lines(body) == ["Đoạn", "Hộp văn bản"]


def test_headers_notes_and_footers() -> None:
    section = (
        "<w:sectPr>" + "".join(f"<w:{k}Reference r:id='{k}1'/>" for k in ("header", "header", "footer")) + "</w:sectPr>"
    )
    note = f"<w:footnote w:type='separator'>{paragraph('---')}</w:footnote>"
    note += f"<w:footnote w:id='2'>{paragraph('Ghi chú')}</w:footnote>"
    found = lines(
        paragraph("Thân") + section,
        header1=paragraph("CÔNG BÁO") + paragraph("Trang ", "3/10"),
        footer1=paragraph("Chân trang") + paragraph("- 3 -"),
        footnotes=note,
    )
    assert found == ["CÔNG BÁO", "Thân", "Ghi chú", "Chân trang"]


def test_list_numbers_are_written_out() -> None:
    def level(n: int, kind: str, text: str) -> str:
        return f"<w:lvl w:ilvl='{n}'><w:start w:val='1'/><w:numFmt w:val='{kind}'/><w:lvlText w:val='{text}'/></w:lvl>"

    levels = level(0, "decimal", "Điều %1.") + level(1, "lowerLetter", "%2)") + level(2, "upperRoman", "%1.%3")
    numbering = f"<w:abstractNum w:abstractNumId='7'>{levels}</w:abstractNum>"
    numbering += f"<w:abstractNum w:abstractNumId='8'>{level(0, 'bullet', '·')}</w:abstractNum>"
    numbering += "".join(f"<w:num w:numId='{n}'><w:abstractNumId w:val='{a}'/></w:num>" for n, a in ((1, 7), (2, 8)))

    def item(text: str, n: int, depth: int = 0) -> str:
        return paragraph(text, properties=f"<w:numPr><w:ilvl w:val='{depth}'/><w:numId w:val='{n}'/></w:numPr>")

    body = item("một", 1) + item("x", 1, 1) + item("y", 1, 1) + item("hai", 1) + item("z", 1, 1) + item("t", 1, 2)
    assert lines(body + item("gạch", 2) + item("không", 9), numbering=numbering) == [
        "Điều 1. một", "a) x", "b) y", "Điều 2. hai", "a) z", "2.I t", "- gạch", "không",
    ]  # fmt: skip


def test_old_fonts_are_undone_run_by_run() -> None:
    body = paragraph(
        run(shown("Độc lập - Tự do", "tcvn3"), font(".VnTime")),
        run(" và Hạnh phúc ", font("Times New Roman")),
        run(shown("Ủy ban nhân dân huyện", "vni"), font("VNI-Times")),
    )
    body += paragraph(run(shown("quyết định", "tcvn3"), font(".VnTimeH")))
    found = content(body)
    assert found.text == "Độc lập - Tự do và Hạnh phúc Ủy ban nhân dân huyện\nQUYẾT ĐỊNH"
    assert (found.encoding, found.confidence) == ("tcvn3", 1.0)


def test_the_font_of_a_style_counts_and_a_font_over_unicode_does_not() -> None:
    styles = f"<w:style w:type='paragraph' w:default='1' w:styleId='N'><w:rPr>{font('.VnTime')}</w:rPr></w:style>"
    styles += "<w:style w:styleId='B'><w:basedOn w:val='N'/></w:style>"
    old = paragraph(shown("Mặt trận Tổ quốc", "tcvn3"), properties="<w:pStyle w:val='B'/>")
    assert content(old, styles=styles).text == "Mặt trận Tổ quốc"
    new = paragraph("công tác Mặt trận", properties="<w:pStyle w:val='B'/>")
    assert content(new, styles=styles).text == "công tác Mặt trận"


def test_old_encodings_without_their_font_are_found_by_content() -> None:
    found = content(paragraph(shown("Ban Thường trực Ủy ban Mặt trận Tổ quốc huyện họp phiên thường kỳ", "vni")))
    assert found.text == "Ban Thường trực Ủy ban Mặt trận Tổ quốc huyện họp phiên thường kỳ"
    assert found.encoding == "vni"


def test_a_blank_document_is_a_document() -> None:
    assert content("").text == ""


def test_no_word_document_in_it() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("a.txt", "x")
    with pytest.raises(ReadError, match="no Word document"):
        read(file.getvalue(), OPTIONS)


@pytest.mark.parametrize("bad", ["<!DOCTYPE a [<!ENTITY b 'c'>]>", "<!DOCTYPE a SYSTEM 'file:///etc/passwd'>"])
def test_entities_are_refused(bad: str) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("word/document.xml", f"<?xml version='1.0'?>{bad}<a>&b;</a>")
    with pytest.raises(ReadError, match="DOCTYPE"):
        read(file.getvalue(), OPTIONS)


def test_bombs_are_refused() -> None:
    with pytest.raises(ReadError, match=r"bomb|inflates"):
        read(docx(paragraph("a" * (100 << 20))), OPTIONS)
    with pytest.raises(ReadError, match="deeper"):
        read(docx("<w:sdt>" * 2_000 + "</w:sdt>" * 2_000), OPTIONS)
    small = InputOptions(limits=Limits(member=1000))
    with pytest.raises(ReadError, match="inflates to more"):
        read(docx(paragraph("a" * 2_000)), small)
