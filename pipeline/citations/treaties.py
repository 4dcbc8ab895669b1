"""Treaties cited by name, and documents that go by letters alone (`BLHS`, `EVFTA`)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.citations import kinds
from pipeline.citations.laws import version
from pipeline.citations.mention import Found
from pipeline.citations.words import is_syllable, pattern, words
from pipeline.lexicon import table
from pipeline.text import Canonical, fold

_TREATY = pattern(r"(?<!\w)(hiệp định|hiệp ước|nghị định thư|công ước)(?!\w)")
_GENERIC = pattern(r"(?<!\w)(?:các|những|một|nhiều|hai|mọi|tổ chức) $")
_WORD = re.compile(r"[ \n]{1,20}([^\W\d_]+)(?!\w)|[ \n]?[-–][ \n]?([^\W\d_]+)(?!\w)")
_LONGEST = 16  # words of a title
_ENDS = ("giữa", "khác", "mới", "này")
_STATE = pattern(r" của nước(?!\w)")
_NEVER_LAST = ("và", "về", "của", "ở", "trên")
_SHORT_NAMES = {r["name"]: (r["kind"], fold(r["title"])) for r in table("pipeline.citations", "short_names.tsv")}
_LETTERS = re.compile(
    rf"(?<![\w/.-])(?:{'|'.join(sorted(map(re.escape, _SHORT_NAMES), key=len, reverse=True))})(?![\w-])"
)


def treaties(shadow: Canonical) -> Iterator[Found]:
    """Treaties with the words of their names, without the parties after `giữa`; not `các hiệp định thương mại`."""
    for m in _TREATY.finditer(shadow.folded):
        if _GENERIC.search(shadow.folded, max(0, m.start() - 10), m.start()):
            continue
        end = _title_end(shadow, m.end())
        if end is None or (shadow.text[m.start()].islower() and shadow.text[m.end() : end].islower()):
            continue
        kind = kinds.BY_WORD[" ".join(m[1].split())].name
        yield _dated(shadow, m.start(), end, kind, " ".join(shadow.folded[m.end() : end].split()))


def letters(shadow: Canonical) -> Iterator[Found]:
    """Codes and treaties by their letters."""
    for m in _LETTERS.finditer(shadow.text):
        yield _dated(shadow, m.start(), m.end(), *_SHORT_NAMES[m[0]])


def _dated(shadow: Canonical, start: int, end: int, kind: str, name: str) -> Found:
    end, year = version(shadow, end)
    return Found.by_name(start, end, kind, name, year)


def _title_end(shadow: Canonical, at: int) -> int | None:
    """The end of a treaty's title: capitalised words, with those that titles hold in lower case between them."""
    end, last, previous = at, None, ""
    for n in range(_LONGEST):
        word = _WORD.match(shadow.text, end)
        if word is None or (n == 0 and word[1] is None):
            break
        token = word[1] or word[2]
        low, capital = token.lower(), token[0].isupper()
        if n == 0 and (low in words("title_end") or not (capital or low in words("treaty_start"))):
            break
        if capital and previous.lower() not in ("nhập", "của", "hiện") and _another(shadow, word):
            break
        if (
            low in _ENDS
            or _STATE.match(shadow.folded, end)
            or not (capital or low in words("treaty_inside") or _goes_on(shadow, word, previous))
        ):
            break
        end, previous = word.end(), token
        last = last if low in _NEVER_LAST else end
    return last


def _goes_on(shadow: Canonical, word: re.Match[str], previous: str) -> bool:
    """Whether a lower-case word that no list knows belongs to a title: it follows a Vietnamese syllable of it."""
    low = (word[1] or word[2]).lower()
    following = _WORD.match(shadow.text, word.end())
    pair = f"{low} {(following[1] or following[2] or '') if following else ''}".lower()
    ends = low in words("title_end") or pair in words("title_end_pair")
    return bool(previous) and previous != "về" and is_syllable(previous) and not ends


def _another(shadow: Canonical, word: re.Match[str]) -> bool:
    """Whether another kind word begins here (`Hiệp định A, Hiệp định B`)."""
    following = _WORD.match(shadow.text, word.end())
    return following is not None and f"{word[1]} {following[1]}".lower() in kinds.BY_WORD
