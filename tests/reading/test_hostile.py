"""Input that means harm, or that nobody thought of: a limit and a clear line each, and never another exception."""

from __future__ import annotations

import builtins
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.reading import InputOptions, Limits, ReadError, Unit, read, units
from pipeline.reading.records import READERS
from pipeline.reading.tables import STREAMS
from pipeline.types import Problem

NO = InputOptions()
SMALL = InputOptions(limits=Limits(document=1_000, binary=1_000))


def only(path: Path, options: InputOptions = NO) -> Unit:
    (unit,) = units([path], options)
    assert isinstance(unit, Unit), unit
    return unit


def test_plain_text_is_the_decoded_file(tmp_path: Path) -> None:
    data = "\ufeffDòng một\r\nhai\rba\n\n  NFD: e\u0302\u0323 \x00 hết \t".encode()
    (tmp_path / "a.txt").write_bytes(data)
    record = read(only(tmp_path), NO)
    assert record.text.encode() == data[3:]
    assert (record.encoding, record.encoding_confidence) == ("utf-8", 1.0)
    assert record.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\xff\xfe", b" \n"])
def test_blank_files_are_documents(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    assert read(only(tmp_path), NO).text.strip() == ""


def test_a_file_of_one_terabyte_is_refused_before_it_is_read(tmp_path: Path) -> None:
    try:
        with (tmp_path / "a.txt").open("wb") as file:
            file.truncate(1 << 40)
    except OSError:
        pytest.skip("this file system has no files with holes")
    with pytest.raises(ReadError, match="too large: 1048576 MB"):
        read(only(tmp_path), NO)


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.eml", "a.docx", "a.pdf"])
def test_the_limit_holds_for_every_reader(tmp_path: Path, name: str) -> None:
    magic = {"a.docx": b"PK\x03\x04", "a.pdf": b"%PDF-"}.get(name, b"")
    (tmp_path / name).write_bytes(magic + b"a" * 2_000)
    with pytest.raises(ReadError, match="too large"):
        read(only(tmp_path, SMALL), SMALL)


def test_a_line_without_end_costs_that_row_only(tmp_path: Path) -> None:
    good = json.dumps({"text": "x"})
    (tmp_path / "a.jsonl").write_text(f"{good}\n{'a' * 5_000}\n{good}\n", encoding="utf-8")
    found = list(units([tmp_path], SMALL))
    assert [isinstance(u, Problem) for u in found] == [False, True, False]
    (tmp_path / "a.jsonl").unlink()
    (tmp_path / "a.csv").write_text("id,text\n1," + "a" * 5_000, encoding="utf-8")
    (problem,) = units([tmp_path], SMALL)
    assert isinstance(problem, Problem)
    assert "longer than" in problem.message


def test_a_document_too_large_inside_a_table(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.table({"text": ["a" * 2_000, "b"]}), tmp_path / "a.parquet")
    first, second = units([tmp_path], SMALL)
    assert isinstance(first, Problem)
    assert "too large" in first.message
    assert isinstance(second, Unit)


def test_lone_surrogates_and_nul(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(
        '{"id": "\\udc00", "text": "a\\ud800b\\u0000c", "title": "\\udfff"}', encoding="utf-8"
    )
    unit = only(tmp_path)
    record = read(unit, NO)
    assert (record.doc_id, record.text, record.title) == ("\ufffd", "a\ufffdb\0c", "\ufffd")
    repr(record).encode("utf-8")


@pytest.mark.parametrize("depth", [100_000])
def test_json_nested_without_end(tmp_path: Path, depth: int) -> None:
    (tmp_path / "a.jsonl").write_text('{"text":' + "[" * depth, encoding="utf-8")
    (tmp_path / "b.json").write_text("[" * depth, encoding="utf-8")
    assert all(isinstance(u, Problem) for u in units([tmp_path], NO))


def test_folders_nested_without_end(tmp_path: Path) -> None:
    folder = tmp_path
    for _ in range(210):
        folder /= "a"
    folder.mkdir(parents=True)
    (problem,) = units([tmp_path], NO)
    assert isinstance(problem, Problem)
    assert "nested deeper" in problem.message


def test_names_that_would_break_a_terminal(tmp_path: Path) -> None:
    try:
        (tmp_path / "a\x1b[2J\n.txt").write_text("x", encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes no such names")
    assert only(tmp_path).doc_id == "a%1B[2J%0A.txt"


@pytest.mark.parametrize(
    ("module", "name", "extra"),
    [
        ("lxml", "a.html", "html"),
        ("trafilatura", "a.html", "html"),
        ("lxml", "a.docx", "docx"),
        ("pypdfium2", "a.pdf", "pdf"),
        ("python_calamine", "a.ods", "excel"),
        ("duckdb", "a.duckdb", "duckdb"),
    ],
)
def test_a_missing_extra_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, name: str, extra: str
) -> None:
    from .word import docx, paragraph

    data = {"docx": docx(paragraph("x")), "pdf": b"%PDF-", "duckdb": b"\0" * 8 + b"DUCK"}.get(extra, b"<p>x</p>" * 50)
    (tmp_path / name).write_bytes(data)
    original = builtins.__import__

    def blocked(wanted: str, *args: Any, **kwargs: Any) -> Any:
        if wanted.split(".")[0] == module:
            raise ImportError(wanted)
        return original(wanted, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", blocked)
    unit = Unit(name, name, extra, str(tmp_path / name))
    options = InputOptions(query="SELECT 1")
    with pytest.raises(ReadError, match=rf"pip install 'trichluc\[{extra}\]'"):
        found = next(iter(units([tmp_path], options))) if extra == "duckdb" else read(unit, options)
        assert isinstance(found, Problem)
        raise ReadError(found.message)


def test_duckdb_by_query(tmp_path: Path) -> None:
    import duckdb

    with duckdb.connect(str(tmp_path / "a.duckdb")) as db:
        db.execute("CREATE TABLE bai AS SELECT 'k1' AS ma, 'Mặt trận' AS noi, DATE '2024-03-05' AS ngay")
    options = InputOptions(query="SELECT ma AS id, noi AS text, ngay AS published FROM bai")
    record = read(only(tmp_path, options), options)
    assert (record.doc_id, record.text, str(record.published)) == ("k1", "Mặt trận", "2024-03-05")
    (problem,) = units([tmp_path], InputOptions(query="SELEC"))
    assert isinstance(problem, Problem)
    assert "--query" in problem.message


def test_whatever_a_parser_raises_is_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")

    def broken(*_: Any) -> None:
        raise KeyError("r\nq")

    monkeypatch.setattr("pipeline.reading.plain.read", broken)
    with pytest.raises(ReadError, match=r"damaged text file \(KeyError: 'r\\nq'\)"):
        read(only(tmp_path), NO)


def test_a_listing_goes_on_behind_a_file_that_breaks_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.csv").write_text("text\nx\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("x", encoding="utf-8")

    def broken(*_: Any) -> None:
        raise KeyError("q")

    monkeypatch.setitem(STREAMS, "csv", broken)
    first, second = units([tmp_path], NO)
    assert isinstance(first, Problem)
    assert "KeyError" in first.message
    assert second.doc_id == "b.txt"


def test_every_reader_has_a_module() -> None:
    from importlib import import_module

    assert all(callable(import_module(m).read) for m in READERS.values())
