"""The counts and times of a run, and the telling of its progress."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter

from pipeline.running.options import Progress

REPORT_SECONDS = 0.1


class Log:
    """`counts`: inputs, documents, unread, errors, passing (of finished parts), reused. `stages`: seconds by stage."""

    def __init__(self, tell: Callable[[Progress], None] | None) -> None:
        self.tell = tell or (lambda progress: None)
        self.start = self.told = perf_counter()
        self.phase = ""
        self.counts: Counter[str] = Counter()
        self.stages: dict[str, float] = defaultdict(float)
        self.total: int | None = None

    @property
    def seconds(self) -> float:
        return perf_counter() - self.start

    def report(self, phase: str, more: int = 0) -> None:
        """Tell the progress at a new phase, else a few times a second. `more` inputs are done in unfinished parts."""
        now = perf_counter()
        if phase != self.phase or now - self.told >= REPORT_SECONDS:
            self.phase, self.told = phase, now
            done = self.counts["inputs"] + more
            self.tell(Progress(phase, done, self.total, self.counts["errors"], now - self.start))

    @contextmanager
    def timed(self, phase: str) -> Iterator[None]:
        self.report(phase)
        start = perf_counter()
        try:
            yield
        finally:
            self.stages[phase] += perf_counter() - start
