"""Where a clause begins and a line ends around a citation, in running text and in text broken inside sentences."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.text import Canonical

_GOES_ON = re.compile(r"\n[ ]*[a-zđà-ỹ]")
# A full stop, but for the abbreviated units and degrees; a colon, but for `các Bộ:`; a blank line, an item of a list.
_ENDS = re.compile(
    r"(?<!\btp)(?<!\btx)(?<!\bq)(?<!\bh)(?<!\bp)(?<!\bts)(?<!\bths)[.;!?](?=\s)|(?<!bộ):(?=\s)"
    r"|\n[ \n]*\n|\n(?=[-+•])|\) ?\n"
)


def clean(text: str) -> str:
    """As written, white space single, no commas around."""
    return " ".join(text.split()).strip(" ,;")


def clause_start(shadow: Canonical, floor: int, end: int) -> int:
    """The start of the clause that holds the place before `end`, not before `floor`."""
    start = floor if _broken(shadow.text) else max(floor, shadow.text.rfind("\n", floor, end) + 1)
    for stop in _ENDS.finditer(shadow.folded, start, end):
        start = stop.end()
    return start


def line_end(shadow: Canonical, at: int, limit: int) -> int:
    """Where a name that begins at `at` must end: at the line's end, unless the next line goes on with the sentence."""
    if _broken(shadow.text):
        return limit
    while (end := shadow.text.find("\n", at, limit)) >= 0:
        if not _GOES_ON.match(shadow.text, end):
            return end
        at = end + 1
    return limit


@lru_cache(maxsize=4)
def _broken(text: str) -> bool:
    """Whether lines end inside sentences: more than one line in six goes on in lower case."""
    return 6 * len(_GOES_ON.findall(text)) > text.count("\n")
