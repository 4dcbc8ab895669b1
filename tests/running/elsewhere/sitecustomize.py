"""Makes this Python one of a system without POSIX: loaded by every process that has this folder on its path."""

import multiprocessing
import os
import signal
import sys

for name in ("fcntl", "resource", "pwd", "grp"):
    sys.modules[name] = None  # type: ignore[assignment]
for name in ("setitimer", "alarm", "pause", "SIGALRM"):
    if hasattr(signal, name):
        delattr(signal, name)
for name in ("fork", "geteuid", "getuid"):
    if hasattr(os, name):
        delattr(os, name)
if multiprocessing.get_start_method(allow_none=True) is None:
    multiprocessing.set_start_method("spawn")
