"""The reader of model files against CRFsuite itself, on small models of our own."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pycrfsuite
import pytest

from pipeline.tokens.crf import ModelError, read


def train(path: Path, sentences: Sequence[tuple[Sequence[Sequence[str]], Sequence[str]]]) -> None:
    """Train a model on (attributes of each token, labels)."""
    trainer = pycrfsuite.Trainer(verbose=False)
    for attributes, labels in sentences:
        trainer.append(attributes, labels)
    trainer.set_params({"c2": 0.1, "max_iterations": 30})
    trainer.train(str(path))


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    chance = random.Random(7)
    path = tmp_path_factory.mktemp("crf") / "small.crf"
    words = [[chance.choice("một hai ba bốn năm sáu bảy tám".split()) for _ in range(12)] for _ in range(60)]
    train(path, [([[f"w={w}", f"s={w[0]}"] for w in s], ["B" if w < "h" else "I" for w in s]) for s in words])
    return path


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
