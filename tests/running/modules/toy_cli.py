"""The real command line as a process of its own, with the toy stages through a settings file."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from toy_runs import MODULES

SETTINGS = """
off = ["tokens", "citations", "dates", "names", "roles", "linking"]
[stages]
people = "toy_stages:people"
faults = "toy_stages:faults"
[steps]
identities = "toy_stages:count_names"
tenures = "toy_stages:nothing_to_do"
citation_graph = "toy_stages:nothing_to_do"
"""


def command(tmp_path: Path, *options: str, out: str = "out") -> list[str]:
    """``trichluc run in --out OUT`` below `tmp_path`."""
    settings = tmp_path / "toy.toml"
    settings.write_text(SETTINGS, encoding="utf-8")
    start = [sys.executable, "-m", "pipeline", "run", str(tmp_path / "in"), "--out", str(tmp_path / out)]
    return [*start, "--config", str(settings), "--workers", "2", *options]


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(MODULES), **more}


def trichluc(tmp_path: Path, *options: str, out: str = "out", **how: Any) -> subprocess.CompletedProcess[str]:
    """Run it to its end."""
    return subprocess.run(
        command(tmp_path, *options, out=out),
        env=how.pop("env", environment()),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        **how,
    )
