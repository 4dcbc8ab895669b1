"""Workbooks (.xlsx, .xls, .xlsb, .ods): a table of documents where a sheet has a column of texts, else one document.

calamine is native code: it runs in a worker, or, where the listing must know a workbook's columns, in a process of its
own that may die without harm.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

from pipeline.reading.archive import open_zip
from pipeline.reading.base import Content, InputOptions, Limits, ReadError, missing
from pipeline.reading.columns import cell, columns
from pipeline.reading.repair import repair
from pipeline.reading.tables import Numbered, unique

_SECONDS = 120
_INSIDE = "\x1f"  # for a line break inside a cell


def read(data: bytes, options: InputOptions) -> Content:
    """The cells of all sheets as text: cells tab-separated, a line a row, a blank line between sheets."""
    out: list[str] = []
    encodings: list[tuple[str | None, float | None]] = []
    for rows in _sheets(data, options.limits):
        # An old font is a column's, so cells are repaired column by column, each a line.
        width = max(map(len, rows), default=0)
        columns = [[row[i].replace("\n", _INSIDE) if i < len(row) else "" for row in rows] for i in range(width)]
        repaired = repair("\n".join("\n".join(column) for column in columns))
        cells = repaired.text.replace(_INSIDE, " ").split("\n")
        encodings.append((repaired.encoding, repaired.confidence))
        lines = ("\t".join(cells[n :: len(rows)]).rstrip("\t") for n in range(len(rows)))
        out.append("\n".join(line for line in lines if line))
    encoding, confidence = next((e for e in encodings if e[0]), (None, None))
    return Content("\n\n".join(filter(None, out)), encoding=encoding, confidence=confidence)


def table_rows(file: BinaryIO, options: InputOptions) -> Iterator[Numbered] | None:
    """The rows of the sheets that have a column of texts, numbered over all of them; None where no sheet has one."""
    data = file.read(options.limits.binary + 1)
    if len(data) > options.limits.binary:
        raise ReadError(f"too large: more than {options.limits.binary >> 20} MB; save its sheets as .csv")
    # With our own search path: a folder that the user works in may hold a json.py.
    code = f"import sys; sys.path[:] = {sys.path!r}; from pipeline.reading.excel import serve; sys.exit(serve())"
    command = [sys.executable, "-P", "-c", code]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise ReadError(f"the workbook took more than {_SECONDS} seconds to open; save it as .csv") from None
    if done.returncode:
        message = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise ReadError(
            message[-1] if done.returncode == 3 and message else "damaged workbook; save it anew or as .csv"
        )
    sheets: list[list[list[str]]] = json.loads(done.stdout)
    found = [s for s in sheets if s and _has_text(s[0], options)]
    return _numbered(found) if found else None


def _has_text(header: Sequence[str], options: InputOptions) -> bool:
    try:
        return len(header) > 1 and bool(columns(header, options))
    except ReadError:
        return False


def _numbered(sheets: list[list[list[str]]]) -> Iterator[Numbered]:
    n = 0
    for header, *rows in sheets:
        names = unique(header)
        for row in rows:
            if any(row):
                n += 1
                yield n, dict(zip(names, (repair(c).text for c in row), strict=False))


def _sheets(data: bytes, limits: Limits) -> Iterator[list[list[str]]]:
    """The cells of each sheet as text. Raises ReadError."""
    if data.startswith(b"PK"):
        open_zip(io.BytesIO(data), limits)
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError:
        raise missing("Excel files", "excel") from None
    try:
        book: Any = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for name in book.sheet_names:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=True)
            yield [[cell(value).strip() for value in row] for row in rows]
    except CalamineError as e:
        remedy = "remove its password" if "assword" in str(e) or "ncrypt" in str(e) else "save it anew or as .csv"
        raise ReadError(f"damaged or protected workbook ({e}); {remedy}") from None


def serve() -> int:
    """A workbook on standard input to its cells, as JSON, on standard output; the exit status."""
    try:
        print(json.dumps(list(_sheets(sys.stdin.buffer.read(), Limits()))))
    except ReadError as e:
        print(e, file=sys.stderr)
        return 3
    return 0
