"""How the inputs are cut into parts, and what makes a part's key."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.reading import Unit
from pipeline.running.plan import MOST_BYTES, MOST_ITEMS, Plan, planned
from pipeline.types import Problem

UNITS = [Unit(f"d{i:05}", f"in#{i}", "jsonl", "in", None, {"text": f"text {i}"}) for i in range(3000)]


def cut(units: Iterable[Unit | Problem], settings: str = "s") -> list[Plan]:
    return list(planned(units, settings))


def test_everything_is_planned_once_in_order() -> None:
    plans = cut(UNITS)
    assert [i.what for p in plans for i in p.items] == UNITS
    assert len(plans) > 10 and max(len(p.items) for p in plans) <= MOST_ITEMS
    assert len({p.key for p in plans}) == len(plans)


@pytest.mark.parametrize("at", [0, 1, 700, 1500, 2999])
def test_one_more_or_one_less_changes_its_own_part(at: int) -> None:
    before = {p.key for p in cut(UNITS)}
    more = cut([*UNITS[:at], Unit("new", "new#1", "jsonl", "new", None, {"text": "x"}), *UNITS[at:]])
    less = cut([*UNITS[:at], *UNITS[at + 1 :]])
    assert len({p.key for p in more} - before) <= 2
    assert len({p.key for p in less} - before) <= 2


@pytest.mark.parametrize(
    "other",
    [
        replace(UNITS[5], doc_id="other"),
        replace(UNITS[5], source="other"),
        replace(UNITS[5], row={"text": "other"}),
        replace(UNITS[5], meta={"title": "other"}),
        replace(UNITS[5], reader="csv"),
    ],
)
def test_the_key_holds_all_that_the_rows_depend_on(other: Unit) -> None:
    assert cut([other])[0].key != cut([UNITS[5]])[0].key


def test_the_key_holds_the_settings_and_the_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    unit = Unit("a.txt", "a.txt", "text", str(path))
    keys = []
    for content in ("one", "two", "one"):
        path.write_text(content, encoding="utf-8")
        keys.append(cut([unit])[0].key)
    path.unlink()
    keys.append(cut([unit])[0].key)
    assert keys[0] == keys[2] and len(set(keys)) == 3
    assert cut([unit], "other")[0].key != cut([unit])[0].key


def test_large_documents_close_a_part() -> None:
    units = [replace(u, row={"text": "x" * (MOST_BYTES // 4)}) for u in UNITS[:20]]
    assert max(len(p.items) for p in cut(units)) <= 4


def test_a_second_document_of_one_id_is_a_problem() -> None:
    problem = Problem("odd.xyz", None, "read", "ReadError", "no reader")
    items = [i.what for p in cut([UNITS[0], problem, replace(UNITS[0], source="again#7"), UNITS[1]]) for i in p.items]
    assert items[:2] == [UNITS[0], problem] and items[3] == UNITS[1]
    assert isinstance(items[2], Problem) and items[2].error == "SameId" and items[2].source == "again#7"
    assert "in#0 has the same doc_id" in items[2].message


def test_what_is_given_twice_is_planned_once() -> None:
    assert [i.what for p in cut([*UNITS[:3], *UNITS[:4]]) for i in p.items] == UNITS[:4]


def test_odd_names_do_no_harm() -> None:
    odd = [Unit(f"\udcff{i}\x00\n", "\udcfe", "text", None, None, {"text": "\ud800"}) for i in range(3)]
    assert [i.what for p in cut(odd) for i in p.items] == odd
