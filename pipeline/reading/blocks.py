"""A page's body as blocks: what stands on a line of its own, with how much of it is links, and where it lies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_NEVER = frozenset(
    "script style noscript template iframe object embed svg canvas audio video button select textarea input head title "
    "map applet".split()
)
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr o:p output q rp rt ruby s "
    "samp small span strike strong st1:place sub sup time tt u var wbr img picture".split()
)
_ASIDE_TAGS = frozenset("nav aside footer menu".split())
_MAIN_TAGS = frozenset("html body main article".split())
_ASIDE = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|sidebar|related|relate|recommend|comments?|share|sharing|"
    r"social|banner|popup|pagination|copyright|footer|tinkhac|tinlienquan|lienquan|binhluan|othernews|morenews|mostread|"
    r"tin-khac|lien-quan|binh-luan|other-news|news-other|more-news|most-read|doc-nhieu|xem-nhieu|toolbar|"
    r"tags|keywords)(?=$|[\s_-])",
    re.IGNORECASE,
)
_SPACE = re.compile(r"[ \t\r\n\f]+")


@dataclass(slots=True)
class Block:
    """``links``: share of its characters that are links. ``tag``: of the innermost block element. ``marks``: class and
    id of the elements around it, innermost first. ``aside``: it lies in navigation, comments, related links ..."""

    text: str
    links: float
    tag: str
    marks: str
    aside: bool


def blocks(body: HtmlElement) -> list[Block]:
    """The blocks in document order, blank ones left out. A table row is one block, its cells tab-separated, unless one
    of its cells holds several."""
    return list(_of(body, "", False, _size(body)))


def _of(element: HtmlElement, marks: str, aside: bool, total: int) -> Iterator[Block]:
    own = f"{element.get('class') or ''} {element.get('id') or ''}".strip()
    aside = aside or element.tag in _ASIDE_TAGS or _is_aside(element, own, total)
    marks = f"{own} {marks}"[:300]
    if element.tag == "tr":
        yield from _row(element, marks, aside, total)
        return
    pieces: list[str] = []
    linked = 0
    for kind, value in _flow(element, False):
        if kind == "text":
            pieces.append(str(value))
        elif kind == "link":
            pieces.append(str(value))
            linked += len(str(value).strip())
        else:
            yield from _close(pieces, linked, element.tag, marks, aside)
            pieces, linked = [], 0
            if kind == "block":
                yield from _of(cast("HtmlElement", value), marks, aside, total)
    yield from _close(pieces, linked, element.tag, marks, aside)


def _flow(element: HtmlElement, in_link: bool) -> Iterator[tuple[str, HtmlElement | str]]:
    """The content of a block in order: text, link text, breaks, blocks inside."""
    kind = "link" if in_link else "text"
    if element.text:
        yield kind, element.text
    for child in element:
        tag = child.tag if isinstance(child.tag, str) else None
        if tag == "br":
            yield "break", ""
        elif tag in _INLINE:
            yield from _flow(child, in_link or tag == "a")
        elif tag is not None and tag not in _NEVER and not _hidden(child):
            yield "block", child
        if child.tail:
            yield kind, child.tail


def _row(row: HtmlElement, marks: str, aside: bool, total: int) -> Iterator[Block]:
    cells = [list(_of(cell, marks, aside, total)) for cell in row if cell.tag in ("td", "th")]
    if any(len(cell) > 1 for cell in cells):
        for cell in cells:
            yield from cell
    elif any(cells):
        text = "\t".join(cell[0].text if cell else "" for cell in cells)
        linked = sum(cell[0].links * len(cell[0].text) for cell in cells if cell)
        yield Block(text.rstrip("\t"), linked / len(text), "tr", marks, aside)


def _close(pieces: list[str], linked: int, tag: str, marks: str, aside: bool) -> Iterator[Block]:
    text = _SPACE.sub(" ", "".join(pieces)).strip()
    if text.strip("\xa0 "):
        yield Block(text, min(1.0, linked / len(text)), tag, marks, aside)


def _is_aside(element: HtmlElement, marks: str, total: int) -> bool:
    """By its class or id, unless most of the page lies in it (``has-sidebar`` is often the class of all)."""
    return element.tag not in _MAIN_TAGS and _ASIDE.search(marks) is not None and _size(element) * 2 < total


def _size(element: HtmlElement) -> int:
    return sum(len(e.text or "") * (e.tag not in _NEVER) + len(e.tail or "") for e in element.iter())


def _hidden(element: HtmlElement) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or "visibility:hidden" in style or element.get("hidden") is not None
