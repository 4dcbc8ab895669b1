"""The writers: what is read back is what was written, byte for byte the same each time."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.running import tables
from pipeline.running.tables import BadRow, Csv, Writer, batch, csv_lines
from pipeline.schema import Column, Table

TABLE = Table(
    "t",
    "a table of every type",
    (
        Column("key", "string", "an id", nullable=False),
        Column("text", "string", "any text"),
        Column("n", "int32", "a number"),
        Column("x", "float64", "a real number"),
        Column("day", "date32", "a date"),
        Column("yes", "bool", "a truth"),
    ),
    ("key",),
)
TEXTS = Table("texts", "texts", TABLE.columns[:2], ("key",))
CELLS = st.text(st.sampled_from("aệ=+-@＝'\";, \t\r\n\0|\\[]^")) | st.text(st.characters(exclude_categories=["Cs"]))


def read(data: bytes, separator: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8"), newline=""), delimiter=separator, strict=True))


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1), st.sampled_from(",;\t|^"))
def test_csv_is_read_back(rows: list[tuple[str, str]], separator: str) -> None:
    data = csv_lines(batch(TEXTS, rows), Csv(separator, raw=True))
    assert read(data, separator) == [list(row) for row in rows]
    assert data.endswith(b"\r\n")


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1))
def test_formulas_are_harmless_and_can_be_undone(rows: list[tuple[str, str]]) -> None:
    cells = read(csv_lines(batch(TEXTS, rows), Csv()))
    assert not any(re.match("[=+\\-@\t\r\n\0＝＋－＠]", c) for row in cells for c in row)
    undone = [[c[1:] if re.match(tables.FORMULA, c) else c for c in row] for row in cells]
    assert undone == [list(row) for row in rows]


def test_every_type_in_csv() -> None:
    row = ("a", None, -3, 0.5, dt.date(2024, 3, 5), True)
    data = csv_lines(batch(TABLE, [row, ("b", "", None, None, None, None)]), Csv())
    assert data.decode() == 'a,,-3,0.5,2024-03-05,true\r\nb,"",,,,\r\n'
    assert csv_lines(batch(TABLE, [row]), Csv(";")).decode() == "a;;-3;0.5;2024-03-05;true\r\n"


def test_the_files(tmp_path: Path) -> None:
    with Writer(tmp_path, TABLE, Csv(), {"trichluc": "9"}) as writer:
        writer.add(batch(TABLE, [("a", "=1", 1, None, dt.date(1, 1, 1), False)]))
        writer.add(batch(TABLE, []))
        writer.add(batch(TABLE, [("b", "- x", 2, 1.0, dt.date(9999, 12, 31), None)]))
    assert writer.rows == 2
    text = (tmp_path / "t.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbfkey,text,n,x,day,yes\r\n")
    assert read(text.removeprefix(b"\xef\xbb\xbf"))[1:] == [
        ["a", "'=1", "1", "", "0001-01-01", "false"],
        ["b", "'- x", "2", "1", "9999-12-31", ""],
    ]
    file = pq.ParquetFile(tmp_path / "t.parquet")
    assert file.read().to_pylist()[0]["text"] == "=1"
    assert file.schema_arrow.metadata[b"trichluc"] == b"9"
    assert file.schema_arrow.field("n").metadata[b"description"] == b"a number"
    assert not file.schema_arrow.field("key").nullable
    assert file.metadata.row_group(0).column(0).compression == "ZSTD"


def test_row_groups_and_equal_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "GROUP_ROWS", 100)
    rows = [(str(i), "x", i, None, None, None) for i in range(1050)]
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        with Writer(tmp_path / name, TABLE, Csv(), {}) as writer:
            for start in range(0, 1050, 70):
                writer.add(batch(TABLE, rows[start : start + 70]))
    metadata = pq.ParquetFile(tmp_path / "a" / "t.parquet").metadata
    assert [metadata.row_group(i).num_rows for i in range(metadata.num_row_groups)] == [100] * 10 + [50]
    for name in ("t.parquet", "t.csv"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    assert [r["n"] for r in pq.read_table(tmp_path / "a" / "t.parquet").to_pylist()] == list(range(1050))


def test_large_rows_make_small_groups(tmp_path: Path) -> None:
    with Writer(tmp_path, TEXTS, Csv(), {}) as writer:
        for i in range(6):
            writer.add(batch(TEXTS, [(str(i), "x" * (tables.GROUP_BYTES // 2))]))
    assert pq.ParquetFile(tmp_path / "texts.parquet").metadata.num_row_groups == 3


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ((None, "", 1, 1.0, None, True), "key"),
        (("a", 5, 1, 1.0, None, True), "text"),
        (("a", "\ud800", 1, 1.0, None, True), "text"),
        (("a", "", 1 << 31, 1.0, None, True), "n"),
        (("a", "", "1", 1.0, None, True), "n"),
        (("a", "", 1, 1.0, "2024-01-01", True), "day"),
    ],
)
def test_rows_that_do_not_fit_are_refused(row: Sequence[Any], column: str) -> None:
    with pytest.raises(BadRow, match=f"column {column} of t"):
        batch(TABLE, [row])


def test_a_failure_leaves_no_open_file(tmp_path: Path) -> None:
    with pytest.raises(LookupError), Writer(tmp_path, TABLE, Csv(), {}) as writer:
        raise LookupError
    assert isinstance(writer.pending, list) and isinstance(batch(TABLE, []), pa.RecordBatch)
    (tmp_path / "t.csv").unlink()
