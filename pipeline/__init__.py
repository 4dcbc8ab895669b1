"""trichluc: Vietnamese public-affairs text into tables, every row with exact offsets into the source.

* `extract(text)`: one text to typed mentions; `frames` makes pandas tables of them, or reads a run's tables.
* `load()`: the same as a spaCy pipeline (``doc.spans["dates"]``).
* `run(...)`: files to tables, what the command ``trichluc run`` does.
* `pipeline.dates.extract`, `pipeline.citations.extract`: single extractors, without a tokenizer.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.config import Config as Config
    from pipeline.config import ConfigError as ConfigError
    from pipeline.dataframes import frames as frames
    from pipeline.engine import Engine as Engine
    from pipeline.engine import Result as Result
    from pipeline.engine import extract as extract
    from pipeline.reading import InputOptions as InputOptions
    from pipeline.running import RunOptions as RunOptions
    from pipeline.running import run as run
    from pipeline.types import Document as Document
    from pipeline.types import Record as Record
    from pipeline.view import load as load

_HOME = {
    "Config": "config",
    "ConfigError": "config",
    "Document": "types",
    "Engine": "engine",
    "InputOptions": "reading",
    "Record": "types",
    "Result": "engine",
    "RunOptions": "running",
    "extract": "engine",
    "frames": "dataframes",
    "load": "view",
    "run": "running",
}
__all__ = sorted(_HOME)


#: Stages that work alone: ``pipeline.dates.extract`` needs no import of its own.
_EXTRACTORS = ("citations", "dates", "names", "roles")


def __getattr__(name: str) -> Any:
    if name in _EXTRACTORS:
        return import_module(f"pipeline.{name}")
    if name not in _HOME:
        raise AttributeError(f"module 'pipeline' has no attribute {name!r}")
    return getattr(import_module(f"pipeline.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return __all__
