"""An input folder, and runs of it with small stages (``modules/toy_stages.py``)."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from pipeline.config import Config
from pipeline.reading import InputOptions
from pipeline.running import RunOptions, Summary, run

sys.path.insert(0, str(Path(__file__).parent / "modules"))

from toy_runs import STAGES, STEPS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The input folder ``in``."""
    (tmp_path / "in").mkdir()
    return tmp_path / "in"


@pytest.fixture
def toy_run(tmp_path: Path, folder: Path) -> Callable[..., Summary]:
    """Run the toy stages over ``in`` into ``out``."""

    def go(
        out: str = "out",
        stages: Mapping[str, str] = STAGES,
        steps: Mapping[str, str] = STEPS,
        reading: InputOptions | None = None,
        settings: Mapping[str, Any] | None = None,
        progress: Any = None,
        **options: Any,
    ) -> Summary:
        config = Config(stages=dict(stages), steps=dict(steps), **(settings or {}))
        return run([folder], tmp_path / out, config, reading, RunOptions(**{"workers": 2, **options}), progress)

    return go
