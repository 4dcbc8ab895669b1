"""Linking in one document: ids, names, what bodies leave out, and any input."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.config import Config
from pipeline.lexicon import table
from pipeline.linking import link_bodies, link_people, stage
from pipeline.linking.address import honorific, rank
from pipeline.linking.parse import head_of, parse_body
from pipeline.types import (
    Document,
    Heading,
    OrganisationMention,
    Part,
    PersonMention,
    Record,
    RoleMention,
)

DAY = dt.date(2022, 3, 1)


def bodies(text: str, *names: str, heading: Heading | None = None, day: dt.date = DAY) -> list[OrganisationMention]:
    """The mentions of these names, one after another in the text, linked."""
    return link_bodies(text, [OrganisationMention(*s, "") for s in spans(text, names)], published=day, heading=heading)


def people(text: str, *names: str, parts: Sequence[Part] = ()) -> list[PersonMention]:
    return link_people(text, [PersonMention(*s, "") for s in spans(text, names)], parts=parts)


def spans(text: str, names: Sequence[str]) -> list[tuple[int, int]]:
    found, at = [], 0
    for name in names:
        start = text.index(name, at)
        found.append((start, start + len(name)))
        at = start + len(name)
    return found


def test_ids_count_by_first_mention() -> None:
    text = "Bà Lã Thị Sen gặp ông Khúc Văn Đôn. Ông Đôn tiễn bà Sen."
    found = people(text, "Lã Thị Sen", "Khúc Văn Đôn", "Đôn", "Sen")
    assert [p.person_id for p in found] == ["p1", "p2", "p2", "p1"]
    assert [p.name for p in found] == ["Lã Thị Sen", "Khúc Văn Đôn", "Khúc Văn Đôn", "Lã Thị Sen"]
    assert [p.honorific for p in found] == ["Bà", "ông", "Ông", "bà"]


def test_the_name_is_the_fullest_in_title_case() -> None:
    text = "Chị Thơm vắng mặt.\nNGƯỜI KÝ: LÝ THỊ THƠM"
    assert {p.name for p in people(text, "Thơm", "LÝ THỊ THƠM")} == {"Lý Thị Thơm"}


def test_ranks_and_degrees_are_one_honorific() -> None:
    assert people("Trung tướng, PGS.TS Đàm Văn Ngữ đọc diễn văn", "Đàm Văn Ngữ")[0].honorific == "Trung tướng, PGS.TS"


def test_a_byline_is_an_author() -> None:
    text = "Ông Đàm Văn Ngữ nói.\nĐàm Văn Ngữ"
    found = people(text, "Đàm Văn Ngữ", "Đàm Văn Ngữ", parts=(Part(0, 21, "body"), Part(21, 32, "byline")))
    assert [p.kind for p in found] == ["mentioned", "author"]
    assert found[0].person_id != found[1].person_id


def test_a_body_without_its_place_gets_it() -> None:
    found = bodies("Tin từ Thành ủy Hải Phòng: UBND TP đã nghe Sở Y tế.", "Thành ủy Hải Phòng", "UBND TP", "Sở Y tế")
    assert [b.name for b in found] == [
        "Thành ủy Hải Phòng",
        "Ủy ban nhân dân thành phố Hải Phòng",
        "Sở Y tế thành phố Hải Phòng",
    ]
    assert {b.place for b in found} == {"thành phố Hải Phòng"}
    assert {b.level for b in found} == {"province"}


def test_the_issuer_of_an_official_document_prevails() -> None:
    text = "Căn cứ đề nghị của UBND tỉnh Hà Nam, UBND tỉnh Thái Bình, nay UBND tỉnh quyết định"
    names = ("UBND tỉnh Hà Nam", "UBND tỉnh Thái Bình", "UBND tỉnh")
    assert bodies(text, *names)[2].place is None
    heading = Heading(issuer="ỦY BAN NHÂN DÂN TỈNH THÁI BÌNH")
    found = bodies(text, *names, heading=heading)
    assert found[2].organisation_id == found[1].organisation_id


def test_a_commune_is_put_where_the_text_says() -> None:
    text = "UBND xã Tân Thành, huyện Hàm Thuận Nam (tỉnh Bình Thuận) họp"
    assert bodies(text, "UBND xã Tân Thành")[0].place == "xã Tân Thành, huyện Hàm Thuận Nam, tỉnh Bình Thuận"


def test_the_parent_has_an_id_whether_mentioned_or_not() -> None:
    both = bodies("Ban Dân vận Tỉnh ủy Sơn La và Tỉnh ủy Sơn La", "Ban Dân vận Tỉnh ủy Sơn La", "Tỉnh ủy Sơn La")
    assert both[0].parent_id == both[1].organisation_id
    one = bodies("Ban Dân vận Tỉnh ủy Sơn La", "Ban Dân vận Tỉnh ủy Sơn La")
    assert one[0].parent_id == "o2"


def test_a_back_reference_to_the_ministry() -> None:
    text = "Bộ Nội vụ và Bộ Chính trị họp. Thanh tra Bộ có mặt."
    found = bodies(text, "Bộ Nội vụ", "Bộ Chính trị", "Thanh tra Bộ")
    assert found[2].name == "Thanh tra Bộ Nội vụ" and found[2].parent_id == found[0].organisation_id


@pytest.mark.parametrize(
    ("text", "day", "level"),
    [("UBND thành phố Huế", dt.date(2022, 1, 1), "district"), ("UBND thành phố Huế", dt.date(2025, 2, 1), "province")],
)
def test_the_day_decides_what_there_was(text: str, day: dt.date, level: str) -> None:
    assert bodies(text, text, day=day)[0].level == level


def test_roles_take_the_linked_names_and_ids() -> None:
    text = "Bà Lã Thị Sen vắng. Bà Sen, Chủ tịch UBND TP, ốm. Tin của UBND TP Huế."
    a, b, c, d = spans(text, ("Lã Thị Sen", "Sen", "UBND TP", "UBND TP Huế"))
    title = text.index("Chủ tịch")
    role = RoleMention(
        title, title + 8, "Chủ tịch", person_start=b[0], person_end=b[1], organisation_start=c[0], organisation_end=c[1]
    )
    layers = {
        "people": (PersonMention(*a, ""), PersonMention(*b, "")),
        "organisations": (OrganisationMention(*c, ""), OrganisationMention(*d, "")),
        "roles": (role,),
    }
    found = stage(Config())(Document(Record("d", "d", text, ""), text, dt.date(2025, 3, 1)), layers)["roles"][0]
    assert isinstance(found, RoleMention)
    assert (found.person, found.person_id) == ("Lã Thị Sen", "p1")
    assert (found.organisation, found.organisation_id) == ("Ủy ban nhân dân thành phố Huế", "o1")


def test_nothing_to_link() -> None:
    assert people("") == [] and bodies("") == []


WORDS = st.sampled_from(
    "Ông bà Lê Văn Tám Hoà H'Lim UBND tỉnh TP Hà Nội , . ( ) tức Ban Thường vụ Sở \n \u200b Ủy xã".split(" ")
)


@given(st.lists(WORDS, max_size=40), st.randoms(use_true_random=False), st.sampled_from(["NFC", "NFD"]))
def test_any_spans_keep_their_place(words: list[str], random: object, form: str) -> None:
    text = unicodedata.normalize(form, " ".join(words))  # type: ignore[arg-type]
    found = [m.span() for m in re.finditer(r"\S+(?: \S+)?", text)]
    chosen = [s for s in found if random.random() < 0.5]  # type: ignore[attr-defined]
    persons = link_people(text, [PersonMention(*s, "x") for s in chosen])
    organisations = link_bodies(text, [OrganisationMention(*s, "x") for s in chosen], published=DAY)
    for linked in (persons, organisations):
        assert [(m.start, m.end) for m in linked] == chosen
    firsts = list(dict.fromkeys(p.person_id for p in persons))
    assert firsts == [f"p{n}" for n in range(1, len(firsts) + 1)]
    assert all(o.organisation_id and o.name for o in organisations)


def test_decomposed_text_links_as_composed_text_does() -> None:
    text = "Ông Đỗ Thế Hoà, Bí thư Tỉnh ủy Hoà Bình. Ông Hoà khen UBND tỉnh."
    decomposed = unicodedata.normalize("NFD", text)
    for t, form in ((text, "NFC"), (decomposed, "NFD")):
        names = [unicodedata.normalize(form, n) for n in ("Đỗ Thế Hoà", "Hoà")]  # type: ignore[arg-type]
        start = t.index(names[0])
        again = t.index(names[1], t.index(". "))
        found = link_people(
            t, [PersonMention(start, start + len(names[0]), ""), PersonMention(again, again + len(names[1]), "")]
        )
        assert [(p.name, p.person_id) for p in found] == [("Đỗ Thế Hòa", "p1")] * 2


def test_a_place_without_its_word_is_found_again() -> None:
    text = "UBND xã Ea Kly họp. Đoàn đến UBND Ea Kly."
    found = bodies(text, "UBND xã Ea Kly", "UBND Ea Kly")
    assert found[0].organisation_id == found[1].organisation_id and found[0].name == found[1].name


@pytest.mark.parametrize("row", table("pipeline.linking", "honorifics.tsv"), ids=lambda r: r["form"])
def test_every_form_before_a_name_is_known(row: dict[str, str]) -> None:
    assert row["gender"] in ("m", "f", "-") and row["class"] in ("address", "rank")
    assert honorific(f"Hôm qua {row['form']} ") == row["form"].rstrip(" .")
    assert (rank(row["form"]) is None) == (row["class"] == "address")


@pytest.mark.parametrize("row", table("pipeline.linking", "inside.tsv"), ids=lambda r: r["head"])
def test_heads_inside_the_name_of_an_organ(row: dict[str, str]) -> None:
    head = head_of(row["head"])
    assert head is not None and head.name == row["head"]
    assert parse_body(f"Phòng Kiểm tra {row['head']} Mẫu").owner is None
    assert parse_body("Phòng Kiểm tra Chi cục Mẫu").owner is not None


@pytest.mark.parametrize("row", table("pipeline.linking", "alias_cues.tsv"), ids=lambda r: r["cue"])
def test_every_cue_gives_another_name(row: dict[str, str]) -> None:
    text = f"Bùi Văn Chín ({row['cue']} Chín Sẹo)"
    assert len({p.person_id for p in people(text, "Bùi Văn Chín", "Chín Sẹo")}) == 1


@pytest.mark.parametrize("row", table("pipeline.linking", "author_cues.tsv"), ids=lambda r: r["cue"])
def test_every_credit_makes_an_author(row: dict[str, str]) -> None:
    assert people(f"Tin vui.\n{row['cue'].capitalize()}: Lã Thị Sen", "Lã Thị Sen")[0].kind == "author"


def test_another_name_of_a_given_name_alone() -> None:
    text = "Sáu (tức Lê Văn Gỗ) khai. Gỗ khóc."
    mentions = [PersonMention(s, s + len(n), n) for s, n in ((0, "Sáu"), (9, "Lê Văn Gỗ"), (26, "Gỗ"))]
    found = link_people(text, mentions)
    assert found[1].person_id == found[2].person_id
