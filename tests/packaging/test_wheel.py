"""The wheel builds, holds its data, and works when installed alone, from another folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WHEEL_LIMIT = 8 << 20


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tree = tmp_path_factory.mktemp("tree")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tree)
    shutil.copytree(ROOT / "pipeline", tree / "pipeline", ignore=shutil.ignore_patterns("__pycache__"))
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*command, "-w", tree, tree], check=True)
    return next(tree.glob("*.whl"))


def test_the_wheel_holds_every_data_file(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    data = [p for p in (ROOT / "pipeline").rglob("data/**/*") if p.is_file()]
    assert data
    assert not {p.relative_to(ROOT).as_posix() for p in data} - held


def test_the_wheel_is_small(wheel: Path) -> None:
    assert wheel.stat().st_size < WHEEL_LIMIT


def test_the_installed_wheel_runs(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    command = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index", "--target", site, wheel]
    subprocess.run(command, check=True)
    (tmp_path / "a.txt").write_text(
        "Ngày 24/8/2021, ông Nguyễn Văn Thí dự họp theo Chỉ thị 17/CT-UBND.", encoding="utf-8"
    )
    code = (
        "import pathlib, pipeline; site = pathlib.Path('site').resolve();"
        "assert pathlib.Path(pipeline.__file__).is_relative_to(site); from pipeline.cli import main; main()"
    )
    env = {**os.environ, "PYTHONPATH": str(site)}
    done = subprocess.run(
        [sys.executable, "-c", code, "run", "a.txt", "--out", "out"],
        cwd=tmp_path,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "citations.parquet").exists()
