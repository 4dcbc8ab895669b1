"""What a page says of itself: title, date, author, site, address. From JSON-LD, Open Graph and meta tags, in that order
of trust; what stands visibly in the page is `pipeline.reading.html`'s."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pipeline.reading.columns import date

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_ARTICLES = re.compile(r"Article$|Posting$|^Report$", re.IGNORECASE)
_DATES = (
    "article:published_time og:article:published_time pubdate publishdate publish_date publication_date date "
    "dc.date dc.date.issued dcterms.issued dcterms.created its_publication datepublished article.published "
    "sailthru.date parsely-pub-date"
).split()
_AUTHORS = "author article:author dc.creator dcterms.creator parsely-author".split()
_URL_DAY = re.compile(r"/(\d{4})[/-](\d{1,2})[/-](\d{1,2})(?!\d)|[-_/](20[0-3]\d)([01]\d)([0-3]\d)\d{4,8}(?!\d)")
_SITE_WORDS = re.compile(
    r"\s+[|\-–—»]+\s+(?=[^|»]*(?:báo|cổng|trang|tạp chí|đài|portal|\.vn|\.com|tttđt|thông tin điện tử|online)\b)[^|]*$",
    re.IGNORECASE,
)
_BAR = re.compile(r"\s+[|»]\s+[^|»]*$")
_DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Page:
    """``headline`` is a title that the page declares as its article's; ``title`` is that of the window, its site's name
    cut. Dates that say when the page was changed are not read."""

    headline: str | None = None
    title: str | None = None
    published: dt.date | None = None
    author: str | None = None
    site: str | None = None
    url: str | None = None


def describe(root: HtmlElement) -> Page:
    """The page's own description of itself."""
    metas = _metas(root)
    articles = [a for a in _json_ld(root) if _ARTICLES.search(_type(a))]
    url = _href(root) or metas.get("og:url")
    site = metas.get("og:site_name") or next(filter(None, (_name(a.get("publisher")) for a in articles)), None)
    host = urlsplit(url).hostname if url else None
    author = next(filter(None, (_name(a.get("author")) for a in articles)), None)
    author = author or next((v for k in _AUTHORS if (v := metas.get(k)) and "/" not in v and v != site), None)
    window = " ".join("".join(root.xpath("//title[1]//text()")).split())
    return Page(
        headline=_headline(articles, metas),
        title=cut_site(window) or None,
        published=_published(root, articles, metas, url),
        author=author,
        site=site or (host.removeprefix("www.") if host else None),
        url=url,
    )


def cut_site(title: str) -> str:
    """A title without the site's name behind it (``... | Báo X``, ``... - Cổng thông tin điện tử Y``)."""
    return _BAR.sub("", _SITE_WORDS.sub("", title)).strip()


def _headline(articles: list[dict[str, Any]], metas: dict[str, str]) -> str | None:
    for article in articles:
        if isinstance(found := article.get("headline"), str) and found.strip():
            return cut_site(" ".join(found.split()))
    return cut_site(metas.get("og:title") or metas.get("twitter:title") or "") or None


def _published(
    root: HtmlElement, articles: list[dict[str, Any]], metas: dict[str, str], url: str | None
) -> dt.date | None:
    stamps = [a.get("datePublished") for a in articles]
    stamps += [metas.get(name) for name in _DATES]
    stamps += [e.get("content") or e.get("datetime") for e in root.xpath("//*[@itemprop='datePublished']")]
    stamps += root.xpath("//article//time[1]/@datetime | //time[@pubdate]/@datetime")[:1]
    for stamp in stamps:
        if isinstance(stamp, str) and (found := date(stamp)):
            return found
    return _in_url(url)


def _in_url(url: str | None) -> dt.date | None:
    if url and (m := _URL_DAY.search(urlsplit(url).path)):
        year, month, day = (g for g in m.groups() if g)
        return date(f"{day}/{month}/{year}")
    return None


def _metas(root: HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().lower()
        content = " ".join((meta.get("content") or "").split())
        if name and content:
            found.setdefault(name, content)
    return found


def _json_ld(root: HtmlElement) -> Iterator[dict[str, Any]]:
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            try:
                yield from _objects(json.loads(script.text or "", strict=False))
            except (ValueError, RecursionError):
                continue


def _objects(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for item in value:
            yield from _objects(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        yield from _objects(value.get("@graph"), depth + 1)
        yield from _objects(value.get("mainEntity"), depth + 1)


def _type(thing: dict[str, Any]) -> str:
    kind = thing.get("@type")
    return " ".join(map(str, kind)) if isinstance(kind, list) else str(kind or "")


def _name(value: Any) -> str | None:
    if isinstance(value, list):
        return ", ".join(filter(None, map(_name, value))) or None
    name = value.get("name") if isinstance(value, dict) else value
    return " ".join(name.split()) or None if isinstance(name, str) and "://" not in name else None


def _href(root: HtmlElement) -> str | None:
    links = root.xpath("//link[@rel='canonical']/@href")
    return str(links[0]).strip() if links and str(links[0]).startswith("http") else None
