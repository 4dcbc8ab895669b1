"""Linking in a document: which mentions mean one person or one body, and what bodies are.

`link_people` and `link_bodies` fill the identities (``p1``, ``o1`` ...) and whole names of mentions; `parse_body` reads
the kind, level, place and owner from the name of a body. Identities across documents: `pipeline.corpus.identities`. The
rules and their limits: docs/linking.md.
"""

from __future__ import annotations

from pipeline.linking.bodies import Body
from pipeline.linking.organisations import link_bodies
from pipeline.linking.parse import parse_body
from pipeline.linking.people import link_people
from pipeline.linking.stage import stage

__all__ = ["Body", "link_bodies", "link_people", "parse_body", "stage"]
