"""What the tables depend on besides the documents, as hashes: code, knowledge, models, libraries, settings.

Two equal hashes mean equal rows, so finished work can be kept. Workers, paths and time are not in them.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import sys
import unicodedata
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pipeline.config import Config
from pipeline.reading import InputOptions
from pipeline.schema import SCHEMA_VERSION

LIBRARIES = (
    "trichluc",
    "underthesea",
    "underthesea-core",
    "regex",
    "pyarrow",
    "trafilatura",
    "lxml",
    "pypdfium2",
    "python-calamine",
    "duckdb",
)


def of(value: Any) -> str:
    """The SHA-256 of a value that JSON can hold."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()


@cache
def versions() -> dict[str, str]:
    """Versions of what changes rows or bytes; a library that is not installed is left out."""
    found = {"python": sys.version.split()[0], "unicode": unicodedata.unidata_version, "schema": SCHEMA_VERSION}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def shown(config: Config, inputs: InputOptions) -> dict[str, Any]:
    """The settings as JSON holds them; files by the hash of their content."""
    settings = dataclasses.asdict(config) | {name: _content(getattr(config, name)) for name in ("model", "catalogue")}
    return {**settings, "anchor": config.anchor and config.anchor.isoformat(), "inputs": dataclasses.asdict(inputs)}


def documents(config: Config, inputs: InputOptions) -> str:
    """What the rows of a document depend on besides its bytes."""
    settings = shown(config, inputs)
    del settings["steps"], settings["graphml"]
    stages = list(config.stages.items())  # their order counts
    return of([versions(), code("pipeline", but=("corpus",)), _foreign(config.stages), stages, settings])


def corpus(config: Config) -> str:
    """What the corpus tables depend on besides the rows of the documents."""
    return of([code("pipeline"), _foreign(config.steps), list(config.steps.items()), config.graphml])


@cache
def code(package: str, but: tuple[str, ...] = ()) -> str:
    """The hash of all files of an importable package or module, without the sub-packages `but`; "" if it is missing."""
    try:
        spec = find_spec(package)
    except (ImportError, ValueError):
        spec = None
    if spec is None:
        return ""
    if not spec.submodule_search_locations:
        return _content(Path(spec.origin)) if spec.origin and Path(spec.origin).is_file() else ""
    total = hashlib.sha256()
    for root in map(Path, spec.submodule_search_locations):
        for path in sorted(p for p in root.rglob("*") if p.suffix != ".pyc" and p.is_file()):
            name = path.relative_to(root)
            if name.parts[0] not in but:
                total.update(f"{name.as_posix()}\0{_content(path)}\n".encode())
    return total.hexdigest()


def _foreign(factories: Any) -> dict[str, str]:
    """Hashes of the packages outside this one that stages or steps come from."""
    tops = {path.partition(":")[0].partition(".")[0] for path in factories.values()}
    return {top: code(top) for top in sorted(tops - {"pipeline"})}


def _content(path: Path | None) -> str:
    if path is None:
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
