"""The work of a run that tells its processor time; a module of its own, since workers import it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import process_time
from typing import Any

from pipeline.reading import Unit
from pipeline.running.work import Work


@dataclass(frozen=True, slots=True)
class Timed:
    """`Work` whose function tells the processor time of its process with each outcome."""

    work: Work

    def __call__(self) -> Callable[[Unit], tuple[Any, float]]:
        function = self.work()
        return lambda unit: (function(unit), process_time())
