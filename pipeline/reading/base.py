"""What the readers share: the options, a unit of work, what a reader gives back, the error, the limits.

Imports nothing but the standard library: `trichluc --help` and the workers' start depend on it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

MB = 1 << 20
_LINE = 300


@dataclass(frozen=True, slots=True)
class Limits:
    """What is refused before it can hurt, each with an errors row. Sizes are bytes.

    ``document``: a text, page, mail or row. ``binary``: a PDF, Word or Excel file. ``member``, ``archive``: one member
    of a ZIP, all of them, inflated; ``ratio``: inflated to packed, looked at from 1 MB up. ``attributes``: of one tag;
    ``depth``: of nested elements, ``archives``: of nested archives.
    """

    document: int = 64 * MB
    binary: int = 256 * MB
    member: int = 64 * MB
    archive: int = 512 * MB
    ratio: int = 200
    members: int = 10_000
    archives: int = 3
    attributes: int = 2_000
    depth: int = 1_000


@dataclass(frozen=True, slots=True)
class InputOptions:
    """How inputs are read.

    ``text_column``, ``id_column``, ``date_column``: columns of tables (None: found by their names).
    ``keep_columns``: further columns of tables and of metadata.csv, carried into the documents table.
    ``query``: SQL that yields the rows of an SQLite or DuckDB file. ``encoding``: of text files (None: found).
    """

    text_column: str | None = None
    id_column: str | None = None
    date_column: str | None = None
    keep_columns: tuple[str, ...] = ()
    query: str | None = None
    encoding: str | None = None
    limits: Limits = Limits()


@dataclass(frozen=True, slots=True)
class Unit:
    """Exactly one document to be; small, picklable.

    ``source`` says where it stands (``news/a.zip!/b.txt``, ``news.csv#3``), ``reader`` which reader takes it.
    ``path`` is the file, ``member`` the way to the member of an archive (parts joined by ``!/``). Where the parent
    holds the data itself, ``row`` has it: ``{"text": str}`` of a table's row, ``{"bytes": bytes}`` of standard input.
    ``meta`` is what a table or metadata.csv says of the document: published, url, site, title, author, kept columns.
    """

    doc_id: str
    source: str
    reader: str
    path: str | None = None
    member: str | None = None
    row: Mapping[str, Any] | None = None
    meta: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Content:
    """What a reader makes of the bytes of one document; the text's line ends are those of the source or ``\\n``."""

    text: str
    title: str | None = None
    author: str | None = None
    site: str | None = None
    url: str | None = None
    published: dt.date | None = None
    encoding: str | None = None
    confidence: float | None = None


class ReadError(ValueError):
    """What cannot be read: one line with the place, what is wrong, and the remedy. The source is named beside it."""

    def __init__(self, message: str) -> None:
        line = " ".join(message.split())  # libraries quote the data, with its line breaks
        super().__init__(line if len(line) <= _LINE else line[: _LINE - 1] + "…")


def missing(what: str, extra: str) -> ReadError:
    """The library of a reader is not installed."""
    return ReadError(f"{what} need an optional package: pip install 'trichluc[{extra}]'")
