"""Marked sentences: ``{name}``, ``<body>``, ``[title]``."""

from __future__ import annotations

import re

from pipeline.types import OrganisationMention, PersonMention

_MARK = re.compile(r"\{(?P<name>[^{}]*)\}|<(?P<body>[^<>]*)>|\[(?P<title>[^\[\]]*)\]")


def read(marked: str) -> tuple[str, list[PersonMention], list[OrganisationMention]]:
    """Text, names and bodies of a marked sentence; the marks of the titles are only there for the reader."""
    text, at = "", 0
    names: list[PersonMention] = []
    bodies: list[OrganisationMention] = []
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()]
        start, inner = len(text), match[0][1:-1]
        text += inner
        at = match.end()
        if match.lastgroup == "name":
            names.append(PersonMention(start, len(text), inner))
        elif match.lastgroup == "body":
            bodies.append(OrganisationMention(start, len(text), inner))
    return text + marked[at:], names, bodies


def titles(marked: str) -> list[str]:
    """The marked titles, in order."""
    return [m["title"] for m in _MARK.finditer(marked) if m["title"] is not None]
