"""Text to rows: the staged processors over one document. Pure: no input or output, no global state.

A **stage** is made by a factory ``stage(config) -> Stage`` (`pipeline.config.STAGES`) and called with the document and
the layers found so far. It returns the layers that it adds or replaces, each a sequence of mentions::

    def stage(config: Config) -> Stage:
        def run(doc: Document, layers: Layers) -> dict[str, Sequence[Span]]:
            return {"dates": extract(doc.text, anchor=doc.published)}
        return run

The layers: sentences, tokens, citations, dates, people, organisations, roles. Whatever a stage raises becomes a
Problem of that document; the other stages go on.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, cast

from pipeline import schema
from pipeline.config import Config, ConfigError
from pipeline.types import Document, Problem, Record, Span

Layers = Mapping[str, Sequence[Span]]
Stage = Callable[[Document, Layers], Mapping[str, Sequence[Span]]]


@dataclass(frozen=True, slots=True)
class Result:
    """What one record gave: the document, its layers (each in order of start), its problems."""

    document: Document
    layers: Mapping[str, tuple[Span, ...]]
    problems: tuple[Problem, ...] = field(default=())


class Engine:
    """The stages of one configuration, built once per process; call it with a Record to get a Result.

    Raises ConfigError where a factory cannot be imported.
    """

    def __init__(self, config: Config | None = None) -> None:
        self.config = config or Config()
        self.stages: dict[str, Stage] = {
            name: _build(name, path, self.config) for name, path in self.config.stages.items()
        }

    def __call__(self, record: Record) -> Result:
        from pipeline.layout import read

        problems: list[Problem] = []
        try:
            doc = read(record, self.config.anchor)
        except Exception as e:
            doc = Document(record, record.text, record.published, "metadata" if record.published else "none")
            problems.append(problem(record, "layout", e))
        layers: dict[str, tuple[Span, ...]] = {}
        for name, stage in self.stages.items():
            try:
                for layer, mentions in stage(doc, layers).items():
                    layers[layer] = tuple(sorted(mentions, key=lambda m: (m.start, m.end)))
            except Exception as e:
                problems.append(problem(record, name, e))
        return Result(doc, _outside_citations(layers), tuple(problems))


def extract(text: str, published: dt.date | None = None, config: Config | None = None) -> Result:
    """Run all stages over one raw `text`; `published` is the anchor of its relative dates.

    The engine of a configuration is built once and kept. Offsets are code points into `text`.
    """
    sha256 = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return _engine(config or Config())(Record("text", "text", text, sha256, published))


def problem(record: Record, stage: str, error: BaseException) -> Problem:
    """An exception as a row of the errors table."""
    return Problem(record.source, record.doc_id, stage, type(error).__name__, str(error) or repr(error))


def rows(result: Result, tokens: bool = True) -> dict[str, list[dict[str, Any]]]:
    """The rows of each table (`pipeline.schema`) for one result, ids local to the document; without the many rows of
    tokens if they are not wanted."""
    doc, record, text = result.document, result.document.record, result.document.text
    sentences = result.layers.get("sentences", ())
    starts = [s.start for s in sentences]
    out: dict[str, list[dict[str, Any]]] = {}
    out["documents"] = [
        {
            "doc_id": record.doc_id,
            "source": record.source,
            "url": record.url,
            "site": record.site,
            "title": doc.title,
            "author": doc.author,
            "published": doc.published,
            "published_basis": doc.published_basis,
            "kind": doc.kind,
            **{f"own_{name}": getattr(doc.heading, name) for name in doc.heading.__slots__},
            "encoding": record.encoding,
            "encoding_confidence": record.encoding_confidence,
            "duplicate_of": None,
            "n_chars": len(text),
            "n_sentences": len(sentences),
            "n_tokens": len(result.layers.get("tokens", ())),
            "sha256": record.sha256,
            **record.extra,
        }
    ]
    out["sentences"] = [
        {
            "doc_id": record.doc_id,
            "sentence": i,
            "start": s.start,
            "end": s.end,
            "part": cast(Any, s).part,
            "text": text[s.start : s.end],
        }
        for i, s in enumerate(sentences)
    ]
    for name in ("tokens", *schema.MENTIONS) if tokens else schema.MENTIONS:
        number = "token" if name == "tokens" else "row"
        out[name] = [
            {
                "doc_id": record.doc_id,
                number: i,
                "sentence": max(0, bisect_right(starts, m.start) - 1),
                "text": text[m.start : m.end],
                **{slot.rstrip("_"): getattr(m, slot) for slot in fields_of(type(m))},
            }
            for i, m in enumerate(result.layers.get(name, ()))
        ]
    out["errors"] = [
        {"source": p.source, "doc_id": p.doc_id, "stage": p.stage, "error": p.error, "message": p.message}
        for p in result.problems
    ]
    return out


def fields_of(mention: type[Span]) -> tuple[str, ...]:
    """The field names of a mention class, ``start`` and ``end`` first."""
    return tuple(mention.__dataclass_fields__)


_engines: list[Engine] = []


def _engine(config: Config) -> Engine:
    engine = next((e for e in _engines if e.config == config), None)
    if engine is None:
        engine = Engine(config)
        _engines[:] = [engine, *_engines[:3]]
    return engine


def _build(name: str, path: str, config: Config) -> Stage:
    module, _, factory = path.partition(":")
    try:
        return cast(Stage, getattr(import_module(module), factory)(config))
    except (ImportError, AttributeError) as e:
        raise ConfigError(f"stage {name!r}: {path!r} cannot be loaded: {e}") from e


def _outside_citations(layers: Mapping[str, tuple[Span, ...]]) -> dict[str, tuple[Span, ...]]:
    """Nothing inside a cited document is a mention of its own (guidelines)."""
    citations = [c for c in layers.get("citations", ()) if getattr(c, "form", "") != "anaphoric"]
    starts = [c.start for c in citations]

    def free(m: Span) -> bool:
        i = bisect_right(starts, m.start) - 1
        return i < 0 or m.end > citations[i].end

    guarded = {"dates", "people", "organisations", "roles"}
    return {name: tuple(filter(free, ms)) if name in guarded else ms for name, ms in layers.items()}
