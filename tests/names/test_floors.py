"""Floors on the shared development set, where it is there (the figures themselves stand in docs/names.md)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pipeline import names

FLOORS = {"people": 0.955, "organisations": 0.895}


@pytest.fixture(scope="module")
def scores(gold: Callable[[str], list[dict[str, Any]]]) -> dict[str, float]:
    counts = {layer: [0, 0] for layer in FLOORS}
    for d in gold("dev"):
        people, organisations, _ = names.extract(d["text"])
        for layer, mentions in (("people", people), ("organisations", organisations)):
            wanted = {(m["start"], m["end"]) for m in d[layer]}
            cited = [(c["start"], c["end"]) for c in d["citations"]]
            found = {(m.start, m.end) for m in mentions}
            found = {s for s in found if s in wanted or not any(a <= s[0] and s[1] <= b for a, b in cited)}
            counts[layer][0] += 2 * len(found & wanted)
            counts[layer][1] += len(found) + len(wanted)
    return {layer: right / both for layer, (right, both) in counts.items()}


@pytest.mark.parametrize("layer", FLOORS)
def test_strict_f1(scores: dict[str, float], layer: str) -> None:
    assert scores[layer] >= FLOORS[layer]
