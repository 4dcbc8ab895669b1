"""The rows of the seed article that the product was asked for first; skipped where the article is absent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.engine import extract, rows

CONGRESS = "Nghị quyết Đại hội lần thứ XIII của Đảng"


@pytest.fixture(scope="module")
def tables(shared: Callable[[str], Path]) -> dict[str, list[dict[str, Any]]]:
    return rows(extract(shared("samples/mat-tran-ha-noi.txt").read_bytes().decode("utf-8-sig")))


def test_document(tables: dict[str, list[dict[str, Any]]]) -> None:
    document = tables["documents"][0]
    assert (document["published"], document["published_basis"]) == (dt.date(2021, 8, 24), "text")
    assert document["kind"] == "news"
    assert document["title"].startswith("Xây dựng người cán bộ Mặt trận và đoàn thể")


@pytest.mark.parametrize(
    ("text", "number", "symbol", "issued_on", "issuer"),
    [
        ("Chỉ thị 17/CT-UBND", "17", "CT-UBND", dt.date(2021, 7, 23), "UBND TP Hà Nội"),
        ("Nghị quyết 68/NQ-CP", "68", "NQ-CP", dt.date(2021, 7, 1), None),
        ("Quyết định 3642/QĐ-UBND", "3642", "QĐ-UBND", dt.date(2021, 7, 21), "UBND Thành phố"),
    ],
)
def test_numbered_citations(
    tables: dict[str, list[dict[str, Any]]],
    text: str,
    number: str,
    symbol: str,
    issued_on: dt.date,
    issuer: str | None,
) -> None:
    (row,) = (r for r in tables["citations"] if r["text"] == text)
    assert (row["number"], row["symbol"], row["issued_on"], row["issuer"]) == (number, symbol, issued_on, issuer)


def test_the_congress_resolution_is_found_each_time(tables: dict[str, list[dict[str, Any]]]) -> None:
    found = [r for r in tables["citations"] if r["text"].startswith("Nghị quyết Đại hội")]
    assert [r["text"] for r in found].count(CONGRESS) == 3
    assert len({r["citation_id"] for r in found}) == 1


@pytest.mark.parametrize(
    ("role", "organisation"),
    [("Ủy viên", "Ban Thường vụ Thành ủy"), ("Chủ tịch", "Ủy ban MTTQ Việt Nam TP")],
)
def test_roles(tables: dict[str, list[dict[str, Any]]], role: str, organisation: str) -> None:
    bodies = {(o["start"], o["end"]): o["text"] for o in tables["organisations"]}
    held = [
        bodies[r["organisation_start"], r["organisation_end"]]
        for r in tables["roles"]
        if r["text"] == role and r["person"] == "Nguyễn Lan Hương" and r["organisation_start"] is not None
    ]
    assert organisation in held


def test_one_person_one_id(tables: dict[str, list[dict[str, Any]]]) -> None:
    ids = {r["person_id"] for r in tables["people"] if r["text"] == "Nguyễn Lan Hương"}
    assert len(ids) == 1 and None not in ids


def test_term(tables: dict[str, list[dict[str, Any]]]) -> None:
    (row,) = (r for r in tables["dates"] if r["text"] == "2021 – 2026")
    assert (row["date_start"], row["date_end"]) == (dt.date(2021, 1, 1), dt.date(2026, 12, 31))
