"""The spaCy view, used as spaCy's users use it. The stages are stand-ins, so that each row is known."""

from __future__ import annotations

import datetime as dt
import pickle
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from spacy import displacy
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.tokens import Doc, DocBin
from spacy.tokens import Span as SpacySpan
from spacy.tokens.underscore import Underscore

from pipeline import schema
from pipeline.config import Config
from pipeline.engine import Engine, Layers, Stage, extract, rows
from pipeline.types import CitationMention, DateMention, Document, PersonMention, Record, RoleMention, Span
from pipeline.view import LABELS, load, to_doc
from tests.text.odd import odd_texts

#: The stand-ins cut ``24/8/2021`` and ``68/NQ-CP`` in mid word.
WORDS = (
    "Ngày|24/8|/2021|,|bà|Trần|Thị Mai|-|Chủ|tịch|UBND|xã|-|ký|.|\r\n\r\n  |Nghị|quyết|68|/|NQ|-CP|\xa0|được|nêu|."
).split("|")
TEXT = "Ngày 24/8/2021, bà Trần Thị Mai - Chủ tịch UBND xã - ký.\r\n\r\n  Nghị quyết 68/NQ-CP\xa0được nêu."


def dates(config: Config) -> Stage:
    def run(doc: Document, layers: Layers) -> dict[str, Sequence[Span]]:
        day = dt.date(2021, 8, 24)
        return {"dates": [DateMention(*at(doc.text, "Ngày 24/8"), day, day, "day")]}

    return run


def names(config: Config) -> Stage:
    def run(doc: Document, layers: Layers) -> dict[str, Sequence[Span]]:
        start, end = at(doc.text, "Thị Mai")
        role = RoleMention(*at(doc.text, "Chủ"), "Chủ tịch", person="Trần Thị Mai", person_start=start, person_end=end)
        return {"people": [PersonMention(start, end, "Trần Thị Mai")], "roles": [role]}

    return run


def citations(config: Config) -> Stage:
    def run(doc: Document, layers: Layers) -> dict[str, Sequence[Span]]:
        return {"citations": [CitationMention(*at(doc.text, "quyết 68/NQ"), "Nghị quyết", "nghi_quyet", "68")]}

    return run


def at(text: str, piece: str) -> tuple[int, int]:
    start = max(0, text.find(piece))
    return start, min(start + len(piece), len(text)) if piece in text else min(1, len(text))


STAGES = {
    "sentences": "pipeline.sentences:stage",
    "tokens": "pipeline.tokens:stage",
    **{n: f"{__name__}:{n}" for n in ("dates", "names", "citations")},
}


@pytest.fixture(scope="module")
def config() -> Config:
    return Config(stages=STAGES, tokens=True)


@pytest.fixture(scope="module")
def nlp(config: Config) -> Language:
    return load(config)


def test_spans_equal_the_rows_of_the_tables(nlp: Language, config: Config) -> None:
    doc = nlp(TEXT)
    assert doc.text == TEXT
    found = rows(Engine(config)(Record("text", "text", TEXT, "")))
    assert list(doc.spans) == list(LABELS)
    for layer in LABELS:
        spans = doc.spans[layer]
        assert [(s.start_char, s.end_char, s.text) for s in spans] == [
            (r["start"], r["end"], r["text"]) for r in found[layer]
        ]
        assert [(s.id_, s.label_) for s in spans] == [(f"{layer}/{n}", LABELS[layer]) for n in range(len(spans))]
    assert [s.text.strip() for s in doc.sents] == [r["text"] for r in found["sentences"]]


def test_fields_are_typed(nlp: Language) -> None:
    doc = nlp(TEXT)
    [date] = doc.spans["dates"]
    [role] = doc.spans["roles"]
    [citation] = doc.spans["citations"]
    assert date._.date_start == dt.date(2021, 8, 24)
    assert (date._.row, date._.sentence, date._.grain, date._.edtf) == (0, 0, "day", None)
    assert (role._.role, role._.person, role._.person_start) == ("Chủ tịch", "Trần Thị Mai", TEXT.index("Thị Mai"))
    assert (citation._.class_, citation._.number, citation._.role) == ("nghi_quyet", "68", None)
    assert (doc._.kind, doc._.published, doc._.n_chars) == ("other", None, len(TEXT))
    assert doc[0:2]._.date_start is None


def test_every_column_is_a_field(nlp: Language) -> None:
    doc = nlp(TEXT)
    for table in schema.TABLES:
        if table.name in LABELS:
            for column in table.columns:
                name = "class_" if column.name == "class" else column.name
                assert name in ("start", "end", "text") or SpacySpan.has_extension(name)
    for column in schema.DOCUMENTS.columns:
        getattr(doc._, column.name)


def test_tokens_are_words_cut_at_mentions(nlp: Language) -> None:
    doc = nlp(TEXT)
    assert [t.text for t in doc] == WORDS
    assert doc[0].tag_
    assert doc.has_annotation("SENT_START")


def test_select_pipes_shows_and_computes_only_what_is_on(nlp: Language) -> None:
    with nlp.select_pipes(enable=["dates"]):
        doc = nlp(TEXT)
        assert list(doc.spans) == ["dates"]
        assert doc.user_data["trichluc"]["people"] == []
        assert len(doc.user_data["trichluc"]["citations"]) == 1
    doc = nlp(TEXT)
    assert [s.text for s in doc.spans["people"]] == ["Thị Mai"]


def test_pipe_streams_texts_with_their_context(nlp: Language) -> None:
    found = list(nlp.pipe([(TEXT, 1), ("", 2), ("Hết.", 3)], as_tuples=True))
    assert [(doc.text, n) for doc, n in found] == [(TEXT, 1), ("", 2), ("Hết.", 3)]


def test_another_process_gets_all_it_needs(nlp: Language) -> None:
    copy, fields = pickle.loads(pickle.dumps((nlp, Underscore.get_state())))
    doc = copy(TEXT)
    assert [s.text for s in doc.spans["people"]] == ["Thị Mai"]
    assert fields == Underscore.get_state()


def test_docbin_keeps_spans_and_fields(nlp: Language) -> None:
    stored = DocBin(store_user_data=True, docs=[nlp(TEXT)]).to_bytes()
    [doc] = DocBin().from_bytes(stored).get_docs(spacy.blank("vi", config=nlp.config).vocab)
    [date] = doc.spans["dates"]
    assert (doc.text, date.text, date.label_, date._.date_start) == (TEXT, "Ngày 24/8", "DATE", dt.date(2021, 8, 24))


def test_displacy_draws_entities_and_spans(nlp: Language) -> None:
    doc = nlp(TEXT)
    assert "DATE" in displacy.render(doc, style="ent", jupyter=False)
    drawn = displacy.render(doc, style="span", options={"spans_key": "people"}, jupyter=False)
    assert "PERSON" in drawn


def test_matcher_works_over_our_words(nlp: Language) -> None:
    matcher = Matcher(nlp.vocab)
    matcher.add("office", [[{"LOWER": "ubnd"}, {"ENT_TYPE": ""}]])
    doc = nlp(TEXT)
    assert [doc[a:b].text for _, a, b in matcher(doc)] == ["UBND xã"]


def test_ents_do_not_overlap(nlp: Language) -> None:
    assert [(e.text, e.label_) for e in nlp(TEXT).ents] == [
        ("Ngày 24/8", "DATE"),
        ("Thị Mai", "PERSON"),
        ("Chủ", "ROLE"),
        ("quyết 68/NQ", "CITATION"),
    ]


def test_a_pipe_in_a_foreign_pipeline_takes_in_whole_tokens(monkeypatch: pytest.MonkeyPatch, config: Config) -> None:
    monkeypatch.setattr("pipeline.view.Engine", lambda: Engine(config))
    other = spacy.blank("xx")
    other.add_pipe("trichluc_dates")
    doc = other(TEXT)
    [date] = doc.spans["dates"]
    assert date.text.startswith("Ngày 24/8")
    assert date._.date_start == dt.date(2021, 8, 24)


def test_the_pipeline_can_be_saved(nlp: Language, tmp_path: object) -> None:
    nlp.to_disk(tmp_path)  # type: ignore[arg-type]
    assert spacy.load(tmp_path).pipe_names == list(LABELS)  # type: ignore[arg-type]
    assert load(Config(stages=STAGES)).from_bytes(nlp.to_bytes()).pipe_names == list(LABELS)


def test_a_result_as_a_document(config: Config) -> None:
    doc = to_doc(Engine(config)(Record("d", "d.txt", TEXT, "", published=dt.date(2021, 8, 25))))
    assert isinstance(doc, Doc)
    assert (doc._.doc_id, doc._.published) == ("d", dt.date(2021, 8, 25))
    assert doc.spans["people"][0]._.name == "Trần Thị Mai"


def test_nothing_else_imports_spacy() -> None:
    code = "import sys, pipeline, pipeline.engine, pipeline.tokens, pipeline.layout, pipeline.cli; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "spacy" not in loaded


@settings(deadline=None, max_examples=150)
@given(odd_texts())
def test_any_text_comes_out_as_it_was(text: str) -> None:
    bare = Config(stages={n: STAGES[n] for n in ("sentences", "tokens")})
    result = Engine(bare)(Record("a", "a", text, ""))
    doc = to_doc(result)
    assert doc.text == "".join("\ufffd" if 0xD800 <= ord(c) < 0xE000 else c for c in text)
    starts = {t.idx for t in doc}
    assert all(s.start in starts for layer in result.layers.values() for s in layer)


SAMPLES = sorted((Path(__file__).parents[2] / "data" / "raw").glob("*.txt"))


@pytest.fixture(scope="module")
def whole() -> Language:
    return load()


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.stem)
def test_the_samples_of_the_project(path: Path, whole: Language) -> None:
    text = path.read_text(encoding="utf-8-sig")
    doc = whole(text)
    assert doc.text == text
    found = rows(extract(text))
    for layer in LABELS:
        assert [(s.start_char, s.end_char) for s in doc.spans[layer]] == [(r["start"], r["end"]) for r in found[layer]]
        for span, row in zip(doc.spans[layer], found[layer], strict=True):
            for column, value in row.items():
                if SpacySpan.has_extension(column):
                    assert getattr(span._, column) == value


def test_the_example_of_the_module_is_true() -> None:
    import doctest

    import pipeline.view

    assert doctest.testmod(pipeline.view) == doctest.TestResults(failed=0, attempted=4)
