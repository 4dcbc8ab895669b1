"""Resolutions of plenums and congresses, and statutes and regulations cited by name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.citations import kinds, titles
from pipeline.citations.laws import version
from pipeline.citations.mention import Found
from pipeline.citations.words import pattern, words
from pipeline.text import Canonical

_ORDINAL = (
    r"(?!(?:(?<=\n)|(?<=\n[ ]))[ivx\d]{1,6}[.)]\s)"  # the number of a list's item, which begins a line, is none
    r"(?:thứ )?(?:nhất|hai|ba|tư|bốn|năm|sáu|bảy|tám|chín|mười(?: (?:một|hai|ba|bốn|lăm))?|[ivx]{1,6}|\d{1,2})"
    r"(?!\w)(?!/\d)"
)
_TERM = rf"(?:,? ?\( ?khóa {_ORDINAL}(?:(?:,| và) {_ORDINAL})? ?\)|,? khóa {_ORDINAL})"
_CENTRAL = r"(?:trung ương|t\.ư|tư|tw)(?: đảng)?"
_PLENUM = pattern(
    rf"(?<!\w)(?P<kind>nghị quyết|nq|kết luận|kl)(?: của)?(?: hội nghị)?(?: lần {_ORDINAL})?(?: của)?"
    rf"(?: ban chấp hành| bch)? {_CENTRAL}(?: ?(?:lần )?{_ORDINAL})?(?: của đảng)?"
    rf"(?:(?P<term>{_TERM})(?: của đảng(?: cộng sản việt nam)?(?!\w))?)?"
)
_MORE = pattern(rf"(?:,|,? và) (?P<ordinal>[ivx]{{1,6}}|\d{{1,2}})(?!\w)(?!/\d)(?P<term>{_TERM})?")
_SEVERAL = pattern(r"(?<!\w)(?:các|những) $")
_WHICH = pattern(rf"lần {_ORDINAL}|{_CENTRAL} ?(?:lần )?{_ORDINAL}")
_CONGRESS = pattern(r"(?<!\w)(?:nghị quyết|nq)(?: của)? (?:đại hội|đh)(?: đại biểu)?(?!\w)")
_COMMITTEE = pattern(r"(?<!\w)nghị quyết hội nghị(?= (?:bch|ban chấp hành))")
_WORD = re.compile(r"[ \n]{1,20}([^\W\d_]+|\(?[0-9]{1,2}\)?)(?!\w)")
_OF_TERM = pattern(rf",? khóa {_ORDINAL}")
_OF_UNIT = pattern(r"(?<!\w)đảng bộ \w")
_NUMERAL = re.compile(r"[ivx]{1,6}|\d{1,2}")
_LONGEST = 18  # words of a congress's body

_REGULATION = pattern(r"(?<!\w)(quy định|quy chế|nội quy|cương lĩnh|điều lệ|tuyên ngôn|tuyên bố|bộ quy tắc)(?!\w)")
_OWN = re.compile(r"^[ |*]*(QUY CHẾ|QUY ĐỊNH|ĐIỀU LỆ|NỘI QUY)[ |*]*$", re.M)
_ATTACHED = pattern(
    r"(?! (?:ban|kèm|được))(?= )([^.;:()\"“”]{8,180}?),? (?:được )?(?:ban hành )?kèm theo "
    r"(?:quyết định|thông tư|nghị định|nghị quyết)(?: liên tịch)? (?:số )?\d"
)
_NOT_AFTER = pattern(r"(?:vốn|giải) $")


def plenums(shadow: Canonical) -> Iterator[Found]:
    """`Nghị quyết Trung ương 4 khóa XII`, `... Hội nghị lần thứ tư Ban Chấp hành Trung ương`; not without a numeral.

    `các nghị quyết của Hội nghị Trung ương 4` are several. Lists that share the term are one mention per plenum
    (`Nghị quyết Trung ương 4`, `5` and `6 khóa XII`).
    """
    for m in _PLENUM.finditer(shadow.folded):
        if not _WHICH.search(m[0]):
            continue
        if " của " in m[0] and _SEVERAL.search(shadow.folded, max(0, m.start() - 6), m.start()):
            continue
        kind = kinds.BY_WORD[" ".join(m["kind"].split())].name
        further, at = [], m.end()
        while m["term"] is None and (more := _MORE.match(shadow.folded, at)):
            further.append(more)
            at = more.end()
            if more["term"]:
                break
        term = further[-1]["term"] if further else None
        yield Found.by_name(m.start(), m.end(), kind, " ".join(f"{m[0]} {term or ''}".split()))
        for more in further if term else ():
            name = f"nghị quyết trung ương {more['ordinal']} {term}"
            yield replace(
                Found.by_name(more.start("ordinal"), more.end(), kind, " ".join(name.split())), group=m.start()
            )


def congresses(shadow: Canonical) -> Iterator[Found]:
    """A congress by its ordinal and its body, in either order; without an ordinal only by the Party's unit that held it
    (`Nghị quyết Đại hội Đảng bộ huyện Ba Vì`)."""
    for head in (_CONGRESS, _COMMITTEE):
        for m in head.finditer(shadow.folded):
            end = _congress_end(shadow, m.end())
            if end is not None:
                yield Found.by_name(m.start(), end, "Nghị quyết", " ".join(shadow.folded[m.start() : end].split()))


def _congress_end(shadow: Canonical, at: int) -> int | None:
    """Where the words of a body's name and an ordinal end: with a capitalised word, an ordinal or one that may."""
    end, last, previous, ordinal = at, at, "", False
    for _ in range(_LONGEST):
        word = _WORD.match(shadow.text, end)
        low = word[1].lower() if word else "các"
        inside = low in words("congress_inside")
        counts = bool(_NUMERAL.fullmatch(low)) or (previous in ("thứ", "khóa") and inside)
        capital = word is not None and word[1][0].isupper()
        if word is None or low in ("các", "cấp", "nhiệm") or (ordinal and counts):
            break
        if not (counts or capital or inside):
            break
        end, previous, ordinal = word.end(), low, ordinal or counts
        if counts or capital or low in words("congress_end"):
            last = end
    return last if ordinal or _OF_UNIT.search(shadow.folded, at, last) else None


def regulations(shadow: Canonical) -> Iterator[Found]:
    """Regulations known by title, or issued with a numbered document; those that the text itself lays down are none."""
    own = {" ".join(m[1].lower().split()) for m in _OWN.finditer(shadow.text)}
    for m in _REGULATION.finditer(shadow.folded):
        word = " ".join(m[1].split())
        if word in own or (shadow.text[m.start()].islower() and word != "điều lệ"):
            continue
        kind = kinds.BY_WORD[word].name
        if attached := _ATTACHED.match(shadow.folded, m.end()):
            yield Found.by_name(m.start(), attached.end(1), kind, " ".join(attached[1].split()))
            continue
        title = titles.longest(kind, shadow, m.end())
        if title is None or _NOT_AFTER.search(shadow.folded, max(0, m.start() - 6), m.start()):
            continue
        if kind == "Điều lệ" and not shadow.text[m.end() : title[0]].strip()[:1].isupper():
            continue
        term = _OF_TERM.match(shadow.folded, title[0]) if kind == "Điều lệ" else None
        end, year = version(shadow, term.end() if term else title[0])
        yield Found.by_name(m.start(), end, kind, title[1], year)
