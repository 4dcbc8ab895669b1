"""Cited documents: each reference to a Vietnamese document, with what the text says of it and which document it is.

Usable alone: ``extract(text)`` needs no tokenizer. Three pure steps, each in a module of its own: `find` (mentions with
what stands inside them), `complete` (date, issuer, pinpoint, subject and relation around them), `resolve` (which
document). Definition of a mention and of its fields: the annotation guidelines; formats and id grammar:
docs/citations.md.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.citations import anaphora as back_references
from pipeline.citations import catalogue as catalogues
from pipeline.citations import markup, pinpoints
from pipeline.citations.complete import Completed, complete
from pipeline.citations.find import find
from pipeline.citations.numbers import Number, parse_number
from pipeline.citations.resolve import Resolved, own_id, resolve
from pipeline.config import Config
from pipeline.text import Canonical, canonical
from pipeline.types import CitationMention, Document, Heading, Span

if TYPE_CHECKING:
    from pipeline.engine import Layers, Stage

__all__ = ["Number", "annotate", "extract", "parse_number", "stage"]


def extract(
    text: str,
    *,
    place: str | None = None,
    published: dt.date | None = None,
    catalogue: Path | None = None,
    anaphora: bool = False,
    heading: Heading | None = None,
) -> list[CitationMention]:
    """The documents that `text` cites, in order, none overlapping another.

    Offsets are code points into the raw `text`, end exclusive. `place` is the administrative unit that the text comes
    from (``Hà Nội``): it tells whose `UBND tỉnh` is meant. `published` fills the year of a date of issue written
    without one. `catalogue` is a CSV of further documents. With `anaphora`, back references too (form ``anaphoric``);
    `heading` is the document's own, for `Nghị định này`.

    Raises ValueError where the catalogue cannot be read.
    """
    shadow = canonical(text)
    completed = complete(shadow, find(shadow), published)
    resolved = resolve(shadow, completed, place=place, published=published, entries=catalogues.load(catalogue))
    pairs = list(zip(completed, resolved, strict=True))
    if anaphora:
        pairs += back_references.find(shadow, completed, resolved, own_id(heading) if heading else None)
    return sorted((_mention(shadow, c, r) for c, r in pairs), key=lambda m: m.start)


def annotate(text: str) -> str:
    """`text` as HTML with each citation inside ``<cite data-id=... data-start=... data-end=...>``."""
    return markup.render(text, extract(text))


def stage(config: Config) -> Stage:
    """The layer ``citations`` of a document. Raises ValueError where the catalogue cannot be read."""
    catalogues.load(config.catalogue)

    def run(doc: Document, layers: Layers) -> dict[str, Sequence[Span]]:
        mentions = extract(
            doc.text,
            place=doc.heading.place,
            published=doc.published,
            catalogue=config.catalogue,
            anaphora=config.anaphora,
            heading=doc.heading,
        )
        return {"citations": mentions}

    return run


def _mention(shadow: Canonical, c: Completed, r: Resolved) -> CitationMention:
    m = c.found
    start, end = shadow.raw(m.start, m.end)
    if m.anaphoric:
        form = "anaphoric"
    elif m.number is None:
        form = "named"
    else:
        form = "full" if m.symbol or m.named or m.class_ in ("qcvn", "tcvn", "qcdp", "tcxdvn") else "short"
    return CitationMention(
        start=start,
        end=end,
        kind=m.kind,
        class_=m.class_,
        number=m.number,
        year=m.year,
        symbol=m.symbol,
        issued_on=c.issued_on,
        issuer=c.issuer,
        pinpoint=c.pinpoint,
        title=c.title,
        relation=c.relation,
        form=form,
        citation_id=str(r.id),
        resolved_number=r.number,
        resolved_year=r.year,
        resolved_title=r.title,
        pinpoint_paths=" ".join(pinpoints.paths(c.pinpoint)) if c.pinpoint else None,
    )
