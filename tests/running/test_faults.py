"""The n-th write, sync or rename fails, for every n until a run succeeds: the old output stands, or the new is whole.

After each failure an undisturbed run must give the bytes of a run that never failed.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from toy_runs import STAGES, STEPS, hashes, write_documents

from pipeline.config import Config
from pipeline.reading import InputOptions
from pipeline.running import RunError, RunOptions, files, run, workers

CONFIG = Config(stages={k: v for k, v in STAGES.items() if k != "faults"}, steps=STEPS)
CALLS = ("write", "sync", "rename", "exchange")


def in_process(setup: Callable[[], Callable[[Any], Any]], items: Iterator[Any], limits: object) -> Iterator[Any]:
    """The mapping without workers, so that hundreds of runs take seconds."""
    function = setup()
    for item, _ in items:
        yield function(item)


class Fault:
    """Counts the calls of `files` and lets the n-th fail."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.n = self.at = 0
        self.fail: Callable[[], None] = lambda: None
        for name in CALLS:
            monkeypatch.setattr(files, name, self.wrapped(getattr(files, name)))

    def wrapped(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def counting(*arguments: Any) -> Any:
            self.n += 1
            if self.n == self.at:
                self.fail()
            return call(*arguments)

        return counting


@pytest.fixture
def fault(monkeypatch: pytest.MonkeyPatch) -> Fault:
    monkeypatch.setattr(workers, "mapped", in_process)
    return Fault(monkeypatch)


def go(tmp_path: Path) -> None:
    run([tmp_path / "in"], tmp_path / "out", CONFIG, InputOptions(), RunOptions())


def prepare(tmp_path: Path, folder: Path) -> tuple[dict[str, str], dict[str, str]]:
    """An old output, then other inputs; the bytes of the old output and of the one that must come."""
    write_documents(folder, 20)
    go(tmp_path)
    old = hashes(tmp_path / "out")
    (folder / "00003.txt").write_text("Nay ông Lan gặp ông An", encoding="utf-8")
    for name in ("out", "out.work"):
        shutil.copytree(tmp_path / name, tmp_path / "saved" / name)
    go(tmp_path)
    new = hashes(tmp_path / "out")
    assert old != new
    return old, new


def restore(tmp_path: Path) -> None:
    for name in ("out", "out.work"):
        shutil.rmtree(tmp_path / name)
        shutil.copytree(tmp_path / "saved" / name, tmp_path / name)


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_errors(fault: Fault, folder: Path, tmp_path: Path, code: int) -> None:
    old, new = prepare(tmp_path, folder)

    def fail() -> None:
        raise OSError(code, os.strerror(code))

    fault.fail = fail
    for at in range(1, 500):
        restore(tmp_path)
        fault.n, fault.at = 0, at
        try:
            go(tmp_path)
        except RunError as e:
            assert os.strerror(code) in str(e) and "\n" not in str(e)
        else:
            assert hashes(tmp_path / "out") == new
            break
        assert hashes(tmp_path / "out") in (old, new)
        go(tmp_path)
        assert hashes(tmp_path / "out") == new
    assert 20 < at < 499


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("exchange", [True, False], ids=["exchange", "two renames"])
def test_hard_exits(
    fault: Fault, folder: Path, tmp_path: Path, exchange: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without an exchange of names a crash may leave no output at all until the next run begins."""
    if not exchange:
        monkeypatch.setattr(files, "exchange", lambda a, b: False)
    old, new = prepare(tmp_path, folder)
    fault.fail = lambda: os._exit(9)
    for at in range(1, 500):
        restore(tmp_path)
        fault.n, fault.at = 0, at
        if _in_a_child(lambda: go(tmp_path)) == 0:
            assert hashes(tmp_path / "out") == new
            break
        if exchange or (tmp_path / "out").exists():
            assert hashes(tmp_path / "out") in (old, new)
        fault.at = 0
        go(tmp_path)
        assert hashes(tmp_path / "out") == new
        assert sorted(p.name for p in (tmp_path / "out.work").iterdir()) == ["lock", "parts"]
        assert not list((tmp_path / "out.work" / "parts").glob("*.tmp"))
    assert 20 < at < 499


def _in_a_child(do: Callable[[], None]) -> int:
    pid = os.fork()
    if pid == 0:
        try:
            do()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
