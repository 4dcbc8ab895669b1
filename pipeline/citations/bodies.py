"""Names of issuing bodies and offices: how far one goes that begins at a given place.

Data: ``data/heads.tsv`` (first words) and ``data/body_words.tsv`` (lower-case words inside, commas, ends).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from pipeline.citations import kinds
from pipeline.citations.words import words as words_of
from pipeline.lexicon import table
from pipeline.text import Canonical

_PACKAGE = "pipeline.citations"
_CELLS = {r["role"]: r["words"] for r in table(_PACKAGE, "body_words.tsv")}
_INSIDE = frozenset(_CELLS["inside"].split())
_PAIRS = frozenset(_CELLS["pair"].split(";"))
_NEVER = frozenset(_CELLS["never"].split())
_STOPS = frozenset(_CELLS["stop"].split(";"))
_WHOLE = frozenset(_CELLS["whole"].split(";"))
_VERBS = frozenset(_CELLS["verb"].split(";"))
_JOINS = tuple(pair.split("|") for pair in _CELLS["joins"].split(";"))
_UNITS = frozenset(_CELLS["unit"].split())
_BARE = frozenset(_CELLS["bare"].split())
_ONE_SYLLABLE = frozenset(_CELLS["one_syllable"].split())
_CITY_LETTERS = frozenset(_CELLS["city_letters"].split())
_NUMBERED = frozenset(_CELLS["numbered"].split())


def _alternation(role: str) -> str:
    words = sorted((r["words"] for r in table(_PACKAGE, "heads.tsv") if r["role"] == role), key=len, reverse=True)
    return "|".join(re.escape(w).replace(r"\ ", r"[ \n]{1,12}") for w in words)


HEAD = re.compile(
    r"(?<![\w/.-])(?:"
    + "|".join(rf"(?P<{r}>{_alternation(r)})(?!\w)" for r in ("deputy", "office", "body", "place"))
    + ")"
)
# A document that follows: the name of a body never goes on with its kind (`Bộ Kế hoạch`, `Công ty Điện lực` apart).
_DOCUMENT = re.compile(
    "(?:"
    + "|".join(
        re.escape(w).replace(r"\ ", "[ ]+")
        for k in kinds.KINDS
        if k.strength in ("strong", "weak", "number", "named")
        for w in k.words
        if w.lower() == w and w not in ("kế hoạch", "lệnh", "luật", "công ước")
    )
    + r")(?!\w)|(?:điều|khoản|điểm|mục|chương)[ ]+(?:\d|[ivx]{1,5}(?!\w))|phụ lục(?!\w)"
)
_PLAN = re.compile(r"kế[ ]+hoạch(?!\w)|luật (?!gia|sư)")
_TOKEN = re.compile(
    r"[ ]{0,30}(?:\n[ ]{0,30})?(?P<word>(?:(?:TP|Tp|TX|Q|P|H)\.(?=[ ]?[A-ZĐ])|T\.Ư"
    r"|[^\W\d_][\w&]*(?:-[^\W\d_]+|(?<=[A-ZĐ])\.[A-ZĐƯ]+)*)|\d{1,3}(?![\d/-]|[.,]\d)|[,:(&–-])"
)
_ACRONYM = re.compile(r"\([ ]?[A-ZĐƯ&]{2,12}[ ]?\)")
# What stands before a body of one small syllable (`của bộ Y tế`); else it ends a compound (`nhiệm vụ`, `cán bộ`).
_INTRODUCED = re.compile(
    r"(?:^|[,;:.(\n]|[/.-]\d{4}|(?<!\w)(?:của|do|mà|và|tại|lệnh|mặt|đây|nay|đó|nhưng|thì|theo|khi))[ \n]*$"
)
_DANGLING = re.compile(r"(?:[ \n,:(–-]|(?<=[ \n,])và(?=$|[ \n]))*$")
_LETTERS = re.compile(r"(?:[A-ZĐƯ]{2,12}|[A-ZĐ]\d)\d{0,3}(?![\w/-])")
_WORDS = re.compile(r"[^\W_][\w.]*")


@dataclass(frozen=True, slots=True)
class Body:
    """A body's name in the canonical text; ``role`` as in the data; ``past`` is where its holder's name ends."""

    start: int
    end: int
    role: str
    past: int


def body_at(shadow: Canonical, start: int, limit: int | None = None, *, several: bool = False) -> Body | None:
    """The body or office whose name begins at `start` (blanks apart) and ends at or before `limit`.

    With `several`, commas and dashes lead to further bodies (`Bộ Công an, Bộ Quốc phòng`), as in joint documents.
    """
    text, folded = shadow.text, shadow.folded
    limit = len(text) if limit is None else limit
    while start < limit and text[start] in " \n":
        start += 1
    head = HEAD.match(folded, start, limit) or _LETTERS.match(text, start, limit)
    if head is None or (head.lastgroup == "place" and not _proper_place(text, start, head.end())):
        return None
    if text[start].islower() and " " not in head[0] and not _INTRODUCED.search(folded, max(0, start - 12), start):
        return None
    if (m := _TOKEN.match(folded, head.end())) and f"{head[0]} {m['word']}" in _STOPS:
        return None
    listed = folded.startswith(("liên bộ", "liên ngành", "liên sở"), start) or folded.endswith("các ", 0, start)
    several = several or listed
    end, words = head.end(), folded[start : head.end()].split()
    while len(words) < 40 and (m := _TOKEN.match(text, end, limit)):
        step = None if _verb(shadow, m, head.end(), words) else _step(shadow, m, words, several)
        if step is None:
            break
        end = step
        words += re.split(r"[\s-]+", folded[m.start("word") : end])
    end, past = _without_holder(shadow, start, end, head.lastgroup or "body")
    return Body(start, end, head.lastgroup or "body", past)


def _verb(shadow: Canonical, m: re.Match[str], head_end: int, words: list[str]) -> bool:
    """Whether a lower-case verb follows a complete name: one with a capital after its head, or with its unit."""
    if not m["word"][0].islower() or f"{words[-1]} {m['word']}" in _PAIRS:
        return False
    complete = words[-1] in _UNITS or any(w[0].isupper() for w in shadow.text[head_end : m.start()].split())
    following = _TOKEN.match(shadow.folded, m.end())
    pair = f"{m['word']} {following['word'] if following else ''}"
    return complete and not _VERBS.isdisjoint((m["word"], pair))


def _proper_place(text: str, start: int, end: int) -> bool:
    """Whether a place begins with a capital, or a unit in lower case stands before one (`tỉnh Nghệ An`)."""
    return text[start].isupper() or text[end : end + 2].strip()[:1].isupper()


def _step(shadow: Canonical, m: re.Match[str], words: list[str], several: bool) -> int | None:
    """Where the name goes on to with the token `m`, or None where it ends before it."""
    text, folded = shadow.text, shadow.folded
    word, low = m["word"], folded[m.start("word") : m.end("word")]
    following = _TOKEN.match(text, m.end())
    at_next = following.start("word") if following else len(text)
    next_word = following["word"] if following else ""
    next_low = folded[at_next : following.end("word")] if following else ""
    proper_next = next_word[:1].isupper() and not _DOCUMENT.match(folded, at_next)
    if "\n" in text[m.start() : m.start("word")] and word[0].isupper() and _new_line(shadow, m.start("word")):
        return None
    if word == "(":
        return _after_acronym(shadow, m.start("word"))
    if word == ",":
        glued = at_next == m.end() and text[m.start("word") - 1].isupper()
        letters = glued and len(next_word) > 1 and next_word[:2].isupper()
        return m.end() if _joined(words, folded, at_next) or letters or (several and proper_next) else None
    if word == ":":
        return m.end() if several and proper_next else None
    if word in "–-":
        if _joined(words, folded, at_next):
            return m.end()
        return m.end() if proper_next and (several or not HEAD.match(folded, at_next)) else None
    if low in ("và", "&"):
        joined = _joined(words, folded, at_next)
        return m.end() if joined or (proper_next and not _PLAN.match(folded, at_next)) else None
    if low == "cấp":
        return m.end() if next_low == "cao" else None
    if low == "của":
        return m.end() if next_low == "quốc" and words[0] in ("ủy", "uỷ") else None
    if word.isdigit():
        numbered = words[-1] in _NUMBERED or " ".join(words) == "hội nghị trung ương"
        return m.end() if numbered else None
    pair = f"{words[-1]} {low}" in _PAIRS
    if not pair and _ends(shadow, m.start("word"), low, next_low, word, next_word):
        return None
    if _PLAN.match(folded, m.start("word")) and words[-1] not in ("bộ", "sở", "vụ", "phòng", "hội", "đoàn"):
        return None
    parts = low.split("-")  # `Văn hóa-Thể thao`: the first part decides where the others have capitals
    joined = len(parts) > 1 and all(p[:1].isupper() for p in word.split("-")[1:])
    inside = pair or (parts[0] if joined else low) in _INSIDE
    inside = inside and not (word.islower() and " ".join(words) in _WHOLE)
    in_capitals = len(word) > 1 and word.isupper() and text[m.start() - 2 : m.start()].isupper()
    if in_capitals and low.rstrip(".") not in _UNITS | _CITY_LETTERS:  # a headline: a capital says nothing
        return m.end() if inside or not _UNITS.isdisjoint(words[-2:]) else None
    return m.end() if word[0].isupper() or inside else None


def _new_line(shadow: Canonical, at: int) -> bool:
    """Whether the line that begins at `at` opens with an office or a body of its own (a title's end, then the text)."""
    head = HEAD.match(shadow.folded, at)
    return head is not None and head.lastgroup == "office"


def _joined(words: list[str], folded: str, at: int) -> bool:
    """Whether a comma, a dash or `và` lies inside a known name (`Văn hóa, Thể thao`, `Tài nguyên và môi trường`)."""
    last = " ".join(words[-2:])
    return any(last.endswith(a) and folded.startswith(b, at) for a, b in _JOINS)


def _ends(shadow: Canonical, at: int, low: str, next_low: str, word: str, next_word: str) -> bool:
    """Whether a word ends the name before it although it might stand in one."""
    if f"{low} {next_low}" in _STOPS and not (word[0].isupper() and next_word[:1].isupper()):
        return True
    place = low == "từ" and word[0].isupper() and next_word[:1].isupper()  # `quận Nam Từ Liêm`
    if (low in _NEVER and not place) or f"{low} {next_low}" == "nhiệm kỳ":
        return True
    return _DOCUMENT.match(shadow.folded, at) is not None


def _after_acronym(shadow: Canonical, at: int) -> int | None:
    """The end of a bracket that holds the letters of a body whose name goes on after it."""
    acronym = _ACRONYM.match(shadow.text, at)
    after = _TOKEN.match(shadow.text, acronym.end()) if acronym else None
    if acronym is None or after is None:
        return None
    head = HEAD.match(shadow.folded, after.start("word"))
    if head and head.lastgroup != "place":
        return None
    low, following = shadow.folded[after.start("word") : after.end("word")], _TOKEN.match(shadow.folded, after.end())
    if following and f"{low} {following['word']}" in _STOPS:
        return None
    inside = after["word"][0].isupper() or low in _INSIDE
    return acronym.end() if inside else None


def _without_holder(shadow: Canonical, start: int, end: int, role: str) -> tuple[int, int]:
    """The name's end without the holder's own name (`Chủ tịch UBND huyện X Ngô Văn A`), and where that ends.

    A surname that follows one syllable of a place (`TP Đông Hà Nguyễn Văn A`) is taken only where no later one fits,
    one right after `tỉnh` or `thành phố` only as the first of three words (`UBND tỉnh Lê Văn A`).
    """
    text, folded = shadow.text, shadow.folded
    end -= len(_DANGLING.search(folded, start, end)[0])  # type: ignore[index]  # it matches the empty string
    if role == "body":
        return end, end
    words = [(start + m.start(), start + m.end()) for m in _WORDS.finditer(text[start:end])]
    since_unit, splits = 9, []
    for (before_start, before), (a, b) in pairwise(words):
        since_unit = 0 if folded[before_start:before] in _UNITS else since_unit + 1
        rest = text[a:end].split()
        if folded[a:b] not in words_of("surname") or not 2 <= len(rest) <= 5:
            continue
        if folded[a:b] == "văn" and folded[before_start:before] in words_of("surname"):  # a middle name
            continue
        if since_unit == 0 and (
            len(rest) < 3 or folded[before_start:before] not in _BARE or rest[1:3] == ["Chí", "Minh"]
        ):
            continue
        if all(w[0].isupper() and w[-1] != "," for w in rest):
            late = since_unit == 1 and folded[before_start:before] not in _ONE_SYLLABLE
            splits.append((2 if since_unit == 0 else late, before))
    named = min(splits)[1] if splits else end
    opened = text.rfind("(", start, named)
    if opened >= 0 and ")" not in text[opened:named]:
        named = start + len(text[start:opened].rstrip())
    return named, end
