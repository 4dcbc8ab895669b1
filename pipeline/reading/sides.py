"""An official document's heading and signature stand side by side: here the sides become lines of their own.

Readers give a row of a table, or what was typed with tabs and blanks, as one line. Elsewhere that is right; in a
heading (Decree 30/2020/NĐ-CP, annex I) the issuing body would run into the national title, the number into the date.
"""

from __future__ import annotations

import re

_TOP = 25
_AFTER = 12
_GAP = re.compile(r"[ \xa0]*\t[ \t\xa0]*|[ \xa0]{3,}")
#: The national title and motto, the Party's title; a number beside place and date.
HEADING = re.compile(
    r"cộng h(?:òa|oà) xã hội|đảng cộng sản việt nam|độc lập\s*[-–—]\s*tự do|^\s*(?:luật )?số\s*:?.*\sngày\s",
    re.IGNORECASE,
)
RECIPIENTS = re.compile(r"^\s*nơi nhận\b", re.IGNORECASE)


def part_sides(text: str) -> str:
    """`text` with the sides of its heading and of its signature on lines of their own."""
    lines = text.split("\n")
    left = 0  # lines of the signature still to come
    for i, line in enumerate(lines):
        left = _AFTER if RECIPIENTS.search(line) else left - 1
        if left > 0 or (i < _TOP and HEADING.search(line)):
            lines[i] = _GAP.sub("\n", line.strip(" \t\xa0"))
    return "\n".join(lines)
