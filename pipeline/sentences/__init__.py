"""Sentences of Vietnamese news and official documents, by rule.

A heading, caption or list item without a full stop is a sentence of its own; ``./.`` ends a document; the stop of
``TP.``, ``PGS.TS.`` or a number that heads an item ends nothing (``data/abbreviations.tsv``); a stop glued to the next
capital does (``dân.Thực hiện``).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pipeline.lexicon import table
from pipeline.sentences.wrap import blocks
from pipeline.text import canonical
from pipeline.types import Document, Part, Sentence, Span

if TYPE_CHECKING:
    from pipeline.config import Config
    from pipeline.engine import Layers, Stage

__all__ = ["split", "stage"]

_ABBREVIATIONS = frozenset(row["form"] for row in table("pipeline.sentences", "abbreviations.tsv"))

#: A stop with the quotes and brackets that it closes, or the bracket of a picture credit that ends like one.
_STOP = re.compile(r"(?:\./\.|[.!?…]+)[\"”’»)\]]*|\((?:[Ảả]nh|[Nn]guồn|Theo)\b[^()\n]{1,80}\)(?=\s)")
_BLANKS = re.compile(r"\s*")
_LAST_WORD = re.compile(r"[^\s(\[“\"‘',;:]+$")
#: A picture's credit belongs to its caption.
_CREDIT = re.compile(r"\(?(?:[Ảả]nh|Nguồn)\s?:")
#: All of a sentence so far, where its stop belongs to the number of an item: ``1.``, ``IV.``, ``a.``, ``Điều 5.``
_NUMBER = re.compile(
    r"[\"“(*-]?\s?(?:\d{1,3}(?:\.\d{1,3})*|[IVXLC]{1,6}|[A-Za-zđĐ]|"
    r"(?:Điều|Khoản|Điểm|Chương|Mục|Phần|Bước|Câu|Bài|Phụ lục|ĐIỀU|CHƯƠNG|MỤC|PHẦN|Thứ)\s[\w.]{1,5})"
)
_INITIALS = re.compile(r"[A-ZĐ](?:\.[A-ZĐ])?")
_ITEM = re.compile(r"[-–+] ?\w")
_CLOSERS = '"”’»)]'


def stage(config: Config) -> Stage:
    """The layer ``sentences``; none crosses a part of the document."""

    def run(doc: Document, layers: Layers) -> dict[str, Sequence[Span]]:
        return {"sentences": split(doc.text, doc.parts)}

    return run


def split(text: str, parts: Sequence[Part] = ()) -> list[Sentence]:
    """The sentences of the raw `text` in order, trimmed, without overlap; together they hold all that is not blank.

    Each bears the name of the part in which it starts (``body`` without parts).
    """
    shadow = canonical(text)
    starts = [part.start for part in parts]
    cuts = [shadow.inner(start, start)[0] for start in starts]
    found: list[Sentence] = []
    free = 0  # a mark that NFC cannot join shares the raw place of its letter
    for block in blocks(shadow.text, cuts):
        for start, end in _sentences(shadow.text, *block):
            first, last = shadow.raw(start, end)
            if first < free:
                first = last - len(text[free:last].lstrip())
            if first < last:
                name = parts[max(0, bisect_right(starts, first) - 1)].name if parts else "body"
                found.append(Sentence(first, last, name))
                free = last
    return found


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut the block [start, end)."""
    for m in _STOP.finditer(text, start, end):
        following = _BLANKS.match(text, m.end(), end).end()  # type: ignore[union-attr]
        if following < end and _ends(text, start, m, following):
            yield start, m.end()
            start = following
    if start < end:
        yield start, end


def _ends(text: str, start: int, m: re.Match[str], following: int) -> bool:
    """Whether the stop `m` ends the sentence that began at `start`; the text goes on at `following`."""
    stop = m[0].rstrip(_CLOSERS)
    head = text[following]
    apart = following > m.end()
    if stop == "./.":
        return True
    if head in "-–" and text[following + 1 : following + 3].strip()[:1].islower():  # “Ai đó?” – ông nói
        return False
    if head.islower() or head in ",;:.!?)]”’»%/":
        return False
    if stop.startswith("("):
        return head.isupper()
    if m.start() > start and text[m.start() - 1] in "([":  # (...), (?)
        return False
    if _CREDIT.match(text, following):
        return False
    if not apart:
        return _glued(text, m, following)
    if stop != ".":
        return True
    word = _LAST_WORD.search(text, max(start, m.start() - 12), m.start())
    if word is None or m[0] != stop:
        return True
    return not (
        word[0] in _ABBREVIATIONS
        or (word[0].isdigit() and text[word.start() - 2 : word.start()] in (": ", "; "))  # an item within the line
        or (_INITIALS.fullmatch(word[0]) and head.isupper())
        or _NUMBER.fullmatch(text, start, m.start())
    )


def _glued(text: str, m: re.Match[str], following: int) -> bool:
    """No blank after the stop: an end before a capitalised word, unless the stop is part of a word or abbreviation."""
    if _ITEM.match(text, following):  # ``như sau.- Bản sao``
        return True
    if not text[following].isupper() or not text[following + 1 : following + 2].islower():
        return False
    word = _LAST_WORD.search(text, max(0, m.start() - 12), m.start())
    if word is None:
        return text[m.start() - 1] in _CLOSERS
    if word[0] in _ABBREVIATIONS or "@" in word[0] or "." in word[0]:
        return False
    return not word[0][-1].isupper() or (word[0].isupper() and len(word[0]) > 2)
