"""What stands beside a person's name: the form of address or rank before it, and whether it signs the text."""

from __future__ import annotations

import re
from functools import cache

from pipeline.lexicon import table
from pipeline.text import Canonical, key

_FORMS = ("address", "rank", "degree", "monk", "profession")
_REACH = 200
_CREDIT = re.compile(
    r"(?:^|\W)(?:ảnh|tin|bài|tác giả|thực hiện|người viết|video|clip|đồ họa)(?:\s*:[^.;:\n]{0,40}|\s+)$"
)
#: What may stand beside the names on a line that only names the authors.
_BESIDE = re.compile(r"[^\w\n]|ttxvn|vov|vgp|theo|và|tin|bài|ảnh|pv|ctv|thực hiện|tổng hợp")


def honorific(shadow: Canonical, start: int) -> str | None:
    """The forms of address, ranks and degrees right before offset `start` of the canonical text, as written."""
    before = max(0, start - 40)
    m = _honorifics().search(shadow.folded, before, start)
    return " ".join(shadow.text[m.start(1) : m.end(1)].split()).rstrip(" .,-") or None if m else None


def signs(shadow: Canonical, start: int, end: int) -> bool:
    """Whether the name from `start` to `end` is a photo credit, or stands alone on the last line of the text, below a
    line that is no heading in capitals (a signature block's)."""
    text, folded = shadow.text, shadow.folded
    line = text.rfind("\n", max(0, start - _REACH), start) + 1
    if _CREDIT.search(folded, max(line, start - 60), start):
        return True
    after = folded[end : end + _REACH]
    if line == 0 or end + _REACH < len(text) or "\n" in after.rstrip():
        return False
    above = text[max(0, line - _REACH) : line].rstrip().rpartition("\n")[2]
    return not _BESIDE.sub("", folded[line:start] + after.rstrip()) and bool(above) and not above.isupper()


@cache
def _honorifics() -> re.Pattern[str]:
    entries = {key(r["entry"]) for r in table("pipeline.names", "lexicon.tsv") if r["class"] in _FORMS}
    one = "|".join(re.escape(e) for e in sorted(entries, key=len, reverse=True))
    return re.compile(rf"(?<!\w)((?:(?:{one})\.?,?\s*)+)$")
