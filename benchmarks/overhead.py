"""What supervised workers cost: ``python benchmarks/overhead.py [--documents N] [--off STAGE ...]``.

One worker over one-paragraph documents (the hardest case: little work an answer) against the plain loop in this
process, alternating; prints the best of several rounds and the ratio, by the clock (which needs
two idle cores) and by processor time (parent and worker together).
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter, process_time

from memory import write
from timed import Timed

from pipeline.config import Config
from pipeline.reading import InputOptions, Unit, units
from pipeline.running.work import Work
from pipeline.running.workers import Limits, mapped


def supervised(work: Work, documents: list[Unit]) -> tuple[float, float]:
    """Seconds by the clock and of the processors from the first answer to the last."""
    pairs: Iterator[tuple[Unit, int]] = ((unit, 500) for unit in documents)
    answers = mapped(Timed(work), pairs, Limits(workers=1))
    _, first = next(answers)
    start, own = perf_counter(), process_time()
    last = max(told for _, told in answers)
    return perf_counter() - start, process_time() - own + last - first


def plain(work: Work, documents: list[Unit]) -> tuple[float, float]:
    function = work()
    function(documents[0])
    start, own = perf_counter(), process_time()
    for unit in documents[1:]:
        function(unit)
    return perf_counter() - start, process_time() - own


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=4_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--off", nargs="*", default=[], help="stages to leave out")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "in.jsonl"
        write(source, given.documents)
        documents = [u for u in units([source], InputOptions()) if isinstance(u, Unit)]
        work = Work(Config().without(*given.off), InputOptions())
        rounds = [(*plain(work, documents), *supervised(work, documents)) for _ in range(given.rounds)]
    best = [min(column) / given.documents * 1000 for column in zip(*rounds, strict=True)]
    for name, loop, workers in (("clock", best[0], best[2]), ("processor", best[1], best[3])):
        print(f"{name:10} plain loop {loop:.3f} ms a document, one worker {workers:.3f} ms: ratio {workers / loop:.3f}")


if __name__ == "__main__":
    main()
