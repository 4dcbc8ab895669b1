"""The researcher's view: spaCy documents whose spans are the rows of the tables.

>>> import pipeline
>>> nlp = pipeline.load()
>>> doc = nlp("Ngày 24/8/2021, bà Trần Thị Mai dự hội nghị.")
>>> [(span.text, span._.date_start.isoformat()) for span in doc.spans["dates"]]
[('Ngày 24/8/2021', '2021-08-24')]

``doc.text`` is the raw text. Its tokens are our words, cut where a mention begins or ends, so that ``start_char`` and
``end_char`` of a span equal ``start`` and ``end`` of its row; blanks that a token cannot carry are tokens of their own.
``span.id_`` is table and row (``dates/0``), ``span._`` has the row's columns, ``doc._`` those of its documents row.

The tokenizer runs the stages, each pipe shows one layer: of what no enabled pipe shows, as much as possible is not
computed. In another pipeline (``nlp.add_pipe("trichluc_dates")``) a pipe runs the stages itself and a span takes in
the whole tokens that its mention touches. This module alone imports spaCy.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.tokens import Span as SpacySpan
from spacy.util import filter_spans, registry
from spacy.vocab import Vocab

from pipeline import schema
from pipeline.config import Config
from pipeline.engine import Engine, Result, rows
from pipeline.types import Record, Span, Token

#: Layer -> label of its spans, in ``doc.spans`` and in ``doc.ents``.
LABELS = {
    "dates": "DATE",
    "people": "PERSON",
    "organisations": "ORGANISATION",
    "roles": "ROLE",
    "citations": "CITATION",
}
#: Stages that only these layers need; all others always run.
_ONLY_FOR = {
    "dates": {"dates"},
    "names": {"people", "organisations", "roles"},
    "roles": {"roles"},
    "linking": {"people", "organisations", "roles", "citations"},
}
_KEY = "trichluc"
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


def load(config: Config | None = None) -> Language:
    """A spaCy pipeline with a pipe for each layer: dates, people, organisations, roles, citations.

    A document's publication date is found in its text, else it is ``config.anchor``; for one that is known per document
    see `to_doc`.
    """
    nlp = spacy.blank("vi", config={"nlp": {"tokenizer": {"@tokenizers": "trichluc.Tokenizer.v1"}}})
    nlp.tokenizer = Tokenizer(nlp, config)
    nlp.max_length = 100_000_000
    for layer in LABELS:
        nlp.add_pipe(f"trichluc_{layer}", name=layer)
    return nlp


def to_doc(result: Result, vocab: Vocab | None = None) -> Doc:
    """A `Result` (of `pipeline.extract`) as a spaCy document with the spans of all layers."""
    doc = _document(result, vocab or Vocab())
    for layer in LABELS:
        _show(doc, layer, exact=True)
    return doc


class Tokenizer:
    """Runs the stages that the enabled pipes of `nlp` need, and cuts the text into words and mentions."""

    def __init__(self, nlp: Language, config: Config | None = None) -> None:
        self.nlp = nlp
        self.vocab = nlp.vocab
        self.config = config or Config()
        self._engines: dict[frozenset[str], Engine] = {}

    def __call__(self, text: str) -> Doc:
        shown = {name.removeprefix("trichluc_") for name in self.nlp.pipe_names}
        idle = frozenset(s for s, layers in _ONLY_FOR.items() if s in self.config.stages and not layers & shown)
        if idle not in self._engines:
            self._engines[idle] = Engine(self.config.without(*idle))
        return _document(self._engines[idle](Record("text", "text", text, "")), self.vocab)

    def __getstate__(self) -> dict[str, Any]:
        """What goes to another process, which builds its own engines."""
        return {**self.__dict__, "_engines": {}}

    def pipe(self, texts: Iterator[str]) -> Iterator[Doc]:
        yield from map(self, texts)

    def to_bytes(self, **_: Any) -> bytes:
        return b""

    def from_bytes(self, _data: bytes, **_: Any) -> Tokenizer:
        return self

    def to_disk(self, _path: str | Path, **_: Any) -> None:
        """There is nothing to store: the models are the package's."""

    def from_disk(self, _path: str | Path, **_: Any) -> Tokenizer:
        return self


def create_tokenizer() -> Callable[[Language], Tokenizer]:
    """spaCy's way to make the tokenizer from a pipeline's config."""
    return Tokenizer


registry.tokenizers.register("trichluc.Tokenizer.v1", func=create_tokenizer)


class Layer:
    """A pipe that puts the spans of one layer into ``doc.spans`` and ``doc.ents``."""

    def __init__(self, layer: str) -> None:
        self.layer = layer
        self._engine: Engine | None = None

    def __getstate__(self) -> dict[str, Any]:
        return {"layer": self.layer, "_engine": None}

    def __call__(self, doc: Doc) -> Doc:
        exact = doc.user_data.get(_KEY, {}).get("exact", False)
        if _KEY not in doc.user_data:
            self._engine = self._engine or Engine()
            doc.user_data[_KEY] = _rows(self._engine(Record("text", "text", doc.text, "")), exact=False)
        _show(doc, self.layer, exact)
        return doc


def _factory(layer: str) -> Callable[[Language, str], Layer]:
    def create(nlp: Language, name: str) -> Layer:
        return Layer(layer)

    Language.factory(f"trichluc_{layer}", func=create)
    return create


dates, people, organisations, roles, citations = map(_factory, LABELS)


def _rows(result: Result, exact: bool) -> dict[str, Any]:
    """The rows of `result` in a form that a DocBin can store: dates as ISO text."""
    found = rows(result)
    plain = {
        name: [{k: v.isoformat() if isinstance(v, dt.date) else v for k, v in row.items()} for row in found[name]]
        for name in ("documents", *LABELS)
    }
    return {"exact": exact, **plain}


def _show(doc: Doc, layer: str, exact: bool) -> None:
    label = LABELS[layer]
    spans = []
    for n, row in enumerate(doc.user_data[_KEY][layer]):
        span = doc.char_span(
            row["start"],
            row["end"],
            label=label,
            span_id=f"{layer}/{n}",
            alignment_mode="strict" if exact else "expand",
        )
        if span is not None:
            spans.append(span)
    doc.spans[layer] = spans
    doc.ents = filter_spans([*doc.ents, *spans])


def _document(result: Result, vocab: Vocab) -> Doc:
    """The document without spans: words cut at mentions, blanks, sentence starts, tags, and the rows."""
    text = result.document.text.translate(_SURROGATES)
    tokens = [t for t in result.layers.get("tokens", ()) if isinstance(t, Token)]
    sentences = result.layers.get("sentences", ())
    mentions = [m for layer in LABELS for m in result.layers.get(layer, ())]
    words, spaces, starts = _words(text, [*tokens, *sentences, *mentions])
    opening = {s.start for s in sentences}
    tags = {t.start: t.pos for t in tokens if t.pos}
    doc = Doc(
        vocab,
        words=words,
        spaces=spaces,
        sent_starts=[n == 0 or start in opening for n, start in enumerate(starts)],
        tags=[tags.get(start, "") for start in starts] if tags else None,
        user_data={_KEY: _rows(result, exact=True)},
    )
    return doc


def _words(text: str, spans: Sequence[Span]) -> tuple[list[str], list[bool], list[int]]:
    """Words, whether a space follows each, and where each starts; cut at every end of `spans` and at blanks around."""
    cuts = sorted({0, len(text), *(s.start for s in spans), *(s.end for s in spans)})
    words: list[str] = []
    spaces: list[bool] = []
    starts: list[int] = []
    for start, end in pairwise(cuts):
        piece = text[start:end]
        core = piece.strip()
        lead = piece.index(core) if core else len(piece)
        for a, b in ((start, start + lead), (start + lead, start + lead + len(core)), (start + lead + len(core), end)):
            if a < b and text[a] == " " and words and not spaces[-1] and not words[-1].isspace():
                spaces[-1] = True
                a += 1
            if a < b:
                words.append(text[a:b])
                spaces.append(False)
                starts.append(a)
    return words, spaces, starts


@dataclass(frozen=True)
class _Column:
    """A getter of ``doc._`` (a column of documents) or ``span._`` (of the table that the span's id names).

    None where there is no such row or column. An object, not a closure, so that workers can be sent one.
    """

    name: str
    is_date: bool

    def __call__(self, of: Doc | SpacySpan) -> Any:
        doc, key = (of, "documents/0") if isinstance(of, Doc) else (of.doc, of.id_)
        layer, _, row = key.partition("/")
        stored: Mapping[str, Any] = doc.user_data.get(_KEY, {})
        value = stored[layer][int(row)].get(self.name) if layer in stored else None
        return dt.date.fromisoformat(value) if self.is_date and value else value


def _register() -> None:
    """``doc._`` and ``span._`` fields for the columns; a name that the user has registered before stays the user's."""
    for column in schema.DOCUMENTS.columns:
        if not Doc.has_extension(column.name):
            Doc.set_extension(column.name, getter=_Column(column.name, column.type == "date32"))
    for table in schema.TABLES:
        for column in table.columns if table.name in LABELS else ():
            name = "class_" if column.name == "class" else column.name
            if name not in ("start", "end", "text") and not SpacySpan.has_extension(name):
                SpacySpan.set_extension(name, getter=_Column(column.name, column.type == "date32"))


_register()
