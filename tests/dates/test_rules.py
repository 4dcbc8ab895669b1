"""Every rule, veto and cue of the data files does what its own example says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.dates import extract, find, patterns
from pipeline.dates.examples import ANCHOR, of_rules, parse
from pipeline.lexicon import table
from pipeline.text import canonical

PACKAGE = "pipeline.dates"
RULES = of_rules()
VETOES = table(PACKAGE, "vetoes.tsv")
CUES = table(PACKAGE, "cues.tsv")
Without = Callable[[object], None]


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> Iterator[Without]:
    """``without(row)``: extraction goes on as if that row of a veto or cue file were not there."""

    def drop(row: object) -> None:
        monkeypatch.setattr(find, "table", lambda *name: [r for r in table(*name) if r is not row])
        clear()

    def clear() -> None:
        find._vetoes.cache_clear()
        find._cues.cache_clear()

    yield drop
    monkeypatch.undo()
    clear()


def found(text: str) -> list[tuple[str, object]]:
    return [
        (text[m.start : m.end], (m.date_start, m.date_end) if m.date_start else None) for m in extract(text, ANCHOR)
    ]


def expected(marked: str) -> tuple[str, list[tuple[str, object]]]:
    case = parse(marked)
    return case.text, [(case.text[s:e], period) for s, e, period in case.dates]


@pytest.mark.parametrize(("rule", "example"), [(r, e) for r, e, _ in RULES], ids=[r for r, _, _ in RULES])
def test_a_rule_reads_its_example(rule: str, example: str) -> None:
    text, dates = expected(example)
    assert found(text) == dates


@pytest.mark.parametrize(("rule", "counter"), [(r, c) for r, _, c in RULES], ids=[r for r, _, _ in RULES])
def test_a_rule_leaves_its_counter_example_alone(rule: str, counter: str) -> None:
    text, dates = expected(counter)
    assert found(text) == dates


@pytest.mark.parametrize("row", VETOES, ids=[r["veto"] for r in VETOES])
def test_a_veto_works_in_its_example(row: dict[str, str], without: Without) -> None:
    text, dates = expected(row["example"])
    assert found(text) == dates
    without(row)
    assert found(text) != dates, "the example holds without the veto"


@pytest.mark.parametrize("row", CUES, ids=[r["pattern"][:30] for r in CUES])
def test_a_cue_works_in_its_example(row: dict[str, str], without: Without) -> None:
    text, dates = expected(row["example"])
    assert found(text) == dates
    without(row)
    assert found(text) != dates, "the example holds without the cue"


def test_every_example_uses_its_own_rule() -> None:
    """An example that another rule reads would leave its own rule untested."""
    for rule, example, _ in RULES:
        text, _ = expected(example)
        used = {f.rule for f in _singles(text)}
        assert rule in used, f"{rule}: its example is read by {sorted(used)}"


def _singles(text: str) -> list[object]:
    return list(find.singles(canonical(text)))


def test_every_word_class_is_used() -> None:
    """A class of words.tsv that no pattern names and no code asks for is dead data."""
    source = "".join(p.read_text(encoding="utf-8") for p in Path(patterns.__file__).parent.glob("*.py"))
    data = "".join(
        (Path(patterns.__file__).parent / "data" / f"{name}.tsv").read_text(encoding="utf-8")
        for name in ("rules", "macros", "continuations")
    )
    classes = {r["class"] for r in table(PACKAGE, "words.tsv")}
    assert [
        c for c in sorted(classes) if f"{c}}}" not in data and f'words("{c}")' not in source.replace("'", '"')
    ] == []
