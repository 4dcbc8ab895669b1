"""The real command line: help, usage errors in one line, one end-to-end run."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline import schema

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "data" / "raw" / "chi-thi-phong-chay-rung.txt"


def cli(*args: object, cwd: Path | None = None, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipeline", *map(str, args)]
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", cwd=cwd, input=stdin, timeout=300, check=False
    )


@pytest.mark.parametrize("command", [(), ("run",), ("show",), ("schema",), ("stages",), ("train",)])
def test_every_command_has_help(command: tuple[str, ...]) -> None:
    done = cli(*command, "--help")
    assert done.returncode == 0
    assert "Usage" in done.stdout


def test_help_shows_examples() -> None:
    assert "trichluc run data/raw --out data/processed" in cli("--help").stdout


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("run", "absent", "--out", "x"), "absent"),
        (("run", ".", "--out", "x", "--anchor", "24/8/2021"), "YYYY-MM-DD"),
        (("run", ".", "--out", "x", "--off", "dats"), "no stage 'dats'"),
        (("run", ".", "--out", "x", "--model", "absent.crf"), "absent.crf"),
        (("run", ".", "--out", "x", "--config", "absent.toml"), "absent.toml"),
        (("run", ".", "--out", "x", "--catalogue", ROOT / "README.md"), "a catalogue has kind, title"),
        (("run", ".", "--out", "x", "--model", ROOT / "README.md"), "cannot be read as a CRFsuite model"),
        (("show", "absent.txt"), "absent.txt"),
        (("show", SAMPLE, "--html", "absent/page.html"), "cannot be written"),
        (("schema", "dats"), "no table 'dats'"),
    ],
)
def test_usage_errors_are_one_line(args: tuple[str | Path, ...], says: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Ngày 24/8/2021 họp.", encoding="utf-8")
    done = cli(*args, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("trichluc: ")
    assert says in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "x").exists()


def test_version() -> None:
    assert cli("--version").stdout.startswith("trichluc 0.")


def test_stages_are_listed_in_order() -> None:
    names = [line.split()[1] for line in cli("stages").stdout.splitlines() if line.startswith("stage")]
    assert names == ["sentences", "tokens", "citations", "dates", "names", "roles", "linking"]


def test_schema_prints_every_column() -> None:
    text = cli("schema").stdout
    assert all(column.name in text for table in schema.TABLES for column in table.columns)


def test_documentation_of_the_tables_is_true() -> None:
    assert (ROOT / "docs" / "tables.md").read_text(encoding="utf-8") == cli("schema", "--markdown").stdout


def test_show_prints_text_and_rows() -> None:
    text = cli("show", ROOT / "data" / "raw" / "cong-bo-quyet-dinh-can-bo.txt").stdout
    for piece in ("1204-QĐNS/TW", "2024-07-26", "Hồ Sỹ Nghiêm", "Phó Bí thư", "Ban Bí thư"):
        assert piece in text


def test_show_writes_a_page(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    done = cli("show", ROOT / "data" / "raw" / "ky-hop-hdnd-da-nang.txt", "--html", page)
    assert done.returncode == 0
    text = page.read_text(encoding="utf-8")
    assert '<mark class="citations">Luật Đất đai</mark>' in text
    assert "<script" not in text


def test_run_end_to_end(tmp_path: Path) -> None:
    out = tmp_path / "tables"
    done = cli("run", ROOT / "data" / "raw", "--out", out, "--workers", 2)
    assert done.returncode == 0, done.stderr
    for table in schema.TABLES:
        if table.optional:
            continue
        rows = pq.read_table(out / f"{table.name}.parquet")
        assert rows.schema.names == [c.name for c in table.columns]
        assert (out / f"{table.name}.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    documents = pq.read_table(out / "documents.parquet").to_pylist()
    assert len(documents) == 17
    texts = {d["doc_id"]: (ROOT / "data" / "raw" / d["doc_id"]) for d in documents if d["doc_id"].endswith(".txt")}
    for name in schema.MENTIONS:
        rows = pq.read_table(out / f"{name}.parquet").to_pylist()
        assert rows
        for row in rows:
            if row["doc_id"] in texts:
                raw = texts[row["doc_id"]].read_bytes().decode("utf-8-sig")
                assert raw[row["start"] : row["end"]] == row["text"]
    assert json.loads((out / "run.json").read_text(encoding="utf-8"))["counts"]["documents"] == 17


def test_a_bad_document_goes_to_errors_and_the_run_goes_on(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "good.txt").write_text("Ngày 24/8/2021, UBND tỉnh họp.", encoding="utf-8")
    (tmp_path / "in" / "bad.txt").write_bytes(random.Random(0).randbytes(5000))
    done = cli("run", tmp_path / "in", "--out", tmp_path / "out")
    assert done.returncode == 1
    errors = pq.read_table(tmp_path / "out" / "errors.parquet").to_pylist()
    assert [e["doc_id"] for e in errors] == ["bad.txt"]
    assert pq.read_table(tmp_path / "out" / "dates.parquet").num_rows == 1


def test_standard_input(tmp_path: Path) -> None:
    line = json.dumps({"id": "một", "text": "Ngày 24/8/2021 họp."}, ensure_ascii=False)
    done = cli("run", "-", "--out", tmp_path / "out", stdin=line + "\n")
    assert done.returncode == 0, done.stderr
    assert pq.read_table(tmp_path / "out" / "documents.parquet").column("doc_id").to_pylist() == ["một"]
