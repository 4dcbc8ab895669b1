"""Documents for the toy stages, and what a run made of them."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

MODULES = Path(__file__).parent
STAGES = {name: f"toy_stages:{name}" for name in ("sentences", "people", "faults")}
STEPS = {"count_names": "toy_stages:count_names"}
NAMES = ("An", "Bình", "Chi", "Dũng", "Lan")


def write_documents(folder: Path, n: int) -> None:
    """n documents, each with a line of its own; every tenth repeats the text of the first."""
    for i in range(n):
        k = 0 if i % 10 == 9 else i
        text = f"Hôm qua ông {NAMES[k % 5]} gặp ông {NAMES[k % 3]}.\n- Số {k} của ông {NAMES[k % 4]}\n"
        (folder / f"{i:05}.txt").write_text(text, encoding="utf-8")


def hashes(out: Path) -> dict[str, str]:
    """The output's files by hash, without run.json, which holds times."""
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(out.iterdir()) if p.name != "run.json"}


def rows(out: Path, table: str) -> list[dict[str, Any]]:
    """The rows of a Parquet table."""
    found: list[dict[str, Any]] = pq.read_table(out / f"{table}.parquet").to_pylist()
    return found
