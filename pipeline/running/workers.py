"""One mapping function over supervised worker processes: whatever one item does, the others come through.

`mapped` yields, in the order of the items, what a function made of each, or a `Lost` for an item that hung or twice
killed its process. Small items travel some at a time, and so do their answers; a worker notes in shared memory which
item it is at and since when, so that the parent knows the one that is slow or guilty: only that one is lost, the others
go to the next worker. An item whose worker died is tried once more, since it may have been killed from outside.

The parent alone decides: it kills a worker by SIGKILL (TerminateProcess on Windows). A worker whose parent is gone
ends by itself: at the closed pipe, or, should it hang, by its alarm. Memory limit and alarm exist on POSIX only.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import signal
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import connection
from pathlib import Path
from time import monotonic
from types import ModuleType
from typing import Any

SETUP_SECONDS = 120.0
BATCH_ITEMS = 32
BATCH_BYTES = 64 << 10
#: What may wait in the pipe of a worker that is busy. More could block the parent on a worker that hangs.
PIPE_BYTES = 48 << 10 if sys.platform == "linux" else 3 << 10
ANSWER_SECONDS = 0.01
STALL_SECONDS = 1.0
WINDOW_ITEMS = 1024
WINDOW_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """``deadline``: seconds an item may take. ``memory_mb``: address space a worker may add to that of its start.
    ``start_method``: spawn or forkserver (None: forkserver where there is one)."""

    workers: int = 1
    deadline: float = 120.0
    memory_mb: int = 4096
    start_method: str | None = None


@dataclass(frozen=True, slots=True)
class Lost:
    """What became of an item that gave no result; `error` is TooSlow, WorkerDied or the name of an exception."""

    error: str
    message: str


class SetupError(RuntimeError):
    """The workers cannot start; the message is that of the first one's exception."""


@dataclass(slots=True, eq=False)
class _Task:
    index: int
    payload: bytes
    weight: int
    deaths: int = 0


Setup = Callable[[], Callable[[Any], Any]]


def mapped(setup: Setup, items: Iterable[tuple[Any, int]], limits: Limits) -> Generator[Any, None, None]:
    """Yield ``setup()(item)`` or `Lost` for each of `items`, in order; `setup` runs once in each worker.

    `items` are pairs of an item and its weight, the bytes of work that it means: heavy items travel alone. They are
    read lazily, at most `WINDOW_ITEMS` ahead. `setup`, items and results must be picklable. Raises SetupError.
    """
    supervisor = _Supervisor(setup, iter(items), limits)
    try:
        yield from supervisor.run()
    finally:
        supervisor.close()


class _Supervisor:
    def __init__(self, setup: Setup, items: Iterator[tuple[Any, int]], limits: Limits) -> None:
        self.setup, self.items, self.limits = setup, items, limits
        self.context = _context(limits.start_method)
        self.workers: list[_Worker] = []
        self.waiting: deque[_Task] = deque()
        self.done: dict[int, bytes | Lost] = {}
        self.held_bytes = 0
        self.pulled = self.given = self.failed_starts = 0
        self.exhausted = False

    def run(self) -> Iterator[Any]:
        while True:
            self.pull()
            self.dispatch()
            while self.given in self.done:
                yield self.give()
            if self.exhausted and self.given == self.pulled:
                return
            self.collect()

    def pull(self) -> None:
        """Read items ahead: enough to keep the workers fed, never more than the window."""
        ahead = 2 * BATCH_ITEMS * self.limits.workers
        while (
            not self.exhausted
            and len(self.waiting) < ahead
            and self.pulled - self.given < WINDOW_ITEMS
            and self.held_bytes < WINDOW_BYTES
        ):
            try:
                item, weight = next(self.items)
            except StopIteration:
                self.exhausted = True
                return
            payload = pickle.dumps(item, pickle.HIGHEST_PROTOCOL)
            self.held_bytes += len(payload)
            self.waiting.append(_Task(self.pulled, payload, max(len(payload), weight)))
            self.pulled += 1

    def dispatch(self) -> None:
        """Start missing workers; give waiting items to those that have none, then some ahead to those that are busy."""
        needed = min(self.limits.workers, len(self.waiting) + sum(bool(w.inbox) for w in self.workers))
        while len(self.workers) < needed:
            self.workers.append(_Worker(self.context, self.setup, self.limits))
        for worker in self.workers:
            if worker.ready and not worker.inbox and self.waiting:
                worker.send(self.batch(BATCH_BYTES))
        for worker in self.workers:
            enough = len(self.waiting) > len(self.workers) and self.waiting[0].weight <= PIPE_BYTES
            if enough and worker.reads_ahead:
                worker.send(self.batch(PIPE_BYTES))

    def batch(self, size: int) -> list[_Task]:
        """The next waiting items, fewer as they become scarce; at least one."""
        most = max(1, min(BATCH_ITEMS, len(self.waiting) // (2 * self.limits.workers)))
        tasks = [self.waiting.popleft()]
        total = tasks[0].weight
        while self.waiting and len(tasks) < most and total + self.waiting[0].weight <= size:
            tasks.append(self.waiting.popleft())
            total += tasks[-1].weight
        return tasks

    def collect(self) -> None:
        """Wait for the next answers, deaths or deadlines."""
        nearest = min(w.expires for w in self.workers)
        start = monotonic()
        wait = None if nearest == float("inf") else max(0.0, nearest - start)
        ready = connection.wait([w.answers for w in self.workers], wait)
        now = monotonic()
        if wait is not None and now - start > wait + STALL_SECONDS:  # stopped (Ctrl-Z) with the workers
            for worker in self.workers:
                worker.since = now
        for worker in [w for w in self.workers if w.answers in ready]:
            try:
                self.receive(worker, worker.answers.recv_bytes())
            except (EOFError, OSError):
                self.bury(worker)
        for worker in [w for w in self.workers if w.expires <= monotonic()]:
            self.stop(worker)

    def receive(self, worker: _Worker, message: bytes) -> None:
        if not worker.ready:
            worker.is_ready(pickle.loads(message))
            self.failed_starts = 0
            return
        for answer in pickle.loads(message):
            self.finish(worker.answered(), answer)

    def bury(self, worker: _Worker) -> None:
        """The worker has died by itself: the item under way is suspected, and lost at the second death."""
        cause = worker.kill(grace=1.0)
        if not worker.ready:
            self.failed_starts += 1
            if self.failed_starts >= 3:
                raise SetupError(f"workers do not start ({cause})")
        guilty = worker.under_way
        if guilty is not None:
            guilty.deaths += 1
            if guilty.deaths > 1:
                self.lose(worker, guilty, Lost("WorkerDied", f"its worker process died twice ({cause})"))
        self.requeue(worker)

    def stop(self, worker: _Worker) -> None:
        """The worker is past its deadline, unless it has just gone on."""
        worker.kill()
        if not worker.ready:
            raise SetupError(f"a worker was not ready after {SETUP_SECONDS:.0f} s")
        slow = worker.under_way
        if slow is not None and worker.expires <= monotonic():
            self.lose(worker, slow, Lost("TooSlow", f"took longer than {self.limits.deadline:g} s; see --deadline"))
        self.requeue(worker)

    def lose(self, worker: _Worker, task: _Task, lost: Lost) -> None:
        worker.inbox.remove(task)
        self.finish(task, lost)

    def requeue(self, worker: _Worker) -> None:
        self.waiting.extendleft(reversed(worker.inbox))
        self.workers.remove(worker)

    def finish(self, task: _Task, answer: bytes | Lost) -> None:
        self.done[task.index] = answer
        self.held_bytes += (len(answer) if isinstance(answer, bytes) else 0) - len(task.payload)

    def give(self) -> Any:
        answer = self.done.pop(self.given)
        self.given += 1
        if isinstance(answer, Lost):
            return answer
        self.held_bytes -= len(answer)
        return pickle.loads(answer)

    def close(self) -> None:
        for worker in self.workers:
            worker.kill()


class _Worker:
    """The parent's end of one worker. `inbox` are the items sent and not yet answered."""

    def __init__(self, context: Any, setup: Setup, limits: Limits) -> None:
        self.ready = False
        self.inbox: deque[_Task] = deque()
        self.deadline = limits.deadline
        self.sent = self.sent_before = self.answers_taken = 0
        self.since = monotonic()
        #: Items begun since its start, and when it began the last one: written by the worker.
        self.mark = context.RawArray("d", 2)
        theirs_in, self.batches = context.Pipe(duplex=False)
        self.answers, theirs_out = context.Pipe(duplex=False)
        arguments = (theirs_in, theirs_out, self.mark, setup, limits, Path.cwd())
        self.process = context.Process(target=_serve, args=arguments, daemon=True)
        with _unknown_main():
            self.process.start()
        theirs_in.close()
        theirs_out.close()

    def is_ready(self, problem: str | None) -> None:
        if problem is not None:
            raise SetupError(problem)
        self.ready = True

    @property
    def expires(self) -> float:
        """When it must have answered or gone on to the next item."""
        if not self.ready:
            return self.since + SETUP_SECONDS
        return max(self.since, self.mark[1]) + self.deadline if self.inbox else float("inf")

    @property
    def under_way(self) -> _Task | None:
        """The item that it is at; those before it in the inbox are done and their answers not yet sent."""
        at = int(self.mark[0]) - 1 - self.answers_taken
        return self.inbox[at] if 0 <= at < len(self.inbox) else None

    @property
    def reads_ahead(self) -> bool:
        """It is at work on the last batch, so its pipe is empty."""
        return bool(self.inbox) and self.mark[0] > self.sent_before

    def send(self, tasks: list[_Task]) -> None:
        """Hand over `tasks`. A worker that has just died is noticed at its other pipe."""
        if not self.inbox:
            self.since = monotonic()
        self.inbox.extend(tasks)
        self.sent_before, self.sent = self.sent, self.sent + len(tasks)
        with suppress(OSError):
            self.batches.send_bytes(pickle.dumps([t.payload for t in tasks], pickle.HIGHEST_PROTOCOL))

    def answered(self) -> _Task:
        self.answers_taken += 1
        return self.inbox.popleft()

    def kill(self, grace: float = 0.0) -> str:
        """End the process, `grace` seconds after it should have ended by itself; says how it ended."""
        self.process.join(grace)
        self.process.kill()
        self.process.join()
        self.batches.close()
        self.answers.close()
        code: int = self.process.exitcode
        if code < 0:
            with suppress(ValueError):
                return signal.Signals(-code).name
        return f"exit code {code}"


@contextmanager
def _unknown_main() -> Iterator[None]:
    """Keep multiprocessing from importing the caller's script into the worker, which has no need of it: so a script may
    call `run` without ``if __name__ == "__main__":``."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _context(start_method: str | None) -> Any:
    """forkserver or spawn: a fork of a process that has threads (pyarrow, numpy) is not safe."""
    chosen = start_method or multiprocessing.get_start_method(allow_none=True)
    if chosen in (None, "fork"):
        chosen = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    return multiprocessing.get_context(chosen)


def _serve(batches: Any, answers: Any, mark: Any, setup: Setup, limits: Limits, folder: Path) -> None:
    """The worker: build the function, then answer item by item until the parent closes the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.chdir(folder)
    limit_memory(limits.memory_mb)
    try:
        function = setup()
    except Exception as e:
        answers.send(f"{type(e).__name__}: {e}" if not isinstance(e, ValueError) else str(e))
        return
    gc.freeze()  # models and lexicons stay: no collection need look through them
    with suppress(EOFError, OSError):
        answers.send(None)
        while True:
            done: list[bytes] = []
            told = monotonic()
            for payload in pickle.loads(batches.recv_bytes()):
                mark[1] = now = monotonic()
                mark[0] += 1
                if done and now - told > ANSWER_SECONDS:
                    answers.send(done)
                    done, told = [], now
                _alarm(int(limits.deadline) + 2)
                try:
                    done.append(pickle.dumps(function(pickle.loads(payload)), pickle.HIGHEST_PROTOCOL))
                except Exception as e:
                    done.append(pickle.dumps(Lost(type(e).__name__, str(e) or repr(e))))
            _alarm(0)
            answers.send(done)


def _alarm(seconds: int) -> None:
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)


def limit_memory(mb: int) -> bool:
    """Let this process add `mb` to the address space it has now; False where the system has no such limit."""
    try:
        import resource

        try:
            pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        except OSError:
            pages = 0
        size = pages * resource.getpagesize() + (mb << 20)
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        if hard != resource.RLIM_INFINITY:
            size = min(size, hard)
        resource.setrlimit(resource.RLIMIT_AS, (size, hard))
    except (ImportError, OSError, ValueError):
        return False
    return True
