"""Step one: where documents are cited and what stands inside the citation. Pure, one pass from left to right."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from pipeline.citations import kinds, names
from pipeline.citations.kinds import Kind
from pipeline.citations.mention import Found
from pipeline.citations.numbers import Number, number_at
from pipeline.citations.words import alternation, pattern
from pipeline.lexicon import table
from pipeline.text import Canonical

_PACKAGE = "pipeline.citations"
_WORDS = [w for k in kinds.KINDS for w in k.words]
_FULL = [w for w in _WORDS if w != w.upper()]
#: The kind words of a folded text.
KIND = pattern(rf"(?<!\w)(?=[{''.join(sorted({w[0] for w in _FULL}))}])(?:{alternation(_FULL)})(?!\w)")
_LETTERS = alternation(w for w in _WORDS if w == w.upper() or w == "TTr")
_ABBREVIATION = pattern(rf"(?<![\w/.-])(?:{_LETTERS})(?= (?:số\W|\d))")

_SO_WORD = r"(?:[Ss]ố|SỐ)[ \n]{0,3}(?:số[ \n])?:?[ \n]{0,3}"
_SO = re.compile(
    rf"(?:[ \n]\([A-ZĐ]{{2,4}}\))?(?:[ \n]{{0,40}}[:,]?[ \n]{{0,40}}{_SO_WORD}(?=\d)|[ \n]{{1,3}}(?=\d))"
    r"|[ \n]{0,3}[-:][ \n]{0,3}(?=\d)"
)
_MODIFIED = re.compile(
    r"((?:[ \n]{1,2}[^\W\d_]+(?:[ \n]?-|,)?){1,12}?)[ \n]{1,3}(?P<so>số[ \n]{0,2}:?[ \n]{0,2})?(?=\w*\d)"
)
_NOT_MODIFIER = re.compile(
    r"(?<!\w)(?:của|về|này|ngày|tại|trong|được|cùng|đã|là|cho|với|từ|các|những|một|căn|theo|kèm)(?!\w)"
)
_MODIFIERS = tuple(r["words"] for r in table(_PACKAGE, "modifiers.tsv"))
_TITLED = ("luat", "bo_luat", "phap_lenh", "hien_phap", "dieu_le", "dao_luat")
_LICENCES = ("giay_phep", "giay_chung_nhan")
_SERIAL_KINDS = ("van_don", "to_khai")
_SERIAL = re.compile(r"[0-9A-Z]{5,20}(?![0-9A-Z])(?!/\w)")

_BARE = re.compile(
    rf"(?<![\w.,/\-–])(?:{_SO_WORD})?"
    r"(?=\d{1,5}(?:\.\d)?[a-zđ]?(?:[ \n]?[/-][ \n]?\d{4})?[ \n]?[/\-–][ \n]{0,2}"
    rf"(?:(?:{kinds.SYMBOL_HEADS}|UBND|VPCP)[ \n]?[/\-–]|(?:UBTV)?QH ?\d))"
)
_STANDARD = re.compile(
    rf"(?<!\w)({alternation(k.name for k in kinds.KINDS if k.strength == 'standard')})[ \n-]{{0,2}}"
    r"((?:ISO(?:/IEC)?|IEC)? ?\d{1,6}(?:-\d{1,3})?)[ ]?[:-][ ]?((?:19|20)\d\d)(?:/([A-ZĐ]{2,10}))?(?!\w)"
)
_PROGRAMMES = {r["name"].lower() for r in table(_PACKAGE, "numbered.tsv")}

_DATE = (
    r" ?,? ?\(? ?(?:ban hành |ký )?ngày \d{1,2}"
    r"(?:[/.-]\d{1,2}(?:[/.-]\d{2,4})?| tháng \d{1,2}(?: năm \d{4})?) ?\)?"
)
_CONTINUES = pattern(
    rf"(?P<between>(?:{_DATE})?| (?:nói|nêu) trên) ?(?:[,;]? ?(?:và|hoặc|cùng)(?: các)? |[,;] ?)"
    rf"(?P<so>{_SO_WORD})?(?=\d)"
)
_FOLLOWERS = {
    r["role"]: frozenset(w.replace("_", " ") for w in r["words"].split()) for r in table(_PACKAGE, "followers.tsv")
}
_LIKE_A_YEAR = re.compile(r"(?:19[4-9]|20[0-4])\d")
_ISSUED = pattern(r" (?:của|ngày \d)")
_NEXT_WORD = re.compile(r"[ \n]+([^\W\d_]+\d?)(?:[ \n]+(?:(\d)|([^\W\d_]+)))?")
_HEADING_LINE = re.compile(r"(?:^|\n)[ \n|]*(?:[*_]{0,2})$")
_OWN = re.compile(
    r"[ |*]*(?:Luật|LUẬT|Bộ luật|BỘ LUẬT|Pháp lệnh|PHÁP LỆNH|Nghị quyết|NGHỊ QUYẾT)[ ]{1,3}(?:số|SỐ)[ ]?:[^\n]+"
)
_HEADING = 2500  # characters in which the heading of an official document stands
_FIRM = pattern(r"(?:công ty|cty|tnhh|văn phòng|hãng) $")
_ITEM = re.compile(r"\d{1,2}[.)](?=\s)")  # the next item of a list, where it begins a line
_NO_DOCUMENT = pattern(r"(?:pháp|kỷ|dự|quy|tự|mẫu|phụ lục|biển|điện thoại) $")


def find(shadow: Canonical) -> list[Found]:
    """All references in the text, in order, none overlapping another."""
    found = [*_numbered(shadow), *_standards(shadow), *names.find(shadow)]
    found.sort(key=lambda m: (m.start, -m.end))
    kept: list[Found] = []
    for m in found:
        if not kept or m.start >= kept[-1].end:
            kept.append(m)
        elif m.end > kept[-1].end and m.start == kept[-1].start:
            kept[-1] = m
    bare = [m for m in _bare(shadow) if not _overlaps(m, kept)]
    return sorted([*kept, *bare], key=lambda m: m.start)


def _overlaps(m: Found, others: list[Found]) -> bool:
    i = bisect_left(others, m.end, key=lambda o: o.start)
    return i > 0 and others[i - 1].end > m.start


def _numbered(shadow: Canonical) -> Iterator[Found]:
    heads = [(m.start(), m.end()) for m in KIND.finditer(shadow.folded)]
    heads += [(m.start(), m.end()) for m in _ABBREVIATION.finditer(shadow.text)]
    done = 0
    for start, end in sorted(heads):
        if start < done:
            continue
        members = _at_head(shadow, start, end)
        yield from members
        if members:
            done = members[-1].end


def _at_head(shadow: Canonical, start: int, end: int) -> list[Found]:
    """The citation whose kind word stands at [start, end), with the rest of its list."""
    text = shadow.text
    word = text[start:end].lower() if text[start:end].isupper() else shadow.folded[start:end]
    kind = kinds.BY_WORD[" ".join(word.split())]
    if intro := _SO.match(text, end):
        name, at, has_so = kind.name, intro.end(), "ố" in intro[0].lower()
    elif modified := _modified(shadow, kind, end):
        (name, at), has_so = modified, True
    else:
        return []
    if kind.class_ in _SERIAL_KINDS and has_so and (serial := _SERIAL.match(text, at)):
        return [Found(start, serial.end(), name, kind.class_, serial[0], group=start)]
    number = number_at(text, at)
    if number and "\n" in text[end:at] and _ITEM.match(text, at):
        return []
    if number is None or not _accepts(shadow, kind, number, start, has_so):
        return []
    if _own(text, number.end):
        return []
    first = _found(start, name, kind, number, start)
    return _shared([first, *_continued(shadow, kind, first)])


def _found(start: int, name: str, kind: Kind, number: Number, group: int) -> Found:
    """A numbered citation; the class of an umbrella word (`văn bản`) is that of the symbol."""
    class_ = (number.class_ or "cong_van") if kind.class_ == "van_ban" else kind.class_
    return Found(start, number.end, name, class_, number.number, number.year, number.symbol, group)


def _modified(shadow: Canonical, kind: Kind, end: int) -> tuple[str, int] | None:
    """The kind with the words between it and `số` (`Quyết định thu hồi đất số 20`), and where the number begins.

    Words that no list knows need a symbol after them; a long description is no part of the kind.
    """
    m = _MODIFIED.match(shadow.folded, end) if kind.class_ not in _TITLED else None
    if m is None:
        return None
    words = " ".join(m[1].split())
    known = next((k for k in _MODIFIERS if words.startswith(k) and kind.strength != "symbol"), "")
    unknown, number = words[len(known) :], number_at(shadow.text, m.end())
    if _NOT_MODIFIER.search(unknown) or _holds_kind(unknown, number, kind):
        return None
    symbol = number is not None and number.symbol is not None
    if not m["so"] and not (known and symbol):
        return None
    if not known and kind.class_ not in _LICENCES and (len(words) > 60 or not symbol):
        return None
    part_of_kind = (known or len(words.split()) <= 6) and shadow.text[end + 1 : m.end(1)].islower()
    return (f"{kind.name} {words}" if part_of_kind else kind.name), m.end()


def _holds_kind(words: str, number: Number | None, kind: Kind) -> bool:
    """Whether a kind of document of its own stands among the words (`Kế hoạch thực hiện Chỉ thị số 5`), unless the
    number's symbol names the first (`Quyết định chấm dứt hợp đồng số 5/QĐ-HL`)."""
    found = [k for m in KIND.finditer(words) if (k := kinds.BY_WORD[m[0]]).strength in ("strong", "weak", "number")]
    own = number is not None and number.class_ == kind.class_ and kind not in found
    return not own and any(k.class_ != "luat" for k in found)


def _accepts(shadow: Canonical, kind: Kind, number: Number, start: int, has_so: bool) -> bool:
    """Whether a kind word and a number make a citation (the column `strength` of kinds.tsv)."""
    if kind.class_ == "luat" and _FIRM.search(shadow.folded, max(0, start - 14), start):
        return False
    if number.symbol is not None:
        return has_so or number.year is not None or kind.class_ not in ("luat", "bo_luat")
    if _NO_DOCUMENT.search(shadow.folded, max(0, start - 14), start):
        return False
    digits = number.number.rstrip("abcdđ")
    if kind.strength == "programme":
        known = f"{kind.name} {number.number}".lower() in _PROGRAMMES
        return known or (has_so and len(digits) > 1 and _free(shadow, number.end, strict=True))
    if kind.strength not in ("strong", "weak") and not (kind.strength == "number" and has_so):
        return False
    if has_so:
        return True
    if _LIKE_A_YEAR.fullmatch(digits):
        return kind.strength == "strong" and _ISSUED.match(shadow.folded, number.end) is not None
    if number.year or kind.strength == "strong":
        return number.year is not None or _free(shadow, number.end, strict=False)
    return len(digits) > 1 and _free(shadow, number.end, strict=True)


def _free(shadow: Canonical, end: int, *, strict: bool) -> bool:
    """No counted noun follows: punctuation, a word that may follow a document or, unless strict, any unknown word."""
    after = _NEXT_WORD.match(shadow.folded, end)
    if after is None:
        return shadow.folded[end : end + 1] not in ("%", "°")
    capital = shadow.text[after.start(1)].isupper()
    if capital and "\n" in shadow.text[end : after.start(1)]:
        return True
    word, pair = after[1], f"{after[1]} {after[3]}"
    if word == "ngày":
        return after[2] is not None
    if pair in _FOLLOWERS["ok"]:
        return True
    if word in _FOLLOWERS["unit"] or pair in _FOLLOWERS["unit"]:
        return False
    return word in _FOLLOWERS["ok"] or not strict or capital


def _continued(shadow: Canonical, kind: Kind, first: Found) -> Iterator[Found]:
    """The further members of a list (`Chỉ thị 15, 16 và 19`), dates between them apart."""
    last = first
    while link := _CONTINUES.match(shadow.text, last.end):
        number = number_at(shadow.text, link.end())
        if number is None or not (link["so"] or _belongs(shadow, number, last)):
            return
        start = link.start("so") if link["so"] else number.start
        group = start if "trên" in link["between"] else first.group
        last = _found(start, first.kind, kind, number, group)
        yield last


def _belongs(shadow: Canonical, number: Number, last: Found) -> bool:
    """Whether a number without `số` goes on the list of `last`: as full as that one, and counting nothing."""
    if number.symbol is not None:
        return last.symbol is not None or number.class_ is not None
    if last.symbol is not None or (last.year and not number.year) or len(number.number) < 2:
        return False
    return not (number.year is None and _LIKE_A_YEAR.fullmatch(number.number)) and _free(
        shadow, number.end, strict=True
    )


def _shared(members: list[Found]) -> list[Found]:
    """Year and symbol flow left from the last member of a list that writes them (`15, 16/2021/NĐ-CP`)."""
    out: list[Found] = []
    year: int | None = None
    symbol: str | None = None
    group = None
    for m in reversed(members):
        if m.group != group:
            year, symbol, group = None, None, m.group
        if m.symbol is None and m.year is None and symbol is not None:
            m = replace(m, year=year, symbol=symbol, class_=m.class_)
        elif m.symbol is not None:
            year, symbol = m.year, m.symbol
        out.append(m)
    return out[::-1]


def _bare(shadow: Canonical) -> Iterator[Found]:
    """Numbers whose symbol alone says what they are; the document's own (`Số:` at the start of a line) is none."""
    text = shadow.text
    done = 0
    for m in _BARE.finditer(text):
        number = number_at(text, m.end()) if m.start() >= done else None
        if number is None or number.symbol is None:
            continue
        done = number.end
        if m[0] and (_opens_line(text, m.start()) or _own(text, number.end)):
            continue
        kind = kinds.kind_of_symbol(number.symbol)
        kind = kind or kinds.BY_CLASS["luat" if "QH" in number.symbol else "cong_van"]
        first = _found(m.start(), kind.name, kind, number, m.start())
        for member in _shared([first, *_continued(shadow, kind, first)]):
            done = member.end
            yield member


def _opens_line(text: str, start: int) -> bool:
    """Whether a line of the heading begins at `start`."""
    return start < _HEADING and _HEADING_LINE.search(text, max(0, start - 40), start) is not None


def _own(text: str, end: int) -> bool:
    """Whether a line of the heading is the document's own number, which ends at `end` (`Luật số: 45/2013/QH13`)."""
    start, after = text.rfind("\n", 0, end) + 1, text[end : end + 2].strip(" |*")
    return start < _HEADING and after[:1] in ("", "\n") and _OWN.fullmatch(text, start, end) is not None


def _standards(shadow: Canonical) -> Iterator[Found]:
    for m in _STANDARD.finditer(shadow.text):
        number = m[2].strip()
        yield Found(m.start(), m.end(), m[1], kinds.BY_WORD[m[1].lower()].class_, number, int(m[3]), m[4], m.start())
