"""The real command line, ended in every way: what it finished stays, and the next run comes to the same bytes."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from toy_cli import command, environment, trichluc
from toy_runs import NAMES, hashes, rows, write_documents

KILLS = 20
DOCUMENTS = 5_000
linux = pytest.mark.skipif(sys.platform != "linux", reason="Linux only: /proc, mounts")
posix = pytest.mark.skipif(os.name != "posix", reason="POSIX only")


def write_paragraphs(folder: Path, n: int) -> None:
    """n one-paragraph documents, as files of JSONL."""
    for start in range(0, n, 1000):
        lines = []
        for i in range(start, min(n, start + 1000)):
            words = " ".join(f"{NAMES[(i + k) % 5]} nói về việc {k}, rồi ông" for k in range(5))
            lines.append(json.dumps({"id": f"d{i:05}", "text": f"Ngày 5/3/2024, ông {words} về."}) + "\n")
        (folder / f"{start:05}.jsonl").write_text("".join(lines), encoding="utf-8")


@posix
@pytest.mark.slow
def test_kill_9_at_random_moments(folder: Path, tmp_path: Path) -> None:
    write_paragraphs(folder, DOCUMENTS)
    start = time.monotonic()
    done = trichluc(tmp_path, out="calm")
    seconds = time.monotonic() - start
    assert done.returncode == 0, done.stderr
    calm = hashes(tmp_path / "calm")
    moments, kills = random.Random(7), 0
    while kills < KILLS:
        process = subprocess.Popen(command(tmp_path), env=environment(), stdout=subprocess.DEVNULL)
        try:
            process.wait(moments.uniform(0.1, seconds))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            kills += 1
        if (tmp_path / "out").exists():
            assert hashes(tmp_path / "out") == calm
            shutil.rmtree(tmp_path / "out")
            shutil.rmtree(tmp_path / "out.work")
    assert trichluc(tmp_path).returncode == 0
    assert hashes(tmp_path / "out") == calm


@linux
def test_a_killed_worker_costs_nothing(folder: Path, tmp_path: Path) -> None:
    write_paragraphs(folder, 2_000)
    assert trichluc(tmp_path, out="calm").returncode == 0
    process = subprocess.Popen(command(tmp_path), env=environment(), stdout=subprocess.DEVNULL)
    killed: set[int] = set()
    while process.poll() is None:
        fresh = _workers(process.pid) - killed
        if len(killed) < 2 and fresh and (tmp_path / "out.work" / "parts").exists():
            killed.add(victim := fresh.pop())
            os.kill(victim, signal.SIGKILL)
        time.sleep(0.1)
    assert killed and process.returncode == 0
    assert hashes(tmp_path / "out") == hashes(tmp_path / "calm")


def _workers(parent: int) -> set[int]:
    """The worker processes of a run: they are children of its fork server."""
    children: dict[int, set[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            pid, _, rest = stat.read_text(encoding="utf-8", errors="replace").partition(" (")
            children.setdefault(int(rest.rpartition(")")[2].split()[1]), set()).add(int(pid))
    return {pid for child in children.get(parent, ()) for pid in children.get(child, ())}


@posix
def test_ctrl_c(folder: Path, tmp_path: Path) -> None:
    """One line, status 130, no traceback of any process; then it goes on to the same bytes."""
    write_paragraphs(folder, 2_000)
    process = subprocess.Popen(
        command(tmp_path), env=environment(), stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    parts = tmp_path / "out.work" / "parts"
    end = time.monotonic() + 60
    while not list(parts.glob("*.part")):
        assert time.monotonic() < end and process.poll() is None
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130 and said.startswith("trichluc: interrupted") and said.count("\n") == 1
    assert not (tmp_path / "out").exists()
    again = trichluc(tmp_path)
    assert again.returncode == 0
    record = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert record["run"]["reused"] > 0 and record["counts"]["documents"] == 2_000


@posix
def test_a_document_that_hangs_in_native_code(folder: Path, tmp_path: Path) -> None:
    write_documents(folder, 60)
    (folder / "00030.txt").write_text("HOLD", encoding="utf-8")
    done = trichluc(tmp_path, "--deadline", "4")
    assert done.returncode == 1, done.stderr
    (error,) = rows(tmp_path / "out", "errors")
    assert (error["doc_id"], error["error"]) == ("00030.txt", "TooSlow") and "longer than 4 s" in error["message"]
    assert len(rows(tmp_path / "out", "documents")) == 59


@posix
def test_two_runs_into_one_folder(folder: Path, tmp_path: Path) -> None:
    (folder / "slow.txt").write_text("HANG", encoding="utf-8")
    first = subprocess.Popen(command(tmp_path, "--deadline", "4"), env=environment(), stdout=subprocess.DEVNULL)
    lock = tmp_path / "out.work" / "lock"
    end = time.monotonic() + 30
    while not (lock.exists() and lock.read_bytes()):
        assert time.monotonic() < end
        time.sleep(0.02)
    second = trichluc(tmp_path)
    assert second.returncode == 2 and second.stderr.count("\n") == 1
    assert f"another run (process {first.pid}, started " in second.stderr
    assert first.wait(60) == 1


@linux
def test_full_disk(folder: Path, tmp_path: Path) -> None:
    """On a small disk the run stops in one line, while it saves parts or writes tables; with room it goes on."""
    write_paragraphs(folder, 1_000)
    assert trichluc(tmp_path, out="calm").returncode == 0
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=120k", "none", disk], capture_output=True).returncode:
        pytest.skip("may not mount")
    try:
        for room in ("120k", "700k"):
            _remount(disk, f"size={room}")
            full = trichluc(tmp_path, out="disk/out")
            assert full.returncode == 2 and full.stderr.count("\n") == 1
            assert re.search("No space left|disk is full", full.stderr)
            assert not (disk / "out").exists() and list((disk / "out.work" / "parts").glob("*.part"))
        _remount(disk, "size=50m")
        assert trichluc(tmp_path, out="disk/out").returncode == 0
        assert hashes(disk / "out") == hashes(tmp_path / "calm")
        _remount(disk, "ro")
        (folder / "new.txt").write_text("ông An", encoding="utf-8")
        read_only = trichluc(tmp_path, out="disk/out")
        assert read_only.returncode == 2 and "Read-only" in read_only.stderr and read_only.stderr.count("\n") == 1
        assert hashes(disk / "out") == hashes(tmp_path / "calm")
    finally:
        subprocess.run(["umount", disk], check=True)


def _remount(disk: Path, how: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{how}", disk], check=True)


@posix
def test_a_file_size_limit_is_an_error_of_one_line(folder: Path, tmp_path: Path) -> None:
    """A full disk for those who may not mount one."""
    write_documents(folder, 300)
    shell = f"ulimit -f 8; exec {' '.join(command(tmp_path))}"
    limited = subprocess.run(["bash", "-c", shell], env=environment(), capture_output=True, text=True)
    assert limited.returncode == 2 and "File too large" in limited.stderr and limited.stderr.count("\n") == 1
    assert trichluc(tmp_path).returncode == 0
    assert len(rows(tmp_path / "out", "documents")) == 300
