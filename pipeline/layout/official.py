"""Official documents: is the page one, where its parts stand, what its heading says.

The layout is that of Decree 30/2020/NĐ-CP (annex I): issuing body, national title and motto, number, place and date,
kind and subject, grounds, provisions, signature and recipients, as it comes out of flat text: cells as lines or as
rows of a table, a gazette's running header between them. Party documents (36-HD/VPTW) have ``ĐẢNG CỘNG SẢN VIỆT NAM``
in the place of the motto.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from functools import cache

from pipeline.citations.numbers import Number, parse_number
from pipeline.layout.lines import UPPER, Line
from pipeline.lexicon import table
from pipeline.types import Heading

#: Lines in which the heading must begin to show.
_TOP = 60
_BODY = re.compile(
    r"(?:điều \d+\b|chương [ivx\d]+\b|phần (?:thứ|[ivx\d])|mục [ivx\d]+\b|[ivx]{1,4}[.)-] ?|\d{1,2}[.)/-] |[a-zđ]\) )"
)
_NUMBER = re.compile(r"(?:(?:bộ )?luật )?số\s?:?\s")
_ISSUED = re.compile(
    r",?\s*ngày\s*(\d{1,2})\s*(?:tháng\s*(\d{1,2})\s*năm\s*|[/.-](\d{1,2})[/.-])(\d{4})", re.IGNORECASE
)
_PLACE = re.compile(r"(?:[^\W\d]|[.' -](?! {2})){2,60}$")
_ABOUT = re.compile(r"V/v:?\s*(.+)", re.IGNORECASE)
_GAP = re.compile(r" {3,}")
_PAGE_NUMBER = re.compile(r"\d{1,4}")
_CLOSED = re.compile(r"[.:;]['\"”’»)]*$|\./\.$")
_RULE = re.compile(r"[-_*=.|\s─—–]+")
_NAME = re.compile(rf"[{UPPER}]\w*(?:[\s.]+[{UPPER}]\w*){{1,5}}\.?")


@cache
def _marks(part: str) -> tuple[str, ...]:
    return tuple(row["mark"] for row in table("pipeline.layout", "marks.tsv") if row["part"] == part)


@cache
def _kinds() -> dict[str, str]:
    return {row["kind"].lower(): row["kind"] for row in table("pipeline.layout", "kinds.tsv")}


@cache
def _bodies() -> tuple[str, ...]:
    return tuple(row["head"] for row in table("pipeline.layout", "bodies.tsv"))


def is_official(page: Sequence[Line]) -> bool:
    """Whether the page is an official document, by the marks of its first lines; a fragment shows by its articles."""
    top = [cell for line in page[:_TOP] for cell in _cells(line)]
    if any(_is(line, "national") or (_is(line, "party") and _capitals(line)) for line in top):
        return True
    numbered = any(_number(line) for line in top)
    kind = any(_kind(line) for line in top)
    grounds = sum(line.folded.startswith("căn cứ") for line in page)
    articles = sum(re.match(r"điều \d+\b", line.folded) is not None for line in page)
    return (
        (numbered and (kind or grounds > 0)) or (kind and grounds > 0) or (grounds > 1 and articles > 0) or articles > 2
    )


def parts(page: Sequence[Line]) -> list[str]:
    """The part of each line: heading, grounds, body, recipients, signature, or boilerplate (a running header)."""
    found: list[str] = []
    top = [cell for line in page[:_TOP] for cell in _cells(line)]
    part = "heading" if any(_is(x, "national") or _is(x, "party") or _kind(x) or _number(x) for x in top) else "body"
    named = False  # the document's kind, or a letter's addressee, has been read
    for i, line in enumerate(page):
        if _running(page, i):
            found.append("boilerplate")
        elif _is(line, "stamp"):
            found.append("signature")
        elif _RULE.fullmatch(line.text) and found:
            found.append(found[-1])
        else:
            part = _next_part(part, named, line, page[i - 1] if i else None)
            named = named or _kind(line) is not None or line.folded.startswith("kính gửi")
            found.append(part)
    return found


def _next_part(part: str, named: bool, line: Line, before: Line | None) -> str:
    """The part of `line`, given that of the line before."""
    if _is(line, "recipients"):
        return "recipients"
    closed = before is None or line.gap or _CLOSED.search(before.text) is not None
    if part == "heading":
        if _is(line, "grounds") and (named or line.folded.startswith("căn cứ")):
            return "grounds"
        if _is(line, "body") or _BODY.match(line.folded):
            return "body"
        prose = len(line.text) > 60 and not _capitals(line) and not line.folded.startswith(("v/v", "về ", "- ", "số"))
        return "body" if named and closed and prose and not _kind(before) else "heading"
    if part == "grounds":
        ground = _is(line, "grounds") or not closed or line.text[0].islower()
        return "grounds" if ground and not _is(line, "body") and not _BODY.match(line.folded) else "body"
    if closed and (_is(line, "signature") or _office(line)) and not _kind(line):
        return "signature"
    if part == "recipients" and (line.text[0] in "-–+" or not closed or line.text[0].islower()):
        return "recipients"
    signed = _capitals(line) or _is(line, "signature") or _NAME.fullmatch(line.text)
    if part == "signature" and signed and not _kind(line):
        return "signature"
    return "body"


def heading(page: Sequence[Line], names: Sequence[str]) -> tuple[Heading, str | None]:
    """What the heading says, and the document's title (kind and subject); `names` are the parts of the lines."""
    top = [cell for x, part in zip(page[:_TOP], names, strict=False) if part == "heading" for cell in _cells(x)]
    number: Number | None = None
    kind: str | None = None
    place: str | None = None
    date: dt.date | None = None
    bodies: list[str] = []
    title: list[str] = []
    subject: list[str] = []  # of a letter, which has no kind: ``V/v ...``
    for line in top:
        if _RULE.fullmatch(line.text):
            continue
        if title and (len(title) == 1 or not line.gap) and not (len(title) > 1 and _capitals(line) and _office(line)):
            title.append(line.text)
            continue
        found, issued, about = _number(line), _ISSUED.search(line.text), _ABOUT.search(line.text)
        number = number or found
        if issued and date is None:
            date = _date(issued)
            where = _PLACE.search(line.text[: issued.start()])
            place = where[0].strip(" .-,") if where else None
        stated = _kind(line)
        if about:
            subject.append(about[1])
        elif found or issued or title or line.folded.startswith("kính gửi"):
            continue
        elif stated:
            kind = stated
            title.append(line.text)
        elif subject and not _capitals(line) and not _is(line, "national") and not line.gap:
            subject.append(line.text)
        elif _capitals(line) and not _is(line, "national") and not _is(line, "party"):
            bodies = _with_body(bodies, line)
    if kind is None and number and any(line.folded.startswith("kính gửi") for line in top):
        kind = "Công văn"
    own = Heading(
        kind,
        number.number if number else None,
        number.year if number else None,
        number.symbol if number else None,
        bodies[-1] if bodies else None,
        place,
        date,
    )
    return own, " ".join(" ".join(title or subject).split()) or None


def _cells(line: Line) -> list[Line]:
    """The columns of a line that was laid out in two, as ``pdftotext -layout`` gives them."""
    if _GAP.search(line.text) is None:
        return [line]
    found = []
    at = 0
    for m in [*_GAP.finditer(line.text), None]:
        end = m.start() if m else len(line.text)
        found.append(Line(line.start + at, line.start + end, line.text[at:end], line.folded[at:end], line.gap))
        at = m.end() if m else end
    return found


def _is(line: Line, part: str) -> bool:
    return line.folded.startswith(_marks(part))


def _capitals(line: Line) -> bool:
    return line.text.isupper() and len(line.text) > 3


def _kind(line: Line | None) -> str | None:
    return _kinds().get(line.folded.rstrip(" *")) if line and line.text.isupper() else None


def _office(line: Line) -> bool:
    """A post or body in capitals, as it stands over a signature."""
    return line.text[:5].isupper() and line.folded.startswith((*_marks("office"), *_bodies()))


def _number(line: Line) -> Number | None:
    return parse_number(line.text) if _NUMBER.match(line.folded) else None


def _running(page: Sequence[Line], i: int) -> bool:
    """A gazette's running header, or the page number beside it."""
    if _is(page[i], "gazette"):
        return True
    beside = page[max(0, i - 1) : i + 2]
    return _PAGE_NUMBER.fullmatch(page[i].text) is not None and any(_is(line, "gazette") for line in beside)


def _date(m: re.Match[str]) -> dt.date | None:
    try:
        return dt.date(int(m[4]), int(m[2] or m[3]), int(m[1]))
    except ValueError:
        return None


def _with_body(bodies: list[str], line: Line) -> list[str]:
    """The bodies named so far and this line, which names another or goes on with the last."""
    text = " ".join(line.text.rstrip(" -_*").split())
    if bodies and not line.folded.startswith(_bodies()):
        return [*bodies[:-1], f"{bodies[-1]} {text}"]
    return [*bodies, text]
