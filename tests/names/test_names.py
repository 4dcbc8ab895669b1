"""People and bodies in sentences of our own, and what holds for any text."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline import names
from pipeline.config import Config
from pipeline.text import canonical
from pipeline.types import Document, OrganisationMention, Part, PersonMention, Record, Span

TEXT = (
    "Chiều 12/3, ông Trần Quốc Lượng, Phó Chủ tịch UBND huyện Yên Châu, đã làm việc với Ban Thường trực "
    "Ủy ban MTTQ Việt Nam tỉnh Sơn La."
)
PEOPLE = ["Trần Quốc Lượng"]
BODIES = ["UBND huyện Yên Châu", "Ban Thường trực Ủy ban MTTQ Việt Nam tỉnh Sơn La"]


def surfaces(text: str, mentions: list[PersonMention] | list[OrganisationMention] | list[Span]) -> list[str]:
    return [text[m.start : m.end] for m in mentions]


def test_people_bodies_and_titles() -> None:
    people, organisations, titles = names.extract(TEXT)
    assert surfaces(TEXT, people) == [p.name for p in people] == PEOPLE
    assert surfaces(TEXT, organisations) == [o.name for o in organisations] == BODIES
    assert surfaces(TEXT, titles) == ["Phó Chủ tịch"]
    assert people[0].honorific == "ông"
    assert people[0].kind == "mentioned"


@pytest.mark.parametrize(
    ("text", "people", "organisations"),
    [
        ("Sở Y tế và Sở Tư pháp tỉnh Lào Cai", [], ["Sở Y tế", "Sở Tư pháp tỉnh Lào Cai"]),
        ("Bà Lê Thị Mẫu, Bí thư Đảng ủy xã Tân Mẫu, phát biểu.", ["Lê Thị Mẫu"], ["Đảng ủy xã Tân Mẫu"]),
        ("Bộ Văn hóa, Thể thao và Du lịch đã trả lời.", [], ["Bộ Văn hóa, Thể thao và Du lịch"]),
        ("Ông Phạm Văn Hậu và bà Hoàng Thị Mai cùng dự.", ["Phạm Văn Hậu", "Hoàng Thị Mai"], []),
        ("Đường Nguyễn Trãi đang được sửa.", [], []),
        ("Nhân dân thành phố vui mừng.", [], []),
    ],
)
def test_sentences(text: str, people: list[str], organisations: list[str]) -> None:
    found_people, found_organisations, _ = names.extract(text)
    assert surfaces(text, found_people) == people
    assert surfaces(text, found_organisations) == organisations


def test_name_back_alone_is_found_by_its_full_form() -> None:
    text = "Bị cáo Trần Huỳnh Kiệt khai báo. Sau đó, Kiệt nhận tiền của ông Lê Văn Dũng. Dũng đã báo công an."
    assert surfaces(text, names.extract(text)[0]) == ["Trần Huỳnh Kiệt", "Kiệt", "Lê Văn Dũng", "Dũng"]


@pytest.mark.parametrize(
    "change",
    [
        lambda t: unicodedata.normalize("NFD", t),
        lambda t: t.replace(" ", "\xa0"),
        lambda t: t.replace("Trần", "Tr\u200bần"),
        lambda t: "😀🇻🇳 " + t,
        lambda t: t.replace("Đ", "Ð"),
        lambda t: t.replace(" Quốc", "\r\nQuốc"),
    ],
    ids=["nfd", "nbsp", "zero-width", "emoji", "eth", "crlf"],
)
def test_offsets_in_odd_text(change) -> None:  # type: ignore[no-untyped-def]
    text = change(TEXT)
    people, organisations, _ = names.extract(text)
    assert [p.name for p in people] == PEOPLE
    assert [o.name for o in organisations] == BODIES
    for mention in [*people, *organisations]:
        assert " ".join(canonical(text[mention.start : mention.end]).text.split()) == mention.name


@pytest.mark.parametrize("text", ["", " ", "\n\n", "😀", "\u200b"])
def test_nothing_to_find(text: str) -> None:
    assert names.extract(text) == ([], [], [])


PIECES = st.sampled_from("UBND| |\n|\xa0|Trần|Văn|ông|(|)|tỉnh|Sơn La|,|\u0301|\u200b|😀| và |2020".split("|"))


@example("UBNDUBND\u0301 \x1b»")
@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=30).map("".join))
def test_mentions_lie_in_the_text_in_order_and_apart(text: str) -> None:
    people, organisations, titles = names.extract(text)
    spans = sorted([*people, *organisations, *titles], key=lambda m: m.start)
    assert all(0 <= m.start < m.end <= len(text) for m in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    for mention in [*people, *organisations]:
        assert " ".join(canonical(text[mention.start : mention.end]).text.split()) == mention.name


@pytest.mark.parametrize("end", ["\n", " "], ids=["lines", "one line"])
def test_long_text_is_read_in_blocks(end: str) -> None:
    text = f"{TEXT}{end}" * 400
    people, organisations, _ = names.extract(text)
    assert len(people) == 400
    assert len(organisations) == 800


def test_stage_takes_names_in_the_byline_for_authors() -> None:
    text = "Mưa lớn ở Sơn La.\nông Trần Văn Mẫu viết bài\nXem thêm"
    start = text.index("\n") + 1
    record = Record("t", "t", text, "")
    doc = Document(record, text, parts=(Part(0, start, "body"), Part(start, text.rindex("\n"), "byline")))
    layers = names.stage(Config())(doc, {})
    assert set(layers) == {"people", "organisations", "titles"}
    assert [(p.name, p.kind) for p in layers["people"] if isinstance(p, PersonMention)] == [("Trần Văn Mẫu", "author")]
