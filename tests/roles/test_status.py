"""How a title is held, and when that began or ended."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.lexicon import table
from pipeline.roles import extract
from pipeline.types import DateMention
from tests.roles.marked import read

CASES = [
    ("Ông {Lê Bá Hai} là [Giám đốc] <Sở Y tế>.", "current"),
    ("Ông {Lê Bá Hai}, [nguyên Giám đốc] <Sở Y tế>.", "former"),
    ("[Cựu Chủ tịch] <UBND xã> {Lê Bá Hai} ra tòa.", "former"),
    ("Nhà lưu niệm cố [Tổng Bí thư] {Lê Bá Hai}.", "former"),
    ("[Quyền Giám đốc] <Sở Y tế> {Lê Bá Hai} ký.", "acting"),
    ("Ông {Lê Bá Hai} được giao quyền [Giám đốc] <Sở Y tế>.", "acting"),
    ("Ông {Lê Bá Hai} được bầu giữ chức [Chủ tịch] <UBND xã>.", "appointed"),
    ("Tặng hoa tân [Hiệu trưởng] <Trường THCS Tân Lễ> {Lê Bá Hai}.", "appointed"),
    ("Bổ nhiệm ông {Lê Bá Hai}, [Trưởng] <phòng Y tế>, giữ chức [Giám đốc] <Sở Y tế>.", "current appointed"),
    ("Ông {Lê Bá Hai} thôi giữ chức [Giám đốc] <Sở Y tế>.", "ended"),
    ("Ông {Lê Bá Hai} thôi giữ chức [Giám đốc] <Sở Y tế> để giữ chức [Bí thư] <Huyện ủy>.", "ended appointed"),
    ("Ông {Lê Bá Hai} thôi làm [Giám đốc] <Sở Y tế>, nhận nhiệm vụ [Bí thư] <Huyện ủy>.", "ended appointed"),
    ("Cách chức [Bí thư] <Chi bộ> đối với ông {Lê Bá Hai}.", "ended"),
    ("<HĐND tỉnh> miễn nhiệm [Chủ tịch] <UBND tỉnh> {Lê Bá Hai}.", "ended"),
    ("Giới thiệu ông {Lê Bá Hai} ứng cử [đại biểu] <Quốc hội>.", "proposed"),
    ("Ông {Lê Bá Hai} được đề cử giữ chức [Chủ tịch] <Hội Luật gia>.", "proposed"),
    ("Ông {Lê Bá Hai} từng giữ các chức vụ: [Trưởng] <phòng Y tế>, [Giám đốc] <Sở Y tế>.", "former former"),
    ("Ông {Lê Bá Hai} (trước đó là [Bí thư] <Huyện ủy>) nói.", "former"),
    ("Ông {Lê Bá Hai} có đơn xin thôi giữ chức [Bí thư] <Huyện ủy>.", "current"),
    ("Ông {Lê Bá Hai} tiếp tục giữ chức [Bí thư] <Huyện ủy>.", "current"),
    ("Trước khi dự lễ, [Chủ tịch nước] {Lê Bá Hai} thắp hương.", "current"),
    ("Tại lễ nhậm chức, [Thứ trưởng] {Lê Bá Hai} nói.", "current"),
    ("<Thành ủy> phân công [Phó Chủ tịch] <UBND xã> {Lê Bá Hai} theo dõi.", "current"),
]


@pytest.mark.parametrize(("marked", "expected"), CASES)
def test_status(marked: str, expected: str) -> None:
    text, names, bodies = read(marked)
    assert [r.status for r in extract(text, names, bodies) if r.person] == expected.split()


@pytest.mark.parametrize("row", table("pipeline.roles", "verbs.tsv"), ids=lambda row: row["phrase"])
def test_each_verb(row: dict[str, str]) -> None:
    """The verb before the title decides; one that holds says nothing."""
    text, names, bodies = read(f"{row['phrase']} giữ chức [Bí thư] <Huyện ủy> đối với ông {{Lê Bá Hai}}.")
    (role,) = [r for r in extract(text, names, bodies) if r.person]
    assert role.status == ("current" if row["status"] == "hold" else row["status"])


@pytest.mark.parametrize(
    ("marked", "day"),
    [
        ("Ngày 2/5/2024, ông {Lê Bá Hai} được bầu giữ chức [Bí thư] <Huyện ủy>.", dt.date(2024, 5, 2)),
        ("Ông {Lê Bá Hai} thôi giữ chức [Bí thư] <Huyện ủy> từ ngày 2/5/2024.", dt.date(2024, 5, 2)),
        ("Ông {Lê Bá Hai}, sinh ngày 2/5/2024, được bầu giữ chức [Bí thư] <Huyện ủy>.", None),
        ("Ngày 2/5/2024, ông {Lê Bá Hai}, [Bí thư] <Huyện ủy>, dự họp.", None),
        ("Ông {Lê Bá Hai} được bầu giữ chức [Bí thư] <Huyện ủy>; ông {Vũ Tư} nghỉ ngày 2/5/2024.", None),
    ],
)
def test_event_date(marked: str, day: dt.date | None) -> None:
    text, names, bodies = read(marked)
    start = text.index("ngày 2/5" if "ngày 2/5" in text else "Ngày 2/5")
    date = DateMention(start, start + len("ngày 2/5/2024"), dt.date(2024, 5, 2), dt.date(2024, 5, 2), "day")
    (role,) = [r for r in extract(text, names, bodies, dates=[date]) if r.person]
    assert role.event_date == day
