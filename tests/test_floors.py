"""Floors of accuracy on the development gold, through the real command line and the scorer."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

FLOORS = [
    ("dates", "overlap", 0.98),
    ("dates", "whole", 0.96),
    ("citations", "strict", 0.96),
    ("citations", "whole", 0.96),
    ("citations", "issued_on", 0.95),
    ("citations", "issuer", 0.90),
    ("people", "strict", 0.95),
    ("organisations", "strict", 0.89),
    ("roles", "overlap", 0.87),
]


@pytest.fixture(scope="module")
def figures(shared: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    gold, out = shared("gold/dev.jsonl"), tmp_path_factory.mktemp("dev")
    subprocess.run([sys.executable, "-m", "pipeline", "run", gold, "--out", out / "tables"], check=True)
    score = [sys.executable, shared("eval/score.py"), gold, out / "tables", "--json", out / "figures.json"]
    subprocess.run(score, check=True, capture_output=True)
    found: dict[str, Any] = json.loads((out / "figures.json").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize(("table", "figure", "floor"), FLOORS)
def test_floor(figures: dict[str, Any], table: str, figure: str, floor: float) -> None:
    assert figures[table][figure] >= floor
