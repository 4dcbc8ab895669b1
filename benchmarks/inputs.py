"""Encodings named right by length of text, and what each reader costs, beside the libraries that others use.

    python benchmarks/inputs.py [TEXTS]

TEXTS is a .jsonl file with the field text (default: the samples in data/raw). Costs are milliseconds of processor time
for one document of about 7,000 characters.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import unicodedata
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.run import texts
from pipeline.reading import InputOptions
from pipeline.reading.encodings import decode
from tests.reading import test_same_text as made
from tests.reading.made import encode

LENGTHS = (25, 50, 100, 200, 2000)
ENCODINGS = ("windows-1258", "tcvn3", "vni", "viscii", "vps")
CUTS = 3
ROUNDS = 20


def named_right(documents: list[str], encoding: str, length: int) -> float:
    """The share of cuts of this length whose encoding is named right."""
    rng = random.Random(length)
    right = total = 0
    for text in documents:
        for _ in range(CUTS):
            start = rng.randrange(max(1, len(text) - length))
            data = encode(text[start : start + length], encoding)
            total += 1
            right += data.isascii() or decode(data).encoding == encoding
    return right / total


def milliseconds(work: Callable[[], object]) -> float:
    work()
    start = time.process_time()
    for _ in range(ROUNDS):
        work()
    return (time.process_time() - start) / ROUNDS * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", nargs="?", type=Path, default=Path(__file__).parents[1] / "data" / "raw")
    source = parser.parse_args().texts
    documents = [unicodedata.normalize("NFC", t) for t in texts(source)]
    print(f"{'characters':14}" + "".join(f"{n:8}" for n in LENGTHS))
    for encoding in ENCODINGS:
        print(f"{encoding:14}" + "".join(f"{named_right(documents, encoding, n):8.1%}" for n in LENGTHS))
    made.LINES[:] = made.LINES * 12
    files = {
        "html": made.html(),
        "docx": made.docx("".join(map(made.paragraph, made.LINES))),
        "rtf": made.rtf(),
        "pdf": made.pdf(made.LINES),
        "eml": made.mail(),
        "plain": "\n".join(made.LINES).encode(),
        "plain (tcvn3)": encode("\n".join(made.LINES), "tcvn3"),
    }
    print()
    for name, data in files.items():
        read = import_module(f"pipeline.reading.{name.split()[0]}").read
        cost = milliseconds(lambda read=read, data=data: read(data, InputOptions()))
        print(f"{name:14}{cost:8.2f} ms")
    try:
        from trafilatura import extract
    except ImportError:
        return
    print(f"{'trafilatura':14}{milliseconds(lambda: extract(files['html'])):8.2f} ms")


if __name__ == "__main__":
    main()
