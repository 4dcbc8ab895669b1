"""metadata.csv beside the files: published, url, title ... of each file that it names.

Held in a temporary SQLite file, so that a list of any length costs no memory.
"""

from __future__ import annotations

import json
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from pipeline.reading.base import InputOptions, ReadError
from pipeline.reading.columns import cell, columns
from pipeline.reading.tables import csv_rows

NAME = "metadata.csv"


class Sidecar:
    """The rows of one metadata.csv by the path that they name, relative to its folder. Raises ReadError."""

    def __init__(self, file: BinaryIO, label: str, options: InputOptions) -> None:
        self.label = label
        self._db = sqlite3.connect("")
        self._db.execute("CREATE TABLE meta (file TEXT PRIMARY KEY, n INT, name TEXT, meta TEXT, met INT DEFAULT 0)")
        found = None
        for n, row in csv_rows(file, options):
            if isinstance(row, ReadError):
                raise ReadError(f"{label}, row {n}: {row}")
            found = found or columns(row, options, needed="file")
            name = cell(row[found.fields["file"]])
            values = (_key(name), n, name, json.dumps(found.meta(row), ensure_ascii=False))
            self._db.execute("INSERT OR REPLACE INTO meta (file, n, name, meta) VALUES (?, ?, ?, ?)", values)

    def meta(self, relative: str) -> dict[str, str] | None:
        """What it says of this file, None if nothing."""
        key = _key(relative)
        found = self._db.execute("SELECT meta FROM meta WHERE file = ?", (key,)).fetchone()
        if found is None:
            return None
        self._db.execute("UPDATE meta SET met = 1 WHERE file = ?", (key,))
        meta: dict[str, str] = json.loads(found[0])
        return meta

    def unmet(self) -> Iterator[tuple[int, str]]:
        """Number and file of the rows that no input asked for."""
        yield from self._db.execute("SELECT n, name FROM meta WHERE met = 0 ORDER BY n")


class Sidecars:
    """Those of the folders below one input root; a file takes the row of the nearest one."""

    def __init__(self, root: Path, options: InputOptions) -> None:
        self._root, self._options = root, options
        self._loaded: dict[str, Sidecar | None] = {}

    def meta(self, relative: str) -> dict[str, str]:
        """What the metadata.csv of its folder, or of one above, says of a file. Raises ReadError for a broken one."""
        parts = relative.split("/")
        for i in range(len(parts) - 1, -1, -1):
            sidecar = self._load("/".join(parts[:i]))
            if sidecar and (meta := sidecar.meta("/".join(parts[i:]))) is not None:
                return meta
        return {}

    def is_one(self, relative: str) -> bool:
        """Whether the file of this path is such a list, and no table of documents."""
        folder, _, name = relative.rpartition("/")
        return name == NAME and self._load(folder) is not None

    def unmet(self) -> Iterator[tuple[str, int, str]]:
        """Label, row number and file of the rows that no input asked for."""
        for sidecar in self._loaded.values():
            if sidecar:
                for n, name in sidecar.unmet():
                    yield sidecar.label, n, name

    def _load(self, folder: str) -> Sidecar | None:
        if folder not in self._loaded:
            path = self._root / folder / NAME
            self._loaded[folder] = load(path, self._options) if path.is_file() else None
        return self._loaded[folder]


def load(path: Path, options: InputOptions) -> Sidecar | None:
    """The list at `path`; None where it names no files, or holds texts: a table of documents like any other."""
    with path.open("rb") as file:
        return of_stream(file, path.as_posix(), options)


def of_stream(file: BinaryIO, label: str, options: InputOptions) -> Sidecar | None:
    """The same from a stream, which must be seekable."""
    _, first = next(csv_rows(file, options), (0, {}))
    if isinstance(first, ReadError):
        raise first
    if not _names(first, "file", options) or (len(first) > 1 and _names(first, "text", options)):
        return None
    file.seek(0)
    return Sidecar(file, label, options)


def _names(header: Iterable[str], field: str, options: InputOptions) -> bool:
    try:
        return bool(columns(header, options, needed=field))
    except ReadError:
        return False


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name.strip().replace("\\", "/").removeprefix("./"))
