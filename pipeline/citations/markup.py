"""A text as HTML with its citations marked."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from pipeline.types import CitationMention


def render(text: str, mentions: Sequence[CitationMention]) -> str:
    """`text` escaped, each mention inside ``<cite>``; without the tags and escapes it is the text again, unchanged.

    Attributes: ``data-id`` (citation_id), ``data-start``/``data-end`` (offsets into `text`), ``data-form``, and where
    stated ``data-pinpoint``. `mentions` must be in order and must not overlap.
    """
    out: list[str] = []
    at = 0
    for m in mentions:
        attributes = {
            "data-id": m.citation_id or "",
            "data-start": m.start,
            "data-end": m.end,
            "data-form": m.form,
            **({"data-pinpoint": m.pinpoint} if m.pinpoint else {}),
            **({"title": m.resolved_title} if m.resolved_title else {}),
        }
        tag = " ".join(f'{name}="{escape(str(value))}"' for name, value in attributes.items())
        out += [escape(text[at : m.start]), f"<cite {tag}>", escape(text[m.start : m.end]), "</cite>"]
        at = m.end
    return "".join([*out, escape(text[at:])])
