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
_TABLE_TAGS = frozenset("table tbody thead tfoot tr td th".split())
#: A class of these words; not ``has-sidebar``, which is that of a page with one.
_ASIDE = re.compile(
    r"(?!(?:has|with|no|without|sticky|is|post|entry|article|single)[_-])(?:\w+[_-])*?"
    r"(?:nav|navbar|navigation|menu|breadcrumbs?|sidebar|related|relate|recommend|comments?|share|sharing|socials?|"
    r"banner|popup|pagination|copyright|footer|tinkhac|tinlienquan|lienquan|binhluan|othernews|morenews|mostread|"
    r"tin-khac|lien-quan|binh-luan|other-news|news-other|more-news|most-read|doc-nhieu|xem-nhieu|toolbar|tags|keywords)"
    r"(?:[_-]\w+)*",
    re.IGNORECASE,
)
_SPACE = re.compile(r"[ \t\r\n\f]+")


@dataclass(slots=True)
class Block:
    """``links``: share of its characters that are links. ``tag``: of the innermost block element. ``marks``: class and
    id of the elements around it, innermost first. ``aside``: it lies in navigation, comments, related links ...
    ``home``: number of the element that it stands in, a table being nothing of its own."""

    text: str
    links: float
    tag: str
    marks: str = ""
    aside: bool = False
    home: int = -1


@dataclass(slots=True)
class _Place:
    marks: str = ""
    aside: bool = False
    home: int = -1


class _Walk:
    def __init__(self, root: HtmlElement) -> None:
        self._total = _size(root)
        self._homes = 0

    def blocks(self, element: HtmlElement, outer: _Place) -> Iterator[Block]:
        own = f"{element.get('class') or ''} {element.get('id') or ''}".strip()
        aside = outer.aside or element.tag in _ASIDE_TAGS or self._is_aside(element, own)
        here = _Place(f"{own} {outer.marks}"[:300], aside, outer.home)
        if element.tag == "tr":
            yield from self._row(element, here)
            return
        inner = here
        if element.tag not in _TABLE_TAGS:
            self._homes += 1
            inner = _Place(here.marks, aside, self._homes)
        pieces: list[str] = []
        linked = 0
        for kind, value in _flow(element, False):
            if kind == "text":
                pieces.append(str(value))
            elif kind == "link":
                pieces.append(str(value))
                linked += len(str(value).strip())
            else:
                yield from _close(pieces, linked, element.tag, here)
                pieces, linked = [], 0
                if kind == "block":
                    yield from self.blocks(cast("HtmlElement", value), inner)
        yield from _close(pieces, linked, element.tag, here)

    def _row(self, row: HtmlElement, here: _Place) -> Iterator[Block]:
        cells = [list(self.blocks(cell, here)) for cell in row if cell.tag in ("td", "th")]
        if any(len(cell) > 1 for cell in cells):
            for cell in cells:
                yield from cell
        elif any(cells):
            text = "\t".join(cell[0].text if cell else "" for cell in cells).rstrip("\t")
            linked = sum(cell[0].links * len(cell[0].text) for cell in cells if cell)
            yield Block(text, linked / len(text), "tr", here.marks, here.aside, here.home)

    def _is_aside(self, element: HtmlElement, marks: str) -> bool:
        """By its class or id, unless most of the page lies in it (``has-sidebar`` is often the class of all)."""
        return (
            element.tag not in _MAIN_TAGS
            and any(map(_ASIDE.fullmatch, marks.split()))
            and _size(element) * 2 < self._total
        )


def blocks(body: HtmlElement) -> list[Block]:
    """The blocks in document order, blank ones left out. A table row is one block, its cells tab-separated, unless one
    of its cells holds several."""
    return list(_Walk(body).blocks(body, _Place()))


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


def _close(pieces: list[str], linked: int, tag: str, here: _Place) -> Iterator[Block]:
    text = _SPACE.sub(" ", "".join(pieces)).strip()
    if text.strip("\xa0 "):
        yield Block(text, min(1.0, linked / len(text)), tag, here.marks, here.aside, here.home)


def _size(element: HtmlElement) -> int:
    return sum(len(e.text or "") * (e.tag not in _NEVER) + len(e.tail or "") for e in element.iter())


def _hidden(element: HtmlElement) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or "visibility:hidden" in style or element.get("hidden") is not None
