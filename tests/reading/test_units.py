"""What there is to read: folders, globs, links, tables, lists of metadata, standard input."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.reading import InputOptions, ReadError, Unit, read, units
from pipeline.types import Problem

from .made import encode

NO = InputOptions()
TEXT = "Sáng 5/3, bà Lê Thị Hoa Mai dự hội nghị tại huyện Phú Thịnh."


def write(root: Path, **files: str) -> Path:
    """Files below `root`: ``a__b_txt`` is ``a/b.txt``."""
    for name, text in files.items():
        path = root / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    return root


def ids(*inputs: Path, options: InputOptions = NO) -> list[str | None]:
    return [u.doc_id for u in units(list(inputs), options)]


def problems(*inputs: Path, options: InputOptions = NO) -> list[Problem]:
    return [u for u in units(list(inputs), options) if isinstance(u, Problem)]


def only(path: Path, options: InputOptions = NO) -> Unit:
    (unit,) = units([path], options)
    assert isinstance(unit, Unit), unit
    return unit


def test_order_is_that_of_the_whole_paths(tmp_path: Path) -> None:
    write(tmp_path, a_txt="x", a__b_txt="x", a__a__z_txt="x", **{"a-b_txt": "x", "B_txt": "x", "ă_txt": "x"})
    found = ids(tmp_path)
    assert found == sorted(found, key=str)
    assert found == ["B.txt", "a-b.txt", "a.txt", "a/a/z.txt", "a/b.txt", "ă.txt"]


def test_hidden_and_temporary_files_are_no_inputs(tmp_path: Path) -> None:
    for name in (".gitkeep", ".DS_Store", "~$van-ban.docx", "a.txt~", "x.tmp", "Thumbs.db", "site.css", "app.js"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    write(tmp_path, **{".git__a_txt": "x"})
    (tmp_path / ".an").mkdir()
    (tmp_path / ".an" / "b.txt").write_text("x", encoding="utf-8")
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    assert ids(tmp_path) == ["a.txt"]


def test_pictures_of_a_saved_page_are_no_inputs(tmp_path: Path) -> None:
    write(tmp_path, page_html="<html><p>x</p></html>", page_files__a_png="x")
    (tmp_path / "page_files").mkdir()
    (tmp_path / "page_files" / "b.png").write_bytes(b"\x89PNG")
    (tmp_path / "other_files").mkdir()
    (tmp_path / "other_files" / "c.png").write_bytes(b"\x89PNG")
    assert "page_files/b.png" not in ids(tmp_path)
    assert "other_files/c.png" in ids(tmp_path)


@pytest.mark.parametrize(
    ("name", "remedy"),
    [("a.png", "OCR"), ("a.msg", ".eml"), ("a.rar", "unpack"), ("a.xyz", "readers:"), ("a", "without a suffix")],
)
def test_a_type_that_no_reader_takes_is_a_problem_with_the_remedy(tmp_path: Path, name: str, remedy: str) -> None:
    (tmp_path / name).write_bytes(b"abc")
    (found,) = problems(tmp_path)
    assert remedy in found.message
    assert (found.doc_id, found.stage) == (name, "read")


def test_an_input_that_does_not_exist_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"nowhere: no such file or folder"):
        units([tmp_path / "nowhere"], NO)
    with pytest.raises(ReadError, match="no file matches"):
        list(units([tmp_path / "*.txt"], NO))
    with pytest.raises(ReadError, match="no input"):
        units([], NO)


def test_globs_are_expanded_here(tmp_path: Path) -> None:
    write(tmp_path, a_txt="x", b_html="x", năm__2021__c_txt="x", năm__2022__d_txt="x")
    assert ids(tmp_path / "*.txt") == ["a.txt"]
    assert ids(tmp_path / "**" / "*.txt") == ["a.txt", "năm/2021/c.txt", "năm/2022/d.txt"]
    assert ids(tmp_path / "năm" / "202[!1]") == ["2022/d.txt"]
    assert ids(tmp_path / "[ab].*") == ["a.txt", "b.html"]
    assert ids(tmp_path / "?.txt") == ["a.txt"]


def test_a_single_file_counts_from_its_folder(tmp_path: Path) -> None:
    write(tmp_path, năm__a_txt=TEXT)
    unit = only(tmp_path / "năm" / "a.txt")
    assert unit.doc_id == "a.txt"
    assert read(unit, NO).text == TEXT


@pytest.mark.skipif(not hasattr(os, "symlink") or sys.platform == "win32", reason="needs links")
def test_links(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside", secret_txt="x")
    root = write(tmp_path / "root", a__b_txt="x")
    (root / "a" / "loop").symlink_to(root)
    (root / "again.txt").symlink_to(root / "a" / "b.txt")
    (root / "escape").symlink_to(outside)
    (root / "gone").symlink_to(root / "nothing")
    (root / "self").symlink_to(root / "self")
    assert [u.doc_id for u in units([root], NO) if isinstance(u, Unit)] == ["a/b.txt"]
    messages = {p.doc_id: p.message for p in problems(root)}
    assert set(messages) == {"escape", "gone", "self"}
    assert "leads out" in str(messages["escape"])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
def test_a_pipe_is_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    assert "pipe" in problems(tmp_path)[0].message
    assert "pipe" in problems(tmp_path / "a.txt")[0].message


@pytest.mark.skipif(sys.platform != "linux", reason="needs a file system of bytes")
def test_names_that_are_no_utf8_are_escaped(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/v\xe3n.txt")).write_text(TEXT, encoding="utf-8")
    unit = only(tmp_path)
    assert unit.doc_id == "v%E3n.txt"
    unit.source.encode("utf-8")
    assert read(unit, NO).text == TEXT


def test_jsonl(tmp_path: Path) -> None:
    rows = [
        {"id": "x1", "text": TEXT, "published": "2024-03-05", "topic": "Mặt trận"},
        {"text": "b", "url": "http://b"},
    ]
    lines = [json.dumps(r, ensure_ascii=False) for r in rows]
    (tmp_path / "n.jsonl").write_text("\n".join([lines[0], "", lines[1], "{oops", "[1]", '{"no": 1, "x": 2}']), "utf-8")
    options = InputOptions(keep_columns=("topic",))
    found = list(units([tmp_path], options))
    assert [u.doc_id for u in found] == ["x1", "n.jsonl#3", "n.jsonl#4", "n.jsonl#5", "n.jsonl#6"]
    first = read(found[0], options)  # type: ignore[arg-type]
    assert (first.text, str(first.published), first.extra) == (TEXT, "2024-03-05", {"topic": "Mặt trận"})
    second = read(found[1], options)  # type: ignore[arg-type]
    assert (second.text, second.url, second.extra) == ("b", "http://b", {})
    assert [isinstance(u, Problem) for u in found] == [False, False, True, True, True]
    assert "--text-column" in found[4].message  # type: ignore[union-attr]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_of_any_delimiter_and_encoding(tmp_path: Path, delimiter: str, encoding: str) -> None:
    text = f'{TEXT}\r\nDòng "hai"; có, dấu | và\ttab'
    cells = ["id", "Nội dung", "Ngày đăng"], ["1", '"' + text.replace('"', '""') + '"', "05/03/2024"]
    (tmp_path / "a.csv").write_bytes("\r\n".join(delimiter.join(r) for r in cells).encode(encoding))
    record = read(only(tmp_path), NO)
    assert (record.doc_id, record.text, str(record.published)) == ("1", text, "2024-03-05")


def test_a_wide_csv_that_nobody_reads_to_its_end(tmp_path: Path) -> None:
    import gc

    (tmp_path / "a.csv").write_bytes("x,y\n1,2\n3,4\n".encode("utf-16"))
    assert "name it with --text-column" in problems(tmp_path)[0].message
    gc.collect()  # what is left open would warn here


@pytest.mark.parametrize("encoding", ["tcvn3", "vni", "viscii", "windows-1258"])
def test_csv_of_an_old_encoding(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.csv").write_bytes(encode(f"id;Nội dung\r\n1;{TEXT}\r\n2;{TEXT}\r\n", encoding))
    assert [read(u, NO).text for u in units([tmp_path], NO) if isinstance(u, Unit)] == [TEXT, TEXT]


def test_rows_that_were_misread_before_they_came_here(tmp_path: Path) -> None:
    text = TEXT.encode().decode("latin-1")
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": text}), encoding="utf-8")
    (tmp_path / "b.txt").write_text(text, encoding="utf-8")
    for unit in units([tmp_path], NO):
        assert isinstance(unit, Unit)
        record = read(unit, NO)
        assert (record.text, record.encoding) == (TEXT, "utf-8 as windows-1252")


def test_csv_rows_that_do_not_fit(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('id,text\n1,a\n2,b,c\n3\n4,"d', encoding="utf-8")
    found = list(units([tmp_path], NO))
    assert [u.doc_id for u in found] == ["1", "a.csv#2", "3", "4"]
    assert "3 cells, the header has 2" in found[1].message  # type: ignore[union-attr]


def test_a_table_without_a_text_column_names_its_columns(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x,y\n1,2\n", encoding="utf-8")
    assert "x, y; name it with --text-column" in problems(tmp_path)[0].message
    options = InputOptions(text_column="y", id_column="x")
    assert read(only(tmp_path, options), options).text == "2"
    assert "no column 'z'" in problems(tmp_path, options=InputOptions(text_column="z"))[0].message


def test_json_array_object_and_lines(tmp_path: Path) -> None:
    row = {"id": "1", "text": TEXT}
    for name, value in (("a", [row, 5]), ("b", {"items": [row]}), ("c", row)):
        (tmp_path / f"{name}.json").write_text(json.dumps(value), encoding="utf-8")
    (tmp_path / "d.json").write_text("\n".join([json.dumps(row)] * 2), encoding="utf-8")
    (tmp_path / "e.json").write_text("{", encoding="utf-8")
    found = list(units([tmp_path], NO))
    assert [u.doc_id for u in found] == ["1", "a.json#2", "1", "1", "1", "1", "e.json"]
    assert all(read(u, NO).text == TEXT for u in found if isinstance(u, Unit))


def test_parquet(tmp_path: Path) -> None:
    import datetime as dt

    table = pa.table({"text": [TEXT, None], "published": [dt.date(2024, 3, 5), None], "n": [1, 2]})
    pq.write_table(table, tmp_path / "a.parquet")
    options = InputOptions(keep_columns=("n",))
    first, second = (read(u, options) for u in units([tmp_path], options))  # type: ignore[arg-type]
    assert (first.doc_id, first.text, first.published, first.extra) == (
        "a.parquet#1",
        TEXT,
        dt.date(2024, 3, 5),
        {"n": "1"},
    )
    assert (second.text, second.published) == ("", None)
    pq.write_table(pa.table({"x": [1], "y": [2]}), tmp_path / "c.parquet")
    assert "x, y; name it" in problems(tmp_path / "c.parquet")[0].message
    (tmp_path / "b.parquet").write_bytes(b"PAR1" + b"\0" * 100)
    assert "damaged Parquet" in problems(tmp_path)[0].message


def test_sqlite_by_query(tmp_path: Path) -> None:
    import sqlite3

    with sqlite3.connect(tmp_path / "a.db") as db:
        db.execute("CREATE TABLE bai (ma TEXT, noi TEXT)")
        db.execute("INSERT INTO bai VALUES ('k1', ?)", (TEXT,))
    db.close()
    assert "--query" in problems(tmp_path)[0].message
    options = InputOptions(query="SELECT ma AS id, noi AS text FROM bai")
    record = read(only(tmp_path, options), options)
    assert (record.doc_id, record.text) == ("k1", TEXT)
    assert "--query" in problems(tmp_path, options=InputOptions(query="DROP TABLE bai"))[0].message


def test_kept_columns_may_not_overwrite(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="'sha256'"):
        units([tmp_path], InputOptions(keep_columns=("sha256",)))


def test_metadata_beside_the_files(tmp_path: Path) -> None:
    write(tmp_path, a_txt="x", sub__b_txt="x", sub__c_txt="x")
    listed = (
        "file;published;url;title;topic\na.txt;05/03/2024;http://a;Tin A;t\nsub\\b.txt;2024-03-06;;;\ngone.txt;;;;\n"
    )
    (tmp_path / "metadata.csv").write_text(listed, encoding="utf-8-sig")
    options = InputOptions(keep_columns=("topic",))
    found = list(units([tmp_path], options))
    a, b, c = (read(u, options) for u in found if isinstance(u, Unit))
    assert (str(a.published), a.url, a.title, a.extra) == ("2024-03-05", "http://a", "Tin A", {"topic": "t"})
    assert (str(b.published), c.published) == ("2024-03-06", None)
    assert [p.message for p in found if isinstance(p, Problem)] == ["there is no file 'gone.txt' beside this list"]
    assert str(read(only(tmp_path / "a.txt"), NO).published) == "2024-03-05"


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.json", "b.csv"])
def test_a_table_without_rows_does_not_vanish(tmp_path: Path, name: str) -> None:
    content = {"a.json": "[]", "b.csv": "id,text\n"}.get(name, "")
    (tmp_path / name).write_text(content, encoding="utf-8")
    (problem,) = problems(tmp_path)
    assert "no rows" in problem.message


def test_a_metadata_csv_that_holds_texts_is_a_table(tmp_path: Path) -> None:
    (tmp_path / "metadata.csv").write_text("file,text\na.txt,x\n", encoding="utf-8")
    assert ids(tmp_path) == ["metadata.csv#1"]


def test_an_unknown_encoding_stops_before_the_first_unit(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no encoding 'tcnv3'; there are tcvn3"):
        units([tmp_path], InputOptions(encoding="tcnv3"))


def stdin(monkeypatch: pytest.MonkeyPatch, data: bytes) -> list[Any]:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
    return list(units([Path("-")], NO))


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    (unit,) = stdin(monkeypatch, TEXT.encode())
    assert (unit.doc_id, read(unit, NO).text) == ("stdin", TEXT)
    line = json.dumps({"text": TEXT})
    assert [u.doc_id for u in stdin(monkeypatch, f"\n{line}\n{line}".encode())] == ["stdin#2", "stdin#3"]
    assert [u.doc_id for u in stdin(monkeypatch, f"[{line}]".encode())] == ["stdin#1"]
    (empty,) = stdin(monkeypatch, b"")
    assert read(empty, NO).text == ""
