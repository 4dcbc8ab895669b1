"""Administrative units before and after July 2025, and their lists."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.lexicon import table
from pipeline.linking.units import REFORM, Unit, district, located, province, provinces_of

PROVINCES = table("pipeline.linking", "provinces.tsv")
BEFORE, AFTER = dt.date(2021, 5, 1), dt.date(2025, 8, 1)


@pytest.mark.parametrize("row", PROVINCES, ids=lambda r: r["province"])
def test_every_province_is_found_by_each_name(row: dict[str, str]) -> None:
    unit = province(row["province"])
    assert unit is not None and unit.level == "province" and unit.own == row["province"]
    for alias in row["aliases"].split(";"):
        assert alias == "-" or province(alias.upper()) == unit
    assert row["into"] == "-" or province(row["into"]) is not None


def test_34_provinces_stand_since_the_reform_and_63_before() -> None:
    until = [dt.date.fromisoformat(r["until"]) for r in PROVINCES if r["until"] != "-"]
    since = [r for r in PROVINCES if r["since"] != "-"]
    assert len(PROVINCES) - len(until) == 34
    assert len(PROVINCES) - len(since) - sum(day < dt.date(2009, 1, 1) for day in until) == 63
    assert sum(day == REFORM for day in until) == 29


@pytest.mark.parametrize("name", ["districts.tsv", "communes.tsv"])
def test_every_unit_lies_in_provinces_that_there_are(name: str) -> None:
    for row in table("pipeline.linking", name):
        unit, *cells = row.values()
        homes = [home.rstrip("*") for cell in cells for home in cell.split(";") if home != "-"]
        assert homes and all(province(home) for home in homes), unit


def test_there_are_as_many_communes_as_the_decrees_made() -> None:
    after = [r["after"] for r in table("pipeline.linking", "communes.tsv") if r["after"] != "-"]
    assert sum(len(cell.split(";")) for cell in after) == 3321


@pytest.mark.parametrize(
    ("unit", "day", "expected"),
    [
        (Unit("huyện", "Ba Vì"), BEFORE, "huyện Ba Vì, thành phố Hà Nội"),
        (Unit("thành phố", "Nha Trang"), BEFORE, "thành phố Nha Trang, tỉnh Khánh Hòa"),
        (Unit("quận", "Tân Uyên"), BEFORE, "quận Tân Uyên"),
        (Unit("huyện", "Châu Thành"), BEFORE, "huyện Châu Thành"),
        (Unit("huyện", "Thủy Nguyên"), BEFORE, "huyện Thủy Nguyên, thành phố Hải Phòng"),
        (Unit("thành phố", "Huế"), BEFORE, "thành phố Huế, tỉnh Thừa Thiên Huế"),
        (Unit("thành phố", "Huế"), AFTER, "thành phố Huế"),
        (Unit("huyện", "A Lưới"), BEFORE, "huyện A Lưới, tỉnh Thừa Thiên Huế"),
        (Unit("phường", "Ea Tam"), BEFORE, "phường Ea Tam, tỉnh Đắk Lắk"),
        (Unit("xã", "Tân Thành"), BEFORE, "xã Tân Thành"),
        (Unit("xã", "Tân Thành", Unit("huyện", "Ba Vì")), BEFORE, "xã Tân Thành, huyện Ba Vì, thành phố Hà Nội"),
    ],
)
def test_located(unit: Unit, day: dt.date, expected: str) -> None:
    assert str(located(unit, day)) == expected


def test_the_levels_of_cities() -> None:
    assert Unit("thành phố", "Đà Nẵng").level == "province"
    assert Unit("thành phố", "Vinh").level == "district"
    assert Unit("thành phố").level is None
    assert located(Unit("thành phố", "Huế"), BEFORE).level == "district"


def test_known_means_that_no_other_unit_is_meant() -> None:
    city = Unit("thành phố", "Hồ Chí Minh")
    assert Unit("tỉnh", "Hà Giang").known and not Unit("tỉnh").known
    assert not Unit("phường", "5", city).known
    assert Unit("phường", "5", Unit("quận", "3", city)).known
    assert not Unit("xã", "Tân Thành").known


def test_a_district_between_counts_only_where_it_must() -> None:
    province_ = Unit("tỉnh", "Lai Châu")
    assert Unit("xã", "Pa Ủ", province_).identity == Unit("xã", "Pa Ủ", Unit("huyện", "Mường Tè", province_)).identity
    city = Unit("thành phố", "Hồ Chí Minh")
    one, other = (Unit("phường", "5", Unit("quận", n, city)) for n in ("3", "8"))
    assert one.identity != other.identity


def test_a_district_without_its_word() -> None:
    assert district("Hội An") == Unit("thành phố", "Hội An")
    assert district("Hoàng Mai") is None  # a quận of Hà Nội and a thị xã of Nghệ An
    assert district("Nowhere") is None


def test_provinces_of_a_commune_change_with_the_reform() -> None:
    unit = Unit("xã", "Pa Ủ")
    assert provinces_of(unit, BEFORE) == ("Lai Châu",)
    assert set(provinces_of(unit)) >= set(provinces_of(unit, AFTER))
