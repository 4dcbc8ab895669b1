"""Saved pages: the article without its furniture, with title, date and author.

trafilatura says what the article is; the text is our own rendering of the page's blocks, so that line breaks, table
rows (tabs), soft hyphens and the lead, the time stamp and the byline that it drops stay.
"""

from __future__ import annotations

import datetime as dt
import logging
import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from pipeline.lexicon import table
from pipeline.reading import markup
from pipeline.reading.base import MB, Content, InputOptions, Limits, missing
from pipeline.reading.blocks import Block, blocks
from pipeline.reading.columns import clean, date
from pipeline.reading.encodings import Decoded, decode_declared
from pipeline.reading.pages import Page, describe
from pipeline.reading.repair import repair
from pipeline.reading.sides import part_sides
from pipeline.text import key

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_DECLARED = re.compile(rb"<meta[^>]+charset=[\"']?\s*([\w-]+)|<\?xml[^>]+encoding=[\"']([\w-]+)", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_STAMP = re.compile(r"\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}|ngày\s+\d{1,2}\s+tháng\s+\d{1,2}", re.IGNORECASE)
_BYLINE = re.compile(r"(?:theo|nguồn|tin|ảnh|bài|tác giả|thực hiện|pv)\b.{0,60}", re.IGNORECASE)
_BYLINE_MARKS = re.compile(r"author|byline|tac-?gia|nguon|source", re.IGNORECASE)
_BIGGEST = 4 * MB
_NEAR = 30
_HEADING = 6
_TOO_LITTLE = 0.15
_LEAD = 60
_SHORT = 100


def read(data: bytes, options: InputOptions) -> Content:
    """The article of a page. Raises ReadError for a page that no person wrote (see `Limits`)."""
    declared = _DECLARED.search(data[:4096])
    name = (declared[1] or declared[2]).decode("ascii") if declared else None
    decoded = decode_declared(data, name, options.encoding)
    return of_text(decoded.text, decoded, options.limits)


def of_text(text: str, decoded: Decoded, limits: Limits) -> Content:
    """The article of a decoded page."""
    root = _parse(text, limits)
    if root is None:
        return Content("", encoding=decoded.encoding, confidence=decoded.confidence)
    page = describe(root)
    found = blocks(root)
    kept = _article(root, found, page, len(text))
    repaired = repair("\n".join(b.text for b in kept))
    title, author = page.headline or _visible_title(kept, page), page.author
    return Content(
        part_sides(repaired.text),
        title=repair(title).text if title else None,
        author=repair(author).text if author else None,
        site=page.site,
        url=page.url,
        published=page.published or _stamp(kept),
        encoding=repaired.encoding or decoded.encoding,
        confidence=repaired.confidence if repaired.encoding else decoded.confidence,
    )


def _parse(text: str, limits: Limits) -> HtmlElement | None:
    try:
        from lxml import etree, html
    except ImportError:
        raise missing("HTML pages", "html") from None
    data = _DECLARATION.sub("", clean(text).replace("\0", "\ufffd")).encode("utf-8")
    markup.check(data, limits, html=True)
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        return cast("HtmlElement", html.document_fromstring(data, parser=parser))
    except etree.ParserError:
        return None


def _article(root: HtmlElement, found: list[Block], page: Page, size: int) -> list[Block]:
    """The blocks of the article, from its title to its byline."""
    lines = _trafilatura(root) if size < _BIGGEST else set()
    joined = " ".join(lines)
    inside = [_norm(b.text) in lines or (len(b.text) > 20 and _norm(b.text) in joined) for b in found]
    if _length(found, [i and b.aside for i, b in zip(inside, found, strict=True)]) > _length(
        found, [i and not b.aside for i, b in zip(inside, found, strict=True)]
    ):
        found = [replace(b, aside=False) if i else b for i, b in zip(inside, found, strict=True)]
    plain = [not b.aside and b.links < 0.5 for b in found]
    chosen = [i and p for i, p in zip(inside, plain, strict=True)]
    if _length(found, chosen) < _TOO_LITTLE * _length(found, plain):
        chosen = plain
    if True not in chosen:
        return []
    first, last = chosen.index(True), len(chosen) - 1 - chosen[::-1].index(True)
    homes = {b.home for b, c in zip(found, chosen, strict=True) if c}
    kept = [b for i, b in enumerate(found) if first <= i <= last and plain[i] and (chosen[i] or b.home in homes)]
    return _without_furniture(_before(found, first, page) + kept + _after(found, last, page))


def _length(found: list[Block], which: list[bool]) -> int:
    return sum(len(b.text) for b, w in zip(found, which, strict=True) if w)


def _trafilatura(root: HtmlElement) -> set[str]:
    """The lines that trafilatura takes for the article."""
    try:
        from trafilatura import bare_extraction
    except ImportError:
        raise missing("HTML pages", "html") from None
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    document: Any = bare_extraction(root, include_comments=False, with_metadata=False)
    if document is None or document.body is None:
        return set()
    lines = set()
    for element in document.body.iter("p", "head", "item", "cell", "quote", "code"):
        for line in re.split(r"\n", "".join("\n" if e == "\n" else e for e in _texts(element))):
            if norm := _norm(line):
                lines.add(norm)
    return lines


def _texts(element: HtmlElement) -> list[str]:
    out = [element.text or ""]
    for child in element:
        out += ["\n"] if child.tag == "lb" else _texts(child)
        out.append(child.tail or "")
    return out


def _before(found: list[Block], first: int, page: Page) -> list[Block]:
    """Title, time stamp and lead, which stand before what was recognised."""
    titles = {_norm(t) for t in (page.headline, page.title) if t}
    start = None
    for i in range(first - 1, max(-1, first - _NEAR), -1):
        if _norm(found[i].text) in titles or found[i].tag == "h1":
            start = i
            break
    if start is None:
        seen = " ".join(_norm(b.text) for b in found[first : first + 5])
        if page.headline and _norm(page.headline) not in seen:
            return [Block(page.headline, 0.0, "h1")]
        return _heading(found, first)
    between = [b for b in found[start + 1 : first] if not b.aside and b.links < 0.5]
    return [found[start], *(b for b in between if len(b.text) >= _LEAD or _STAMP.search(b.text))]


def _heading(found: list[Block], first: int) -> list[Block]:
    """The lines right before, where a page has no title: an official document's heading, line by line."""
    start = first
    while start > max(0, first - _HEADING) and not found[start - 1].aside and found[start - 1].links < 0.5:
        start -= 1
    return found[start:first]


def _after(found: list[Block], last: int, page: Page) -> list[Block]:
    """The byline, which stands after what was recognised."""
    author = _norm(page.author) if page.author else None
    for block in found[last + 1 : last + 6]:
        if len(block.text) > _SHORT or block.aside:
            break
        if _norm(block.text) == author or _BYLINE.fullmatch(block.text) or _BYLINE_MARKS.search(block.marks[:60]):
            return [block]
    return []


def _without_furniture(kept: list[Block]) -> list[Block]:
    out: list[Block] = []
    cutting = False
    for block in kept:
        goes = _furniture().get(key(block.text.strip(" :.»>-"))) if len(block.text) < _SHORT else None
        if goes == "rest":
            cutting = True
        elif goes is None and not (cutting and (len(block.text) < _SHORT or block.links > 0.3)):
            cutting = False
            out.append(block)
    return out


def _visible_title(kept: list[Block], page: Page) -> str | None:
    """The article's h1, or the line that the window's title begins with; that title alone says too little
    (``Chi tiết văn bản``)."""
    heads = [b.text for b in kept if b.tag == "h1"]
    if heads:
        return heads[0]
    window = _norm(page.title or "")
    same = [b.text for b in kept if len(b.text) > 15 and window.startswith(_norm(b.text))]
    return max(same, key=len, default=None)


def _stamp(kept: list[Block]) -> dt.date | None:
    """The day of a time stamp among the first blocks."""
    return next((day for b in kept[:4] if len(b.text) < _SHORT and (day := date(b.text))), None)


def _norm(text: str) -> str:
    return " ".join(text.replace("\xad", "").split())


@cache
def _furniture() -> dict[str, str]:
    return {key(r["line"]): r["goes"] for r in table("pipeline.reading", "furniture.tsv")}
