"""The stage: identities and whole names into the layers people, organisations and roles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from pipeline.linking.organisations import link_bodies
from pipeline.linking.people import link_people
from pipeline.types import Document, OrganisationMention, PersonMention, RoleMention, Span

if TYPE_CHECKING:
    from pipeline.config import Config
    from pipeline.engine import Layers, Stage


def stage(config: Config) -> Stage:
    """The stage ``linking``: reads and replaces the layers people, organisations and roles; reads sentences."""

    def run(doc: Document, layers: Layers) -> dict[str, Sequence[Span]]:
        roles = cast("Sequence[RoleMention]", layers.get("roles", ()))
        sentences = layers.get("sentences", ())
        people = cast("Sequence[PersonMention]", layers.get("people", ()))
        bodies = cast("Sequence[OrganisationMention]", layers.get("organisations", ()))
        people = link_people(doc.text, people, roles=roles, sentences=sentences, parts=doc.parts)
        bodies = link_bodies(
            doc.text, bodies, people=people, sentences=sentences, published=doc.published, heading=doc.heading
        )
        return {"people": people, "organisations": bodies, "roles": link_roles(roles, people, bodies)}

    return run


def link_roles(
    roles: Sequence[RoleMention], people: Sequence[PersonMention], bodies: Sequence[OrganisationMention]
) -> list[RoleMention]:
    """`roles` with the names and ids of the linked mentions that their spans name."""
    persons = {(p.start, p.end): p for p in people}
    organisations = {(o.start, o.end): o for o in bodies}
    out = []
    for r in roles:
        if r.person_start is not None and r.person_end is not None:
            person = persons.get((r.person_start, r.person_end))
            if person:
                r = replace(r, person=person.name, person_id=person.person_id)
        if r.organisation_start is not None and r.organisation_end is not None:
            body = organisations.get((r.organisation_start, r.organisation_end))
            if body:
                r = replace(r, organisation=body.name, organisation_id=body.organisation_id)
        out.append(r)
    return out
