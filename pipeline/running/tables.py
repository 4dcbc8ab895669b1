"""The writers of the output tables: each as Parquet and as CSV, streamed, the same bytes for the same rows.

CSV is UTF-8 with BOM and CRLF (RFC 4180). A cell that a spreadsheet would take for a formula gets a leading ``'``
(OWASP ASVS 1.2.10), and so does one that has ``'`` before such a character: of what begins with ``'`` and a formula
character, one ``'`` is too many. Parquet keeps every cell as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline import schema
from pipeline.running import files
from pipeline.schema import Table

GROUP_ROWS = 32_768
GROUP_BYTES = 4 << 20
FORMULA = "^'*[=+\\-@\t\r\n\\x00＝＋－＠]"
_COMPRESSION = {"compression": "zstd", "compression_level": 3}


class BadRow(ValueError):
    """A row that does not fit its table: a wrong type, a null in a required column, text that is no Unicode."""


@dataclass(frozen=True, slots=True)
class Csv:
    """``separator``; ``raw``: leave cells that a spreadsheet would run as they are."""

    separator: str = ","
    raw: bool = False


@contextmanager
def plain_memory() -> Iterator[None]:
    """Let Arrow use the system's allocator, which keeps less of what it was given than Arrow's own."""
    before = pa.default_memory_pool()
    pa.set_memory_pool(pa.system_memory_pool())
    try:
        yield
    finally:
        pa.set_memory_pool(before)


def batch(table: Table, rows: Sequence[Sequence[Any]]) -> pa.RecordBatch:
    """Rows in the order of the table's columns -> Arrow. Raises BadRow naming the column."""
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(table.columns)
    arrays = []
    for column, values, field in zip(table.columns, columns, schema.arrow(table), strict=True):
        try:
            array = pa.array(values, field.type)
        except (pa.ArrowException, TypeError, ValueError, OverflowError) as e:
            raise BadRow(f"column {column.name} of {table.name}: {e}") from e
        if array.null_count and not column.nullable:
            raise BadRow(f"column {column.name} of {table.name}: a value is missing")
        arrays.append(array)
    return pa.RecordBatch.from_arrays(arrays, schema=schema.arrow(table))


class Writer:
    """One table as ``<name>.parquet`` and ``<name>.csv`` in `folder`; a context manager. `rows` counts."""

    def __init__(self, folder: Path, table: Table, csv: Csv, metadata: dict[str, str]) -> None:
        self.table, self.csv, self.rows = table, csv, 0
        self.paths = [folder / f"{table.name}.parquet", folder / f"{table.name}.csv"]
        arrow = schema.arrow(table)
        self.schema = arrow.with_metadata({**(arrow.metadata or {}), **metadata})
        self.pending: list[pa.RecordBatch] = []
        self.stack = ExitStack()

    def __enter__(self) -> Writer:
        with ExitStack() as stack:
            sinks = [stack.enter_context(files.new_file(path)) for path in self.paths]
            self.parquet = stack.enter_context(pq.ParquetWriter(sinks[0], self.schema, **_COMPRESSION))
            self.text = sinks[1]
            header = self.csv.separator.join(c.name for c in self.table.columns)
            self.text.write(b"\xef\xbb\xbf" + header.encode() + b"\r\n")
            self.stack = stack.pop_all()
        return self

    def __exit__(self, *failure: Any) -> None:
        with self.stack:
            if failure[0] is None:
                self._flush()

    def add(self, rows: pa.RecordBatch) -> None:
        """Append `rows`; the same sequence of batches gives the same bytes."""
        self.rows += len(rows)
        self.text.write(csv_lines(rows, self.csv))
        while len(rows):
            room = GROUP_ROWS - sum(map(len, self.pending))
            self.pending.append(rows.slice(0, room))
            rows = rows.slice(room)
            if len(self.pending[-1]) == room or sum(b.nbytes for b in self.pending) >= GROUP_BYTES:
                self._flush()

    def _flush(self) -> None:
        if self.pending:
            table = pa.Table.from_batches(self.pending).replace_schema_metadata(self.schema.metadata)
            self.parquet.write_table(table, row_group_size=GROUP_ROWS)
            self.pending.clear()


def csv_lines(rows: pa.RecordBatch, csv: Csv) -> bytes:
    """`rows` as lines of CSV, without a header."""
    cells = [_cells(column, csv) for column in rows.columns]
    lines = pc.binary_join_element_wise(*cells, csv.separator) if len(cells) > 1 else cells[0]
    if not len(lines):
        return b""
    joined = pc.binary_join(pa.ListArray.from_arrays(pa.array([0, len(lines)], pa.int32()), lines), "\r\n")
    text: bytes = joined[0].as_buffer().to_pybytes()
    return text + b"\r\n"


def _cells(column: pa.Array, csv: Csv) -> pa.Array:
    """A column as text: null is nothing, the empty text is ``""``."""
    if not pa.types.is_string(column.type):
        return pc.fill_null(column.cast(pa.string()), "")
    if not csv.raw:
        risky = pc.match_substring_regex(column, FORMULA)
        column = pc.if_else(pc.fill_null(risky, False), pc.binary_join_element_wise("'", column, ""), column)
    special = "".join(f"\\x{{{ord(c):x}}}" for c in {csv.separator, '"', "\r", "\n"})
    quoted = pc.binary_join_element_wise('"', pc.replace_substring(column, '"', '""'), '"', "")
    needs = pc.match_substring_regex(column, f"[{special}]|^$")
    return pc.fill_null(pc.if_else(needs, quoted, column), "")


def batches(table: Table, rows: Iterable[Sequence[Any]], size: int = 1024) -> Iterator[pa.RecordBatch]:
    """Stream rows as batches of `size`."""
    some: list[Sequence[Any]] = []
    for row in rows:
        some.append(row)
        if len(some) == size:
            yield batch(table, some)
            some = []
    if some:
        yield batch(table, some)
