"""Changes on disk that survive a crash: write, sync, rename. Every byte that a run writes goes through here.

A name in the file system only ever shows a whole file or folder: it is written beside its place, synced and renamed.
"""

from __future__ import annotations

import ctypes
import io
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

_BUFFER = 1 << 20


def write(file: io.FileIO, data: bytes | memoryview) -> int:
    return io.FileIO.write(file, data)


def sync(descriptor: int) -> None:
    os.fsync(descriptor)


def rename(source: Path, target: Path) -> None:
    source.replace(target)


def exchange(a: Path, b: Path) -> bool:
    """Let two names change places in one step; False where the system or the file system cannot."""
    at_folder, swap = -100, 2  # AT_FDCWD; RENAME_EXCHANGE of Linux, RENAME_SWAP of macOS
    names = os.fsencode(a), os.fsencode(b)
    try:
        libc = ctypes.CDLL(None)
        if hasattr(libc, "renameat2"):
            return bool(libc.renameat2(at_folder, names[0], at_folder, names[1], swap) == 0)
        return bool(libc.renamex_np(*names, swap) == 0)
    except (OSError, AttributeError, TypeError):
        return False


class _File(io.FileIO):
    def write(self, data: object) -> int:
        return write(self, data)  # type: ignore[arg-type]


@contextmanager
def new_file(path: Path) -> Iterator[IO[bytes]]:
    """Write a new file; it is synced when the block ends."""
    with io.BufferedWriter(_File(path, "w"), _BUFFER) as file:
        yield file
        file.flush()
        sync(file.fileno())


def save(path: Path, data: bytes) -> None:
    """Write `path` so that it holds its old bytes or all of `data`."""
    beside = path.with_name(path.name + ".tmp")
    with new_file(beside) as file:
        file.write(data)
    rename(beside, path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make renames in `folder` last; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        sync(descriptor)
    finally:
        os.close(descriptor)


def install(new: Path, place: Path, old: Path) -> None:
    """Put the folder `new` at `place`, in one step where the system can; what stood there is removed.

    Where it cannot, a crash between two renames leaves nothing at `place`: `recover` mends that.
    """
    sync_folder(new)
    if not place.exists():
        rename(new, place)
    elif exchange(new, place):
        old = new
    else:
        rename(place, old)
        rename(new, place)
    sync_folder(place.parent)
    shutil.rmtree(old, ignore_errors=True)


def recover(place: Path, old: Path) -> None:
    """Undo an `install` that stopped half way."""
    if old.exists() and not place.exists():
        rename(old, place)
    shutil.rmtree(old, ignore_errors=True)


def carry_over(place: Path, new: Path, written: set[str]) -> None:
    """Bring what others put into the folder `place` (all but the names in `written`) into `new`."""
    for entry in place.iterdir() if place.exists() else ():
        target = new / entry.name
        if entry.name in written or target.exists():
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.copytree(entry, target, symlinks=True, copy_function=_link)
        else:
            _link(entry, target)


def _link(source: str | Path, target: str | Path) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except (OSError, NotImplementedError):
        shutil.copy2(source, target, follow_symlinks=False)


def remove(folder: Path) -> None:
    """Remove `folder` if it is there."""
    with suppress(FileNotFoundError):
        shutil.rmtree(folder)
