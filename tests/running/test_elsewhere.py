"""Systems without POSIX: fcntl, resource, alarms and fork taken away, workers spawned."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from toy_cli import environment, trichluc
from toy_runs import MODULES, hashes, rows, write_documents

import pipeline

ELSEWHERE = environment(PYTHONPATH=os.pathsep.join([str(MODULES), str(MODULES.parent / "elsewhere")]))


def test_a_run(folder: Path, tmp_path: Path) -> None:
    write_documents(folder, 20)
    (folder / "00003.txt").write_text("ABORT", encoding="utf-8")
    (folder / "00005.txt").write_text("RAISE", encoding="utf-8")
    assert trichluc(tmp_path, out="here").returncode == 1
    there = trichluc(tmp_path, env=ELSEWHERE)
    assert there.returncode == 1, there.stderr
    assert "no memory limit" in there.stdout
    errors = {e["doc_id"]: e["error"] for e in rows(tmp_path / "out", "errors")}
    assert errors == {"00003.txt": "WorkerDied", "00005.txt": "ValueError"}
    assert hashes(tmp_path / "out") == hashes(tmp_path / "here")
    record = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert len(record["run"]["notes"]) == 1
    assert not (tmp_path / "out.work" / "lock").exists(), "the plain lock is gone"


def test_a_plain_lock_that_a_killed_run_left(folder: Path, tmp_path: Path) -> None:
    write_documents(folder, 1)
    (tmp_path / "out.work").mkdir()
    lock = tmp_path / "out.work" / "lock"
    lock.write_text("process 1, started long ago", encoding="utf-8")
    refused = trichluc(tmp_path, env=ELSEWHERE)
    assert refused.returncode == 2
    assert f"process 1, started long ago) writes there; if it is no longer running, remove {lock}" in refused.stderr
    assert trichluc(tmp_path).returncode == 0, "where locks die with their process, a file left over is none"


def test_every_module_imports() -> None:
    root = Path(pipeline.__file__).parent
    names = [".".join(("pipeline", *p.relative_to(root).with_suffix("").parts)) for p in root.rglob("*.py")]
    names = [n.removesuffix(".__init__") for n in names if not n.endswith("__main__")]
    code = f"import importlib\nfor name in {names!r}: importlib.import_module(name)"
    done = subprocess.run([sys.executable, "-c", code], env=ELSEWHERE, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
