"""The parts of a document: what is title, dateline, body, byline, heading, grounds, signature ...

A page is read line by line on its canonical text. It is an official document (`pipeline.layout.official`), a news page
(`pipeline.layout.news`), or other: no paragraph and no title, or not Vietnamese. The parts cover the raw text in order.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.dates import anchor_of
from pipeline.layout import news, official
from pipeline.layout.lines import Line, lines
from pipeline.text import Canonical, canonical
from pipeline.types import Document, Heading, Part, Record

__all__ = ["read"]

#: A line longer than this, in characters, is a paragraph.
_PARAGRAPH = 120
#: The lines in which a publication date may stand, and how long such a line may be.
_TOP, _DATED = 60, 160
_VIETNAMESE = re.compile("[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]")


def read(record: Record, anchor: dt.date | None = None) -> Document:
    """`record` with its parts, kind, heading, title, author and date recognised.

    ``published`` is the record's (basis metadata), else the date found in the text (text), else `anchor` (option).
    """
    shadow = canonical(record.text)
    page = lines(shadow)
    heading, title, author = Heading(), record.title, record.author
    if not page:
        kind, names = "other", []
    elif official.is_official(page):
        kind, names = "official", official.parts(page)
        heading, own_title = official.heading(page, names)
        title = title or own_title
    else:
        names = news.parts(page, record.title)
        told = {"title", "dateline", "byline"} & set(names) or any(len(x.text) > _PARAGRAPH for x in page)
        kind = "news" if told and _VIETNAMESE.search(shadow.folded) else "other"
        title = title or next((x.text for x, part in zip(page, names, strict=True) if part == "title"), None)
        author = author or news.author(page, names)
    published, basis = _published(record, page, heading, anchor)
    return Document(
        record, record.text, published, basis, kind, title, author, _tiled(record.text, shadow, page, names), heading
    )


def _published(
    record: Record, page: Sequence[Line], heading: Heading, anchor: dt.date | None
) -> tuple[dt.date | None, str]:
    if record.published:
        return record.published, "metadata"
    if heading.date:
        return heading.date, "text"
    # No line near the top holds a full date and little else: spares most pages the search.
    if any(news.has_date(line) and len(line.text) <= _DATED for line in page[:_TOP]):
        stated = anchor_of(record.text)
        if stated:
            return stated.date, "text"
    return (anchor, "option") if anchor else (None, "none")


def _tiled(text: str, shadow: Canonical, page: Sequence[Line], names: Sequence[str]) -> tuple[Part, ...]:
    """Parts from the first line of each run of one name to the next, the blanks between going to the one before."""
    opened: list[tuple[int, str]] = []
    for line, name in zip(page, names, strict=True):
        if not opened or opened[-1][1] != name:
            opened.append((shadow.raw(line.start, line.end)[0] if opened else 0, name))
    bounds = [*opened, (len(text), "")]
    return tuple(Part(start, end, name) for (start, name), (end, _) in pairwise(bounds))
