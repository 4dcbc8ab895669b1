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

_TREATY = pattern(r"(?<!\w)(hiệp định|hiệp ước|nghị định thư|công ước|hiến chương)(?!\w)")
_GENERIC = pattern(r"(?<!\w)(?:các|những|một|nhiều|hai|mọi|tổ chức|\d{1,3}) $")
_WORD = re.compile(r"[ \n]{1,20}([^\W\d_]+)(?!\w)|[ \n]?[-–][ \n]?([^\W\d_]+)(?!\w)")
_LONGEST = 18  # words of a title
_ENDS = ("giữa", "khác", "mới", "này")
_STATE = pattern(r" của nước(?!\w)")
_NEVER_LAST = ("và", "về", "của", "ở", "trên", "cho", "với", "bị", "đối")
# Whose treaty it is, when its subject follows, which then is its name (`Công ước của Liên hợp quốc về Luật Biển`).
_BODY = r"(?: của)? (?:liên hợp quốc|liên hiệp quốc|lhq|unesco|asean|châu âu)"
_OF_BODY = pattern(rf"(?:{_BODY}| khung(?: asean)?| quốc tế)?(?= về [^\W\d_])")
_CHARTER = pattern(rf"{_BODY}(?!\w)")
_UNITED_NATIONS = pattern(r"^(?:của )?(?:liên hiệp quốc|liên hợp quốc|lhq)(?!\w)")
_BACK = pattern(r" (?:này|đó|trên|nói)(?!\w)")
_PARTIES = pattern(r" giữa(?!\w)")
_YEAR = pattern(r" năm \d")
_OWN_LETTERS = re.compile(r"[ \n]\(([A-Z][A-Za-z]*[A-Z][A-Za-z]*)\)")
_ROWS = table("pipeline.citations", "short_names.tsv")
_SHORT_NAMES = {r["name"]: (r["kind"], fold(r["title"])) for r in _ROWS}
_NEEDS = {r["name"]: r["needs"] for r in _ROWS}


def treaties(shadow: Canonical) -> Iterator[Found]:
    """Treaties with the words of their names, without the parties after `giữa`; not `các hiệp định thương mại`."""
    for m in _TREATY.finditer(shadow.folded):
        if _GENERIC.search(shadow.folded, max(0, m.start() - 10), m.start()):
            continue
        word = " ".join(m[1].split())
        if word == "hiến chương":
            body = _CHARTER.match(shadow.folded, m.end())
            end = body.end() if body else None
        else:
            end = _title_end(shadow, m.end())
        if end is None or _nameless(shadow, m.start(), m.end(), end):
            continue
        name = _UNITED_NATIONS.sub("liên hợp quốc", " ".join(shadow.folded[m.end() : end].split()))
        yield _dated(shadow, m.start(), end, kinds.BY_WORD[word].name, name)


def letters(shadow: Canonical) -> Iterator[Found]:
    """Codes and treaties by their letters: those of the table, and those that the text writes behind a treaty's name
    (`Hiệp định khung về Thương mại và Đầu tư (TIFA)`)."""
    own = {m[1]: (t.kind, t.named or "") for t in treaties(shadow) if (m := _own_letters(shadow, t.end))}
    known = _SHORT_NAMES | {name: value for name, value in own.items() if name not in _SHORT_NAMES}
    pattern_ = _LETTERS if len(known) == len(_SHORT_NAMES) else _any_of(known)
    for m in pattern_.finditer(shadow.text):
        if m[0] not in own and _NEEDS.get(m[0], "") not in shadow.folded:
            continue
        yield _dated(shadow, m.start(), m.end(), *known[m[0]])


def _any_of(names: dict[str, tuple[str, str]]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w/.-])(?:{'|'.join(sorted(map(re.escape, names), key=len, reverse=True))})(?![\w-])")


_LETTERS = _any_of(_SHORT_NAMES)


def _dated(shadow: Canonical, start: int, end: int, kind: str, name: str) -> Found:
    end, year = version(shadow, end)
    return Found.by_name(start, end, kind, name, year)


def _nameless(shadow: Canonical, start: int, after: int, end: int) -> bool:
    """Whether kind and title only say what sort of treaty is meant (`một hiệp định thương mại`, `đàm phán Hiệp định
    dẫn độ`): an agreement whose title has no capital is a particular one by its parties or its letters."""
    lower = shadow.text[after:end].islower()
    if _BACK.match(shadow.folded, end) or (lower and shadow.text[start].islower()):
        return True
    if " ".join(shadow.folded[after:end].split()) in words("treaty_generic"):
        return True
    agreement = shadow.folded[start:after].startswith("hiệp định") and lower
    return agreement and not (_PARTIES.match(shadow.folded, end) or _own_letters(shadow, end))


def _own_letters(shadow: Canonical, end: int) -> re.Match[str] | None:
    """The letters in brackets after a title, unless they name a sort of treaties (`FTA`)."""
    m = _OWN_LETTERS.match(shadow.text, end)
    return m if m and m[1].lower() not in words("treaty_generic") else None


def _title_end(shadow: Canonical, at: int) -> int | None:
    """The end of a treaty's title: capitalised words, with those that titles hold in lower case between them."""
    of_body = _OF_BODY.match(shadow.folded, at)
    subject = of_body is not None
    end, last, previous = of_body.end() if of_body else at, None, ""
    for n in range(_LONGEST):
        word = _WORD.match(shadow.text, end)
        if word is None or (n == 0 and word[1] is None):
            break
        token = word[1] or word[2]
        low, capital = token.lower(), token[0].isupper()
        start = capital or subject or low in words("treaty_start")
        if n == 0 and ((low in words("title_end") and not subject) or not start):
            break
        if capital and previous.lower() not in ("nhập", "của", "hiện", "sung", "đổi") and _another(shadow, word):
            break
        if low in _ENDS or _STATE.match(shadow.folded, end) or _YEAR.match(shadow.folded, end):
            break
        inside = capital or n == 0 or low in words("treaty_inside")
        if not inside and not _goes_on(shadow, word, previous, subject):
            break
        end, previous = word.end(), token
        last = last if low in _NEVER_LAST else end
    return last


def _goes_on(shadow: Canonical, word: re.Match[str], previous: str, subject: bool) -> bool:
    """Whether a lower-case word that no list knows belongs to a title: it follows a Vietnamese syllable of it."""
    low = (word[1] or word[2]).lower()
    following = _WORD.match(shadow.text, word.end())
    pair = f"{low} {(following[1] or following[2] or '') if following else ''}".lower()
    if not words("treaty_pair").isdisjoint((pair, f"{previous} {low}")):
        return True
    ends = low in words("title_end") or pair in words("title_end_pair")
    return bool(previous) and (subject or previous != "về") and is_syllable(previous) and not ends


def _another(shadow: Canonical, word: re.Match[str]) -> bool:
    """Whether another kind word begins here (`Hiệp định A, Hiệp định B`)."""
    following = _WORD.match(shadow.text, word.end())
    return following is not None and f"{word[1]} {following[1]}".lower() in kinds.BY_WORD
