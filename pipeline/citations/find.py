"""Step one: where documents are cited and what stands inside the citation. Pure, one pass from left to right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.citations import kinds, names
from pipeline.citations.kinds import Kind
from pipeline.citations.mention import Found
from pipeline.citations.numbers import Number, number_at
from pipeline.lexicon import table
from pipeline.text import Canonical

_PACKAGE = "pipeline.citations"


def _alternation(words: list[str]) -> str:
    return "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(words, key=len, reverse=True))


_WORDS = [w for k in kinds.KINDS for w in k.words]
_FULL = _alternation([w for w in _WORDS if w != w.upper()])
_FIRST = "".join(sorted({w[0] for w in _WORDS if w != w.upper()}))
KIND = re.compile(rf"(?<!\w)(?=[{_FIRST}])(?:{_FULL})(?!\w)")  # on the folded text
_ABBREVIATION = re.compile(
    rf"(?<![\w/.-])(?:{_alternation([w for w in _WORDS if w == w.upper() or w == 'TTr'])})(?=[ \n]+(?:số\W|\d))"
)

_SO = re.compile(
    r"[ \n]{0,40}[:,]?[ \n]{0,40}(?:[Ss]ố|SỐ)[ \n]{0,3}:?[ \n]{0,3}(?=\d)|[ \n]{1,3}(?=\d)|[ \n]{0,3}[-:][ \n]{0,3}(?=\d)"
)
_MODIFIED = re.compile(r"((?:[ \n]{1,2}[^\W\d_]+(?:[ \n]?-|,)?){1,12}?)[ \n]{1,3}số[ \n]{0,2}:?[ \n]{0,2}(?=\w*\d)")
_NOT_MODIFIER = re.compile(r"(?<!\w)(?:của|về|này|ngày|tại|trong|đã|là|cho|với|từ|các|những|một|căn|theo|kèm)(?!\w)")
_MODIFIERS = tuple(r["words"] for r in table(_PACKAGE, "modifiers.tsv"))
_SERIAL = re.compile(r"[0-9A-Z]{5,20}(?![0-9A-Z])(?!/\w)")
_TITLED = ("luat", "bo_luat", "phap_lenh", "hien_phap", "dieu_le")
_SERIAL_KINDS = ("van_don", "to_khai")

_BARE = re.compile(
    rf"(?<![\w.,/\-–])(?:(?:[Ss]ố|SỐ)[ \n]{{0,3}}:?[ \n]{{0,3}})?"
    rf"(?=\d{{1,5}}(?:\.\d)?[a-zđ]?(?:[ \n]?[/-][ \n]?\d{{4}})?[ \n]?[/\-–][ \n]{{0,2}}"
    rf"(?:(?:{kinds.SYMBOL_HEADS}|UBND|VPCP)[ \n]?[/\-–]|(?:UBTV)?QH ?\d))"
)
_STANDARD = re.compile(
    rf"(?<!\w)({'|'.join(k.name for k in kinds.KINDS if k.strength == 'standard')})[ \n-]{{0,2}}((?:ISO(?:/IEC)?|IEC)? ?\d{{1,6}}(?:-\d{{1,3}})?)[ ]?[:-][ ]?((?:19|20)\d\d)(?:/([A-ZĐ]{{2,10}}))?(?!\w)"
)
_PROGRAMMES = {r["name"].lower() for r in table(_PACKAGE, "numbered.tsv")}

_DATE = (
    r"(?:[ ]\(năm \d{4}\)|[ \n]*,?[ \n]*\(?[ \n]*(?:ban hành |ký )?ngày[ \n]+\d{1,2}"
    r"(?:[/.-]\d{1,2}(?:[/.-]\d{2,4})?|[ \n]+tháng[ \n]+\d{1,2}(?:[ \n]+năm[ \n]+\d{4})?)[ \n]*\)?)"
)
_CONTINUES = re.compile(
    rf"(?P<between>{_DATE}?|[ \n]+(?:nói|nêu)[ \n]+trên)[ \n]{{0,2}}(?:[,;]?[ \n]{{0,3}}(?:và|hoặc|cùng)(?:[ \n]+các)?[ \n]{{1,3}}|[,;][ \n]{{0,3}})"
    r"(?P<so>(?:[Ss]ố|SỐ)[ \n]{0,3}:?[ \n]{0,3})?(?=\d)"
)
_FOLLOWERS = {
    r["role"]: frozenset(w.replace("_", " ") for w in r["words"].split()) for r in table(_PACKAGE, "followers.tsv")
}
_ISSUED = re.compile(r"[ ](?:của|ngày[ ]\d)")
_NEXT_WORD = re.compile(r"[ \n]+([^\W\d_]+\d?)(?:[ \n]+(?:(\d)|([^\W\d_]+)))?")
_HEADING_LINE = re.compile(r"(?:^|\n)[ \n|]*(?:[*_]{0,2})$")
_OWN_ZONE = 2500
_FIRM = re.compile(r"(?:công ty|cty|tnhh|văn phòng|hãng)[ \n]+$")
_BEFORE_VETO = re.compile(r"(?:pháp|kỷ|dự|quy|tự|mẫu|phụ lục|biển|điện thoại)[ \n]+$")


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
    from bisect import bisect_left

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
    kind = kinds.BY_WORD[" ".join(text[start:end].lower().split())] if text[start:end].isupper() else None
    kind = kind or kinds.BY_WORD[" ".join(shadow.folded[start:end].split())]
    name, at, has_so = kind.name, end, False
    if intro := _SO.match(text, end):
        at, has_so = intro.end(), "ố" in intro[0].lower()
    elif kind.class_ not in _TITLED and (mod := _MODIFIED.match(shadow.folded, end)):
        at, has_so = mod.end(), True
        words = " ".join(mod[1].split())
        known = next((m for m in _MODIFIERS if words.startswith(m)), "")
        if _NOT_MODIFIER.search(words[len(known) :]) or _holds_kind(words[len(known) :]):
            return []
        licence = kind.class_ in ("giay_phep", "giay_chung_nhan")
        if not known and not licence and (len(words) > 60 or not _has_symbol(text, at)):
            return []
        if known or len(words.split()) <= 6:
            name = f"{kind.name} {words}" if text[end + 1 : mod.end(1)].islower() else kind.name
    else:
        return []
    if kind.class_ in _SERIAL_KINDS and has_so and (serial := _SERIAL.match(text, at)):
        return [Found(start, serial.end(), name, kind.class_, serial[0], group=start)]
    number = number_at(text, at)
    if number is None or not _accepts(shadow, kind, number, start, has_so):
        return []
    first = Found(start, number.end, name, _class(kind, number), number.number, number.year, number.symbol, start)
    return _shared([first, *_continued(shadow, kind, first)])


def _has_symbol(text: str, at: int) -> bool:
    number = number_at(text, at)
    return number is not None and number.symbol is not None


def _holds_kind(words: str) -> bool:
    """Whether a kind of document of its own stands among the words (`Kế hoạch thực hiện Chỉ thị số 5`)."""
    found = (kinds.BY_WORD[m[0]] for m in KIND.finditer(words))
    return any(k.strength in ("strong", "weak", "number") and k.class_ != "luat" for k in found)


def _class(kind: Kind, number: Number) -> str:
    """The kind's class; where the word is an umbrella (`văn bản`), that of the symbol."""
    if kind.class_ == "van_ban":
        return number.class_ or "cong_van"
    return kind.class_


def _accepts(shadow: Canonical, kind: Kind, number: Number, start: int, has_so: bool) -> bool:
    if kind.class_ == "luat" and _FIRM.search(shadow.folded, max(0, start - 14), start):
        return False
    if number.symbol is not None:
        return not (kind.class_ in ("luat", "bo_luat") and not has_so and number.year is None)
    if _BEFORE_VETO.search(shadow.folded[max(0, start - 14) : start]):
        return False
    digits = number.number.rstrip("abcdđ")
    if kind.strength == "programme":
        name = f"{kind.name} {number.number}".lower()
        return name in _PROGRAMMES or (has_so and len(digits) > 1 and _free(shadow, number.end, strict=True))
    if kind.strength in ("symbol", "named", "standard"):
        return False
    if has_so:
        return True
    if kind.strength == "number":
        return False
    if re.fullmatch(r"(19|20)\d\d", digits):  # a year, unless an issuer or a date follows
        return kind.strength == "strong" and _ISSUED.match(shadow.folded, number.end) is not None
    if number.year:
        return True
    if kind.strength == "weak":
        return len(digits) > 1 and _free(shadow, number.end, strict=True)
    return _free(shadow, number.end, strict=False)


def _free(shadow: Canonical, end: int, *, strict: bool) -> bool:
    """No counted noun follows: punctuation, a word that may follow a document or, unless strict, any unknown word."""
    after = _NEXT_WORD.match(shadow.folded, end)
    if shadow.folded[end : end + 1] in ("%", "°"):
        return False
    if after is None or ("\n" in shadow.text[end : after.start(1)] and shadow.text[after.start(1)].isupper()):
        return True
    word = after[1]
    if word == "ngày":
        return after[2] is not None
    pair = f"{word} {after[3]}"
    if pair in _FOLLOWERS["ok"]:
        return True
    if word in _FOLLOWERS["unit"] or pair in _FOLLOWERS["unit"]:
        return False
    if word in _FOLLOWERS["ok"]:
        return True
    return not strict or shadow.text[after.start(1)].isupper()


def _continued(shadow: Canonical, kind: Kind, first: Found) -> Iterator[Found]:
    last = first
    while link := _CONTINUES.match(shadow.text, last.end):
        number = number_at(shadow.text, link.end())
        if number is None:
            return
        if number.symbol is None and not link["so"]:
            bare_before = last.symbol is None and last.year is None
            if not bare_before or not _free(shadow, number.end, strict=True) or len(number.number) < 2:
                return
            if number.year is None and re.fullmatch(r"(19|20)\d\d", number.number):
                return
        elif (
            number.symbol is not None
            and not link["so"]
            and kinds.kind_of_symbol(number.symbol) is None
            and last.symbol is None
        ):
            return
        start = link.start("so") if link["so"] else number.start
        group = first.group if "trên" not in link["between"] else start
        last = Found(
            start, number.end, first.kind, _class(kind, number), number.number, number.year, number.symbol, group
        )
        yield last


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
        if m.start() < done:
            continue
        number = number_at(text, m.end())
        if number is None or number.symbol is None:
            continue
        own = m.start() < _OWN_ZONE and m[0] and _HEADING_LINE.search(text[max(0, m.start() - 40) : m.start()])
        if own:
            done = number.end
            continue
        kind = kinds.kind_of_symbol(number.symbol)
        if kind is None:
            kind = kinds.BY_CLASS["luat" if "QH" in number.symbol else "cong_van"]
        found = Found(
            m.start(), number.end, kind.name, kind.class_, number.number, number.year, number.symbol, m.start()
        )
        for member in _shared([found, *_continued(shadow, kind, found)]):
            done = member.end
            yield member


def _standards(shadow: Canonical) -> Iterator[Found]:
    for m in _STANDARD.finditer(shadow.text):
        number = m[2].strip()
        yield Found(m.start(), m.end(), m[1], kinds.BY_WORD[m[1].lower()].class_, number, int(m[3]), m[4], m.start())
