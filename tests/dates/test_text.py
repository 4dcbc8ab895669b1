"""Offsets into any raw text, the masks, the stage, and time that grows no faster than the text."""

from __future__ import annotations

import datetime as dt
import os
import time
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.config import Config
from pipeline.dates import extract, stage
from pipeline.dates.examples import ANCHOR, of_rules, parse
from pipeline.types import CitationMention, DateMention, Document, Record

PIECES = [parse(example).text for _, example, _ in of_rules()]
EXAMPLES = int(os.environ.get("TRICHLUC_FUZZ", "150"))
NOISE = ["\u200b", "\xa0", "\r\n", "\n", "😀", "\u0301", "1/", "-", "2021", " năm ", "ngày ", "đến ", ", ", "và ", "("]


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    st.lists(st.sampled_from(PIECES + NOISE) | st.text(max_size=6), max_size=8).map("".join),
    st.none() | st.dates() | st.sampled_from([dt.date.min, dt.date.max, dt.date(1500, 1, 1), ANCHOR]),
    st.sampled_from(["NFC", "NFD"]),
)
def test_fuzz_offsets_are_those_of_the_raw_text(text: str, anchor: dt.date | None, form: str) -> None:
    raw = unicodedata.normalize(form, text)
    end = 0
    for m in extract(raw, anchor):
        assert end <= m.start < m.end <= len(raw)
        assert raw[m.start : m.end].strip() == raw[m.start : m.end] != ""
        assert (m.date_start is None) == (m.date_end is None)
        if m.date_start and m.date_end:
            assert m.date_start <= m.date_end
        end = m.end


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(PIECES), st.sampled_from(PIECES))
def test_a_sentence_does_not_move_its_neighbours_spans(first: str, second: str) -> None:
    alone = [(m.start, m.end) for m in extract(first, ANCHOR)]
    both = [(m.start, m.end) for m in extract(f"{first}.\n\n{second}.", ANCHOR)]
    assert both[: len(alone)] == alone


@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "1/",
        "1-",
        "1.",
        "24/8, ",
        "24, ",
        "24 và ",
        "tháng ",
        "năm ",
        "ngày ",
        " ",
        "\n",
        "đến ",
        "2021-",
        "2021 ",
        "2 tháng ",
    ],
)
def test_time_is_linear_in_the_text(unit: str) -> None:
    def seconds(n: int) -> float:
        text = unit * (n // len(unit)) + str(n)  # the end differs, so that nothing is cached
        start = time.process_time()
        extract(text, ANCHOR)
        return time.process_time() - start

    seconds(1_000)
    short, long = min(seconds(20_000), seconds(20_001)), seconds(160_000)
    assert long < 8 * 4 * max(short, 0.005)


def test_nothing_is_found_inside_a_mask() -> None:
    text = "Nghị quyết A ngày 5/6/2021 và ngày 24/8/2021"
    assert [text[m.start : m.end] for m in extract(text, ANCHOR)] == ["ngày 5/6/2021", "ngày 24/8/2021"]
    assert [text[m.start : m.end] for m in extract(text, ANCHOR, skip=[(0, 20)])] == ["ngày 24/8/2021"]


def test_the_stage_masks_citations_and_takes_the_publication_date() -> None:
    text = "Quy chế 24/8 có hiệu lực từ hôm nay."
    doc = Document(Record("a", "a", text, ""), text, ANCHOR)
    cited = CitationMention(0, 12, "Quy chế", "quy_che")
    dates = stage(Config())(doc, {"citations": [cited]})["dates"]
    assert [(text[m.start : m.end], m.date_start) for m in dates if isinstance(m, DateMention)] == [("hôm nay", ANCHOR)]


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("Lúc 14h30 ngày 24/8", {"time": "14:30", "grain": "day", "edtf": "2021-08-24"}),
        ("24/08/2021 - 08:53 PM", {"time": "20:53"}),
        ("Trước 17h ngày 16/9", {"time": "17:00"}),
        ("8 giờ tối ngày 16/9", {"time": "20:00"}),
        ("trước ngày 16/9", {"modifier": "before"}),
        ("sau năm 1975", {"modifier": "after"}),
        ("từ năm 1975 trở về trước", {"modifier": "until"}),
        ("kể từ ngày 1/9", {"modifier": "from"}),
        ("đến hết ngày 1/9", {"modifier": "until"}),
        ("khoảng năm 1975", {"modifier": "approx"}),
        ("đầu năm 2021", {"modifier": "start", "grain": "year", "edtf": "2021"}),
        ("giữa tháng 9", {"modifier": "mid", "grain": "month", "edtf": "2021-09"}),
        ("Chiều 24/8", {"part_of_day": "afternoon"}),
        ("rạng sáng 24/8", {"part_of_day": "morning"}),
        ("quý III/2021", {"grain": "quarter", "edtf": "2021-35"}),
        ("6 tháng đầu năm 2021", {"grain": "half", "edtf": "2021-40"}),
        ("giai đoạn 2021-2025", {"grain": "year", "edtf": "2021/2025"}),
        ("thập niên 1950", {"grain": "decade", "edtf": "195X"}),
        ("thế kỷ XX", {"grain": "century", "edtf": "1901/2000"}),
        ("tuần trước", {"grain": "week", "edtf": "2021-08-16/2021-08-22", "basis": "anchor"}),
        ("từ 24 đến 26/8", {"edtf": "2021-08-24/2021-08-26"}),
        ("mùng 6 Tết", {"calendar": "lunar", "basis": "anchor"}),
        ("ngày 31/2/2021", {"flag": "invalid", "date_start": None}),
        ("hôm nay (23/8)", {"flag": "anchor_conflict", "date_start": dt.date(2021, 8, 23)}),
        ("ngày 24/8/2021", {"basis": "explicit", "rule": "day_numeric"}),
        ("ngày 24/8", {"basis": "anchor", "rule": "day_numeric_no_year/same_year"}),
    ],
)
def test_the_other_columns(text: str, fields: dict[str, Any]) -> None:
    mention = extract(text, ANCHOR)[0]
    assert {name: getattr(mention, name) for name in fields} == fields


def test_without_a_publication_date_there_is_no_guess() -> None:
    day, month, today = extract("Ngày 24/8 và tháng 9; hôm nay", None)
    assert (day.date_start, day.edtf, day.flag) == (None, "XXXX-08-24", "year_unknown")
    assert (month.date_start, month.edtf, month.flag) == (None, "XXXX-09", "year_unknown")
    assert (today.date_start, today.edtf) == (None, None)


def test_gold_figures(gold: Callable[[str], list[dict[str, Any]]]) -> None:
    """Span and value of every date of the annotated training documents."""
    hit = found = marked = 0
    for doc in gold("train"):
        anchor = dt.date.fromisoformat(doc["published"]) if doc["published"] else None
        cited = [(c["start"], c["end"]) for c in doc["citations"]]
        ours = {
            (m.start, m.end, str(m.date_start or None), str(m.date_end or None))
            for m in extract(doc["text"], anchor, skip=cited)
        }
        spans = {(m["start"], m["end"]) for m in doc["dates"] if not m["date_start"]}
        ours = {m for m in ours if m[:2] not in spans}
        theirs = {(m["start"], m["end"], m["date_start"], m["date_end"]) for m in doc["dates"] if m["date_start"]}
        hit, found, marked = hit + len(ours & theirs), found + len(ours), marked + len(theirs)
    assert 2 * hit / (found + marked) > 0.98
