"""Words around names (``data/cues.tsv``) for the rules after the tagger."""

from __future__ import annotations

from pipeline.lexicon import alternation, table
from pipeline.linking.units import LEVELS

_ROWS = {r["role"]: tuple(r["words"].split(";")) for r in table("pipeline.names", "cues.tsv")}


def words(role: str) -> tuple[str, ...]:
    """The words of one role; the roles are explained at the head of the file."""
    return _ROWS[role]


def any_of(role: str) -> str:
    """The words of a role as a group of a regular expression, the longest first."""
    return f"(?:{alternation(_ROWS[role])})"


#: A word for a unit of administration, as a group of a regular expression over folded text.
LEVEL = rf"(?:{alternation(LEVELS)}|tp\.?)"
