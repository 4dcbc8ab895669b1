"""One text in every format gives the same text, white space folded, and the same mentions."""

from __future__ import annotations

import dataclasses
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from textwrap import wrap
from typing import Any

import pytest

from pipeline.reading import InputOptions, Unit, read, units
from pipeline.types import Record

from .made import encode, shown
from .olddoc import doc
from .olddoc import font as number
from .test_pdf import Sheet
from .test_rtf import escaped
from .word import docx, font, paragraph, run

NO = InputOptions()
LINES = [
    "Mặt trận huyện Phú Thịnh sơ kết mô hình khu dân cư tự quản",
    "Sáng 5/3/2024, Ban Thường trực huyện Phú Thịnh tổ chức hội nghị sơ kết ba năm thực hiện Chỉ thị số 17/CT-UBND "
    "ngày 20/01/2021 về xây dựng khu dân cư tự quản. Bà Lê Thị Hoa Mai, Bí thư Huyện uỷ, dự và phát biểu.",
    "Theo báo cáo của ông Trần Văn Bảo, Giám đốc Trung tâm Văn hoá huyện, đến hết năm 2023 toàn huyện có 96 khu dân cư "
    "đăng ký tham gia, trong đó 81 khu được công nhận theo Quyết định 412/QĐ-UBND.",
    "Hội nghị thống nhất, từ nay đến quý III/2024 mỗi xã xây dựng ít nhất một mô hình mới, gắn với Nghị quyết số "
    "18-NQ/TW và Luật Đất đai năm 2013.",
]
TEXT = "\n".join(LINES)


def html() -> bytes:
    body = "".join(f"<p>{line}</p>" for line in LINES[1:])
    return f"<html><head><title>x</title></head><body><h1>{LINES[0]}</h1>{body}</body></html>".encode()


def pdf(lines: list[str] = LINES) -> bytes:
    sheet = Sheet()
    for line in lines:
        sheet.line_(line)
    return bytes(sheet.output())


def old_pdf() -> bytes:
    """A PDF of an old font: its letters are shown as Latin-1."""
    sheet = Sheet()
    sheet.set_font("Helvetica", size=11)
    for line in LINES:
        for part in wrap(line, 90):  # fpdf2 would break, and drop, the soft hyphen that is the letter ư
            sheet.cell(0, 6, shown(part, "tcvn3"), new_x="LMARGIN", new_y="NEXT")
    return bytes(sheet.output())


def mail() -> bytes:
    message = EmailMessage()
    message["Subject"] = LINES[0]
    message.set_content("\n".join(LINES[1:]))
    return bytes(message)


def rtf(old: bool = False) -> bytes:
    head = r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 .VnTime;}{\f1 Arial;}}" + (r"\f0 " if old else r"\f1 ")
    if not old:
        return (head + r"\par ".join(map(escaped, LINES)) + "}").encode()
    data = r"\par ".join(encode(line, "tcvn3").decode("latin-1") for line in LINES)
    return (head + "".join(c if c < "\x80" else rf"\'{ord(c):02x}" for c in data) + "}").encode()


MAKERS = {
    "a.txt": lambda: TEXT.encode(),
    "a.html": html,
    "a.docx": lambda: docx("".join(map(paragraph, LINES))),
    "tcvn3.docx": lambda: docx("".join(paragraph(run(shown(x, "tcvn3"), font(".VnTime"))) for x in LINES)),
    "a.doc": lambda: doc(*(line + "\r" for line in LINES)),
    "tcvn3.doc": lambda: doc(*((shown(x, "tcvn3") + "\r", number(1), b"") for x in LINES), fonts=("Arial", ".VnTime")),
    "a.rtf": rtf,
    "tcvn3.rtf": lambda: rtf(old=True),
    "a.pdf": pdf,
    "tcvn3.pdf": old_pdf,
    "a.eml": mail,
    "utf-16.txt": lambda: TEXT.encode("utf-16"),
    "tcvn3.txt": lambda: encode(TEXT, "tcvn3"),
    "vni.txt": lambda: encode(TEXT, "vni"),
    "viscii.txt": lambda: encode(TEXT, "viscii"),
    "windows-1258.txt": lambda: encode(TEXT, "windows-1258"),
}


def record_of(name: str, folder: Path) -> Record:
    (folder / name).write_bytes(MAKERS[name]())
    (unit,) = units([folder / name], NO)
    assert isinstance(unit, Unit)
    return read(unit, NO)


@pytest.mark.parametrize("name", MAKERS)
def test_the_same_text(tmp_path: Path, name: str) -> None:
    record = record_of(name, tmp_path)
    assert record.text.split() == TEXT.split()
    if (old := name.split(".")[0]) != "a":
        assert (record.encoding or "").startswith(old)


@pytest.mark.parametrize("name", [n for n in MAKERS if n != "a.txt"])
def test_the_same_mentions(tmp_path: Path, name: str) -> None:
    assert mentions(record_of(name, tmp_path)) == mentions(record_of("a.txt", tmp_path))


def mentions(record: Record) -> list[tuple[Any, ...]]:
    """Every mention of a record with its values; spans as the words that they cover."""
    result = engine()(record)
    assert not result.problems
    out = []
    for layer in ("dates", "citations", "people", "organisations", "roles"):
        for mention in result.layers[layer]:
            values = {
                f.name: value
                for f in dataclasses.fields(mention)
                if not f.name.endswith(("start", "end")) or f.name.startswith("date")
                for value in [getattr(mention, f.name)]
            }
            words = " ".join(record.text[mention.start : mention.end].split())
            out.append((layer, words, *sorted((k, str(v).split()) for k, v in values.items())))
    assert len(out) > 15
    return out


@cache
def engine() -> Any:
    from pipeline.engine import Engine

    return Engine()
