"""Sentences: measured on our own gold, rule by rule, and as properties of any text."""

from __future__ import annotations

import time
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings

from pipeline.lexicon import table
from pipeline.sentences import split
from pipeline.text import canonical
from pipeline.types import Part
from tests.text.odd import odd_texts

GOLD = Path(__file__).parent / "data" / "gold.txt"
END = "¦"


def _gold() -> list[tuple[str, set[int]]]:
    """Each page and where its sentences end, counted in characters that are not blank."""
    body = "".join(line for line in GOLD.read_text(encoding="utf-8").splitlines(keepends=True) if line[0] != "#")
    pages = []
    for page in body.split("=====\n")[1:]:
        pieces = page.split(END)
        ends, at = set(), 0
        for piece in pieces[:-1]:
            at += len("".join(piece.split()))
            ends.add(at)
        pages.append((page.replace(END, ""), ends))
    return pages


def _ends(page: str) -> set[int]:
    return {len("".join(page[: sentence.end].split())) for sentence in split(page)}


def test_ends_of_our_gold() -> None:
    right = found = wanted = 0
    for page, ends in _gold():
        own = _ends(page)
        right, found, wanted = right + len(own & ends), found + len(own), wanted + len(ends)
    assert wanted >= 300
    f1 = 2 * right / (found + wanted)
    print(f"{wanted} ends: precision {right / found:.4f}, recall {right / wanted:.4f}, F1 {f1:.4f}")
    assert f1 >= 0.985


CASES = [
    "Ông Tô Hữu Lực dự. | Bà Vì Thị Nga vắng.",
    "Ông sống ở TP. Hòa Bình, học GS.TS. Trần An và ThS. Lê Na.",
    "Họp tại T.Ư. và cơ sở. | Ngày mai bế mạc.",
    "Việc đã xong./. | Nơi nhận: | - Như trên;",
    "Điều 4. Hiệu lực thi hành",
    "1. Về tổ chức | 2. Về cán bộ",
    "1.2. Chỉ tiêu chính. | Thu ngân sách tăng.",
    "Trang web hoaan.gov.vn và thư an.tran@hoaan.vn hoạt động.",
    "“Tôi hứa!”, ông nói. | “Còn ai nữa?” | Không ai đáp.",
    "Ai biết? ai hay thì nói.",
    "Cấp cứu (tai nạn...) được ưu tiên.",
    "Thu 1.200,5 tỷ đồng. | Chi 3.4 tỷ.",
    "Hàng hóa, v.v. và dịch vụ, v.v. | Tất cả đều tăng.",
    "“Ai đó?” – ông hỏi. | – Tôi đây.",
    "Có 2 điểm yếu: 1. Thiếu người. | 2. Thiếu tiền.",
    "Ông J. Smith và bà N. Hoa tới.",
    "Toàn cảnh lễ hội. Ảnh: Văn An",
    "(Ảnh: Văn An) | Sáng nay, hội nghị khai mạc.",
    "Tăng 9% (quý I). | Giảm 2% (quý II).",
]


@pytest.mark.parametrize("marked", CASES)
def test_rules(marked: str) -> None:
    """Sentences parted by `` | `` stand one after another, on lines of their own, or on lines of a wrapped page."""
    wanted = marked.split(" | ")
    for joint in ("\n",) if any(s[0] in "-12" for s in wanted[1:]) and "điểm" not in marked else (" ", "\n", "\r\n\t"):
        text = joint.join(wanted)
        assert [text[s.start : s.end] for s in split(text)] == wanted


GLUED = [
    "Nhân dân đồng tình.|Thực hiện chủ trương này",
    "Vốn ODA, FDI.|Đồng thời, tỉnh chi 3.4 tỷ.",
    "Ông nói: “Được.”|Bà Nga cười.",
    "Hồ sơ như sau.|- Bản sao",
    "Tháng 6/2015.|Thực hiện đúng (100%).|Đạt",
    "GS.Trần An, NGƯT.Lê Na, TP.Huế, T.Tuấn, an.na@b.vn, Zing.vn",
]


@pytest.mark.parametrize("marked", GLUED)
def test_glued_sentences(marked: str) -> None:
    text = marked.replace("|", "")
    assert "|".join(text[s.start : s.end] for s in split(text)) == marked


@pytest.mark.parametrize("row", table("pipeline.sentences", "abbreviations.tsv"), ids=lambda row: row["form"])
def test_each_abbreviation_ends_nothing(row: dict[str, str]) -> None:
    text = f"Hôm qua {row['form']}. An Bình đã tới."
    assert [text[s.start : s.end] for s in split(text)] == [text]
    assert row["kind"] in ("title", "place", "unit", "form", "other")


def test_hard_wrapped_lines_are_joined_and_paragraphs_are_not() -> None:
    wrapped = (
        "Căn cứ quy định của pháp luật về tổ chức bộ máy và biên chế của các cơ quan,\n"
        "đơn vị trong tỉnh;\n"
        "Theo đề nghị của Giám đốc Sở Nội vụ và ý kiến thống nhất của các thành viên\n"
        "Ủy ban nhân dân tỉnh tại phiên họp thường kỳ, nay ban hành quyết định về việc\n"
        "giao biên chế.\n"
        "1. Giao 12 biên chế cho Sở Nội vụ.\n"
    )
    assert len(split(wrapped)) == 3
    flat = "Một dòng không có dấu chấm ở cuối\nDòng thứ hai cũng vậy\nvà dòng thứ ba viết thường\n" + "Dài " * 60
    assert len(split(flat)) == 4


def test_a_part_ends_a_sentence_and_names_it() -> None:
    text = "Tin tức\ntiếp theo đây"
    parts = (Part(0, 8, "title"), Part(8, len(text), "body"))
    assert [(s.start, s.end, s.part) for s in split(text, parts)] == [(0, 7, "title"), (8, len(text), "body")]


@settings(deadline=None, max_examples=300)
@given(odd_texts())
def test_sentences_cover_all_that_is_not_blank(text: str) -> None:
    found = split(text)
    assert all(0 <= s.start < s.end <= len(text) for s in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    covered = {i for s in found for i in range(s.start, s.end)}
    shadow = canonical(text)
    for i, c in enumerate(shadow.text):
        assert c.isspace() or covered.issuperset(range(*shadow.raw(i, i + 1)))
    for s in found:
        held = shadow.text[slice(*shadow.inner(s.start, s.end))]
        assert held.strip()
        assert held == held.strip() or any(map(unicodedata.combining, held))  # a mark may sit on a blank


@pytest.mark.parametrize(
    "piece", ["a. ", "A.", "1. ", "\n", ") ", "| ", "(Ảnh: x", "“", "....", "một hai ", "Điều 1. "]
)
def test_time_is_linear(piece: str) -> None:
    def took(size: int) -> float:
        text = piece * (size // len(piece))
        start = time.process_time()
        split(text)
        return time.process_time() - start

    took(1000)
    assert took(400_000) < 12 * max(took(100_000), 0.02)
