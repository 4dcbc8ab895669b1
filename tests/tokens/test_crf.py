"""The decoder against CRFsuite itself, on small models of our own."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pycrfsuite
import pytest

from pipeline.tokens.crf import Decoder, ModelError, Symbols, read

TEMPLATES = [
    [("w", -2)], [("w", 0)], [("w", 1)], [("s", 0)], [("w", -1), ("w", 0)], [("w", 0), ("w", 1)], [("s", 0), ("w", 1)],
]  # fmt: skip
EDGE = "\x02"


def train(path: Path, sentences: Sequence[tuple[Sequence[Sequence[str]], Sequence[str]]]) -> None:
    """Train a model on (attributes of each token, labels)."""
    trainer = pycrfsuite.Trainer(verbose=False)
    for attributes, labels in sentences:
        trainer.append(attributes, labels)
    trainer.set_params({"c2": 0.1, "max_iterations": 30})
    trainer.train(str(path))


def split(attribute: str) -> tuple[int, Symbols] | None:
    if attribute == "always":
        return None
    number, _, value = attribute.partition("=")
    return int(number), value if len(TEMPLATES[int(number)]) == 1 else tuple(value.split("|"))


def attributes(streams: dict[str, list[str]]) -> list[list[str]]:
    """The same features, built as strings."""

    def symbol(stream: str, at: int) -> str:
        return streams[stream][at] if 0 <= at < len(streams[stream]) else EDGE

    size = len(streams["w"])
    return [
        ["always", *(f"{n}=" + "|".join(symbol(s, i + by) for s, by in t) for n, t in enumerate(TEMPLATES))]
        for i in range(size)
    ]


def sentence(chance: random.Random, size: int) -> tuple[dict[str, list[str]], list[str]]:
    words = [chance.choice("một hai ba bốn năm sáu bảy tám".split()) for _ in range(size)]
    streams = {"w": words, "s": [chance.choice("xX") for _ in words]}
    labels = ["B" if s == "X" else "I" if w < "h" else "O" for w, s in zip(words, streams["s"], strict=True)]
    return streams, labels


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    chance = random.Random(7)
    path = tmp_path_factory.mktemp("crf") / "small.crf"
    train(path, [(attributes(s), labels) for s, labels in (sentence(chance, 12) for _ in range(60))])
    return path


def test_labels_are_those_of_crfsuite(model: Path) -> None:
    chance = random.Random(8)
    decoder = Decoder(read(model), TEMPLATES, split, EDGE)
    tagger = pycrfsuite.Tagger()
    tagger.open(str(model))
    for size in [1, 2, 3, *range(5, 60)]:
        streams, _ = sentence(chance, size)
        if size > 4:
            streams["w"][3] = "chín"  # a word that the model has never seen
        assert decoder.tag(streams) == tagger.tag(attributes(streams))
    assert decoder.tag({"w": [], "s": []}) == []


def test_the_file_is_read_whole(model: Path) -> None:
    found = read(model)
    tagger = pycrfsuite.Tagger()
    tagger.open(str(model))
    info = tagger.info()
    assert sorted(found.labels) == sorted(tagger.labels())
    assert set(found.attributes) == set(info.attributes)
    moves = {(found.labels[a], found.labels[b]): w for kind, a, b, w in found.features() if kind == 1}
    states = {(found.attributes[a], found.labels[b]): w for kind, a, b, w in found.features() if kind == 0}
    assert moves == pytest.approx(info.transitions, abs=1e-5)
    assert states == pytest.approx(info.state_features, abs=1e-5)


@pytest.mark.parametrize("data", [b"", b"lCRF" + bytes(60), b"no model at all" * 9])
def test_other_files_are_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x.crf").write_bytes(data)
    with pytest.raises(ModelError, match=r"x\.crf cannot be read as a CRFsuite model"):
        read(tmp_path / "x.crf")
