"""Names of issuing bodies and offices: how far one goes that begins at a given place. Data: ``data/bodies.tsv``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.citations import kinds
from pipeline.lexicon import table
from pipeline.text import Canonical

_ROWS = {r["role"]: r["words"] for r in table("pipeline.citations", "bodies.tsv")}
_LOW = frozenset(_ROWS["low"].split())
_COMMAS = {tuple(p.split("|")) for p in _ROWS["commas"].split(";") if "|" in p}
_SURNAMES = frozenset(
    "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đinh đào đoàn lâm mai trịnh tô tạ hà cao lương"
    " thái châu triệu lưu từ phùng vương quách kiều thạch cầm lò giàng hầu thào sùng vàng quàng lường tòng nông bế hứa chu"
    " tống khuất doãn la mạc âu giáp nghiêm thân ninh tăng văn trương uông bạch đàm thiều tào viên ông ông.".split()
)
_UNITS = frozenset("tỉnh phố huyện quận xã phường trấn thị tp tx tt h q p tp. tx. h. q. p.".split())
_PLACE_HEADS = frozenset(("thành phố", "tp", "tỉnh"))


def _pattern(role: str) -> str:
    words = sorted({w for w in _ROWS[role].split(";") if w}, key=len, reverse=True)
    return "|".join(re.escape(w).replace(r"\ ", r"[ \n]{1,12}") for w in words)


HEAD = re.compile(
    rf"(?<![\w/.-])(?:(?P<deputy>{_pattern('deputy')})(?!\w)|(?P<office>{_pattern('office')})(?!\w)"
    rf"|(?P<body>{_pattern('body')})(?!\w)|(?P<place>{_pattern('place')})(?!\w))"
)
_KIND_NEXT = re.compile(
    rf"(?:{'|'.join(re.escape(w).replace(chr(92) + ' ', '[ ]+') for k in kinds.KINDS for w in k.words if w != w.upper())})(?!\w)"
)
_TOKEN = re.compile(
    r"[ ]{0,12}(?:\n[ ]{0,12})?(?P<word>(?:TP\.|T\.Ư|Tp\.|[^\W\d_][\w&]*(?:[-.][^\W\d_]+)*)|\d{1,3}(?![\d/.,-])|[,:(–-])"
)
_ACRONYM = re.compile(r"\([ ]?[A-ZĐƯ&]{2,12}[ ]?\)")


@dataclass(frozen=True, slots=True)
class Body:
    """A body's name in the canonical text; ``role`` as in the data; ``past`` is where its holder's name ends."""

    start: int
    end: int
    role: str
    past: int


def body_at(shadow: Canonical, start: int, limit: int | None = None) -> Body | None:
    """The body or office whose name begins at `start` (blanks apart) and ends at or before `limit`."""
    text, folded = shadow.text, shadow.folded
    limit = len(text) if limit is None else limit
    while start < limit and text[start] in " \n":
        start += 1
    head = HEAD.match(folded, start, limit)
    if head is None or (head.lastgroup == "place" and not text[start].isupper()):
        return None
    role = head.lastgroup or "body"
    end, several = head.end(), folded.startswith(("liên", "các", "bộ:"), start)
    words = folded[start:end].split()
    previous = words[-1]
    for _ in range(40):
        m = _TOKEN.match(text, end, limit)
        if m is None:
            break
        step = _step(shadow, m, previous, several, " ".join(words[-2:]))
        if step is None:
            break
        end = step
        previous = folded[m.start("word") : end].split()[-1] if folded[m.start("word") : end].split() else previous
        words.append(previous)
    end, past = _without_holder(shadow, start, end, role)
    if role == "place" and folded[start:end] in _PLACE_HEADS:
        return Body(start, end, "body", past)
    return Body(start, end, role, past) if end > start else None


def _step(shadow: Canonical, m: re.Match[str], previous: str, several: bool, last_two: str) -> int | None:
    """Where the name goes on to with the token `m`, or None where it ends before it."""
    text, folded = shadow.text, shadow.folded
    word = m["word"]
    low = folded[m.start("word") : m.end("word")]
    if word == "(":
        acronym = _ACRONYM.match(text, m.start("word"))
        if acronym and (after := _TOKEN.match(text, acronym.end())):
            after_low = folded[after.start("word") : after.end("word")]
            if after_low in _LOW or (after["word"][0].isupper() and not HEAD.match(folded, after.start("word"))):
                return acronym.end()
        return None
    following = _TOKEN.match(text, m.end())
    next_word = following["word"] if following else ""
    next_low = folded[following.start("word") : following.end("word")] if following else ""
    if word in ",":
        two = f"{next_low} {_word_after(shadow, following)}"
        joined = any(last_two.endswith(a) and (next_low == b or two.startswith(b)) for a, b in _COMMAS)
        goes_on = joined or (
            several
            and next_word[:1].isupper()
            and not _KIND_NEXT.match(folded, following.start("word") if following else 0)
        )
        return m.end() if goes_on else None
    if word == ":":
        return m.end() if several and next_word[:1].isupper() else None
    if word in "–-":
        if following is None or not next_word[:1].isupper() or _KIND_NEXT.match(folded, following.start("word")):
            return None
        return m.end() if several or not HEAD.match(folded, following.start("word")) else None
    if low == "và":
        if following is None or _KIND_NEXT.match(folded, following.start("word")):
            return None
        return m.end() if next_word[:1].isupper() or f"{previous} {next_low}" in ("tạo đào",) else None
    if low in ("khóa", "nhiệm") or (_KIND_NEXT.match(folded, m.start("word")) and low not in ("dự",)):
        return None
    if word.isdigit():
        return (
            m.end()
            if previous in ("khu", "quận", "phường", "đội", "số", "vùng", "đoàn", "phòng", "chủng", "thứ", "cục")
            else None
        )
    if word[0].isupper() or low in _LOW:
        return m.end()
    return None


def _word_after(shadow: Canonical, m: re.Match[str] | None) -> str:
    following = _TOKEN.match(shadow.text, m.end()) if m else None
    return shadow.folded[following.start("word") : following.end("word")] if following else ""


def _without_holder(shadow: Canonical, start: int, end: int, role: str) -> tuple[int, int]:
    """The name's end without the holder's own name (`Chủ tịch UBND huyện X Ngô Văn A`), and where that ends."""
    words = [(m.start(), m.end()) for m in re.finditer(r"[^\W_][\w.]*", shadow.text[start:end])]
    for i in range(1, len(words)):
        a, b = words[i]
        low = shadow.folded[start + a : start + b]
        before = shadow.folded[start + words[i - 1][0] : start + words[i - 1][1]]
        rest = [shadow.text[start + x : start + y] for x, y in words[i:]]
        if low in _SURNAMES and before not in _UNITS and 2 <= len(rest) <= 5 and all(w[0].isupper() for w in rest):
            if role == "office" and not any(
                "," in shadow.text[start + words[j][1] : start + words[j + 1][0]] for j in range(i, len(words) - 1)
            ):
                if shadow.text[start + a].isupper():
                    return start + words[i - 1][1], end
    while shadow.text[end - 1] in " \n,-–:(":
        end -= 1
    return end, end
