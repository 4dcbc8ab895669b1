"""Readers of the data files (TSV) that hold the linguistic knowledge, beside the stage that uses them.

A data file is UTF-8, tab-separated, with a header line; lines that start with ``#`` are comments. An analyst can
correct it without touching Python. Each stage's tests run over each entry.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@cache
def table(package: str, name: str) -> tuple[Mapping[str, str], ...]:
    """The rows of ``data/<name>`` in `package` (``pipeline.dates``), each column name -> cell.

    Raises ValueError naming the file and line where a row has more or fewer cells than the header.
    """
    lines = files(package).joinpath("data", name).read_text(encoding="utf-8").splitlines()
    numbered = [(n, line) for n, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    header = numbered[0][1].split("\t")
    rows = []
    for n, line in numbered[1:]:
        cells = line.split("\t")
        if len(cells) != len(header):
            raise ValueError(f"{package}/data/{name}, line {n}: {len(cells)} cells, the header has {len(header)}")
        rows.append(MappingProxyType(dict(zip(header, (c.strip() for c in cells), strict=True))))
    return tuple(rows)


def alternation(entries: Iterable[str]) -> str:
    """The entries as alternatives of a regular expression, the longest first."""
    return "|".join(re.escape(e) for e in sorted(entries, key=len, reverse=True))
