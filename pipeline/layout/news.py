"""News pages: title, dateline, lead, body, captions, byline, what follows the article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from pipeline.layout.lines import UPPER, Line
from pipeline.lexicon import alternation, table
from pipeline.text import key

#: Longest title, dateline, byline and caption, in characters.
_TITLE, _DATELINE, _BYLINE, _CAPTION = 250, 90, 90, 350

_HAS_DATE = re.compile(r"\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}|\d{4}-\d\d-\d\d|tháng \d{1,2},? (?:năm )?\d{4}")
_ENDED = re.compile(r"[.!?…:;]['\"”’»)\]]*$")
_AGENCY = re.compile(r"(?<=\w)\s*\([^()]*\)\.?$")
_HEADED = re.compile(r"(?:điều|chương|phần|mục|bài|kỳ|số) \d")
_CREDIT = re.compile(r"(?:^|[\s(.])[Ảả]nh\s?:\s?\S")
_DATED_TAIL = re.compile(r"\(\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?\)$")
_CUT = re.compile(r"\s*[;|/]\s*|\s+[-–]\s+|,\s+|\s+và\s+|\s*&\s*")
_NAME = re.compile(rf"[{UPPER}][\w'’]*(?:[\s.]+[{UPPER}][\w'’]*){{0,4}}\.?")


def parts(page: Sequence[Line], title: str | None) -> list[str]:
    """The part of each line; `title` is the one that the source gives."""
    names = ["body"] * len(page)
    end = _article_end(page)
    names[end:] = ["boilerplate"] * (len(page) - end)
    at = 0
    if _is_title(page, title):
        names[0] = "title"
        at = 1
    stamps = [i for i in range(at, min(at + 4, end)) if is_stamp(page[i])]
    for i in stamps:
        names[at:i] = ["byline" if _byline(line) else "body" for line in page[at:i]]
        names[i], at = "dateline", i + 1
    if at < end - 1 and _byline(page[at]) and len(page[at + 1].text) > _BYLINE:
        names[at] = "byline"
        at += 1
    for i in range(end - 1, max(at, end - 4), -1):
        if not (_byline(page[i]) or is_stamp(page[i])):
            break
        names[i] = "byline" if _byline(page[i]) else "dateline"
    spaced = sum(line.gap for line in page[:end]) > end / 2
    for i in range(at, end):
        if names[i] == "body" and _is_caption(page, i, spaced, end):
            names[i] = "caption"
        if names[i] == "body" and _furniture(page[i]) == "line":
            names[i] = "boilerplate"
    running = [i for i in range(at, end) if names[i] == "body"]
    if (at or title) and len(running) > 1 and running[0] == at:
        names[at] = "lead"
    return names


def author(page: Sequence[Line], names: Sequence[str]) -> str | None:
    """The authors that the byline names, without photographers, agencies and sources."""
    found: list[str] = []
    for line, part in zip(page, names, strict=True):
        announced = "author"
        for names_of, name in _credits(line) if part == "byline" else ():
            announced = names_of or announced
            if announced == "author" and name:
                found.append(name)
    return ", ".join(found) or None


def is_stamp(line: Line) -> bool:
    """A line that holds a date, perhaps a weekday and a clock time, and nothing else: ``24/08/2021 - 08:53 PM``."""
    return len(line.text) <= _DATELINE and has_date(line) and _stamp().fullmatch(line.folded) is not None


@cache
def _stamp() -> re.Pattern[str]:
    words = alternation(row["word"] for row in table("pipeline.layout", "stamps.tsv"))
    between = r"[\s,|:()•–/.-]"
    return re.compile(rf"(?:[\w.]{{2,12}}\s?\|\s?)?(?:(?>(?:{words})(?!\w)|\d[\d:./h'’-]*){between}*+)++")


def has_date(line: Line) -> bool:
    """Whether a day with its year stands in the line."""
    return _HAS_DATE.search(line.folded) is not None


def _is_title(page: Sequence[Line], title: str | None) -> bool:
    first = page[0]
    if title is not None and key(title) == key(first.text):
        return True
    return (
        len(page) > 1 and len(first.text) <= _TITLE and not first.text.endswith((".", ";", ",")) and not is_stamp(first)
    )


@cache
def _prefixes() -> tuple[tuple[str, str], ...]:
    rows = table("pipeline.layout", "byline.tsv")
    return tuple(sorted(((r["prefix"], r["names"]) for r in rows), key=lambda r: -len(r[0])))


def _prefix(text: str) -> tuple[str, str]:
    """The byline's opening in `text` and whom it announces; empty where there is none."""
    folded = text.lower()
    lead = len(folded) - len(folded.lstrip(" ("))
    for prefix, names in _prefixes():
        if folded.startswith(prefix, lead):
            after = folded[lead + len(prefix) :]
            if after.lstrip().startswith(":") or (names == "source" and after[:1] == " "):
                return text[: lead + len(prefix)], names
    return "", ""


def _credits(line: Line) -> list[tuple[str, str]]:
    """The pieces of a byline: whom its opening announces (empty without one), and the name."""
    text = _AGENCY.sub("", line.text).strip("() ")
    prefix, names_of = _prefix(text)
    found: list[tuple[str, str]] = []
    for piece in _CUT.split(text[len(prefix) :].lstrip(" :")):
        own, own_names = _prefix(piece)
        found.append((own_names or (names_of if not found else ""), piece[len(own) :].strip(" :–-()")))
    return found


def _byline(line: Line) -> bool:
    """Names of people or sources and nothing else, with or without what announces them."""
    if len(line.text) > _BYLINE or line.text.isupper() or _HEADED.match(line.folded):
        return False
    credits = _credits(line)
    names = [name for _, name in credits if name]
    announced = any(names_of for names_of, _ in credits)
    return all(map(_NAME.fullmatch, names)) and (announced or len(names) > 1 or (len(names) == 1 and " " in names[0]))


def _is_caption(page: Sequence[Line], i: int, spaced: bool, end: int) -> bool:
    line = page[i]
    if len(line.text) > _CAPTION:
        return False
    credits = [m.start() for m in _CREDIT.finditer(line.text)]
    if credits and len(line.text) - credits[-1] < 60:
        return True
    alone = line.gap and i + 1 < end and page[i + 1].gap and not spaced
    return alone and len(line.text) < 200 and not _ENDED.search(line.text) and not line.text.isupper()


@cache
def _phrases() -> dict[str, str]:
    return {r["phrase"]: r["reach"] for r in table("pipeline.layout", "furniture.tsv")}


def _furniture(line: Line) -> str | None:
    """The reach of a line of page furniture."""
    if len(line.text) > 300:
        return None
    bare = line.folded.strip(" :.-–»>[]()0123456789")
    if bare in _phrases():
        return _phrases()[bare]
    head = line.folded.partition(":")[0].strip()
    if head != line.folded and head in _phrases():
        return _phrases()[head]
    return "line" if line.folded.startswith((">>", "»")) else None


def _article_end(page: Sequence[Line]) -> int:
    """The number of lines before the trailing lists, links and imprint."""
    for i, line in enumerate(page):
        if i and _furniture(line) == "rest" and _only_links(page[i + 1 :]):
            return i
    end = len(page)
    while end > 1 and _DATED_TAIL.search(page[end - 1].text):
        end -= 1
    return end if len(page) - end > 2 else len(page)


def _only_links(rest: Sequence[Line]) -> bool:
    prose = sum(len(line.text) > 200 or (len(line.text) > 100 and line.text.endswith(".")) for line in rest)
    return prose * 5 <= len(rest)
