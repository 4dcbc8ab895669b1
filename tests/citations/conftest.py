"""The case table: own sentences with the citations in them and their fields."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

FIELDS = ("form", "kind", "number", "year", "symbol", "issued_on", "issuer", "pinpoint")


@dataclass(frozen=True)
class Case:
    """A text without its marks; `citations` are (start, end, the fields as written in the table, None where empty)."""

    line: int
    text: str
    citations: list[tuple[int, int, dict[str, str | None]]]


def read(path: Path) -> list[Case]:
    found = []
    for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith(("#", "text\t")):
            continue
        marked, cells = line.split("\t")
        pieces = marked.replace("\\n", "\n").replace("]]", "[[").split("[[")
        rows = [dict(zip(FIELDS, c.strip().split("|"), strict=True)) for c in cells.split(";;") if c.strip()]
        spans, at = [], 0
        for i, piece in enumerate(pieces):
            if i % 2:
                spans.append((at, at + len(piece)))
            at += len(piece)
        citations = [
            (a, b, {k: v.strip() or None for k, v in r.items()}) for (a, b), r in zip(spans, rows, strict=True)
        ]
        found.append(Case(n, "".join(pieces), citations))
    return found


def as_written(mention: Any) -> dict[str, str | None]:
    """The fields of a mention as the table writes them."""
    values = {name: getattr(mention, name) for name in FIELDS}
    return {name: None if value is None else str(value) for name, value in values.items()}


@pytest.fixture(scope="session")
def cases() -> list[Case]:
    return read(Path(__file__).with_name("cases.tsv"))


@pytest.fixture(scope="session", name="as_written")
def _as_written() -> Any:
    return as_written
