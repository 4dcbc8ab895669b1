"""Words per second on one core: the whole pipeline beside underthesea's word_tokenize and ner.

    python benchmarks/run.py [FOLDER] [--seconds N]

All three read the same texts line by line, in turn, in one process, until each has had its time; the ratios of one run
are what counts. FOLDER holds .txt files (default: the samples in data/raw).
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

TARGET = 2.2  # of word_tokenize's time


def texts(folder: Path) -> list[str]:
    """The texts of the folder. Exits with a message where there is none."""
    found = [path.read_text(encoding="utf-8-sig") for path in sorted(folder.rglob("*.txt"))]
    if not found:
        sys.exit(f"{folder}: no .txt file in it; name a folder with texts")
    return found


def measure(
    calls: dict[str, Callable[[list[str]], object]], batches: list[list[str]], seconds: float
) -> dict[str, float]:
    """Processor seconds a round (all batches once) of each call; the calls take turns, batch by batch."""
    spent = dict.fromkeys(calls, 0.0)
    rounds = 0
    begun = time.perf_counter()
    while rounds == 0 or time.perf_counter() - begun < seconds * len(calls):
        for batch in batches:
            for name, call in calls.items():
                start = time.process_time()
                call(batch)
                spent[name] += time.process_time() - start
        rounds += 1
    return {name: total / rounds for name, total in spent.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).parents[1] / "data" / "raw")
    parser.add_argument("--seconds", type=float, default=10.0, help="of each, about (default 10)")
    options = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})

    from underthesea import ner, word_tokenize

    from pipeline import Engine, Record

    engine = Engine()

    def by_line(call: Callable[[str], object]) -> Callable[[list[str]], object]:
        return lambda batch: [call(line) for text in batch for line in text.splitlines() if line.strip()]

    calls: dict[str, Callable[[list[str]], object]] = {
        "word_tokenize": by_line(word_tokenize),
        "ner": by_line(ner),
        "trichluc": lambda batch: [engine(Record("", "", text, "")) for text in batch],
    }
    batches = [[text] for text in texts(options.folder)]
    words = sum(len(word_tokenize(line)) for [text] in batches for line in text.splitlines())
    measure(calls, batches[:1], 0.0)  # loads the models
    took = measure(calls, batches, options.seconds)

    print(f"{len(batches)} documents, {words:,} words, one core")
    print(f"{'':15}{'words/s':>12}{'of word_tokenize':>18}")
    for name, seconds in took.items():
        print(f"{name:15}{words / seconds:12,.0f}{seconds / took['word_tokenize']:17.2f}x")
    print(f"target: trichluc at most {TARGET}x of the time of word_tokenize")


if __name__ == "__main__":
    main()
