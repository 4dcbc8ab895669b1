"""Dates: Vietnamese calendar expressions and their values.

`extract` finds the expressions of a text and resolves them against its publication date; `anchor_of` finds that date
in a dateline or the heading of an official document. Both work on raw text alone. Conventions: docs/dates.md.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from pipeline.dates import beside, find, story
from pipeline.dates.anchor import Anchor, anchor_of
from pipeline.dates.patterns import words
from pipeline.text import canonical
from pipeline.types import DateMention

if TYPE_CHECKING:
    from pipeline.config import Config
    from pipeline.engine import Layers, Stage
    from pipeline.types import Document, Span

__all__ = ["Anchor", "anchor_of", "extract", "stage"]


def stage(config: Config) -> Stage:
    """The stage ``dates``: outside of the layer ``citations``, relative to the document's publication date."""

    def run(doc: Document, layers: Layers) -> Mapping[str, Sequence[Span]]:
        cited = [(c.start, c.end) for c in layers.get("citations", ())]
        return {"dates": extract(doc.text, doc.published, skip=cited)}

    return run


def extract(text: str, anchor: dt.date | None = None, *, skip: Sequence[tuple[int, int]] = ()) -> list[DateMention]:
    """The dates of a raw `text`, in order, not overlapping; offsets are code points into it.

    `anchor` is the publication date: without it, relative dates and dates without a year have no value; one outside
    the years 1500 to 9000 counts as none. `skip` holds raw spans (names of cited documents) in which nothing is found.
    """
    shadow = canonical(text)
    if anchor and not 1500 <= anchor.year <= 9000:
        anchor = None
    masked = sorted(skip)
    starts = [s for s, _ in masked]
    out = []
    for found, reading in story.resolve(find.find(shadow), shadow, anchor):
        start, end = shadow.raw(found.start, found.end)
        i = bisect_right(starts, end - 1) - 1
        if i >= 0 and masked[i][1] > start:
            continue
        fields = found.ends[0].fields if found.ends else found.fields
        pod, part = words("pod").get(fields.get("pod", "")), fields.get("part")
        period = reading.period or (None, None)
        out.append(
            DateMention(
                start,
                end,
                period[0],
                period[1],
                reading.grain,
                reading.edtf,
                words("part")[part] if part else beside.modifier(shadow.folded, found.start, found.end),
                pod,
                beside.clock(shadow.folded, found.start, found.end, pod) if reading.grain == "day" else None,
                reading.calendar,
                reading.flag,
                reading.basis,
                "/".join(filter(None, (found.rule if not found.ends else "range", reading.how))),
            )
        )
    return out
