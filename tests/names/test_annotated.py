"""The spans that we annotated in texts that are not ours: joined with the texts they were made of, or not at all."""

from __future__ import annotations

import json
import lzma
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from pipeline.names.annotated import digest, join
from pipeline.names.train import LABELS


def test_a_text_that_is_another_one_is_refused() -> None:
    with pytest.raises(ValueError, match="W00005: not the text that was annotated"):
        list(join([("W00005", "một bài khác")]))


def test_missing_texts_are_named() -> None:
    with pytest.raises(ValueError, match=r"no such text, nor \d+ others"):
        list(join([]))


def test_spans_fit_their_texts(shared: Callable[[str], Path]) -> None:
    with lzma.open(shared("text/raw.jsonl.xz"), "rt", encoding="utf-8") as lines:
        texts = [(row["id"], row["text"]) for row in map(json.loads, lines)]
    documents = list(join(texts))
    assert len(documents) > 500
    for document in documents:
        text = document["text"]
        for layer in LABELS:
            spans = [(m["start"], m["end"]) for m in document[layer]]
            assert all(0 <= a < b <= len(text) for a, b in spans)
            assert all(not text[a].isspace() and not text[b - 1].isspace() for a, b in spans), document["id"]
            assert layer == "roles" or all(x[1] <= y[0] for x, y in pairwise(spans))


def test_digest() -> None:
    assert digest("Hà Nội") == "6ac69af836de"
