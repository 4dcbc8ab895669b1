"""The stage: from people and bodies to roles."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar, cast

from pipeline.roles.clauses import clause
from pipeline.roles.frames import Frame, frames
from pipeline.roles.grammar import pair
from pipeline.text import Canonical, canonical
from pipeline.types import Document, OrganisationMention, PersonMention, RoleMention, Span

if TYPE_CHECKING:
    from pipeline.config import Config
    from pipeline.engine import Layers, Stage

S = TypeVar("S", Span, Frame)

#: Where a sentence ends when no sentences are given.
_ENDS = re.compile(r"\n+|(?<=[\w)\"”'»%][.!?…;])\s+(?=[\"“(]?[^\W\da-zà-ỹ_])|(?<=[a-zà-ỹ0-9)]\.)(?=[^\W\d_][a-zà-ỹ])")


def stage(config: Config) -> Stage:
    """The stage ``roles``: reads people, organisations, sentences, dates and title hints; adds the layer roles."""

    def run(doc: Document, layers: Layers) -> dict[str, Sequence[Span]]:
        return {
            "roles": extract(
                doc.text,
                cast("Sequence[PersonMention]", layers.get("people", ())),
                cast("Sequence[OrganisationMention]", layers.get("organisations", ())),
                sentences=layers.get("sentences", ()),
                dates=layers.get("dates", ()),
            )
        }

    return run


def extract(
    text: str,
    people: Sequence[PersonMention],
    organisations: Sequence[OrganisationMention],
    *,
    sentences: Sequence[Span] = (),
    dates: Sequence[Span] = (),
) -> list[RoleMention]:
    """The roles of raw `text`, in order of start; all offsets are code points of `text`."""
    shadow = canonical(text)
    people = sorted(people, key=lambda m: m.start)
    organisations = sorted(organisations, key=lambda m: m.start)
    names, bodies = _shadows(shadow, people), _shadows(shadow, organisations)
    days = _shadows(shadow, sorted(dates, key=lambda m: m.start))
    found = frames(shadow, bodies, names)
    rows: list[RoleMention] = []
    for start, end in _units(shadow, sentences, [*names, *bodies]):
        here_names = _within(names, start, end)
        here_frames = _within(found, start, end)
        if not here_names or not here_frames:
            continue
        items = clause(
            shadow,
            start,
            end,
            here_names,
            here_frames,
            _within(bodies, start, end),
            [d for _, d in _within(days, start, end)],
        )
        for p in pair(items):
            frame = found[items[p.frame].index]
            body = frame.body if frame.body is not None or p.body is None else items[p.body].index
            needs = frame.title.needs
            if body is None and (needs == "body" or (needs == "beside" and not p.construction.beside)):
                continue
            rows.append(_row(shadow, frame, people[items[p.name].index], None if body is None else organisations[body]))
    return sorted(rows, key=lambda r: (r.start, r.person_start or 0))


def _row(shadow: Canonical, frame: Frame, person: PersonMention, body: OrganisationMention | None) -> RoleMention:
    start, end = shadow.raw(frame.title.start, frame.title.end)
    return RoleMention(
        start,
        end,
        frame.title.role,
        frame.title.status or "current",
        None,
        person.name,
        person.start,
        person.end,
        None,
        body.name if body else None,
        body.start if body else None,
        body.end if body else None,
    )


def _shadows(shadow: Canonical, spans: Sequence[Span]) -> list[Span]:
    return [Span(*shadow.inner(s.start, s.end)) for s in spans]


def _within(spans: Sequence[S], start: int, end: int) -> list[tuple[int, S]]:
    i, j = bisect_left(spans, start, key=_start), bisect_left(spans, end, key=_start)
    return [(k, spans[k]) for k in range(i, j)]


def _units(shadow: Canonical, sentences: Sequence[Span], mentions: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """The stretches in which a title finds its name: the sentences given, or those of a light rule."""
    if sentences:
        yield from (shadow.inner(s.start, s.end) for s in sentences)
        return
    inside = sorted((m.start, m.end) for m in mentions)
    start = 0
    for match in _ENDS.finditer(shadow.text):
        i = bisect_left(inside, (match.start(), 0))
        if i and inside[i - 1][1] > match.start():
            continue
        yield start, match.start()
        start = match.end()
    yield start, len(shadow.text)


def _start(s: Span | Frame) -> int:
    return s.start
