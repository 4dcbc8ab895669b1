"""Each entry of the data files."""

from __future__ import annotations

import pytest

from pipeline.lexicon import table
from pipeline.names import knowledge
from pipeline.names.features import read
from pipeline.text import key

LEXICON = table("pipeline.names", "lexicon.tsv")
WORDS = table("pipeline.names", "words.tsv")


@pytest.mark.parametrize("row", LEXICON, ids=lambda row: f"{row['class']} {row['entry']}")
def test_entry_is_found_in_text(row: dict[str, str]) -> None:
    entry, group = key(row["entry"]), knowledge.GROUPS[row["class"].partition(".")[0]]
    stream = read(entry, entry).streams[group]
    assert stream[0].startswith(f"B{row['class']}")
    assert all(symbol == f"I{row['class']}" for symbol in stream[1:])


def test_no_entry_twice_in_one_group() -> None:
    seen = [(key(row["entry"]), knowledge.GROUPS[row["class"].partition(".")[0]]) for row in LEXICON]
    assert len(seen) == len(set(seen))


def test_words_are_canonical_and_unique() -> None:
    words = [row["word"] for row in WORDS]
    assert len(words) == len(set(words)) > 5000
    assert [word for word in words if key(word) != word] == []


def test_clusters_hold_like_words() -> None:
    middle = {row["word"]: row["middle"] for row in WORDS}
    assert middle["phát biểu"] == middle["nhấn mạnh"] == middle["khẳng định"]
    assert len({middle["tỉnh"], middle["phát biểu"], middle["người"]}) == 3


def test_words_by_longest_match() -> None:
    text = "quản lý tổng kết"
    streams = read(text, text).streams
    assert streams["i"] == ["quản lý", "quản lý", "tổng kết", "tổng kết"]
    assert streams["v"] == ["B2", "I", "B2", "I"]
    assert streams["r"][2:] == ["quản lý", "quản lý"]
    assert streams["j"][:2] == ["tổng kết", "tổng kết"]
