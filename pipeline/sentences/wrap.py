"""Blocks of text in which sentences run: paragraphs, headings, list items, captions.

A line break ends a block, unless the page is hard-wrapped (text taken from paper: lines of one width that go on in
lower case); then lines are joined where a sentence goes on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from pipeline.sentences.lines import spans

#: A page is hard-wrapped where more than this share of its full lines goes on in lower case without closing punctuation
_GOES_ON = 0.15
#: and nearly all its lines are shorter than the second of these, in characters, but not the first.
_NARROW, _WIDTH = 40, 120
#: A line at least this share of the page's width is full: a capital after it may still be the same sentence.
_FULL = 0.72

_CLOSED = re.compile(r"[.:;!?…]['\"”’»)\]]*$|\./\.$|[_*=-]{3,}$|\|$")
#: What begins a block whatever stands before it: a numbered or dashed item, an article, grounds, a table row.
_OPENS = re.compile(
    r"(?:[-–—+*•●▪|]|\(?\d{1,3}(?:\.\d{1,3})*[.)/]\s|\(?[a-zđ]{1,2}\)\s|[IVX]{1,6}\s?[.)-]\s|(?:Điều|Chương|Mục|Phần)\s[\dIVX]+"
    r"|Căn cứ\s|Theo đề nghị\s|Xét\s|Nơi nhận|Kính gửi|Số\s?:|(?:Ký bởi|Cơ quan|Ngày ký|Thời gian ký)\s?:|_{3,})"
)

Line = tuple[int, int]


def blocks(text: str, cuts: Iterable[int]) -> Iterator[Line]:
    """Spans of the blocks of canonical `text`, white space trimmed; `cuts` are offsets where a block ends anyway."""
    lines = [
        line
        for a, b in pairwise([0, *sorted({c for c in cuts if 0 < c < len(text)}), len(text)])
        for line in spans(text, a, b)
    ]
    width = _wrapped_at(text, lines)
    opened = None
    for n, (start, end) in enumerate(lines):
        opened = start if opened is None else opened
        if not width or n + 1 == len(lines) or not _joined(text, (start, end), lines[n + 1], width):
            yield opened, end
            opened = None


def _wrapped_at(text: str, lines: list[Line]) -> int:
    """The width of a hard-wrapped page in characters, 0 where a line is a paragraph."""
    if len(lines) < 4:
        return 0
    lengths = sorted(b - a for a, b in lines)
    width = lengths[int(len(lengths) * 0.95)]
    if not _NARROW <= width <= _WIDTH:
        return 0
    full = [(b, c) for (a, b), (c, _) in pairwise(lines) if b - a >= _FULL * width]
    goes_on = sum(text[c].islower() and not _CLOSED.search(text, b - 4, b) for b, c in full)
    return width if goes_on > max(1, _GOES_ON * len(full)) else 0


def _joined(text: str, line: Line, following: Line, width: int) -> bool:
    start, end = line
    gap = text.count("\n", end, following[0])
    if gap != 1 or _OPENS.match(text, following[0]):
        return False
    if _CLOSED.search(text, max(start, end - 4), end):
        return False
    head = text[following[0]]
    if head.islower() or (text[end - 1] == "-" and text[end - 2].isalnum()):
        return True
    if head.isdigit() or head in "(“":
        return text[end - 1].islower() and not text[following[0] : following[1]].isdigit()
    shouting = text[start:end].isupper()
    if shouting != text[following[0] : following[1]].isupper():
        return False
    return shouting or end - start >= _FULL * width or text[end - 1] == ","
