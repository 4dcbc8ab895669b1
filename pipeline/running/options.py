"""What goes into a run beside its settings, and what comes out beside its tables."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


class RunError(RuntimeError):
    """The run cannot go on; one line that says where, what is wrong, and what would help."""


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How a run is done; but for the two CSV options nothing here changes a byte of the tables.

    ``csv_sep``, ``raw_csv``: the CSV's separator; leave cells that a spreadsheet would run as formulas as they are.
    ``deadline``: seconds that one document may take. ``memory_mb``: what one worker may use. ``fresh``: forget finished
    parts. ``start_method``: of the workers, spawn or forkserver (None: what the system has).
    """

    workers: int = field(default_factory=lambda: os.cpu_count() or 1)
    csv_sep: str = ","
    raw_csv: bool = False
    fresh: bool = False
    deadline: float = 120.0
    memory_mb: int = 4096
    start_method: str | None = None

    def check(self) -> None:
        """Raises RunError for what cannot be."""
        if self.workers < 1:
            raise RunError(f"--workers: {self.workers} is too few; at least 1")
        if len(self.csv_sep) != 1 or self.csv_sep in "\"'\r\n":
            raise RunError(f"--csv-sep: {self.csv_sep!r} is not one character; write , or ;")


@dataclass(frozen=True, slots=True)
class Progress:
    """``phase``: inputs, documents, the name of a corpus step, or tables. ``done`` of ``total`` documents (None: not
    known), ``errors`` among them, ``seconds`` since the start."""

    phase: str
    done: int
    total: int | None
    errors: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did. ``rows`` and ``errors`` count rows of the output; ``processed`` and ``reused`` count inputs.

    ``stages``: seconds by stage, summed over the workers, then by corpus step. ``unchanged``: nothing was to do.
    ``notes``: what this system lacks.
    """

    out: Path
    documents: int
    rows: Mapping[str, int]
    errors: int
    seconds: float
    stages: Mapping[str, float]
    processed: int
    reused: int
    unchanged: bool = False
    notes: tuple[str, ...] = ()
