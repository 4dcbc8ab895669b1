"""Tables as streams of rows: CSV, JSONL, JSON, Parquet. Each yields its header once and then (number, row), from 1.

Number N of a row is that of ``PATH#N``: the line in JSONL, the record after the header in CSV, the row elsewhere.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from functools import partial
from typing import Any, BinaryIO

from pipeline.reading.base import MB, InputOptions, ReadError, missing
from pipeline.reading.columns import columns
from pipeline.reading.encodings import decode
from pipeline.reading.legacy import LEGACY

Row = Mapping[str, Any]
#: A row, or why the row of that number is none.
Numbered = tuple[int, Row | ReadError]
_SAMPLE = 64 * 1024
_BATCH = 256
_DELIMITERS = ",;\t|"


def csv_rows(file: BinaryIO, options: InputOptions) -> Iterator[Numbered]:
    """CSV with any of the delimiters ``, ; tab |`` (the one that cuts the first records evenly) and any encoding."""
    limit = options.limits.document
    csv.field_size_limit(min(limit, 2**31 - 1))
    sample = file.read(_SAMPLE)
    file.seek(0)
    encoding = decode(sample[: sample.rfind(b"\n") + 1] or sample, options.encoding).encoding
    lines = _lines(file, encoding, limit)
    first = next(lines, "")
    reader = csv.reader(_chain(first, lines), delimiter=_delimiter(first, sample, encoding), strict=False)
    header: list[str] | None = None
    n = 0
    while True:
        try:
            record = next(reader, None)
        except csv.Error as e:
            yield n + 1, ReadError(f"record {n + 1}: {e}; check its quotes")
            return
        if record is None:
            return
        if not any(record):
            continue
        if header is None:
            header = unique(record)
            continue
        n += 1
        if len(record) > len(header) and any(record[len(header) :]):
            yield n, ReadError(f"{len(record)} cells, the header has {len(header)}; check the quotes and the delimiter")
        else:
            yield n, dict(zip(header, record + [""] * (len(header) - len(record)), strict=False))


def jsonl_rows(file: BinaryIO, options: InputOptions) -> Iterator[Numbered]:
    """JSON Lines; blank lines are skipped and counted."""
    limit = options.limits.document
    n = 0
    while line := file.readline(limit + 1):
        n += 1
        if len(line) > limit:
            yield n, ReadError(f"line longer than {limit // MB} MB; split the document")
            while line and not line.endswith(b"\n"):
                line = file.readline(MB)
            continue
        if line.strip(b" \t\r\n\xef\xbb\xbf"):
            yield n, _object(line)


def json_rows(file: BinaryIO, options: InputOptions) -> Iterator[Numbered]:
    """A JSON array of objects, an object that holds one, one object, or JSON Lines under another name."""
    first = file.readline(options.limits.document + 1)
    file.seek(0)
    if isinstance(_object(first), Mapping) and file.seek(0, 2) > len(first):
        file.seek(0)
        yield from jsonl_rows(file, options)
        return
    file.seek(0)
    data = file.read(options.limits.document + 1)
    if len(data) > options.limits.document:
        raise ReadError(f"too large: more than {options.limits.document // MB} MB; give it as JSON Lines (.jsonl)")
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as e:
        raise ReadError(f"no JSON: {e}") from None
    if isinstance(found, dict):
        lists = [v for v in found.values() if isinstance(v, list) and v and all(isinstance(r, dict) for r in v)]
        found = lists[0] if len(lists) == 1 else [found]
    if not isinstance(found, list):
        raise ReadError("no array of objects, each of them a document")
    for n, row in enumerate(found, 1):
        yield n, row if isinstance(row, dict) else ReadError(f"a {type(row).__name__}, not an object with a text")


def parquet_rows(file: BinaryIO, options: InputOptions) -> Iterator[Numbered]:
    """Parquet, batch by batch, the columns that count."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        n = 0
        table = pq.ParquetFile(file)
        found = columns(table.schema_arrow.names, options)
        wanted = [*dict.fromkeys((*found.fields.values(), *found.keep))]
        for batch in table.iter_batches(batch_size=_BATCH, columns=wanted):
            for row in batch.to_pylist():
                n += 1
                yield n, row
    except ReadError:
        raise
    except (pa.ArrowException, OSError, ValueError) as e:
        raise ReadError(f"damaged Parquet file: {e}") from None


def sqlite_rows(path: str, options: InputOptions) -> Iterator[Numbered]:
    """The rows of ``--query`` over an SQLite file, opened for reading only."""
    import sqlite3
    from pathlib import Path

    query = _query(options)
    try:
        with closing(sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=ro", uri=True)) as db:
            db.text_factory = _text
            cursor = db.execute(query)
            header = unique([c[0] for c in cursor.description or ()])
            for n, values in enumerate(cursor, 1):
                yield n, dict(zip(header, values, strict=True))
    except sqlite3.Error as e:
        raise ReadError(f"--query: {e}") from None


def duckdb_rows(path: str, options: InputOptions) -> Iterator[Numbered]:
    """The rows of ``--query`` over a DuckDB file, opened for reading only."""
    query = _query(options)
    try:
        import duckdb  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        raise missing("DuckDB files", "duckdb") from None
    try:
        with duckdb.connect(path, read_only=True) as db:
            result = db.execute(query)
            header = unique([c[0] for c in result.description or ()])
            n = 0
            while batch := result.fetchmany(_BATCH):
                for values in batch:
                    n += 1
                    yield n, dict(zip(header, values, strict=True))
    except duckdb.Error as e:
        raise ReadError(f"--query: {e}") from None


#: Readers of tables that come as a stream of bytes.
STREAMS: dict[str, Callable[[BinaryIO, InputOptions], Iterator[Numbered]]] = {
    "csv": csv_rows,
    "jsonl": jsonl_rows,
    "json": json_rows,
    "parquet": parquet_rows,
}
#: Readers of tables that need the file itself.
FILES: dict[str, Callable[[str, InputOptions], Iterator[Numbered]]] = {"sqlite": sqlite_rows, "duckdb": duckdb_rows}


def _text(data: bytes) -> str:
    """SQLite holds whatever bytes it was given as text."""
    try:
        return decode(data).text
    except ReadError:
        return data.decode("utf-8", "replace")


def _query(options: InputOptions) -> str:
    if options.query is None:
        raise ReadError("a database: say which rows are documents with --query 'SELECT id, text, published FROM ...'")
    return options.query


def _object(line: bytes) -> Row | ReadError:
    """One line of JSON Lines."""
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as e:
        return ReadError(f"not UTF-8 at byte {e.start}; JSON Lines must be UTF-8")
    except (ValueError, RecursionError) as e:
        return ReadError(f"no JSON: {e}")
    return row if isinstance(row, dict) else ReadError(f"a {type(row).__name__}, not an object with a text")


def _lines(file: BinaryIO, encoding: str, limit: int) -> Iterator[str]:
    """Lines with their ends, decoded one by one. Raises ReadError for one longer than `limit`."""
    if encoding.startswith(("utf-16", "utf-32")):
        text = io.TextIOWrapper(file, encoding=encoding, errors="replace", newline="")
        try:
            yield from _cut(lambda: text.readline(limit + 1), limit)
        finally:
            if not file.closed:  # the reader may have given up before us
                text.detach()
    else:
        convert = LEGACY.get(encoding) or partial(str, encoding=encoding, errors="replace")
        yield from _cut(lambda: convert(file.readline(limit + 1)), limit)


def _cut(readline: Callable[[], str], limit: int) -> Iterator[str]:
    first = True
    while line := readline():
        if len(line) > limit:
            raise ReadError(f"a line longer than {limit // MB} MB; check the quotes")
        yield line.removeprefix("\ufeff") if first else line
        first = False


def _chain(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def _delimiter(first: str, sample: bytes, encoding: str) -> str:
    """The delimiter under which the first records have the same number of cells, more than one; else the commonest."""
    lines = decode(sample, encoding).text.splitlines()[:50]

    def evenness(d: str) -> tuple[float, int]:
        widths = [len(r) for r in csv.reader(lines, delimiter=d) if r]
        width = widths[0] if widths else 1
        return (sum(w == width for w in widths) / len(widths) if width > 1 else 0.0), first.count(d)

    try:
        return max(_DELIMITERS, key=evenness)
    except csv.Error:
        return max(_DELIMITERS, key=first.count)


def unique(names: list[str]) -> list[str]:
    """Column names, repeated ones numbered."""
    seen: dict[str, int] = {}
    out = []
    for name in (n.strip() for n in names):
        seen[name] = seen.get(name, 0) + 1
        out.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return out
