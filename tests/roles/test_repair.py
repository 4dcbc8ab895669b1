"""Borders between titles and bodies: the marks show the tagger's spans, then those that stay."""

from __future__ import annotations

import pytest

from pipeline.config import Config
from pipeline.roles import stage
from pipeline.roles.repair import repair
from pipeline.types import Document, Record
from tests.roles.marked import read


@pytest.mark.parametrize(
    ("marked", "bodies"),
    [
        ("Đại tá {Lê Bá Hai}, <Cục phó C99>, nói.", "C99"),
        ("<Hội đồng kỷ luật do Thứ trưởng> {Lê Bá Hai} đứng đầu.", "Hội đồng kỷ luật"),
        ("TM. <ỦY BAN NHÂN DÂN TỈNH CHỦ TỊCH> {Lê Bá Hai}", "ỦY BAN NHÂN DÂN TỈNH"),
        ("TM. <ỦY BAN NHÂN DÂN KT>. CHỦ TỊCH", "ỦY BAN NHÂN DÂN"),
        ("<Mặt trận B9 do> ông {Lê Bá Hai} chỉ huy.", "Mặt trận B9"),
        ("Bộ trưởng <Y tế> {Lê Bá Hai} nói.", ""),
        ("Thứ trưởng Lao động - <Thương binh và Xã hội> {Lê Bá Hai} nói.", ""),
        ("Trưởng đoàn đại biểu <Quốc hội tỉnh Hoan Châu>.", "đoàn đại biểu Quốc hội tỉnh Hoan Châu"),
        ("{Lê Bá Hai} (cựu Phó trưởng Khoa dược <Bệnh viện Hoa Lư>).", "Khoa dược Bệnh viện Hoa Lư"),
        ("Ông {Lê Bá Hai}, Giám đốc <Sở>, nói.", ""),
        ("Đề xuất của Chánh <Văn phòng> {Lê Bá Hai}.", ""),
        ("Ông {Lê Bá Hai}, Phó <ban thường trực>.", ""),
        ("{Lê Bá Hai} (cựu Trưởng khoa dược), nói.", "khoa dược"),
        ("{Lê Bá Hai} - Trưởng phòng hành chính - tổng hợp, <Sở Y tế>.", "phòng hành chính - tổng hợp; Sở Y tế"),
        ("{Lê Bá Hai}, Bí thư thứ nhất Trung ương Đoàn; {Hồ Thị Mơ}.", "Trung ương Đoàn"),
        ("{Lê Bá Hai}, Giám đốc Công ty Hoa Sen, nói.", "Công ty Hoa Sen"),
        # counter-examples
        ("{Lê Bá Hai}, Giám đốc công ty tư nhân, nói.", ""),
        ("{Lê Bá Hai}, Trưởng phòng, nói.", ""),
        ("{Lê Bá Hai}, Trưởng phòng này, nói.", ""),
        ("Chánh Văn phòng, Chủ tịch Ủy ban nhân dân các quận, Giám đốc.", ""),
        ("Ông {Lê Bá Hai}, Chánh <Văn phòng>, <Sở Y tế>.", "Văn phòng; Sở Y tế"),
        ("Ông {Lê Bá Hai}, Bộ trưởng <Bộ Y tế>.", "Bộ Y tế"),
        ("<Thường trực HĐND tỉnh> họp.", "Thường trực HĐND tỉnh"),
        ("<Đại sứ quán Peru> mở cửa.", "Đại sứ quán Peru"),
        ("<Ban Bí thư> họp.", "Ban Bí thư"),
        ("<Văn phòng Chủ tịch nước> {Lê Bá Hai}", "Văn phòng Chủ tịch nước"),
        ("Trưởng phòng cho biết <Sở Y tế> đồng ý.", "Sở Y tế"),
        ("cựu Phó phòng thuộc <Cục Thuế tỉnh Hoan Châu>.", "Cục Thuế tỉnh Hoan Châu"),
        ("Chủ tịch <Đảng uỷ> <UBND xã Tân Lễ>", "Đảng uỷ; UBND xã Tân Lễ"),
    ],
)
def test_bodies(marked: str, bodies: str) -> None:
    text, people, organisations = read(marked)
    mended = repair(text, people, organisations)
    assert [text[b.start : b.end] for b in mended] == [b.name for b in mended]
    assert "; ".join(b.name for b in mended) == bodies


def test_stage_gives_the_layers() -> None:
    text, people, organisations = read("Đại tá {Lê Bá Hai}, <Cục phó C99>, nói.")
    doc = Document(Record("a", "a", text, "0"), text)
    layers = stage(Config())(doc, {"people": people, "organisations": organisations})
    assert [text[m.start : m.end] for m in layers["organisations"]] == ["C99"]
    assert [text[m.start : m.end] for m in layers["roles"]] == ["Cục phó"]
    assert stage(Config())(doc, {}) == {"people": [], "organisations": [], "roles": []}


@pytest.mark.parametrize(
    ("marked", "name", "body"),
    [
        ("Ông {Lê Bá Hai} họp. Phó Bí thư <Thành ủy Lê Bá Hai> kết luận.", "Lê Bá Hai", "Thành ủy"),
        ("Bà {Hồ Thị Mơ} họp. Chủ tịch <UBND xã Tân Lễ Hồ Thị Mơ> ký.", "Hồ Thị Mơ", "UBND xã Tân Lễ"),
        ("Ông {Lê Lợi} đánh giặc. Chủ tịch <UBND phường Lê Lợi> ký.", None, "UBND phường Lê Lợi"),
        ("Ông {Lê Bá Hai} học. Hiệu trưởng <Trường THPT Lê Bá Hai> ký.", None, "Trường THPT Lê Bá Hai"),
        ("Ông {Lê Bá Hai} họp. Cạnh <Thành ủy Lê Bá Hai> có hồ.", None, "Thành ủy Lê Bá Hai"),
    ],
)
def test_hidden_name(marked: str, name: str | None, body: str) -> None:
    """A name that ends a body after a title is a person if the document knows it, and then holds the title."""
    text, people, organisations = read(marked)
    layers = stage(Config())(
        Document(Record("a", "a", text, "0"), text), {"people": people, "organisations": organisations}
    )
    assert [text[m.start : m.end] for m in layers["organisations"]] == [body]
    assert [r.person for r in layers["roles"] if r.person] == ([name] if name else [])  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("marked", "body"),
    [
        ("Cục trưởng <Cục Báo chí>, In và Phát hành {Lê Bá Hai} ký.", "Cục Báo chí, In và Phát hành"),
        ("Cục trưởng <Cục Quản lý Khám>, chữa bệnh {Lê Bá Hai} ký.", "Cục Quản lý Khám, chữa bệnh"),
        ("Cục trưởng <Cục Báo chí>, Hà Nội {Lê Bá Hai} ký.", "Cục Báo chí"),
        ("Giám đốc <Sở Y tế>, thay mặt tỉnh và các đồng chí {Lê Bá Hai} dự.", "Sở Y tế"),
        ("Bí thư <Quân ủy>, Bộ trưởng <Bộ Quốc phòng> và đồng chí {Lê Bá Hai} dự.", "Quân ủy"),
    ],
)
def test_rest_of_a_listed_name(marked: str, body: str) -> None:
    assert repair(*read(marked))[0].name == body


@pytest.mark.parametrize(
    ("marked", "bodies"),
    [
        ("Trưởng Ban Công tác đại biểu {Lê Bá Hai} trình bày.", ["Ban Công tác đại biểu"]),
        ("Trưởng ban Kiểm soát, bà {Hồ Thị Mơ}, ký.", []),
        ("Bà {Hồ Thị Mơ} (Trưởng ban Kiểm soát, thành viên) ký.", ["ban Kiểm soát"]),
        ("Giám đốc Sở đã mời ông {Lê Bá Hai} tới.", []),
        ("Giám đốc Sở phát biểu chào {Lê Bá Hai}.", []),
    ],
)
def test_missed_body_before_a_name(marked: str, bodies: list[str]) -> None:
    assert [b.name for b in repair(*read(marked))] == bodies


def test_title_as_body() -> None:
    """An abbreviated title that the tagger took for a body is none where a name follows."""
    assert repair(*read("<ĐBQH> {Lê Bá Hai} phát biểu.")) == []
    assert [b.name for b in repair(*read("Đoàn <ĐBQH> họp."))] == ["ĐBQH"]
