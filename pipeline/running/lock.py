"""A lock against two runs that write into one folder. It dies with its process.

flock on POSIX, a locked byte on Windows. Where Python has neither, a plain file stands for the lock; a killed run
leaves it behind, and the message says so.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

try:
    import fcntl
except ImportError:
    fcntl = None  # type: ignore[assignment]
try:
    import msvcrt
except ImportError:
    msvcrt = None  # type: ignore[assignment]

_FAR = 1 << 30  # Windows hides a locked byte from other readers: not one of those that name the holder


class Locked(RuntimeError):
    """Another run holds the lock; the message names it."""


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold the lock file `path`. Raises Locked, OSError."""
    plain = fcntl is None and msvcrt is None
    try:
        file = path.open("x+b" if plain else "a+b")
    except FileExistsError:
        raise Locked(f"{_holder(path)}; if it is no longer running, remove {path}") from None
    with file:
        if not plain and not _take(file):
            raise Locked(_holder(path))
        file.seek(0)
        file.truncate()
        file.write(f"process {os.getpid()}, started {dt.datetime.now(dt.UTC):%Y-%m-%d %H:%M:%S} UTC".encode())
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)
    if plain:
        path.unlink()


def _take(file: IO[bytes]) -> bool:
    """False where another process has it. A file system without locks (some network ones) does not stop a run."""
    if fcntl is not None:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as e:
            return not isinstance(e, BlockingIOError)
        return True
    file.seek(_FAR)
    try:
        getattr(msvcrt, "locking")(file.fileno(), getattr(msvcrt, "LK_NBLCK"), 1)  # noqa: B009
    except OSError:
        return False
    return True


def _holder(path: Path) -> str:
    try:
        name = path.read_text(encoding="utf-8")
    except OSError:
        name = ""
    return f"another run ({name or 'just starting'}) writes there"
