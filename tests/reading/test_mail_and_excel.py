"""Mail, saved pages, workbooks, and old Word files through LibreOffice."""

from __future__ import annotations

import io
import os
import sys
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pipeline.reading import InputOptions, ReadError, Unit, eml, excel, office, read, units
from pipeline.types import Problem

from .made import encode, shown
from .word import docx, paragraph

NO = InputOptions()
TEXT = "Sáng 5/3, bà Lê Thị Hoa Mai dự hội nghị tại huyện Phú Thịnh."
SUBJECT = "Giấy mời họp Ban Thường trực"


def mail(**headers: str) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = headers.get("subject", SUBJECT)
    message["From"] = "Hoàng Lan <lan@phuthinh.example>"
    message["Date"] = headers.get("date", "Tue, 05 Mar 2024 08:20:00 +0700")
    return message


def test_a_mail() -> None:
    message = mail()
    message.set_content(TEXT)
    message.add_alternative(f"<p>{TEXT} HTML</p>", subtype="html")
    content = eml.read(bytes(message), NO)
    assert content.text.rstrip() == f"{SUBJECT}\n{TEXT}"
    assert (content.title, content.author, str(content.published)) == (SUBJECT, "Hoàng Lan", "2024-03-05")


def test_a_mail_of_html_only() -> None:
    message = mail(date="hôm qua")
    message.set_content(f"<html><body><p>{TEXT}</p></body></html>", subtype="html")
    content = eml.read(bytes(message), NO)
    assert (content.text, content.published) == (f"{SUBJECT}\n{TEXT}", None)


@pytest.mark.parametrize("encoding", ["windows-1258", "tcvn3", "vni", "viscii", "utf-8"])
@pytest.mark.parametrize("declared", ["x-viet-tcvn", "us-ascii", "utf-8", None])
def test_charsets_that_lie_or_that_nobody_knows(encoding: str, declared: str | None) -> None:
    kind = "text/plain" + (f"; charset={declared}" if declared else "")
    head = f"Subject: x\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n".encode()
    body = TEXT.encode() if encoding == "utf-8" else encode(TEXT, encoding)
    content = eml.read(head + body, NO)
    assert content.text == "x\n" + TEXT
    assert content.encoding == encoding


def test_attachments_are_documents_of_their_own(tmp_path: Path) -> None:
    message = mail()
    message.set_content(TEXT)
    message.add_attachment(docx(paragraph("Công văn")), maintype="application", subtype="x", filename="công văn.docx")
    message.add_attachment(b"x", maintype="application", subtype="x", filename="a.xyz")
    message.add_attachment("id,text\n7,Bảng", filename="b.csv")
    (tmp_path / "m.eml").write_bytes(bytes(message))
    found = list(units([tmp_path], NO))
    assert [u.doc_id for u in found] == ["m.eml", "m.eml/1-công văn.docx", "m.eml/2-a.xyz", "7"]
    assert [read(u, NO).text.strip() for u in found if isinstance(u, Unit)][1:] == ["Công văn", "Bảng"]


def test_a_page_saved_as_one_file() -> None:
    head = "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://a.example/1\r\nSubject: x\r\n"
    head += 'Content-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n'
    page = f"<html><head><title>Tin</title></head><body><h1>Tin huyện</h1><p>{TEXT}</p></body></html>\r\n--b--\r\n"
    content = eml.read((head + page).encode(), NO)
    assert (content.text, content.title, content.url) == (f"Tin huyện\n{TEXT}", "Tin huyện", "https://a.example/1")


def test_a_mail_that_is_a_bomb() -> None:
    nested = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(3_000))
    for data in (nested, b'Content-Type: multipart/mixed; boundary="b"\n\n' + b"--b\n\nx\n" * 5_000):
        with pytest.raises(ReadError):
            eml.read(data, NO)


def workbook(*sheets: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_a_workbook_is_a_document(tmp_path: Path) -> None:
    import datetime as dt

    data = workbook([["TT", "Xã", "Ngày"], [1, "Bình An", dt.date(2024, 3, 5)], [], [2.5, None, "x"]], [["Phụ lục"]])
    (tmp_path / "a.xlsx").write_bytes(data)
    (unit,) = units([tmp_path], NO)
    assert isinstance(unit, Unit)
    assert read(unit, NO).text == "TT\tXã\tNgày\n1\tBình An\t2024-03-05\n2.5\t\tx\n\nPhụ lục"


def test_a_workbook_with_a_column_of_texts_is_a_table(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(workbook([["id", "Nội dung"], [1, TEXT], [2, ""]], [["ghi chú", "x"]]))
    found = list(units([tmp_path], NO))
    assert [(u.doc_id, u.source) for u in found] == [("1", f"{tmp_path}/a.xlsx#1"), ("2", f"{tmp_path}/a.xlsx#2")]
    assert [read(u, NO).text for u in found if isinstance(u, Unit)] == [TEXT, ""]


def test_a_workbook_of_an_old_font() -> None:
    rows = [["Họ và tên", "Chức vụ"], ["Nguyễn Thị Bưởi", "Trưởng phòng"], ["Đỗ Văn Lượng", "Chánh Văn phòng"]]
    content = excel.read(workbook([[shown(c, "tcvn3") for c in row] for row in rows]), NO)
    assert content.text == "\n".join("\t".join(row) for row in rows)
    assert content.encoding == "tcvn3"


@pytest.mark.parametrize("data", [b"PK\x03\x04abc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, b"abc"])
def test_damaged_workbooks(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.xlsx").write_bytes(data)
    (found,) = units([tmp_path], NO)
    assert isinstance(found, Problem)
    assert "save it anew" in found.message or "repack" in found.message


def test_old_word_files_without_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "_program", lambda: None)
    with pytest.raises(ReadError, match=r"needs LibreOffice .*: install it, or save the file as \.docx"):
        office.read(b"\xd0\xcf", NO)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell script")
def test_old_word_files_through_libreoffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "made.docx").write_bytes(docx(paragraph(TEXT)))
    script = tmp_path / "soffice"
    script.write_text(
        f'#!/bin/sh\nwhile [ "$1" != "--outdir" ]; do shift; done\ncp "{tmp_path}/made.docx" "$2/in.docx"\n'
    )
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    assert office.read(b"\xd0\xcf", NO).text == TEXT
    script.write_text("#!/bin/sh\nexit 1\n")
    with pytest.raises(ReadError, match="could not convert"):
        office.read(b"\xd0\xcf", NO)
