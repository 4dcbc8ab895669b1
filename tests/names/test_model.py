"""The model file: that it fits the package, and that both taggers read it alike."""

from __future__ import annotations

import json
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import pytest

from pipeline.names import features, train
from pipeline.names.tagger import Tagger
from pipeline.text import canonical
from pipeline.tokens.crf import read

pycrfsuite = pytest.importorskip("pycrfsuite")

TEXT = (
    "Sáng 5/6, Thường trực HĐND huyện Mai Mẫu họp phiên thứ 12. Bà Vũ Thị Mẫu, Chủ tịch HĐND huyện, chủ trì; "
    "dự họp có ông Đỗ Văn Thử - Giám đốc Công ty cổ phần Mẫu Thử.\n(Theo TTXVN)"
)


@pytest.fixture(scope="module")
def model() -> Any:
    with as_file(files("pipeline.names").joinpath("data", "names.crf")) as path:
        yield path


def test_size(model: Path) -> None:
    assert model.stat().st_size < 8_000_000


def test_attributes_are_read_as_python_crfsuite_reads_them(model: Path) -> None:
    tagger = pycrfsuite.Tagger()
    tagger.open(str(model))
    assert set(read(model).attributes) == set(tagger.info().attributes)


def test_unknown_attributes_and_the_tagger_make_no_difference(model: Path) -> None:
    ours = Tagger(model)
    reference = pycrfsuite.Tagger()
    reference.open(str(model))
    shadow = canonical(TEXT)
    syllables = features.read(shadow.text, shadow.folded)
    every = features.columns(syllables, features.making())
    known = features.columns(syllables, ours._tables)
    assert sum(map(len, known)) < sum(map(len, every))
    labels = ours._crf.tag(known)
    assert labels == reference.tag(every)
    assert len(set(labels)) > 4


def test_other_files_are_refused(tmp_path: Path) -> None:
    other = tmp_path / "a.crf"
    other.write_bytes(b"nothing of the kind")
    with pytest.raises(ValueError, match=r"a\.crf cannot be read as a CRFsuite model"):
        Tagger(other)


def gold(*texts: str) -> list[dict[str, Any]]:
    layers: dict[str, list[Any]] = {layer: [] for layer in train.LABELS}
    people = [[{"start": t.index("Trần"), "end": t.index("Trần") + 12}] for t in texts]
    return [{"text": t, **layers, "people": p} for t, p in zip(texts, people, strict=True)]


def write(path: Path, documents: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(d, ensure_ascii=False) + "\n" for d in documents), encoding="utf-8")
    return path


def test_training_is_deterministic_and_its_model_works(tmp_path: Path) -> None:
    file = write(tmp_path / "g.jsonl", gold("ông Trần Văn Mẫu nói", "bà Trần Thị Mẫu đến", "anh Trần Mẫu Anh về"))
    one = train.train(file, tmp_path / "1.crf", iterations=20)
    two = train.train([file], tmp_path / "new" / "2.crf", iterations=20)
    assert one.read_bytes() == two.read_bytes()
    assert [p.name for p in Tagger(one)("gặp ông Trần Văn Mẫu").people] == ["Trần Văn Mẫu"]


def test_model_of_other_templates_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write(tmp_path / "g.jsonl", gold("ông Trần Văn Mẫu nói", "bà Trần Thị Mẫu đến"))
    model = train.train(file, tmp_path / "1.crf", iterations=5)
    monkeypatch.setattr("pipeline.names.tagger.fingerprint", lambda: "000000000000")
    with pytest.raises(ValueError, match=r"1\.crf: trained with other templates .* train it again"):
        Tagger(model)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", r"g\.jsonl, line 2: .*each line is a JSON object"),
        ('{"text": "a"}', r"line 2: no 'roles' in the document"),
    ],
)
def test_bad_gold_is_named(tmp_path: Path, line: str, message: str) -> None:
    file = write(tmp_path / "g.jsonl", gold("ông Trần Văn Mẫu nói"))
    file.write_text(file.read_text(encoding="utf-8") + line, encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        train.train(file, tmp_path / "1.crf")


def test_labels_of_syllables() -> None:
    document = gold("gặp ông Trần Văn Mẫu.")[0]
    shadow = canonical(document["text"])
    syllables = features.read(shadow.text, shadow.folded)
    assert train.labels(document, shadow, syllables) == ["O", "O", "B-P", "I-P", "I-P", "O"]
