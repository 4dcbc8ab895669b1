"""Functions for the tests of the workers; they are imported by the workers."""

from __future__ import annotations

import ctypes
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


def act(item: Any) -> Any:
    """What the item says, else its square."""
    match item:
        case "raise":
            raise KeyError("no such thing")
        case "abort":
            os.abort()
        case "exit":
            os._exit(3)
        case "hang":
            time.sleep(1000)
        case "nap":
            time.sleep(0.5)
        case "hold":
            ctypes.PyDLL(None).sleep(1000)
        case "fill":
            return len(bytearray(1 << 32))
        case "unpicklable":
            return lambda: None
        case "big":
            return "x" * (1 << 22)
        case Path() if not item.exists():
            item.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        case int():
            return item * item
    return "done"


def toy() -> Callable[[Any], Any]:
    return act


def no_setup() -> Callable[[Any], Any]:
    raise ValueError("model.crf: no such file")


def dead_setup() -> Callable[[Any], Any]:
    os._exit(7)


def mark(path: str) -> Callable[[Any], Any]:
    """Leave the worker's process id in a file."""
    Path(path + ".tmp").write_text(str(os.getpid()), encoding="utf-8")
    Path(path + ".tmp").rename(path)
    return act
