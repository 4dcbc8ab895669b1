"""ZIP archives: members as documents, lists of metadata inside, hostile ones refused."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest

from pipeline.reading import InputOptions, Limits, ReadError, Unit, read, units
from pipeline.types import Problem

from .made import encode
from .word import docx, paragraph

NO = InputOptions()


def pack(members: dict[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def listed(path: Path, options: InputOptions = NO) -> list[Unit | Problem]:
    return list(units([path], options))


def messages(path: Path, data: bytes, options: InputOptions = NO) -> list[str]:
    (path / "a.zip").write_bytes(data)
    return [u.message for u in listed(path, options) if isinstance(u, Problem)]


def test_members_are_documents(tmp_path: Path) -> None:
    inner = pack({"c.txt": "trong cùng"})
    members: dict[str, bytes | str] = {
        "b/a.txt": "một",
        "b/bảng.csv": "id,text\nx1,hai",
        "b/c.docx": docx(paragraph("ba")),
        "b/d.zip": inner,
        "e.xyz": "?",
        ".hidden/f.txt": "ẩn",
        "__MACOSX/g.txt": "ẩn",
        "metadata.csv": "file,published\nb/a.txt,2024-03-05\n",
    }
    (tmp_path / "a.zip").write_bytes(pack(members))
    found = listed(tmp_path)
    assert [u.doc_id for u in found] == ["a.zip/b/a.txt", "x1", "a.zip/b/c.docx", "a.zip/b/d.zip/c.txt", "a.zip/e.xyz"]
    assert found[3].source == f"{tmp_path}/a.zip!/b/d.zip!/c.txt"
    records = [read(u, NO) for u in found if isinstance(u, Unit)]
    assert [r.text for r in records] == ["một", "hai", "ba", "trong cùng"]
    assert str(records[0].published) == "2024-03-05"


def test_an_archive_without_documents_does_not_vanish(tmp_path: Path) -> None:
    assert "no rows or members" in messages(tmp_path, pack({".hidden": "x", "folder/": ""}))[0]


def test_a_list_beside_the_archive_counts_too(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(pack({"b.txt": "x"}))
    (tmp_path / "metadata.csv").write_text("file,title\na.zip/b.txt,Tên\n", encoding="utf-8")
    (unit,) = listed(tmp_path)
    assert isinstance(unit, Unit)
    assert read(unit, NO).title == "Tên"


def test_names_that_lead_out_of_a_folder_are_only_names(tmp_path: Path) -> None:
    names = ["../../etc/x.txt", "/abs.txt", "C:\\y.txt", "a/./b//z.txt"]
    (tmp_path / "a.zip").write_bytes(pack({n: n for n in names}))
    found = {u.doc_id: u for u in listed(tmp_path)}
    assert set(found) == {"a.zip/etc/x.txt", "a.zip/abs.txt", "a.zip/C:/y.txt", "a.zip/a/b/z.txt"}
    assert {read(u, NO).text for u in found.values() if isinstance(u, Unit)} == set(names)
    assert [p.name for p in tmp_path.iterdir()] == ["a.zip"]


@pytest.mark.parametrize("encoding", ["windows-1258", "utf-8"])
def test_names_of_old_windows_archives(tmp_path: Path, encoding: str) -> None:
    name = "Quyết định về việc"
    raw = name.encode() if encoding == "utf-8" else encode(name, encoding)
    data = pack({"#" * len(raw) + ".txt": "x"}).replace(b"#" * len(raw), raw)
    (tmp_path / "a.zip").write_bytes(data)
    assert [u.doc_id for u in listed(tmp_path)] == [f"a.zip/{name}.txt"]


def test_bombs(tmp_path: Path) -> None:
    zeros = b"0" * (3 << 20)
    assert "bomb" in messages(tmp_path, pack({"a.txt": zeros}))[0]
    assert "inflates to more" in messages(tmp_path, pack({"a.txt": "a" * 99}), InputOptions(limits=Limits(member=9)))[0]
    assert "inflates to" in messages(tmp_path, pack({"a.txt": "a" * 99}), InputOptions(limits=Limits(archive=9)))[0]
    many = InputOptions(limits=Limits(members=3))
    assert "members" in messages(tmp_path, pack({f"{n}.txt": "" for n in range(4)}), many)[0]


def test_a_directory_that_lies_about_the_size(tmp_path: Path) -> None:
    data = bytearray(pack({"a.csv": b"text\n" + b"0" * 5_000}))
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    options = InputOptions(limits=Limits(member=1_000))
    (message,) = messages(tmp_path, bytes(data), options)
    assert "damaged" in message or "inflates" in message


def test_archives_in_archives_end_somewhere(tmp_path: Path) -> None:
    data = pack({"a.txt": "x"})
    for _ in range(5):
        data = pack({"a.zip": data})
    assert "nested deeper than 3" in messages(tmp_path, data)[0]


def test_damaged_and_locked_members(tmp_path: Path) -> None:
    data = bytearray(pack({"a.txt": "mặt trận " * 100, "b.txt": "x"}))
    at = data.index(b"a.txt") + 5
    data[at : at + 8] = b"\xff" * 8
    found = messages(tmp_path, bytes(data))
    assert len(found) == 1
    assert "damaged member" in found[0]
    locked = bytearray(pack({"a.txt": "x"}, zipfile.ZIP_STORED))
    locked[6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    assert "password" in messages(tmp_path, bytes(locked))[0]
    assert "damaged archive" in messages(tmp_path, b"PK\x03\x04" + b"x" * 100)[0]


def test_a_member_that_is_gone_when_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(pack({"a.txt": "x"}))
    (unit,) = listed(tmp_path)
    (tmp_path / "a.zip").write_bytes(pack({"b.txt": "x"}))
    assert isinstance(unit, Unit)
    with pytest.raises(ReadError, match="no member"):
        read(unit, NO)
    (tmp_path / "a.zip").unlink()
    with pytest.raises(ReadError, match="cannot be opened"):
        read(unit, NO)
