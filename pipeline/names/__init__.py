"""Names of people and bodies: a CRF over syllables, lexicons, and a few rules that are certain.

`extract` and the stage give the spans of people and organisations, and the spans that the tagger takes for titles (a
hint for the roles stage). What counts as a mention: docs/names.md. Train again with `pipeline.names.train.train`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.names.tagger import Tagger
from pipeline.types import Document, OrganisationMention, PersonMention, Span

if TYPE_CHECKING:
    from pipeline.config import Config
    from pipeline.engine import Layers, Stage

__all__ = ["extract", "load", "stage"]


def stage(config: Config) -> Stage:
    """The stage ``names``: the layers people, organisations and titles.

    The model that ships is loaded with the first document, another at once. Raises ValueError where it is no model.
    """
    if config.model is not None:
        load(config.model)

    def run(doc: Document, layers: Layers) -> Mapping[str, Sequence[Span]]:
        found = load(config.model)(doc.text)
        bylines = [part for part in doc.parts if part.name == "byline"]
        people = [
            replace(m, kind="author") if any(b.start <= m.start and m.end <= b.end for b in bylines) else m
            for m in found.people
        ]
        return {"people": people, "organisations": found.organisations, "titles": found.titles}

    return run


def extract(text: str) -> tuple[list[PersonMention], list[OrganisationMention], list[Span]]:
    """The people, organisations and titles in a raw `text`, each in order; offsets are code points into `text`."""
    found = load()(text)
    return found.people, found.organisations, found.titles


@cache
def load(model: Path | None = None) -> Tagger:
    """The tagger with this model file (None: the one that ships), loaded once per process.

    Raises ValueError where the file is no names model or was trained with other lexicons or templates.
    """
    if model is not None:
        return Tagger(model)
    with as_file(files(__name__).joinpath("data", "names.crf")) as path:
        return Tagger(path)
