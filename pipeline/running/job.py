"""The order of things in a run.

Take the lock and mend what a crash left; list the inputs, and stop if nothing has changed; map the documents that no
finished part holds, saving each part as it is done; run the corpus steps and write all tables into a fresh folder; put
it in the place of the old one; sweep the parts that no longer belong. Until that one rename the old output stands.
"""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.config import Config
from pipeline.reading import InputOptions, Unit, units
from pipeline.running import files, fingerprint, lock
from pipeline.running.log import Log
from pipeline.running.options import Progress, RunError, RunOptions, Summary
from pipeline.running.place import Place
from pipeline.running.plan import planned
from pipeline.types import Problem

if TYPE_CHECKING:
    from pipeline.running.parts import Parts
    from pipeline.schema import Table


def run(
    inputs: Sequence[Path | str],
    out: Path | str,
    config: Config | None = None,
    input_options: InputOptions | None = None,
    options: RunOptions | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Summary:
    """Read `inputs`, write the tables into the folder `out`; what stood there is replaced when all is done.

    A run that was interrupted goes on where it was, unchanged documents are not processed again. Raises RunError, and
    ReadError for inputs that do not exist. ::

        summary = pipeline.run(["data/raw"], "data/processed")
        print(summary.documents, summary.rows["citations"])
    """
    if options is not None:
        options.check()
    place = Place.of(Path(out))
    job = _Job([Path(i) for i in inputs], place, config or Config(), input_options or InputOptions(), options, progress)
    try:
        place.work.mkdir(parents=True, exist_ok=True)
        with lock.held(place.work / "lock"):
            return job.go()
    except lock.Locked as e:
        raise RunError(f"{out}: {e}; wait for it to end, or choose another --out") from e
    except (OSError, sqlite3.OperationalError) as e:
        where = getattr(e, "filename", None) or out
        what = getattr(e, "strerror", None) or e
        raise RunError(f"{where}: {what}; no file is half written, finished parts are kept: mend it, run again") from e


class _Job:
    def __init__(
        self,
        inputs: Sequence[Path],
        place: Place,
        config: Config,
        reading: InputOptions,
        options: RunOptions | None,
        progress: Callable[[Progress], None] | None,
    ) -> None:
        self.inputs, self.place, self.config, self.reading = inputs, place, config, reading
        self.options = options or RunOptions()
        self.log = Log(progress)
        self.settings = fingerprint.documents(config, reading)
        csv = (self.options.csv_sep, self.options.raw_csv)
        self.version = fingerprint.of([self.settings, fingerprint.corpus(config), csv])
        self.keys: list[str] = []

    def go(self) -> Summary:
        self.place.recover()
        last = self.survey()
        if last is not None and not self.options.fresh:
            return last
        from pipeline.running.tables import plain_memory

        with plain_memory():
            return self.work()

    def work(self) -> Summary:
        """Make the parts that are missing, and of all parts the output."""
        from pipeline.running.parts import Finished, Parts
        from pipeline.running.publish import publish
        from pipeline.running.tables import Csv
        from pipeline.running.work import tables

        if self.options.fresh:
            files.remove(self.place.work / "parts")
        parts = Parts(self.place.work / "parts")
        contract = tables(self.config, self.reading)
        self.process(parts, contract)
        rows = publish(
            self.place.new,
            self.place.scratch,
            Finished(parts, self.keys),
            contract,
            self.config,
            Csv(self.options.csv_sep, self.options.raw_csv),
            self.log,
        )
        self.prove(rows["documents"])
        summary = self.summary(rows, self.log.counts["inputs"] - self.log.counts["reused"])
        self.place.install(self.record(summary))
        parts.sweep({part.key for part in parts.all(self.keys) if not part.info["passing"]})
        return summary

    def survey(self) -> Summary | None:
        """Count the inputs; a summary of the output that is there, if it is the one that a run would make."""
        if any(str(i) == "-" for i in self.inputs):
            return None
        keys, total = [], 0
        for plan in planned(self.units(), self.settings):
            keys.append(plan.key)
            total += len(plan.items)
            self.log.report("inputs")
        self.log.total = total
        last = self.place.record()
        if last.get("state") != self.state(keys) or last["counts"]["passing"] or not self.place.is_whole(last["files"]):
            return None
        return self.summary(last["rows"], 0, total)

    def units(self) -> Iterator[Unit | Problem]:
        """The inputs, without what an earlier run has written among them."""
        around = self.place.lies_in(self.inputs)
        for what in units(self.inputs, self.reading):
            path = (isinstance(what, Unit) and what.path) or what.source
            if not (around and self.place.holds(Path(path).resolve())):
                yield what

    def process(self, parts: Parts, contract: Mapping[str, Table]) -> None:
        """Make every part that is not there yet."""
        from pipeline.running.parts import Draft
        from pipeline.running.work import Work
        from pipeline.running.workers import Limits, SetupError, mapped

        drafts: deque[Draft] = deque()

        def save(draft: Draft) -> None:
            self.log.counts.update(draft.save(parts))
            for name, seconds in draft.seconds().items():
                self.log.stages[name] += seconds

        def tasks() -> Iterator[tuple[Unit, int]]:
            for plan in planned(self.units(), self.settings):
                self.keys.append(plan.key)
                if (part := parts.find(plan.key)) is not None:
                    self.log.counts.update({**part.info, "reused": len(plan.items)})
                    continue
                draft = Draft(plan, contract)
                if draft.units:
                    drafts.append(draft)
                    yield from draft.tasks()
                else:
                    save(draft)

        o = self.options
        limits = Limits(o.workers, o.deadline, o.memory_mb, o.start_method)
        try:
            with closing(mapped(Work(self.config, self.reading), tasks(), limits)) as outcomes:
                for outcome in outcomes:
                    drafts[0].add(outcome)
                    if drafts[0].complete:
                        save(drafts.popleft())
                    self.log.report("documents", len(drafts[0].outcomes) if drafts else 0)
        except SetupError as e:
            raise RunError(str(e)) from e

    def prove(self, documents: int) -> None:
        """Every input is exactly one documents row or, unread, exactly one errors row."""
        c = self.log.counts
        if not (c["inputs"] == c["documents"] + c["unread"] and c["documents"] == documents):
            raise RunError(
                f"{self.place.out}: {c['inputs']} inputs became {documents} documents and {c['unread']} unread ones"
            )

    def state(self, keys: Sequence[str]) -> str:
        """The hash of all that the output depends on."""
        return fingerprint.of([self.version, keys])

    def summary(self, rows: Mapping[str, int], processed: int, unchanged: int | None = None) -> Summary:
        return Summary(
            out=self.place.out,
            documents=rows["documents"],
            rows=rows,
            errors=rows["errors"],
            seconds=self.log.seconds,
            stages=dict(self.log.stages),
            processed=processed,
            reused=self.log.counts["reused"] if unchanged is None else unchanged,
            unchanged=unchanged is not None,
            notes=_notes(),
        )

    def record(self, summary: Summary) -> dict[str, Any]:
        """What run.json says; all that differs between two equal runs is under ``run``."""
        counts = self.log.counts
        return {
            "versions": fingerprint.versions(),
            "state": self.state(self.keys),
            "settings": fingerprint.shown(self.config, self.reading),
            "counts": {name: counts[name] for name in ("inputs", "documents", "unread", "passing")},
            "rows": dict(summary.rows),
            "run": {
                "seconds": round(summary.seconds, 3),
                "stages": {name: round(s, 3) for name, s in summary.stages.items()},
                "processed": summary.processed,
                "reused": summary.reused,
                "workers": self.options.workers,
                "deadline": self.options.deadline,
                "memory_mb": self.options.memory_mb,
                "notes": list(summary.notes),
            },
        }


def _notes() -> tuple[str, ...]:
    """What this system lacks."""
    if find_spec("resource") is None:
        return ("this system has no memory limit for a worker; the deadline holds",)
    return ()
