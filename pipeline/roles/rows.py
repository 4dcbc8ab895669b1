"""The stage: from people and bodies to roles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from pipeline.roles.clauses import clause
from pipeline.roles.events import event_date, status
from pipeline.roles.frames import frames
from pipeline.roles.grammar import pair
from pipeline.roles.repair import hidden, repair
from pipeline.roles.titles import Title, find
from pipeline.roles.units import units
from pipeline.sentences import split
from pipeline.text import Canonical, canonical
from pipeline.types import Document, OrganisationMention, PersonMention, RoleMention, Span

if TYPE_CHECKING:
    from pipeline.config import Config
    from pipeline.engine import Layers, Stage


def stage(config: Config) -> Stage:
    """The stage ``roles``: reads people, organisations, sentences and dates; adds the layer roles and sets borders of
    people and organisations right (`pipeline.roles.repair`)."""

    def run(doc: Document, layers: Layers) -> dict[str, Sequence[Span]]:
        people = cast("Sequence[PersonMention]", layers.get("people", ()))
        tagged = cast("Sequence[OrganisationMention]", layers.get("organisations", ()))
        people = sorted([*people, *hidden(doc.text, people, tagged)], key=_start)
        organisations = repair(doc.text, people, tagged)
        sentences, dates = layers.get("sentences", ()), layers.get("dates", ())
        roles = extract(doc.text, people, organisations, sentences=sentences, dates=dates)
        return {"people": people, "organisations": organisations, "roles": roles}

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
    people = sorted(people, key=_start)
    organisations = sorted(organisations, key=_start)
    dates = sorted(dates, key=_start)
    sentences = sentences or split(text)
    rows: list[RoleMention] = []
    spans = (_inner(shadow, mentions) for mentions in (people, organisations, dates, sentences))
    for unit in units(shadow, find(text), *spans):
        found = frames(unit)
        items = clause(unit, found) if found and unit.names else []
        here = dates[unit.first_date : unit.first_date + len(unit.dates)]
        unpaired = {i for i, f in enumerate(found) if f.body is not None and f.title.needs == "-"}
        for p in pair(items):
            frame = found[items[p.frame].index]
            body = frame.body
            if body is None and p.body is not None and (frame.title.shares or p.construction.name == "signature"):
                of = items[p.body]
                body = of.index if of.symbol == "O" else found[of.index].body
            if frame.title.needs == "beside" and body is None and not p.construction.beside:
                continue
            unpaired.discard(items[p.frame].index)
            held = status(unit, items, p, frame.title)
            day = event_date(unit, here, items, p, held)
            person = people[unit.first_name + items[p.name].index]
            rows.append(_row(shadow, frame.title, _nth(organisations, unit.first_body, body), person, held, day))
        rows += (_row(shadow, found[i].title, _nth(organisations, unit.first_body, found[i].body)) for i in unpaired)
    return sorted(rows, key=lambda r: (r.start, r.person_start or 0))


def _row(
    shadow: Canonical,
    title: Title,
    body: OrganisationMention | None,
    person: PersonMention | None = None,
    held: str | None = None,
    day: dt.date | None = None,
) -> RoleMention:
    start, end = shadow.raw(title.start, title.end)
    return RoleMention(
        start,
        end,
        title.role,
        held or title.status or "current",
        day,
        person.name if person else None,
        person.start if person else None,
        person.end if person else None,
        None,
        body.name if body else None,
        body.start if body else None,
        body.end if body else None,
        None,
        title.domain,
        title.rank,
    )


def _nth(organisations: Sequence[OrganisationMention], first: int, body: int | None) -> OrganisationMention | None:
    return None if body is None else organisations[first + body]


def _start(mention: Span) -> int:
    return mention.start


def _inner(shadow: Canonical, spans: Sequence[Span]) -> list[Span]:
    return sorted((Span(*shadow.inner(s.start, s.end)) for s in spans), key=_start)
