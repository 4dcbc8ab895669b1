"""The engine: stages in order, failures as problems, citations closed, rows numbered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import pytest

from pipeline.config import Config, ConfigError
from pipeline.engine import Engine, Layers, Stage, extract, rows
from pipeline.types import CitationMention, DateMention, Document, Record, Sentence, Span

TEXT = "Nghị quyết 68/NQ-CP ngày 1/7. Hết."
HERE = f"{__name__}"


def sentences(config: Config) -> Stage:
    return lambda doc, layers: {"sentences": [Sentence(0, 29, "body"), Sentence(30, 34, "body")]}


def dates(config: Config) -> Stage:
    def run(doc: Document, layers: Layers) -> Mapping[str, Sequence[Span]]:
        day = dt.date(2021, 7, 1)
        return {
            "dates": [
                DateMention(30, 34, day, day, "day"),
                DateMention(20, 28, day, day, "day"),
                DateMention(11, 13, None, None, "day"),
            ]
        }

    return run


def citations(config: Config) -> Stage:
    return lambda doc, layers: {"citations": [CitationMention(0, 19, "Nghị quyết", "nghi_quyet", "68", None, "NQ-CP")]}


def broken(config: Config) -> Stage:
    def run(doc: Document, layers: Layers) -> Mapping[str, Sequence[Span]]:
        raise RuntimeError("no luck")

    return run


def _engine(*names: str) -> Engine:
    import sys

    sys.modules.setdefault("engine_stages", sys.modules[HERE])
    return Engine(Config(stages={n: f"engine_stages:{n}" for n in names}))


def _record() -> Record:
    return Record("a", "a.txt", TEXT, "0" * 64, dt.date(2021, 8, 24))


def test_rows_are_numbered_sliced_and_placed_in_sentences() -> None:
    table = rows(_engine("sentences", "dates")(_record()))["dates"]
    assert [(r["row"], r["sentence"], r["text"]) for r in table] == [(0, 0, "68"), (1, 0, "ngày 1/7"), (2, 1, "Hết.")]
    assert all(r["text"] == TEXT[r["start"] : r["end"]] for r in table)


def test_nothing_inside_a_citation_is_a_row() -> None:
    result = _engine("citations", "dates")(_record())
    assert [TEXT[m.start : m.end] for m in result.layers["dates"]] == ["ngày 1/7", "Hết."]


def test_a_failing_stage_is_a_problem_and_the_others_go_on() -> None:
    result = _engine("sentences", "broken", "dates")(_record())
    assert [(p.stage, p.error, p.message) for p in result.problems] == [("broken", "RuntimeError", "no luck")]
    found = rows(result)
    assert len(found["dates"]) == 3
    assert found["documents"][0]["n_sentences"] == 2
    assert found["errors"][0]["doc_id"] == "a"


def test_an_unknown_factory_is_a_config_error() -> None:
    with pytest.raises(ConfigError, match="stage 'dates': 'nowhere:stage' cannot be loaded"):
        Engine(Config(stages={"dates": "nowhere:stage"}))


def test_extract_keeps_the_engine_of_a_configuration() -> None:
    config = Config(stages={})
    assert extract("một", config=config).document.text == "một"
    assert extract("hai", config=Config(stages={})).layers == {}
