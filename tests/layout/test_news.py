"""News pages: parts, title, author, publication date."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.layout import read
from pipeline.layout.lines import lines
from pipeline.layout.news import is_stamp
from pipeline.lexicon import table
from pipeline.text import canonical
from pipeline.types import Document, Record

LONG = "Hội nghị đã nghe báo cáo kết quả sáu tháng đầu năm và thảo luận phương hướng những tháng cuối năm của đơn vị. "


def page(text: str, **source: object) -> Document:
    return read(Record("a", "a", text, "", **source))  # type: ignore[arg-type]


def parts(doc: Document) -> list[tuple[str, str]]:
    return [(part.name, doc.text[part.start : part.end].strip()) for part in doc.parts]


def test_a_portal_page() -> None:
    text = (
        "Mặt trận huyện Tân Phú sơ kết phong trào thi đua\n\n15/07/2023 - 09:20 AM\n"
        f"Sáng 15/7, Mặt trận huyện sơ kết. {LONG}\n{LONG * 3}\n \n"
        f"Chủ tịch Mặt trận huyện phát biểu\n \n{LONG * 2}\nCao Thăng, Ảnh: Lò Hạnh\n\n"
        "Các tin tức khác\nHội Nông dân xã Phú Thịnh trao bò giống\nNgày hội ở khu phố 3"
    )
    doc = page(text)
    assert [name for name, _ in parts(doc)] == [
        *("title", "dateline", "lead", "body", "caption", "body", "byline", "boilerplate"),
    ]
    assert doc.kind == "news"
    assert doc.title == "Mặt trận huyện Tân Phú sơ kết phong trào thi đua"
    assert doc.author == "Cao Thăng"
    assert (doc.published, doc.published_basis) == (dt.date(2023, 7, 15), "text")
    assert parts(doc)[-1][1].startswith("Các tin tức khác")


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("Hà Vi", "Hà Vi"),
        ("Tin, ảnh: Trúc Ly", "Trúc Ly"),
        ("Bài và ảnh: Đoàn Khánh Vy", "Đoàn Khánh Vy"),
        ("Lê Hoài – Kim Ngân", "Lê Hoài, Kim Ngân"),
        ("X.Mai - T.Bình", "X.Mai, T.Bình"),
        ("Lò Hạnh; Ảnh: Văn An", "Lò Hạnh"),
        ("Tác giả: Vừ Mí Sính", "Vừ Mí Sính"),
        ("Thu Lan (TTXVN)", "Thu Lan"),
        ("(Theo TTXVN)", None),
        ("Ảnh: Văn An", None),
        ("Theo Báo Hòa An", None),
        ("Nguồn: TTXVN", None),
    ],
)
def test_bylines(line: str, author: str | None) -> None:
    doc = page(f"Sơ kết thi đua\n{LONG}\n{LONG * 2}\n{line}")
    assert parts(doc)[-1] == ("byline" if author or "Ảnh" not in line else "caption", line) or author is None
    assert doc.author == author


@pytest.mark.parametrize("line", ["Hội nghị kết thúc tốt đẹp", "Trồng cây ở Hòa An.", "XIN TRÂN TRỌNG CẢM ƠN", "Hết"])
def test_no_bylines(line: str) -> None:
    assert page(f"Sơ kết thi đua\n{LONG}\n{LONG * 2}\n{line}").author is None


@pytest.mark.parametrize(
    ("line", "stamp"),
    [
        ("24/08/2021 - 08:53 PM", True),
        ("Thứ Năm, 01/02/2024 - 09:15", True),
        ("Thứ Sáu, ngày 26/07/2024 17:40 PM (GMT+7)", True),
        ("Chủ nhật, ngày 5 tháng 3 năm 2023", True),
        ("Cập nhật lúc: 11 / 6 / 2024 07:45", True),
        ("2024-03-05 15:20", True),
        ("LĐO | 20/11/2021 | 14:05", True),
        ("T3, 05/03/2024 - 9h15 sáng", True),
        ("Ngày đăng: 05-03-2024 | Lượt xem: 1.204", True),
        ("Thứ ba, 5/3/2024, 15:20 (GMT+7)", True),
        ("08:53", False),
        ("24/8", False),
        ("Ngày 24/8/2021, huyện họp.", False),
        ("Số 24/08/2021", False),
    ],
)
def test_stamps(line: str, stamp: bool) -> None:
    assert is_stamp(lines(canonical(line))[0]) is stamp


def test_the_source_goes_before_the_page() -> None:
    text = f"Tiêu đề của trang\n20/11/2021 14:05\n{LONG}\n{LONG * 2}\nHà Vi"
    doc = page(text, published=dt.date(2020, 1, 2), title="Tiêu đề của nguồn", author="Ban biên tập")
    assert (doc.published, doc.published_basis) == (dt.date(2020, 1, 2), "metadata")
    assert (doc.title, doc.author) == ("Tiêu đề của nguồn", "Ban biên tập")


def test_the_anchor_is_the_last_resort() -> None:
    record = Record("a", "a", f"Tiêu đề\n{LONG}", "")
    doc = read(record, dt.date(2019, 5, 6))
    assert (doc.published, doc.published_basis) == (dt.date(2019, 5, 6), "option")
    assert read(record).published_basis == "none"


def test_a_text_without_a_title_is_all_body() -> None:
    doc = page(LONG * 2)
    assert (parts(doc), doc.kind, doc.title) == ([("body", (LONG * 2).strip())], "news", None)


@pytest.mark.parametrize("text", ["", " \n\t\r\n", "The quick brown fox jumps over the lazy dog. " * 9, "12 34"])
def test_other_texts(text: str) -> None:
    doc = page(text)
    assert doc.kind == "other"
    assert "".join(text[p.start : p.end] for p in doc.parts) == (text if text.strip() else "")


def test_a_page_that_goes_on_after_a_phrase_of_furniture_is_not_cut() -> None:
    text = f"Sơ kết thi đua\n{LONG}\nBình luận\n{LONG * 2}\n{LONG * 3}"
    assert "boilerplate" not in dict(parts(page(text)))


def test_a_list_of_dated_links_is_cut() -> None:
    links = "\n".join(f"Tin thứ {n} của huyện ({n}/7/2023)" for n in range(1, 5))
    assert parts(page(f"Sơ kết thi đua\n{LONG}\n{LONG * 2}\n{links}"))[-1] == ("boilerplate", links)


@pytest.mark.parametrize("row", table("pipeline.layout", "furniture.tsv"), ids=lambda row: row["phrase"])
def test_each_phrase_of_furniture(row: dict[str, str]) -> None:
    assert row["reach"] in ("rest", "line")
    text = f"Sơ kết thi đua\n{LONG}\n{LONG * 2}\n{row['phrase'].capitalize()}: Hội Nông dân trao bò giống"
    assert parts(page(text))[-1][0] == "boilerplate"


@pytest.mark.parametrize("row", table("pipeline.layout", "stamps.tsv"), ids=lambda row: row["word"])
def test_each_word_of_a_stamp(row: dict[str, str]) -> None:
    assert is_stamp(lines(canonical(f"{row['word'].capitalize()} 05/03/2024 15:20"))[0])
    assert not is_stamp(lines(canonical(f"{row['word']}x 05/03/2024 15:20"))[0])


def test_a_hostile_stamp_takes_no_time() -> None:
    start = time.process_time()
    assert not is_stamp(lines(canonical("1/1/2021 " + "1:11:" * 15 + "x"))[0])
    assert time.process_time() - start < 0.1


def test_a_byline_between_title_and_date() -> None:
    doc = page(f"Sơ kết thi đua\nHà Vi\n15/07/2023 09:20\n{LONG}\n{LONG * 2}")
    assert [name for name, _ in parts(doc)] == ["title", "byline", "dateline", "lead", "body"]


@pytest.mark.parametrize("row", table("pipeline.layout", "byline.tsv"), ids=lambda row: row["prefix"])
def test_each_opening_of_a_byline(row: dict[str, str]) -> None:
    doc = page(f"Sơ kết thi đua\n{LONG}\n{LONG * 2}\n{row['prefix'].capitalize()}: Vừ Mí Sính")
    assert doc.author == ("Vừ Mí Sính" if row["names"] == "author" else None)
    assert parts(doc)[-1][0] in ("byline", "caption", "boilerplate")


def test_the_seed_article(shared: Callable[[str], Path]) -> None:
    doc = page(shared("samples/mat-tran-ha-noi.txt").read_text(encoding="utf-8"))
    assert [p.name for p in doc.parts] == [
        *("title", "dateline", "lead", "body", "caption", "body", "byline", "boilerplate"),
    ]
    assert (doc.published, doc.published_basis, doc.kind, doc.author) == (
        *(dt.date(2021, 8, 24), "text", "news", "Thu Thủy"),
    )
