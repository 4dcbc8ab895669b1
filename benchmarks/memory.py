"""Peak memory of a run, by number of documents: ``python benchmarks/memory.py [1000 100000] [--off STAGE ...]``.

Each run is a process of its own over one-paragraph documents (from data/raw, numbered), corpus steps included. Prints
the peak resident size of the parent and of its largest worker, and the ratio to the first run. Needs a POSIX system.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from pipeline.config import Config
from pipeline.running import RunOptions, run

ROOT = Path(__file__).resolve().parents[1]
_UNIT = 1 if sys.platform == "darwin" else 1024


def paragraphs() -> list[str]:
    """The paragraphs of the sample documents."""
    texts = [p.read_text(encoding="utf-8") for p in sorted((ROOT / "data" / "raw").glob("*.txt"))]
    return [line for text in texts for line in text.splitlines() if 200 < len(line) < 800]


def write(path: Path, documents: int) -> None:
    """One-paragraph documents; each has a person, a body and a number of its own beside what it shares with others."""
    some = paragraphs()
    with path.open("w", encoding="utf-8") as file:
        for i in range(documents):
            text = f"{some[i % len(some)]} Công văn số {i}/UBND-VP gửi Ủy ban MTTQ Việt Nam xã Số {i}."
            row = {"id": f"d{i:06}", "text": text, "published": f"202{i % 6}-03-{i % 28 + 1:02}"}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def measure(documents: int, off: list[str], workers: int) -> None:
    """One run, here; prints megabytes of the parent and the largest worker, seconds, and rows as JSON."""
    config = Config().without(*off)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "in.jsonl"
        write(source, documents)
        options = RunOptions(workers=workers, start_method="spawn")
        summary = run([source], Path(folder) / "out", config, None, options)
    peaks = [
        resource.getrusage(who).ru_maxrss * _UNIT / 1e6 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    ]
    print(json.dumps({"parent": peaks[0], "worker": peaks[1], "seconds": summary.seconds, "rows": dict(summary.rows)}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", type=int, nargs="*", default=[1_000, 100_000])
    parser.add_argument("--off", nargs="*", default=[], help="stages to leave out")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.here:
        return measure(given.documents[0], given.off, given.workers)
    first = None
    print(f"{'documents':>10} {'rows':>10} {'seconds':>8} {'parent MB':>10} {'worker MB':>10} {'ratio':>6}")
    for n in given.documents:
        command = [sys.executable, __file__, str(n), "--here", "--workers", str(given.workers), "--off", *given.off]
        found = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        peak = found["parent"] + given.workers * found["worker"]
        first = first or peak
        total = sum(found["rows"].values())
        line = f"{n:10} {total:10} {found['seconds']:8.1f} {found['parent']:10.0f} {found['worker']:10.0f}"
        print(f"{line} {peak / first:6.2f}", flush=True)


if __name__ == "__main__":
    main()
