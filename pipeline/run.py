"""A run: inputs to a folder of tables, through parts that survive whatever ends it.

The order of things: take the lock and mend what a crash left; list the inputs, and stop if nothing has changed; map the
documents that no finished part holds, saving each part as it is done; run the corpus steps and write all tables into a
fresh folder; put it in the place of the old one; sweep the parts that no longer belong. Until that one rename the old
output stands untouched.

Beside the output folder OUT lies ``OUT.work`` with the lock, the parts and what is being written.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from pipeline import files, fingerprint, lock
from pipeline.config import Config
from pipeline.plan import planned
from pipeline.reading import InputOptions, Unit, units
from pipeline.types import Problem

if TYPE_CHECKING:
    from pipeline.corpus.runner import Runner
    from pipeline.parts import Parts
    from pipeline.schema import Table

REPORT_SECONDS = 0.1


class RunError(RuntimeError):
    """The run cannot go on; one line that says where, what is wrong, and what would help."""


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How a run is done; nothing here but the two CSV options changes a byte of the tables.

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


def run(
    inputs: Sequence[Path | str],
    out: Path | str,
    config: Config | None = None,
    input_options: InputOptions | None = None,
    options: RunOptions | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Summary:
    """Read `inputs`, write the tables into the folder `out`; what stood there is replaced when all is done.

    A run that was interrupted goes on where it was; unchanged documents are not processed again. Raises RunError, and
    ReadError for inputs that do not exist.

    >>> run(["data/raw"], "data/processed").documents > 0     # doctest: +SKIP
    True
    """
    from pipeline.workers import SetupError

    job = _Run([Path(i) for i in inputs], Path(out), config, input_options, options, progress)
    try:
        job.check()
        with lock.held(job.work / "lock"):
            return job.go()
    except lock.Locked as e:
        raise RunError(f"{out}: {e}; wait for it to end, or choose another --out") from e
    except SetupError as e:
        raise RunError(str(e)) from e
    except (OSError, sqlite3.OperationalError) as e:
        raise RunError(_trouble(out, e)) from e


def _trouble(out: Path | str, e: Exception) -> str:
    if isinstance(e, OSError) and e.strerror:
        where, what = e.filename or out, e.strerror
    else:
        where, what = out, str(e)
    return f"{where}: {what}; the old output is untouched, finished parts are kept: mend this and run again"


class _Run:
    def __init__(
        self,
        inputs: Sequence[Path],
        out: Path,
        config: Config | None,
        input_options: InputOptions | None,
        options: RunOptions | None,
        progress: Callable[[Progress], None] | None,
    ) -> None:
        self.inputs, self.out = inputs, out
        self.config = config or Config()
        self.reading = input_options or InputOptions()
        self.options = options or RunOptions()
        self.tell = progress or (lambda _: None)
        self.place = out.resolve()
        self.work = self.place.with_name(self.place.name + ".work")
        self.new, self.old = self.work / "new", self.work / "old"
        self.start = self.told = perf_counter()
        self.keys: list[str] = []
        self.counts: Counter[str] = Counter()
        self.stages: dict[str, float] = defaultdict(float)
        self.total: int | None = None
        self.phase = ""

    def check(self) -> None:
        """Refuse an output folder that would cost the user something, and make the work folder."""
        if self.place.exists() and not self.place.is_dir():
            raise RunError(f"{self.out}: is a file; --out wants a folder")
        if os.path.ismount(self.place):
            raise RunError(f"{self.out}: is a mount point and cannot be replaced; choose a folder inside it")
        if self.place.is_dir() and not (self.place / "run.json").exists() and not (self.old.exists()):
            strangers = sorted(p.name for p in self.place.iterdir() if not p.name.startswith("."))
            if strangers:
                raise RunError(
                    f"{self.out}: holds {strangers[0]!r} and is no output of an earlier run; choose an empty folder"
                )
        if len(self.options.csv_sep) != 1 or self.options.csv_sep in '"\r\n':
            raise RunError(f"--csv-sep: {self.options.csv_sep!r} is not one character; write , or ;")
        self.work.mkdir(parents=True, exist_ok=True)

    def go(self) -> Summary:
        files.recover(self.place, self.old)
        files.remove(self.new)
        self.report("inputs")
        settings = fingerprint.documents(self.config, self.reading)
        version = fingerprint.of(
            [settings, fingerprint.corpus(self.config), self.options.csv_sep, self.options.raw_csv]
        )
        if not self.options.fresh and (last := self.unchanged(settings, version)):
            return last
        from pipeline.parts import Parts
        from pipeline.work import tables

        if self.options.fresh:
            files.remove(self.work / "parts")
        parts = Parts(self.work / "parts")
        contract = tables(self.config, self.reading)
        self.process(parts, contract, settings)
        summary = self.publish(parts, contract, version)
        parts.sweep({part.key for part in parts.all(self.keys) if not part.info["passing"]})
        return summary

    def unchanged(self, settings: str, version: str) -> Summary | None:
        """Count the inputs; the last run's summary if they and the settings are those of the last run."""
        if any(str(i) == "-" for i in self.inputs):
            return None
        keys = []
        self.total = 0
        for plan in planned(self.units(), settings):
            self.total += len(plan.items)
            keys.append(plan.key)
            self.report("inputs")
        last = _last_run(self.place)
        if last.get("state") != fingerprint.of([version, keys]) or last["counts"]["passing"]:
            return None
        if any(not _has_size(self.place / name, size) for name, size in last["files"].items()):
            return None
        counts, rows = last["counts"], last["rows"]
        return self.summary(counts["documents"], rows, reused=counts["inputs"], unchanged=True)

    def units(self) -> Iterator[Unit | Problem]:
        """The inputs, without what an earlier run has written among them."""
        mine = (self.place, self.work)
        around = any("*" in str(i) or self.place.is_relative_to(i.resolve()) for i in self.inputs)
        for what in units(self.inputs, self.reading):
            if around:
                path = Path((isinstance(what, Unit) and what.path) or what.source).resolve()
                if any(path.is_relative_to(folder) for folder in mine):
                    continue
            yield what

    def process(self, parts: Parts, contract: Mapping[str, Table], settings: str) -> None:
        """Make every part that is not there yet."""
        from pipeline.parts import Draft
        from pipeline.work import Work
        from pipeline.workers import Limits, mapped

        drafts: deque[Draft] = deque()

        def save(draft: Draft) -> None:
            self.counts.update(draft.save(parts))
            for name, seconds in draft.seconds().items():
                self.stages[name] += seconds

        def tasks() -> Iterator[tuple[Unit, int]]:
            for plan in planned(self.units(), settings):
                self.keys.append(plan.key)
                if (part := parts.find(plan.key)) is not None:
                    self.counts.update({**part.info, "reused": len(plan.items)})
                    continue
                draft = Draft(plan, contract)
                if draft.units:
                    drafts.append(draft)
                    yield from draft.tasks()
                else:
                    save(draft)

        o = self.options
        limits = Limits(o.workers, o.deadline, o.memory_mb, o.start_method)
        with closing(mapped(Work(self.config, self.reading), tasks(), limits)) as outcomes:
            for outcome in outcomes:
                drafts[0].add(outcome)
                if drafts[0].complete:
                    save(drafts.popleft())
                self.report("documents", len(drafts[0].outcomes) if drafts else 0)

    def publish(self, parts: Parts, contract: Mapping[str, Table], version: str) -> Summary:
        """Run the corpus steps, write the tables into a fresh folder, put it in place."""
        from pipeline.corpus.runner import Runner
        from pipeline.datapackage import package
        from pipeline.parts import Finished
        from pipeline.tables import Csv

        self.new.mkdir()
        versions = fingerprint.versions()
        csv = Csv(self.options.csv_sep, self.options.raw_csv)
        metadata = {"schema_version": versions["schema"], "trichluc": versions.get("trichluc", ""), "settings": version}
        scratch = self.work / "scratch.db"
        scratch.unlink(missing_ok=True)
        runner = Runner(Finished(parts, self.keys), scratch, self.new, self.config, csv, metadata)
        with closing(runner):
            failures = self.steps(runner)
            with self.timed("tables"):
                runner.write_documents(contract, failures)
        scratch.unlink()
        rows = {table.name: n for table, n in runner.written}
        self.prove(rows["documents"])
        descriptor = package(
            self.new, [t for t, _ in runner.written], csv.separator, csv.raw, versions.get("trichluc", "")
        )
        files.save(self.new / "datapackage.json", _json(descriptor))
        summary = self.summary(rows["documents"], rows, reused=self.counts["reused"])
        state = fingerprint.of([version, self.keys])
        files.save(self.new / "run.json", _json(self.record(summary, state)))
        files.carry_over(self.place, self.new, {*_last_run(self.place).get("files", ()), "run.json"})
        files.install(self.new, self.place, self.old)
        return summary

    def steps(self, runner: Runner) -> list[tuple[Any, ...]]:
        """Run the corpus steps; a step that raises is an errors row."""
        failures: list[tuple[Any, ...]] = []
        for name, path in self.config.steps.items():
            self.report(name)
            try:
                with self.timed(name):
                    runner.step(name, path)
            except (OSError, sqlite3.OperationalError):
                raise
            except Exception as e:
                failures.append(("corpus", None, name, type(e).__name__, str(e) or repr(e)))
        self.counts["passing"] += len(failures)
        return failures

    def prove(self, documents: int) -> None:
        """Every input is exactly one documents row or, unread, exactly one errors row."""
        c = self.counts
        if not (c["inputs"] == c["documents"] + c["unread"] and c["documents"] == documents):
            raise RunError(f"{self.out}: {c['inputs']} inputs, but {documents} documents and {c['unread']} unread ones")

    def record(self, summary: Summary, state: str) -> dict[str, Any]:
        """What run.json says."""
        o = self.options
        return {
            "versions": fingerprint.versions(),
            "state": state,
            "settings": fingerprint.shown(self.config, self.reading),
            "counts": {name: self.counts[name] for name in ("inputs", "documents", "unread", "passing")},
            "rows": dict(summary.rows),
            "files": {p.name: p.stat().st_size for p in sorted(self.new.iterdir())},
            "run": {
                "seconds": round(summary.seconds, 3),
                "stages": {name: round(s, 3) for name, s in summary.stages.items()},
                "processed": summary.processed,
                "reused": summary.reused,
                "workers": o.workers,
                "deadline": o.deadline,
                "memory_mb": o.memory_mb,
                "notes": list(summary.notes),
            },
        }

    def summary(self, documents: int, rows: Mapping[str, int], reused: int, unchanged: bool = False) -> Summary:
        seconds = perf_counter() - self.start
        done = 0 if unchanged else self.counts["inputs"] - reused
        return Summary(
            self.out, documents, rows, rows["errors"], seconds, dict(self.stages), done, reused, unchanged, _notes()
        )

    def report(self, phase: str, more: int = 0) -> None:
        """Tell the progress, a few times a second."""
        now = perf_counter()
        if phase != self.phase or now - self.told >= REPORT_SECONDS:
            self.phase, self.told = phase, now
            c = self.counts
            self.tell(Progress(phase, c["inputs"] + more, self.total, c["errors"], now - self.start))

    @contextmanager
    def timed(self, name: str) -> Iterator[None]:
        self.report(name)
        start = perf_counter()
        try:
            yield
        finally:
            self.stages[name] += perf_counter() - start


def _last_run(place: Path) -> dict[str, Any]:
    """The run.json of an output folder; empty where there is none that can be read."""
    try:
        found = json.loads((place / "run.json").read_text(encoding="utf-8"))
        return found if {"state", "counts", "rows", "files"} <= found.keys() else {}
    except (OSError, ValueError, AttributeError):
        return {}


def _has_size(path: Path, size: int) -> bool:
    return path.is_file() and path.stat().st_size == size


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _notes() -> tuple[str, ...]:
    """What this system lacks."""
    notes = []
    if find_spec("resource") is None:
        notes.append("no memory limit for a document: this system has none (the deadline holds)")
    return tuple(notes)
