"""Golden output of the samples: every row that they give, compared with `golden.txt`.

After a wanted change look at the difference, then write the file anew: TRICHLUC_GOLDEN=write make test.
"""

from __future__ import annotations

import os
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import pipeline
from pipeline import schema

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = Path(__file__).parent / "golden.txt"
HIDDEN = {"doc_id", "row", "sentence", "text", "source", "sha256"}


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    out = tmp_path_factory.mktemp("golden") / "tables"
    summary = pipeline.run([ROOT / "data" / "raw"], out)
    assert summary.errors == 0
    found = []
    for table in schema.TABLES:
        if table.name in ("texts", "tokens", "sentences", "errors"):
            continue
        for row in pq.read_table(out / f"{table.name}.parquet").to_pylist():
            cells = [f"{k}={v}" for k, v in row.items() if v is not None and k not in HIDDEN]
            head = f"{table.name} {row.get('doc_id', '')} {' '.join(row.get('text', '').split())}"
            found.append(" | ".join([head.strip(), *cells]))
    return found


def test_golden(lines: list[str]) -> None:
    if os.environ.get("TRICHLUC_GOLDEN") == "write":
        GOLDEN.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert lines == GOLDEN.read_text(encoding="utf-8").splitlines()
