"""The output of a run, written into a fresh folder: corpus steps, tables, datapackage.json."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from pipeline.config import Config
from pipeline.running import files, fingerprint
from pipeline.running.corpus import Runner
from pipeline.running.datapackage import package
from pipeline.running.log import Log
from pipeline.running.parts import Finished
from pipeline.running.place import as_json
from pipeline.running.tables import Csv
from pipeline.schema import Table


def publish(
    folder: Path,
    scratch: Path,
    parts: Finished,
    contract: Mapping[str, Table],
    config: Config,
    csv: Csv,
    log: Log,
) -> dict[str, int]:
    """Write everything but run.json into the new `folder`; the rows of each table.

    `scratch` is a new folder too, removed at the end. `contract` are the tables of the document layer.
    """
    folder.mkdir()
    scratch.mkdir()
    versions = fingerprint.versions()
    metadata = {"schema_version": versions["schema"], "trichluc": versions.get("trichluc", "")}
    with closing(Runner(parts, scratch / "corpus.db", folder, config, csv, metadata)) as runner:
        failures = _steps(runner, config, log)
        with log.timed("tables"):
            runner.write_documents(contract, failures)
    files.remove(scratch)
    written = sorted(runner.written, key=lambda w: w[0].grain == "corpus")
    tables = [table for table, _ in written]
    descriptor = package(folder, tables, csv.separator, csv.raw, versions.get("trichluc", ""))
    files.save(folder / "datapackage.json", as_json(descriptor))
    return {table.name: rows for table, rows in written}


def _steps(runner: Runner, config: Config, log: Log) -> list[tuple[Any, ...]]:
    """Run the corpus steps. One that raises costs its own table: the errors rows."""
    failures: list[tuple[Any, ...]] = []
    for name, path in config.steps.items():
        try:
            with log.timed(name):
                runner.step(name, path)
        except (OSError, sqlite3.OperationalError):
            raise
        except Exception as e:
            failures.append(("corpus", None, name, type(e).__name__, str(e) or repr(e)))
    log.counts["passing"] += len(failures)
    return failures
