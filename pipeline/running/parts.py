"""Finished parts of a run: the rows of some consecutive documents, one file each, found again by their key.

The key (`pipeline.running.plan`) is the hash of all that the rows depend on, so a part that is there is right,
whichever run wrote it.

A part file is a sequence of Arrow IPC streams (zstd), one a table, then the index as JSON, its length and a magic.
"""

from __future__ import annotations

import errno
import io
import json
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.reading import Unit
from pipeline.running import files
from pipeline.running.plan import Plan
from pipeline.running.tables import BadRow, batch
from pipeline.running.work import Outcome, unread
from pipeline.running.workers import Lost
from pipeline.schema import Column, Table
from pipeline.types import Problem

_MAGIC = b"trichluc"


@dataclass(frozen=True, slots=True)
class Part:
    """A finished part. `info` counts its inputs, documents, unread inputs, and those to be tried again by the next run
    (passing)."""

    key: str
    path: Path
    info: dict[str, int]
    places: dict[str, list[int]]

    def read(self, table: str, columns: Sequence[str] = ()) -> list[pa.RecordBatch]:
        """The rows of a table, none or one batch; only these `columns`, if any are named. A damaged part is removed:
        raises OSError."""
        if table not in self.places:
            return []
        start, length, checksum = self.places[table]
        with self.path.open("rb") as file:
            file.seek(start)
            data = file.read(length)
        if zlib.crc32(data) != checksum:
            self.path.unlink()
            raise OSError(errno.EIO, "damaged, and removed", str(self.path))
        stream = pa.ipc.open_stream(data)
        wanted = [stream.schema.get_field_index(c) for c in dict.fromkeys(columns)]
        options = pa.ipc.IpcReadOptions(included_fields=wanted, use_threads=False)
        return list(pa.ipc.open_stream(data, options=options))


class Parts:
    """The folder of finished parts."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)
        for path in folder.glob("*.tmp"):
            path.unlink()

    def find(self, key: str) -> Part | None:
        """The part of this key; None where there is none, or its file is damaged."""
        path = self._path(key)
        try:
            with path.open("rb") as file:
                size = file.seek(0, io.SEEK_END)
                file.seek(max(0, size - 16))
                tail = file.read(16)
                length = int.from_bytes(tail[:8], "big")
                if tail[8:] != _MAGIC or length > size - 16:
                    return None
                file.seek(size - 16 - length)
                index = json.loads(file.read(length))
        except (OSError, ValueError):
            return None
        return Part(key, path, index["info"], index["places"])

    def all(self, keys: Sequence[str]) -> Iterator[Part]:
        """The parts of these keys. Raises FileNotFoundError for one that is gone or damaged."""
        for key in keys:
            part = self.find(key)
            if part is None:
                raise FileNotFoundError(errno.ENOENT, "gone", str(self._path(key)))
            yield part

    def save(self, key: str, tables: Mapping[str, pa.RecordBatch], info: Mapping[str, int]) -> None:
        out = io.BytesIO()
        places = {}
        for name, rows in tables.items():
            if len(rows):
                start = out.tell()
                with pa.ipc.new_stream(out, rows.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as stream:
                    stream.write_batch(rows)
                places[name] = (start, out.tell() - start, zlib.crc32(out.getbuffer()[start:]))
        index = json.dumps({"info": dict(info), "places": places}).encode()
        out.write(index + len(index).to_bytes(8, "big") + _MAGIC)
        files.save(self._path(key), out.getvalue())

    def sweep(self, keep: set[str]) -> None:
        """Remove the parts that are not in `keep`."""
        for path in self.folder.glob("*.part"):
            if path.stem not in keep:
                path.unlink()

    def _path(self, key: str) -> Path:
        return self.folder / f"{key}.part"


@dataclass(frozen=True, slots=True)
class Finished:
    """All parts of a run in order, opened one by one, as often as wanted."""

    parts: Parts
    keys: Sequence[str]

    def __iter__(self) -> Iterator[Part]:
        return self.parts.all(self.keys)


class Draft:
    """A part under way: the outcomes of its units come in one by one, in order."""

    def __init__(self, plan: Plan, tables: Mapping[str, Table]) -> None:
        self.plan = plan
        documents = tables["documents"]
        hidden = Column("text_hash", "string", "finds repeats; not written")
        self.tables = {**tables, "documents": replace(documents, columns=(*documents.columns, hidden))}
        self.units = [i for i in plan.items if isinstance(i.what, Unit)]
        self.outcomes: list[Outcome] = []

    def tasks(self) -> Iterator[tuple[Unit, int]]:
        """The units to map, with their weights."""
        for item in self.units:
            assert isinstance(item.what, Unit)
            yield item.what, item.size

    @property
    def complete(self) -> bool:
        return len(self.outcomes) == len(self.units)

    def add(self, outcome: Outcome | Lost) -> None:
        item = self.units[len(self.outcomes)]
        assert isinstance(item.what, Unit)
        if isinstance(outcome, Lost):
            outcome = unread(Problem(item.what.source, item.what.doc_id, "worker", outcome.error, outcome.message))
        elif item.sha256 and outcome.sha256 not in (None, item.sha256):
            outcome = replace(outcome, passing=True)  # the file was changed after it was planned
        self.outcomes.append(outcome)

    def save(self, parts: Parts) -> dict[str, int]:
        """Write the part; its counts."""
        made = iter(self.outcomes)
        all_ = [unread(i.what) if isinstance(i.what, Problem) else next(made) for i in self.plan.items]
        try:
            tables = self._batches(all_)
        except BadRow:
            all_ = [self._checked(o, i.what) for o, i in zip(all_, self.plan.items, strict=True)]
            tables = self._batches(all_)
        read = sum("documents" in o.rows for o in all_)
        info = {
            "inputs": len(all_),
            "documents": read,
            "unread": len(all_) - read,
            "errors": sum(len(o.rows.get("errors", ())) for o in all_),
            "passing": sum(o.passing for o in all_),
        }
        parts.save(self.plan.key, tables, info)
        return info

    def seconds(self) -> Counter[str]:
        total: Counter[str] = Counter()
        for outcome in self.outcomes:
            total.update(outcome.seconds)
        return total

    def _batches(self, outcomes: Sequence[Outcome]) -> dict[str, pa.RecordBatch]:
        rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in self.tables}
        for outcome in outcomes:
            for name, some in outcome.rows.items():
                rows[name] += some if name != "documents" else [(*row, outcome.text_hash) for row in some]
        return {name: batch(self.tables[name], some) for name, some in rows.items()}

    def _checked(self, outcome: Outcome, what: Unit | Problem) -> Outcome:
        """One document with rows that do not fit is an unread one; the others of the part come through."""
        try:
            self._batches([outcome])
        except BadRow as e:
            return unread(Problem(what.source, what.doc_id, "rows", "BadRow", str(e)))
        return outcome
