"""Back references (`Nghị định này`, `Quyết định trên`) to the document itself or to the last one of that kind cited."""

from __future__ import annotations

import re
from bisect import bisect_left

from pipeline.citations import kinds
from pipeline.citations.complete import Completed
from pipeline.citations.find import KIND
from pipeline.citations.ids import DocumentId
from pipeline.citations.mention import Found
from pipeline.citations.resolve import Resolved
from pipeline.text import Canonical

_POINTER = re.compile(
    r"[ \n]{1,12}(này|nói trên|nêu trên|trên đây|kể trên|trên|đó)(?!\w)(?![ \n]+(?:thị|địa bàn|cả|toàn|cơ))"
)


def find(
    shadow: Canonical, completed: list[Completed], resolved: list[Resolved], own: DocumentId | None
) -> list[tuple[Completed, Resolved]]:
    """The back references whose antecedent the text holds, each with its antecedent's identity.

    `KIND này` of an official document means the document itself (`own`), where its kind is the same.
    """
    starts = [c.found.start for c in completed]
    ends = [c.found.end for c in completed]
    last: dict[str, list[int]] = {}
    for i, c in enumerate(completed):
        last.setdefault(c.found.class_, []).append(i)
    out: list[tuple[Completed, Resolved]] = []
    for m in KIND.finditer(shadow.folded):
        pointer = _POINTER.match(shadow.folded, m.end())
        if pointer is None or _inside(starts, ends, m.start()):
            continue
        kind = kinds.BY_WORD[" ".join(m[0].split())]
        before = [i for i in last.get(kind.class_, ()) if ends[i] <= m.start()]
        if pointer[1] == "này" and own and own.kind == kind.class_:
            antecedent = Resolved(own)
        elif before:
            antecedent = Resolved(resolved[before[-1]].id)
        else:
            continue
        found = Found(m.start(), pointer.end(), kind.name, kind.class_, group=m.start(), anaphoric=True)
        out.append((Completed(found, found.start, found.end), antecedent))
    return out


def _inside(starts: list[int], ends: list[int], at: int) -> bool:
    i = bisect_left(starts, at + 1) - 1
    return i >= 0 and ends[i] > at
