"""`pipeline.run` and `pipeline.frames` are functions, also once the submodules of these names are imported."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.parametrize("name", ["run", "frames"])
def test_function_wins_over_submodule(name: str) -> None:
    code = f"import pipeline; import pipeline.{name}; assert callable(pipeline.{name}) and callable(pipeline.{name})"
    subprocess.run([sys.executable, "-c", code], check=True)
