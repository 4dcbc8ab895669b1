"""The lock: one holder, named to the others; it dies with its process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.running import lock

CODE = """
import os, sys
from pathlib import Path
from pipeline.running import lock
{setup}
try:
    with lock.held(Path(sys.argv[1])):
        print("held", flush=True)
        {then}
except lock.Locked as e:
    print(e)
"""


def other(path: Path, setup: str = "", then: str = "") -> str:
    """What another process says that wants the lock."""
    code = CODE.format(setup=setup, then=then)
    return subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=False).stdout


def test_one_holder(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with lock.held(path):
        said = other(path)
        assert said.startswith(f"another run (process {os.getpid()}, started 2")
        assert said.endswith(" UTC) writes there\n")
    assert other(path) == "held\n"


def test_it_dies_with_its_process(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    assert other(path, then="os._exit(9)") == "held\n"
    assert other(path) == "held\n"


def test_an_exception_lets_it_go(tmp_path: Path) -> None:
    with pytest.raises(LookupError), lock.held(tmp_path / "lock"):
        raise LookupError
    with lock.held(tmp_path / "lock"):
        pass


def test_without_system_locks_the_file_is_the_lock(tmp_path: Path) -> None:
    plain = "lock.fcntl = lock.msvcrt = None"
    path = tmp_path / "lock"
    assert other(path, plain) == "held\n" and not path.exists()
    assert other(path, plain, then="os._exit(9)") == "held\n" and path.exists()
    assert f"if it is no longer running, remove {path}" in other(path, plain)


def test_windows_locks_a_byte_out_of_the_readers_way(tmp_path: Path) -> None:
    """With a stand-in for msvcrt: the byte that is locked is not among those that name the holder."""
    fake = (
        "from types import SimpleNamespace\n"
        "at = []\n"
        "lock.fcntl = None\n"
        "lock.msvcrt = SimpleNamespace(LK_NBLCK=2, locking=lambda fd, mode, n: at.append((os.lseek(fd, 0, 1), n)))"
    )
    said = other(tmp_path / "lock", fake, then="print(at, Path(sys.argv[1]).stat().st_size < 100)")
    assert said == f"held\n[({1 << 30}, 1)] True\n"


def test_a_file_system_without_locks_does_not_stop_a_run(tmp_path: Path) -> None:
    fake = (
        "from types import SimpleNamespace\n"
        "def flock(*_): raise OSError(37, 'No locks available')\n"
        "lock.fcntl = SimpleNamespace(LOCK_EX=2, LOCK_NB=4, flock=flock)"
    )
    assert other(tmp_path / "lock", fake) == "held\n"
