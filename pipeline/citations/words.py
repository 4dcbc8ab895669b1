"""Word lists of the readers (``data/words.tsv``), and patterns in which a blank stands for any run of white space."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.lexicon import table

_ROWS = {r["role"]: frozenset(r["words"].split(";")) for r in table("pipeline.citations", "words.tsv")}
_BLANK = re.compile(r"(?<!\[) (\??)")


def words(role: str) -> frozenset[str]:
    """The words of one role; the roles are explained at the head of the file."""
    return _ROWS[role]


def pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """A regular expression in which a blank means one to thirty blanks or line breaks, blank + ``?`` none to thirty."""
    return re.compile(_BLANK.sub(lambda m: r"[ \n]{0,30}" if m[1] else r"[ \n]{1,30}", text), flags)


def alternation(entries: Iterable[str]) -> str:
    """The entries as alternatives for `pattern`, the longest first."""
    return "|".join(re.escape(e).replace(r"\ ", " ") for e in sorted(entries, key=lambda e: (-len(e), e)))
