"""What `trichluc run` says: a live bar on a terminal, plain lines otherwise, a summary at the end. All on standard
error, but for the summary."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

    from pipeline.running import Progress, Summary

LINE_SECONDS = 10.0


class Reporter:
    """A context manager; call it with the `Progress` of a run."""

    def __init__(self) -> None:
        self.bar: Bar | None = None
        self.task: TaskID | None = None
        self.phase, self.told = "", 0.0

    def __enter__(self) -> Reporter:
        if sys.stderr.isatty():
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

            self.bar = Progress(
                TextColumn("{task.description:14}"),
                BarColumn(),
                MofNCompleteColumn(),
                TextColumn("{task.fields[rate]}"),
                TimeRemainingColumn(),
                console=Console(stderr=True),
                transient=True,
            )
            self.bar.start()
            self.task = self.bar.add_task("inputs", total=None, rate="")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self.bar is not None:
            self.bar.stop()

    def __call__(self, progress: Progress) -> None:
        rate = f"{progress.done / progress.seconds:.0f} documents/s" if progress.seconds > 1 else ""
        if self.bar is not None and self.task is not None:
            self.bar.update(
                self.task, description=progress.phase, completed=progress.done, total=progress.total, rate=rate
            )
        elif progress.seconds - self.told > LINE_SECONDS:
            self.told = progress.seconds
            of = f" of {progress.total}" if progress.total else ""
            errors = f", {progress.errors} errors" if progress.errors else ""
            print(f"{progress.phase}: {progress.done}{of} {rate}{errors}", file=sys.stderr, flush=True)

    def summary(self, summary: Summary) -> None:
        """Documents, rows of each table, errors, time, and where the output is."""
        console = Console(highlight=False, soft_wrap=True)
        grid = Table(box=None, pad_edge=False, show_header=False)
        grid.add_column()
        grid.add_column(justify="right")
        for name, count in summary.rows.items():
            if name != "errors":
                grid.add_row(name, f"{count:,}")
        grid.add_row("errors", f"{summary.errors:,}", style="red" if summary.errors else None)
        console.print(grid)
        for note in summary.notes:
            console.print(f"note: {note}")
        if summary.unchanged:
            done = "nothing had changed"
        else:
            done = f"{summary.processed:,} processed, {summary.reused:,} reused"
        console.print(f"{done}, {summary.seconds:.1f} s; tables in {summary.out}")
        if summary.errors:
            console.print(f"see {summary.out / 'errors.csv'} for what could not be read or done", style="red")
