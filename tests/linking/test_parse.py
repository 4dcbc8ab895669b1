"""The reading of bodies' names, and the files that it reads by."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.lexicon import table
from pipeline.linking import parse_body
from pipeline.linking.bodies import Body
from pipeline.linking.parse import body_at
from pipeline.linking.written import calmed, compared, expanded, initials, plain, titled

ROWS = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent / "bodies.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith(("#", "written"))
]
CLASSES = {"whole", "unit", "committee", "part", "organ", "inner", "own", "common"}


@pytest.mark.parametrize(("written", "name", "kind", "level", "place", "owner"), ROWS, ids=[r[0] for r in ROWS])
def test_a_name_is_read(written: str, name: str, kind: str, level: str, place: str, owner: str) -> None:
    body = parse_body(written)
    found = (body.name, body.kind, body.level, body.place, body.owner and body.owner.name)
    assert tuple(x or "-" for x in found) == (name, kind, level, place, owner)


@pytest.mark.parametrize("row", table("pipeline.linking", "heads.tsv"), ids=lambda r: r["head"])
def test_every_head_is_recognised(row: dict[str, str]) -> None:
    body = parse_body(row["head"])
    assert row["class"] in CLASSES
    assert body.head is not None and (body.head.name == row["head"] or body.stem != row["head"])


@pytest.mark.parametrize("row", table("pipeline.linking", "abbreviations.tsv"), ids=lambda r: "|".join(r.values()))
def test_every_abbreviation_is_written_out(row: dict[str, str]) -> None:
    before, after = (w.split(";")[0] for w in (row["before"], row["after"]))
    name = " ".join(w for w in (before, row["abbreviation"], after) if w != "-")
    assert compared(row["expansion"]) in compared(expanded(name))


@pytest.mark.parametrize("row", table("pipeline.linking", "variants.tsv"), ids=lambda r: r["variant"])
def test_every_variant_is_the_same_body(row: dict[str, str]) -> None:
    assert parse_body(row["variant"]).key == parse_body(row["name"]).key


@pytest.mark.parametrize("row", table("pipeline.linking", "countries.tsv"), ids=lambda r: r["country"])
def test_every_country_makes_a_parliament_foreign(row: dict[str, str]) -> None:
    country = row["country"] if row["name"] == "-" else row["name"]
    body = parse_body(f"Quốc hội {row['country']}")
    assert body.country == (None if country == "Việt Nam" else country)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("UBND TP Hà Nội", "Uỷ ban Nhân dân Thành phố Hà Nội"),
        ("Sở Y tế Nghệ An", "SỞ Y TẾ TỈNH NGHỆ AN"),
        ("Bộ Lao động Thương binh và Xã hội", "Bộ LĐTBXH"),
        ("Hội Nông dân Việt Nam tỉnh Hà Nam", "Hội Nông dân tỉnh Hà Nam"),
        ("Trung tâm Kĩ thuật", "Trung tâm Kỹ thuật"),
    ],
)
def test_two_spellings_are_one_body(one: str, other: str) -> None:
    assert parse_body(one).key == parse_body(other).key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("UBND tỉnh Bắc Ninh", "UBND TP Bắc Ninh"),
        ("UBND tỉnh Bắc Ninh", "HĐND tỉnh Bắc Ninh"),
        ("Quốc hội", "Quốc hội Hàn Quốc"),
        ("Bộ Y tế", "Sở Y tế"),
        ("Văn phòng Tỉnh ủy Sơn La", "Tỉnh ủy Sơn La"),
        ("Hội Nông dân Việt Nam", "Hội Nông dân tỉnh Hà Nam"),
    ],
)
def test_two_bodies_stay_two(one: str, other: str) -> None:
    assert parse_body(one).key != parse_body(other).key


@pytest.mark.parametrize("name", ["Bộ Y tế", "UBND tỉnh Hà Giang", "Dân trí", "Quốc hội Lào", "Tập đoàn Sao Mai"])
def test_known_in_any_document(name: str) -> None:
    assert parse_body(name).known


@pytest.mark.parametrize(
    "name", ["UBND tỉnh", "Công ty", "Công ty Hưng Thịnh", "NQT", "UBND xã Tân Thành", "Vụ Tổ chức cán bộ", "Đảng ủy"]
)
def test_known_only_in_its_document(name: str) -> None:
    assert not parse_body(name).known


def test_a_row_of_the_table_is_the_body_again() -> None:
    body = body_at("Ban Thường vụ Huyện ủy Hải Hậu", "huyện Hải Hậu, tỉnh Nam Định")
    assert body.known and body.owner is not None and body.owner.known
    assert body_at("Bộ Y tế", None) == parse_body("Bộ Y tế")


@given(st.text(max_size=60))
def test_anything_can_be_read(text: str) -> None:
    body = parse_body(text)
    assert isinstance(body, Body)
    assert body.name is not None and body.key is not None and body.known in (True, False)


@pytest.mark.parametrize("written", [r[0] for r in ROWS])
def test_a_row_written_out_reads_the_same(written: str) -> None:
    body = parse_body(written)
    assert body_at(body.name, body.place).key == body.key


def test_forms() -> None:
    assert plain("Uỷ ban\xa0 nhân\ndân") == "Ủy ban nhân dân"
    assert compared("Hoà-Bình, và Kỹ") == "hòa bình kĩ"
    assert initials("Ban Quản lý và dự án") == "BQLDA"
    assert titled("KIỀU MẠNH TƯỜNG") == "Kiều Mạnh Tường"
    assert titled("T.V.G.") == "T.V.G."
    assert calmed("SỞ Y TẾ VÀ XÃ HỘI XYZ") == "Sở Y Tế và Xã Hội XYZ"


def test_the_examples_of_the_documentation() -> None:
    page = Path(__file__).parents[2] / "docs" / "linking.md"
    failed, tried = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert tried >= 4 and not failed
