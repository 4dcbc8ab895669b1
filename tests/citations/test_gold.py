"""Figures on the shared material, by its own scorers: floors, so that nothing slides back."""

from __future__ import annotations

import csv
import datetime as dt
import json
import lzma
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from pipeline.citations import extract, ids

_COLUMNS = ("start", "end", "kind", "number", "year", "symbol", "issued_on", "issuer", "pinpoint")
_FLOORS = {
    "train": {"strict": 0.99, "whole": 0.99, "issued_on": 0.98, "issuer": 0.95, "pinpoint": 0.95},
    "dev": {"strict": 0.95, "whole": 0.96, "issued_on": 0.95, "issuer": 0.87},
}


@pytest.mark.parametrize("name", ["train", "dev"])
def test_gold(
    name: str, gold: Callable[[str], list[dict[str, Any]]], shared: Callable[[str], Path], tmp_path: Path
) -> None:
    with (tmp_path / "citations.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["doc_id", *_COLUMNS])
        for doc in gold(name):
            published = dt.date.fromisoformat(doc["published"]) if doc["published"] else None
            for m in extract(doc["text"], published=published):
                writer.writerow([doc["id"], *(getattr(m, c) for c in _COLUMNS)])
    out = tmp_path / "figures.json"
    scorer = [sys.executable, shared("eval/score.py"), shared(f"gold/{name}.jsonl"), tmp_path, "--only", "citations"]
    subprocess.run([*map(str, scorer), "--json", str(out)], check=True, capture_output=True)
    figures = json.loads(out.read_text(encoding="utf-8"))["citations"]
    below = {k: figures[k] for k, floor in _FLOORS[name].items() if figures[k] < floor}
    assert below == {}


def test_hard_cases(shared: Callable[[str], Path], tmp_path: Path) -> None:
    cases = shared("domain/citations_cases.jsonl")
    out = tmp_path / "found.jsonl"
    with out.open("w", encoding="utf-8") as file:
        for line in cases.read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            found = [{c: _plain(getattr(m, c)) for c in _COLUMNS} for m in extract(case["text"])]
            file.write(json.dumps({"id": case["id"], "citations": found}) + "\n")
    scorer = [sys.executable, shared("eval/score_citations.py"), cases, out]
    words = subprocess.run(list(map(str, scorer)), check=True, capture_output=True, text=True).stdout.split()
    figures = dict(pairwise(words))
    graded = int(figures["graded"])
    assert int(figures["value"]) >= 0.97 * graded
    assert int(figures["span"]) >= 0.93 * graded
    assert int(figures["extra"]) <= 3
    for name, floor in (("clean", 0.95), ("issued_on", 0.93), ("issuer", 0.93), ("pinpoint", 0.9)):
        right, total = map(int, figures[name].split("/"))
        assert right >= floor * total, name


def test_no_id_joins_two_documents(shared: Callable[[str], Path]) -> None:
    """Over every fourth raw text: ids by form, and what the mentions of one id say."""
    forms: dict[str, set[str]] = defaultdict(set)
    numbers: dict[str, set[str]] = defaultdict(set)
    years: dict[str, set[int]] = defaultdict(set)
    with lzma.open(shared("text/raw.jsonl.xz"), "rt", encoding="utf-8") as lines:
        for line in (line for i, line in enumerate(lines) if i % 4 == 0):
            for m in extract(json.loads(line)["text"]):
                id_ = m.citation_id or ""
                forms[m.form].add(id_)
                if m.number and m.kind != "Đề án":
                    numbers[id_].add(m.number.lower().lstrip("0"))
                if m.year:
                    years[id_].add(m.year)
                kind = ids.parse(id_).kind
                assert m.class_.startswith(kind) or m.kind in ("Văn bản", "Đề án", "Chương trình"), (id_, m)
    assert {i: n for i, n in numbers.items() if len(n) > 1} == {}
    assert {i: y for i, y in years.items() if len(y) > 1} == {}
    assert len(forms["full"]) > 500 and len(forms["named"]) > 200 and len(forms["short"]) > 100


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value
