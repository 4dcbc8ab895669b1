"""Damaged files of every type, through the listing, the readers and every stage: a record or one clear line, never a
traceback, never a hang, and offsets that hold.

Seeds are the files that the other tests make. ``TRICHLUC_FUZZ=50000`` runs more of them; ``TRICHLUC_FUZZ_FROM=123``
starts at that number, to see a failure again.
"""

from __future__ import annotations

import dataclasses
import io
import json
import os
import random
import time
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pipeline.reading import InputOptions, ReadError, Unit, office, read, units
from pipeline.types import Problem, Record

from .test_mail_and_excel import workbook
from .test_same_text import LINES, MAKERS, TEXT, engine

NUMBER = int(os.environ.get("TRICHLUC_FUZZ", "2000"))
FIRST = int(os.environ.get("TRICHLUC_FUZZ_FROM", "0"))
SECONDS = 10.0  # of processor time
OPTIONS = InputOptions(query="SELECT * FROM t")
TOKENS = [
    *"\0|\ue000|e\u0302\u0323|<|>|</|<![CDATA[|&#0;|&#x10ffff;|\r|\n\n|\"|'|,|-1|\xad|\u200b".split("|"),
    *"{|}|\\u-1?|\\'|\\bin9 ".split("|"),
    *"<table><tr><td>|<w:tbl>|99999999999999999999|obj|stream|Content-Type: multipart/mixed\n|=?utf-8?b?=".split("|"),
    *"\ud800|\udfff".split("|"),
]


def _archive() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a/b.txt", TEXT)
        archive.writestr("metadata.csv", "file,published\na/b.txt,2024-03-05\n")
    return file.getvalue()


def _parquet() -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    file = io.BytesIO()
    pq.write_table(pa.table({"id": ["1", "2"], "text": [TEXT, ""], "published": ["2024-03-05", None]}), file)
    return file.getvalue()


def _database() -> bytes:
    import sqlite3

    with sqlite3.connect(":memory:") as db:
        db.execute("CREATE TABLE t (id, text)")
        db.execute("INSERT INTO t VALUES (1, ?)", (TEXT,))
        data = db.serialize()
    db.close()
    return data


SEEDS: dict[str, Callable[[], bytes]] = MAKERS | {
    "a.csv": lambda: f'id,text,published\n1,"{TEXT}",5/3/2024\n2,x,\n'.encode(),
    "a.jsonl": lambda: "".join(json.dumps({"id": n, "text": line}) + "\n" for n, line in enumerate(LINES)).encode(),
    "a.json": lambda: json.dumps([{"text": line} for line in LINES], ensure_ascii=False).encode(),
    "a.parquet": _parquet,
    "a.sqlite": _database,
    "a.zip": _archive,
    "a.xlsx": lambda: workbook([["TT", "Xã"], [1, TEXT]]),
}


@cache
def seeds() -> dict[str, bytes]:
    return {name: make() for name, make in SEEDS.items()}


def damaged(data: bytes, other: bytes, rng: random.Random) -> bytes:
    """A few random edits, among them strings that parsers stumble over."""
    out = bytearray(data)
    for _ in range(rng.randint(1, 6)):
        at, size = rng.randrange(len(out) + 1), rng.choice((1, 1, 2, 8, 64, 512))
        edit = rng.randrange(7)
        if edit == 0:
            out[at : at + size] = rng.randbytes(size)
        elif edit == 1:
            del out[at : at + size]
        elif edit == 2:
            out[at:at] = rng.choice(TOKENS).encode("utf-8", "surrogatepass") * rng.choice((1, 1, 3, 200))
        elif edit == 3:
            out[at:at] = out[at : at + size] * rng.choice((2, 50))
        elif edit == 4:
            del out[at:]
        elif edit == 5 and other:
            start = rng.randrange(len(other))
            out[at:at] = other[start : start + size]
        elif at < len(out):
            out[at] ^= 1 << rng.randrange(8)
    return bytes(out)


def damaged_inside(data: bytes, other: bytes, rng: random.Random) -> bytes:
    """The same within the members of a ZIP, which stays whole: a checksum would catch the damage before the parser."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            body = old.read(name)
            new.writestr(name, damaged(body, other, rng) if rng.random() < 0.5 else body)
    return file.getvalue()


@pytest.mark.parametrize("slice_", range(10))
def test_fuzz_of_readers_and_stages(tmp_path: Path, slice_: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "_program", lambda: None)  # LibreOffice takes seconds, and is not ours to test
    names = list(seeds())
    read_whole = 0
    for n in range(FIRST + slice_, FIRST + NUMBER, 10):
        rng = random.Random(n)
        name = names[n // 10 % len(names)]
        data, other = seeds()[name], seeds()[rng.choice(names)]
        inside = data.startswith(b"PK") and rng.random() < 0.8
        path = tmp_path / f"{n}{Path(name).suffix}"
        path.write_bytes((damaged_inside if inside else damaged)(data, other, rng))
        began = time.process_time()
        try:
            read_whole += sum(check(record) for record in records(path))
        except Exception as e:
            raise AssertionError(f"input {n} ({name}): TRICHLUC_FUZZ_FROM={n} TRICHLUC_FUZZ=1") from e
        assert time.process_time() - began < SECONDS, f"input {n} ({name}) took too long"
        path.unlink()
    assert read_whole or NUMBER < 100


def records(path: Path) -> list[Record]:
    """What the run would make of the file; every unit ends as a record or as one line."""
    found: list[Record] = []
    # A workbook's columns are looked at in a process of its own, which costs too much here.
    alone = Unit(path.name, path.name, "excel", str(path))
    for unit in [alone] if path.suffix == ".xlsx" else units([path], OPTIONS):
        try:
            if isinstance(unit, Problem):
                raise ReadError(unit.message)
            found.append(read(unit, OPTIONS))
        except ReadError as e:
            assert str(e).strip() and "\n" not in str(e)
    return found


def check(record: Record) -> bool:
    """The record can be written, and the mentions of its beginning stand where they say."""
    record.text.encode("utf-8")
    record = dataclasses.replace(record, text=record.text[:600])
    result: Any = engine()(record)
    assert not result.problems, result.problems
    for layer in result.layers.values():
        for mention in layer:
            assert 0 <= mention.start < mention.end <= len(record.text)
    return True
