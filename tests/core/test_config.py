"""Settings from TOML: what is read, and one clear line for what is not."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from pipeline.config import STAGES, Config, ConfigError, load


def _write(folder: Path, text: str) -> Path:
    path = folder / "settings.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_defaults_run_every_stage() -> None:
    assert list(Config().stages) == list(STAGES)


def test_load(tmp_path: Path) -> None:
    text = 'anchor = 2021-08-24\nanaphora = true\nmodel = "m.crf"\noff = ["tokens"]\n'
    text += '[stages]\ndates = "mine:stage"\nextra = "mine:other"\n'
    (tmp_path / "m.crf").touch()
    config = load(_write(tmp_path, text))
    assert config.anchor == dt.date(2021, 8, 24)
    assert config.anaphora
    assert config.model == tmp_path / "m.crf"
    assert config.stages["dates"] == "mine:stage"
    assert "tokens" not in config.stages
    assert list(config.stages)[-1] == "extra"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("ancor = 2021-08-24", "unknown key 'ancor'"),
        ("anaphora = 1", "anaphora is int, should be bool"),
        ('off = ["dats"]', "no stage 'dats'; there are: sentences"),
        ("anchor = ", "settings.toml"),
        ("anchor = 2021-08-24T10:00:00", "anchor is datetime, should be date"),
        ('model = "absent.crf"', r"model: no file .*absent\.crf"),
        ('catalogue = "absent.csv"', r"catalogue: no file .*absent\.csv"),
        ("[stages]\ndates = 5", 'stages.dates is 5, should be "module:function"'),
    ],
)
def test_mistakes_are_named(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(ConfigError, match=says) as e:
        load(_write(tmp_path, text))
    assert "\n" not in str(e.value)


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"absent\.toml"):
        load(tmp_path / "absent.toml")
