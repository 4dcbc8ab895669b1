"""Words per second on one core: the whole pipeline beside underthesea's word_tokenize and ner.

    python benchmarks/run.py [TEXTS] [--seconds N]

All three read the same texts line by line, document by document in turn, in one process; the ratios of one run are what
counts. TEXTS is a folder of .txt files or a .jsonl file with the field text (default: the samples in data/raw). The
first round meets each text for the first time; later rounds find its words in the caches, as a long run does with most
words.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

TARGET = 2.2  # of word_tokenize's time


def texts(source: Path) -> list[str]:
    """The texts of a folder or .jsonl file. Exits with a message where there is none."""
    if source.suffix == ".jsonl":
        found = [json.loads(line)["text"] for line in source.read_text(encoding="utf-8").splitlines()]
    else:
        found = [path.read_text(encoding="utf-8-sig") for path in sorted(source.rglob("*.txt"))]
    if not found:
        sys.exit(f"{source}: no text in it; name a folder of .txt files or a .jsonl file")
    return found


def measure(calls: dict[str, Callable[[str], object]], documents: list[str], seconds: float) -> list[dict[str, float]]:
    """Processor seconds of each call in each round over all documents, for about `seconds` a call."""
    rounds: list[dict[str, float]] = []
    begun = time.perf_counter()
    while not rounds or time.perf_counter() - begun < seconds * len(calls):
        spent = dict.fromkeys(calls, 0.0)
        for text in documents:
            for name, call in calls.items():
                start = time.process_time()
                call(text)
                spent[name] += time.process_time() - start
        rounds.append(spent)
    return rounds


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("texts", nargs="?", type=Path, default=Path(__file__).parents[1] / "data" / "raw")
    parser.add_argument("--seconds", type=float, default=10.0, help="of each, about (default 10)")
    options = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})

    from underthesea import ner, word_tokenize

    from pipeline import Engine, Record

    engine = Engine()

    def by_line(call: Callable[[str], object]) -> Callable[[str], object]:
        return lambda text: [call(line) for line in text.splitlines() if line.strip()]

    calls = {
        "word_tokenize": by_line(word_tokenize),
        "ner": by_line(ner),
        "trichluc": lambda text: engine(Record("", "", text, "")),
    }
    documents = texts(options.texts)
    words = sum(len(word_tokenize(line)) for text in documents for line in text.splitlines())
    measure(calls, documents[:1], 0.0)  # loads the models
    rounds = measure(calls, documents, options.seconds)

    print(f"{len(documents)} documents, {words:,} words, {len(rounds)} rounds, one core")
    print(f"{'':15}{'words/s':>12}{'of word_tokenize':>18}{'first round':>13}")
    base, first = sum(r["word_tokenize"] for r in rounds), rounds[0]
    for name in calls:
        took = sum(r[name] for r in rounds)
        print(
            f"{name:15}{len(rounds) * words / took:12,.0f}{took / base:17.2f}x"
            f"{first[name] / first['word_tokenize']:12.2f}x"
        )
    print(f"target: trichluc at most {TARGET}x of the time of word_tokenize")


if __name__ == "__main__":
    main()
