"""Cited documents: each reference to a Vietnamese document, with what the text says of it and which document it is.

Usable alone: ``extract(text)`` needs no tokenizer. Three pure steps: `find`, `complete`, `resolve`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.citations.complete import complete
from pipeline.citations.find import find
from pipeline.citations.numbers import Number, parse_number
from pipeline.config import Config
from pipeline.text import canonical
from pipeline.types import CitationMention, Document, Span

if TYPE_CHECKING:
    from pipeline.engine import Layers, Stage

__all__ = ["Number", "extract", "parse_number", "stage"]


def extract(
    text: str,
    *,
    place: str | None = None,
    published: dt.date | None = None,
    catalogue: Path | None = None,
    anaphora: bool = False,
) -> list[CitationMention]:
    """The cited documents of a raw text, in order; offsets are code points into `text`."""
    shadow = canonical(text)
    out = []
    for c in complete(shadow, find(shadow), published):
        m = c.found
        start, end = shadow.raw(m.start, m.end)
        form = "named" if m.named and m.number is None else "full" if m.symbol else "short"
        out.append(
            CitationMention(
                start,
                end,
                m.kind,
                m.class_,
                m.number,
                m.year,
                m.symbol,
                c.issued_on,
                c.issuer,
                c.pinpoint,
                c.title,
                c.relation,
                form,
            )
        )
    return out


def stage(config: Config) -> Stage:
    """The layer ``citations`` of a document."""

    def run(doc: Document, layers: Layers) -> dict[str, Sequence[Span]]:
        return {
            "citations": extract(
                doc.text,
                place=doc.heading.place,
                published=doc.published,
                catalogue=config.catalogue,
                anaphora=config.anaphora,
            )
        }

    return run
