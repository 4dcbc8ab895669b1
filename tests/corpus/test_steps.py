"""The steps identities and tenures: their tables, keys and joins."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from pipeline.corpus import evidence
from pipeline.corpus.ids import slug
from pipeline.engine import Result
from pipeline.lexicon import table
from pipeline.linking import parse_body
from pipeline.schema import ENTITIES, TENURES
from pipeline.types import Document, OrganisationMention, PersonMention, Record, RoleMention, Sentence


def document(
    doc_id: str,
    day: str | None,
    text: str,
    people: list[PersonMention],
    bodies: list[OrganisationMention],
    roles: list[RoleMention],
) -> Result:
    doc = Document(Record(doc_id, doc_id, text, ""), text, dt.date.fromisoformat(day) if day else None)
    layers = {"people": people, "organisations": bodies, "roles": roles, "sentences": [Sentence(0, len(text), "body")]}
    return Result(doc, {name: tuple(found) for name, found in layers.items()})


def chairman(doc_id: str, day: str | None, name: str, status: str = "current", **role: Any) -> Result:
    """A document that says who chairs the people's committee of Hà Giang."""
    body = "UBND tỉnh Hà Giang"
    text = f"Chủ tịch {body} {name}"
    whole = parse_body(body)
    o = OrganisationMention(9, 9 + len(body), whole.name, "o1", whole.kind, whole.level, whole.place)
    p = PersonMention(10 + len(body), len(text), name, "p1")
    r = RoleMention(
        0, 8, "Chủ tịch", status, person=name, person_id="p1", organisation=whole.name, organisation_id="o1", **role
    )
    return document(doc_id, day, text, [p], [o], [r])


def test_entities_count_over_documents(corpus: Callable[..., Any]) -> None:
    made = corpus([chairman("a", "2020-01-05", "Sầm Văn Lý"), chairman("b", "2021-02-03", "Sầm Văn Lý")])
    body, person = made.tables["entities"]
    assert (body["kind"], body["mentions"], body["documents"]) == ("organisation", 2, 2)
    assert body["name"] == "Ủy ban nhân dân tỉnh Hà Giang" and body["variants"] == "UBND tỉnh Hà Giang"
    assert (body["first_date"], body["last_date"]) == (dt.date(2020, 1, 5), dt.date(2021, 2, 3))
    assert body["evidence"] == "name and place" and body["body_kind"] == "government"
    assert person["evidence"] == f"body {body['id']}; unit tỉnh hà giang"
    assert {made.final(d, "p1") for d in "ab"} == {person["id"]} and person["id"].startswith("per-sam-van-l")


def test_tables_have_their_columns_and_keys(corpus: Callable[..., Any]) -> None:
    made = corpus([chairman("a", None, "Sầm Văn Lý"), chairman("b", "2021-02-03", "Tẩn A Phử")])
    for written in (ENTITIES, TENURES):
        rows = made.tables[written.name]
        assert rows
        keys = [tuple(row[k] for k in written.key) for row in rows]
        assert len(set(keys)) == len(keys) and keys == sorted(keys)
        required = [c.name for c in written.columns if not c.nullable]
        assert all(row[c] is not None for row in rows for c in required)
    known = {row["id"] for row in made.tables["entities"]}
    assert {r["person_id"] for r in made.tables["tenures"]} | {
        r["organisation_id"] for r in made.tables["tenures"]
    } <= known
    assert {row["parent_id"] for row in made.tables["entities"]} - {None} <= known


def test_a_parent_is_an_entity_though_nobody_mentions_it(corpus: Callable[..., Any]) -> None:
    name = "Ban Thường vụ Huyện ủy Hải Hậu"
    o = OrganisationMention(0, len(name), name, "o1", "party", "district", "huyện Hải Hậu, tỉnh Nam Định", "o2")
    made = corpus([document("a", "2020-01-05", name, [], [o], [])])
    rows = {row["name"]: row for row in made.tables["entities"]}
    parent = rows["Huyện ủy Hải Hậu"]
    assert rows[name]["parent_id"] == parent["id"] == made.final("a", "o2")
    assert (parent["mentions"], parent["documents"], parent["first_date"]) == (0, 0, None)


def test_a_repeated_text_speaks_of_the_same_people(corpus: Callable[..., Any]) -> None:
    def seller(doc_id: str) -> Result:
        return document(doc_id, None, "Nguyễn Thị Hoa", [PersonMention(0, 14, "Nguyễn Thị Hoa", "p1")], [], [])

    made = corpus([seller("a"), seller("b"), seller("c")], {"b": "a"})
    assert made.final("a", "p1") == made.final("b", "p1") != made.final("c", "p1")
    assert {row["evidence"] for row in made.tables["entities"]} == {"same text", "document"}


def test_tenures_from_first_to_last(corpus: Callable[..., Any]) -> None:
    name = "Sầm Văn Lý"
    made = corpus(
        [
            chairman("a", "2019-06-01", name, "proposed"),
            chairman("b", "2020-01-05", name, "appointed", event_date=dt.date(2020, 1, 4)),
            chairman("c", "2021-02-03", name),
            chairman("d", "2024-02-03", name, "former"),
            chairman("e", "2023-01-01", name, "ended", event_date=dt.date(2022, 12, 30)),
        ]
    )
    (row,) = made.tables["tenures"]
    assert (row["first_seen"], row["last_seen"]) == (dt.date(2020, 1, 5), dt.date(2021, 2, 3))
    assert (row["started"], row["ended"]) == (dt.date(2020, 1, 4), dt.date(2022, 12, 30))
    assert (row["mentions"], row["documents"]) == (4, 4)
    assert (row["person"], row["role"], row["organisation"]) == (name, "Chủ tịch", "Ủy ban nhân dân tỉnh Hà Giang")


def test_more_documents_keep_the_ids(corpus: Callable[..., Any]) -> None:
    few = [chairman("b", "2020-01-05", "Sầm Văn Lý"), chairman("c", "2021-01-05", "Sầm Văn Lý")]
    many = [*few, chairman("a", "2022-01-05", "Sầm Văn Lý"), chairman("d", None, "Tẩn A Phử")]
    before, after = corpus(few), corpus(many)
    assert before.final("b", "p1") == after.final("b", "p1") == after.final("a", "p1")


@pytest.mark.parametrize(
    ("role", "body", "expected"),
    [
        ("Chủ tịch", "UBND tỉnh Hà Giang", ["body", "unit"]),
        ("Phó Chủ tịch Thường trực", "UBND tỉnh Hà Giang", ["body", "unit"]),
        ("Giám đốc", "Sở Y tế tỉnh Hà Giang", ["body"]),
        ("Chủ tịch", "UBND tỉnh", []),
        ("Thủ tướng", None, ["office"]),
        ("Thủ tướng", "Chính phủ", ["office", "body"]),
        ("Bộ trưởng Y tế", None, ["body"]),
        ("Bộ trưởng", None, []),
        ("Chủ tịch tỉnh Hà Giang", None, ["unit"]),
        ("Bí thư Hà Nội", None, ["unit"]),
        ("Chủ tịch xã", None, []),
        ("Tổng thống Mỹ", None, ["office"]),
        ("Chủ tịch Trung Quốc", None, ["office"]),
        ("Đại biểu", "Quốc hội", []),
        ("Giám đốc", None, []),
    ],
)
def test_facts_of_a_common_name(role: str, body: str | None, expected: list[str]) -> None:
    found = evidence.facts("Nguyễn Văn Hùng", role, parse_body(body) if body else None)
    assert [fact.split()[0] for fact in found] == expected


def test_a_post_counts_with_a_name_that_is_not_common() -> None:
    assert evidence.facts("Khuất Duy Tiến", "Đại biểu", parse_body("Quốc hội"))


def test_a_rarer_name_tells_more() -> None:
    assert evidence.bits("Nguyễn Văn Hùng") < evidence.UNCOMMON < evidence.bits("Khuất Duy Tiến")
    assert evidence.bits("Hùng") == 0


@pytest.mark.parametrize(
    ("role", "title", "rest"),
    [
        ("Phó Chủ tịch Thường trực", "chủ tịch", ""),
        ("Quyền Giám đốc", "giám đốc", ""),
        ("Thứ trưởng Y tế", "thứ trưởng", "Y tế"),
        ("Chủ tịch nước", "chủ tịch nước", ""),
        ("Chủ tịch Trung Quốc", "chủ tịch nước", "Trung Quốc"),
        ("Điều tra viên", "điều tra viên", ""),
    ],
)
def test_the_title_without_its_rank(role: str, title: str, rest: str) -> None:
    assert evidence.base(role) == (title, rest)


def test_a_minister_needs_no_ministry_if_the_name_is_not_common() -> None:
    assert evidence.facts("Khuất Duy Tiến", "Bộ trưởng", None) == ["office bộ trưởng"]


def test_slugs_are_ascii_and_short() -> None:
    assert slug("Sở Lao động - Thương binh và Xã hội tỉnh Đắk Lắk, phòng Người có công") == (
        "so-lao-dong-thuong-binh-va-xa-hoi-tinh-dak-lak"
    )
    assert slug("習近平") == "x"


@pytest.mark.parametrize("row", table("pipeline.corpus", "offices.tsv"), ids=lambda r: r["title"])
def test_every_office_is_a_fact(row: dict[str, str]) -> None:
    kinds = {fact.split()[0] for fact in evidence.facts("Khuất Duy Tiến", row["title"], parse_body("Bộ Y tế"))}
    assert kinds == ({"body"} if row["strength"] == "office" else {"body", "office"})


@pytest.mark.parametrize("row", table("pipeline.corpus", "known_people.tsv"), ids=lambda r: r["name"])
def test_every_known_person_is_known_by_each_name(row: dict[str, str]) -> None:
    for form in (row["name"], *row["aliases"].split(";")):
        assert form == "-" or evidence.sufficient(form) == row["name"]


@pytest.mark.parametrize(("package", "name"), [("linking", "surnames.tsv"), ("corpus", "name_syllables.tsv")])
def test_shares_are_per_cent(package: str, name: str) -> None:
    for row in table(f"pipeline.{package}", name):
        first, *shares = row.values()
        assert first and all(0 <= float(share) < 50 for share in shares)


def test_nothing_is_identified_where_linking_is_off(corpus: Callable[..., Any]) -> None:
    p, o = PersonMention(0, 10, "Sầm Văn Lý"), OrganisationMention(12, 19, "Bộ Y tế")
    r = RoleMention(0, 1, "Bộ trưởng", person="Sầm Văn Lý")
    made = corpus([document("a", None, "Sầm Văn Lý, Bộ Y tế", [p], [o], [r])])
    assert made.tables == {"entities": [], "tenures": []}
