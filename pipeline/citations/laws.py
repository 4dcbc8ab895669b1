"""Laws, codes, ordinances and constitutions cited by name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from pipeline.citations import kinds, titles
from pipeline.citations.mention import Found
from pipeline.citations.numbers import number_at
from pipeline.citations.words import alternation, is_syllable, pattern, words
from pipeline.text import Canonical

_LAW = pattern(r"(?<!\w)(bộ luật|đạo luật|luật|pháp lệnh)(?!\w)")
_NOT_AFTER = pattern(rf"(?:{alternation(words('not_law_after'))}) $")
_AMENDING = pattern(
    r" ?sửa đổi(?:,? ?(?:bổ )?sung)?"
    r"(?: (?:một số|các) (?:điều|nội dung|luật)| \d{1,2} (?:luật|điều)"
    r"|(?:(?: (?:khoản|điểm))? \w{1,2}(?:,| và)?){0,6} điều \d{1,3}(?:(?:,| và)(?: điều)? \d{1,3}){0,6})?"
    r"(?: (?:của|trong))?(?: các)?"
)
# `của 37 luật có liên quan đến quy hoạch`
_SEVERAL = pattern(
    r"(?: của)?(?: các|(?<=các)| một số| \d{1,3}) luật"
    r"(?: (?:có )?(?:quy định )?liên quan đến [^\W\d_]+(?: [^\W\d_]+){0,7}?"
    r"(?= (?:ngày|số|năm|và|được|đã|có|là)(?!\w)| ?[.,;:()\n”\"]|$))?(?!\w)"
)
_NEXT_LAW = pattern(r"(?:,| và|, và|;)? (?=(?:bộ luật|luật|pháp lệnh)(?!\w))")
_LIST_ENDS = pattern(r" ?(?:,? ?\(?số|,? ?ngày|\(luật số|\n)")
_BLANKS = pattern(r" ?")
_NUMBERED = pattern(r"(?:,? ?\(? ?số ?:? ?| )(?=\d)")
_YEAR = pattern(r"(?:,? năm ?(?=1\d)|(?:(?:,? năm| \(năm) ?| )(?=19[4-9]|20[0-4]))(\d{4})(?!\w|[/.-]\d)")
REVISED = pattern(
    r"(?: \( ?(?:sửa đổi(?:,? bổ sung)?|thay thế|mới) ?\)|"
    r" sửa đổi(?:, bổ sung)?(?!\w)"
    r"(?!,? ?bổ| (?:năm(?! \d{4}(?!\d))|một|khoản|điểm|điều|lần(?! này)|các|những|theo|số|luật)(?!\w)))"
)
_AMENDED_IN = pattern(r" sửa đổi(?:, bổ sung)? năm \d{4}")  # after a year it tells of an amendment
_WORD = re.compile(r"(?:[ \n]{1,20}|(?<=\w)[-–](?=\w))([^\W\d_]+)(?!\w)")
# A list inside a title that no list knows, sure by what closes it: `Luật Địa chất, khoáng sản năm 2024`.
_MORE = pattern(
    r"((?:, [^\W\d_]+(?: [^\W\d_]+){0,5}){1,3}(?: và [^\W\d_]+(?: [^\W\d_]+){0,5})?)"
    r"(?= (?:năm \d{4}|(?:19|20)\d\d(?!\w)|số \d|ngày \d)| ?\( ?sửa đổi|; |, (?:bộ )?luật )"
)
# What follows `và` as the start of something else than a title's second half.
_DOCUMENT_OR_BODY = pattern(rf"(?:{alternation(words('second_half'))})(?!\w)")
_OWN_LETTERS = re.compile(r"[ \n]\([A-ZĐƯ&.-]{2,12}\)")
_UNIT_NUMBER = re.compile(r"\s+\d")
# `Luật Tiếp cận thông tin mạng số 104/2016/QH13`: a number of the National Assembly's ends the title, whatever it is.
_UP_TO_NUMBER = re.compile(r"((?:[ \n]{1,2}[^\W\d_]+,?){1,14}?)[ \n]{1,2}số[ \n]\d{1,3}/\d{4}/(?:ubtv)?qh")
_UP_TO_YEAR = pattern(r"((?: [^\W\d_]+,?){2,7}?)(?= (?:năm )?(?:19[4-9]|20[0-4])\d(?!\w|[/.-]\d)| \( ?sửa đổi ?\))")
_PREVENTION = pattern(r" phòng, chống(?!\w)")
_LONGEST = 12  # words of a title that no list knows

_VIETNAM = r" (?:(?:cộng hòa (?:xã hội chủ nghĩa|xhcn)|chxhcn) ?)?(?:việt nam|vn)(?: dân chủ cộng hòa)?(?!\w)"
_CONSTITUTION = pattern(rf"(?<!\w)hiến pháp(?P<own>(?:(?: của)? nước)?{_VIETNAM})?(?!\w)")
_OF_VIETNAM = pattern(rf"(?: nước)?{_VIETNAM}")
_COUNTRY = re.compile(
    r"[ \n](?P<of>(?:mới )?của[ \n])?(?:nước[ \n])?"
    r"(?:(?:Liên bang|Vương quốc|CHDCND|CHND|Cộng hòa(?:[ \n](?:[Dd]ân chủ|[Nn]hân dân|[Ll]iên bang)){0,3})[ \n])?"
    r"(?P<name>[A-ZĐ][a-zà-ỹ]*(?:-[A-ZĐa-zà-ỹ][a-zà-ỹ]*)+|[A-ZĐ][a-zà-ỹ]+(?:[ \n][A-ZĐ][a-zà-ỹ]+)?)"
    r"(?!\w|[ \n](?:lệnh|luật))"
)
# The clause by which a law names itself, at the end of its grounds; what it amends is cited.
_ENACTS = pattern(
    r"(?<!\w)căn cứ hiến pháp(?!\w)[^.]{0,2500}?[;.]\s*(?:quốc hội|ủy ban thường vụ quốc hội)"
    r"(?: nước cộng hòa xã hội chủ nghĩa việt nam)? ban hành (?:luật |bộ luật |pháp lệnh )?$"
)
_ANY_STATE = pattern(r" của (?:một|mỗi|mọi|các|nhiều|bất kỳ) (?:nước|quốc gia)")
# Courts, councils and committees that are named after the Constitution.
_NAMED_AFTER = pattern(
    r"(?<!\w)(?:tòa án|tòa|hội đồng|ngày|lập|vi"
    r"|(?:ủy ban|ban|tổ)(?:,? (?:dự thảo|soạn thảo|biên tập|thẩm tra|sửa đổi|bổ sung|dự án))*) $"
)


def laws(shadow: Canonical) -> Iterator[Found]:
    """Laws, codes and ordinances, with the year, number or `(sửa đổi)` that belongs to the name."""
    done = 0
    for m in _LAW.finditer(shadow.folded):
        if m.start() < done or _NOT_AFTER.search(shadow.folded, max(0, m.start() - 14), m.start()):
            continue
        if found := _law_at(shadow, m.start(), m.end(), " ".join(m[1].split())):
            done = found.end
            yield found


def constitutions(shadow: Canonical) -> Iterator[Found]:
    """Constitutions, Vietnam's and others'; in lower case only with a country or a year."""
    for m in _CONSTITUTION.finditer(shadow.folded):
        before = _NAMED_AFTER.search(shadow.folded, max(0, m.start() - 60), m.start())
        if before and (shadow.text[before.start()].isupper() or len(before[0].split()) < 3):
            continue
        end, name = m.end(), "việt nam"
        if _ANY_STATE.match(shadow.folded, end):
            continue
        if m["own"] is None and (country := _COUNTRY.match(shadow.text, end)) and _is_country(country["name"]):
            end, name = end if country["of"] else country.end(), country["name"].lower()
        foreign = name != "việt nam"
        if _is_heading(shadow, m.start(), end):
            continue
        end = _past_letters(shadow, end)
        named = end > m.end()
        end, year = version(shadow, end)
        if named or year or shadow.text[m.start()].isupper():
            yield Found.by_name(m.start(), end, "Hiến pháp", name, year, foreign=foreign)


def _is_country(name: str) -> bool:
    return "-" in name or name.lower() in words("country") or not all(map(is_syllable, name.split()))


def _law_at(shadow: Canonical, start: int, end: int, word: str) -> Found | None:
    kind = kinds.BY_WORD[word]
    title = _amending(shadow, end) or _title(shadow, kind.name, end)
    if title is None and shadow.text[start].isupper():
        title = _up_to_year(shadow, end)
    if (
        title is None
        or _is_heading(shadow, start, title[0])
        or _ENACTS.search(shadow.folded, max(0, start - 3000), start)
    ):
        return None
    at, name = title
    common = len(name.split()) == 1 or name in words("common_title")
    if common and shadow.text[start].islower() and shadow.text[end:at].split()[0][0].islower():
        return None
    foreign = _abroad(shadow, at)
    if foreign:
        at, name = foreign.end(), f"{name} {foreign['name'].lower()}"
    elif own := _OF_VIETNAM.match(shadow.folded, at):
        at = own.end()
    at = _past_letters(shadow, at)
    revised = REVISED.match(shadow.folded, at)
    at = revised.end() if revised else at
    so = _NUMBERED.match(shadow.folded, at)
    number = number_at(shadow.text, so.end()) if so else None
    if number and so and "số" not in so[0] and not (number.year and number.symbol):
        number = None
    if so and number and (number.symbol or number.year):
        end = _closed(shadow, number.end, so[0])
        return Found(start, end, kind.name, kind.class_, number.number, number.year, number.symbol, start, name)
    at, year = version(shadow, at)
    return Found.by_name(start, at, kind.name, name, year, foreign=foreign is not None)


def _abroad(shadow: Canonical, at: int) -> re.Match[str] | None:
    """The country whose law it is (`Bộ luật Dân sự Pháp`), where it is a known one."""
    country = _COUNTRY.match(shadow.text, at)
    known = country and not country["of"] and country["name"].lower() in words("country")
    return country if known else None


def version(shadow: Canonical, at: int) -> tuple[int, int | None]:
    """The end of a year and of `(sửa đổi)` or `sửa đổi` after a name, in either order, and the year."""
    year = None
    for _ in range(2):
        if revised := REVISED.match(shadow.folded, at):
            if year and _AMENDED_IN.match(shadow.folded, at):
                break
            at = revised.end()
        elif year is None and (m := _YEAR.match(shadow.folded, at)):
            at, year = _closed(shadow, m.end(), m[0]), int(m[1])
    return at, year


def _past_letters(shadow: Canonical, at: int) -> int:
    """Past letters in brackets that more of the name follows: `Luật Giáo dục (LGD) năm 2019`."""
    letters = _OWN_LETTERS.match(shadow.text, at)
    more = letters and any(p.match(shadow.folded, letters.end()) for p in (_YEAR, REVISED, _NUMBERED))
    return letters.end() if letters and more else at


def _closed(shadow: Canonical, end: int, opening: str) -> int:
    return end + 1 if "(" in opening and shadow.text.startswith(")", end) else end


def _is_heading(shadow: Canonical, start: int, end: int) -> bool:
    """The document's own title: in capitals on lines of its own, or under its kind on a line of its own (`LUẬT`)."""
    before = shadow.text[max(0, start - 3) : start].strip(" |*#")
    if before and not before.endswith("\n"):
        return False
    kind, _, title = shadow.text[start:end].partition("\n")
    if title and kind.strip() in ("LUẬT", "BỘ LUẬT", "PHÁP LỆNH"):
        return True
    after = shadow.text[end : end + 3].strip(" |*#")
    return shadow.text[start:end].isupper() and (not after or after.startswith("\n"))


def _title(shadow: Canonical, kind: str, at: int) -> tuple[int, str] | None:
    """The end and the title that follows a kind word: the longest listed one, else one by its look."""
    found = titles.longest(kind, shadow, at) or _unlisted(shadow, at)
    up_to = _UP_TO_NUMBER.match(shadow.folded, at)
    if up_to is None or up_to.end(1) <= (found[0] if found else at):
        return found
    if not words("title_never").isdisjoint(up_to[1].replace("pháp luật", "").split()):
        return found
    return up_to.end(1), " ".join(up_to[1].split())


def _up_to_year(shadow: Canonical, at: int) -> tuple[int, str] | None:
    """A title in lower case that no list knows, sure by the year or `(sửa đổi)` after it."""
    m = _UP_TO_YEAR.match(shadow.folded, at)
    return (m.end(1), " ".join(m[1].split())) if m and not _holds_end(m[1]) else None


def _amending(shadow: Canonical, at: int, *, nested: bool = False) -> tuple[int, str] | None:
    """`sửa đổi, bổ sung một số điều của Luật A, Luật B và Luật C`: the whole is one title, with the numbers that are
    the amended laws' own.

    After a comma further laws belong to it only where an `và` closes the list, or three laws end with a number or a
    date.
    """
    m = _AMENDING.match(shadow.folded, at)
    if m is None or m.end() == at:
        return None
    if several := _SEVERAL.match(shadow.folded, m.end()):
        return several.end(), " ".join(shadow.folded[at : several.end()].split())
    end = _amended(shadow, m.end(), nested)
    if end is None:
        several_laws = re.search(r"\d|(?:một số|các) luật", " ".join(m[0].split()))
        return (m.end(), " ".join(m[0].split())) if several_laws else None
    pending, n = end, 1
    while link := _NEXT_LAW.match(shadow.folded, _past_own_number(shadow, pending)):
        after = _amended(shadow, link.end(), True)
        if after is None:
            break
        pending, n = after, n + 1
        if "và" in link[0] and REVISED.match(shadow.folded, pending):
            break  # `..., và Luật B (sửa đổi)` is another law
        if "và" in link[0]:
            pending = _past_own_number(shadow, pending)
            return pending, " ".join(shadow.folded[at:pending].split())
    if n > 2 and _LIST_ENDS.match(shadow.folded, pending):
        end = pending
    return end, " ".join(shadow.folded[at:end].split())


def _past_own_number(shadow: Canonical, end: int) -> int:
    """Past the number after an amended law's title where the catalogue knows it as that law's, else `end`."""
    so = _NUMBERED.match(shadow.folded, end)
    number = number_at(shadow.text, so.end()) if so else None
    if number is None or number.symbol is None:
        return end
    title = titles.numbered().get((number.number, number.year, number.symbol))
    return number.end if title and shadow.folded.endswith(title, 0, end) else end


def _amended(shadow: Canonical, at: int, nested: bool) -> int | None:
    """The end of the law's name that begins at `at`, blanks apart."""
    blanks = _BLANKS.match(shadow.folded, at)
    law = _LAW.match(shadow.folded, blanks.end() if blanks else at)
    if law is None:
        return None
    kind = kinds.BY_WORD[" ".join(law[1].split())].name
    title = None if nested else _amending(shadow, law.end(), nested=True)
    title = title or _title(shadow, kind, law.end())
    return title[0] if title else None


def _unlisted(shadow: Canonical, at: int) -> tuple[int, str] | None:
    """A title that no list knows: it begins with a capital and ends before a verb, a connective or punctuation."""
    first = _WORD.match(shadow.text, at)
    if not first or not first[1][0].isupper() or "\n\n" in first[0]:
        return None
    if first[1].lower() in words("title_end") | words("no_title") or _pair(shadow, first) in words("title_end_pair"):
        return None
    end, n, word = (_PREVENTION.match(shadow.folded, at) or first).end(), 1, first
    last = end
    while n < _LONGEST and not (len(word[1]) > 2 and word[1].isupper()):
        seam = titles.seam(shadow.text, word.start(1), word.end())
        if seam < word.end():
            last = seam
            break
        if (more := _MORE.match(shadow.folded, end)) and not _holds_end(more[1]):
            last = more.end(1)
            break
        following = _WORD.match(shadow.text, end)
        if following is None or _ends(shadow, following):
            break
        end, n, word = following.end(), n + 1, following
        last = last if word[1].lower() == "và" else end
    return last, " ".join(shadow.folded[at:last].split())


def _holds_end(text: str) -> bool:
    """Whether a word or two that end a title stand among others."""
    inside = text.replace(",", " ").split()
    pairs = {f"{a} {b}" for a, b in pairwise(inside)}
    ends = words("title_end") | words("no_title") | {"luật", "nghị"}
    return not (ends - {"và"}).isdisjoint(inside) or not words("title_end_pair").isdisjoint(pairs)


def _ends(shadow: Canonical, word: re.Match[str]) -> bool:
    """Whether a title ends before this word; `và` leads on before a lower-case word, or a compound with a capital."""
    low = word[1].lower()
    if low in ("điều", "khoản", "điểm", "năm") and _UNIT_NUMBER.match(shadow.text, word.end()):
        return True
    following = _WORD.match(shadow.text, word.end())
    if low == "của":
        return following is None or following[1][0].isupper()
    if low == "và":
        if following is None or "\n\n" in following[0] or _pair(shadow, word) in words("title_end_pair"):
            return True
        beyond = _WORD.match(shadow.text, following.end())
        compound = following[1].istitle() and beyond is not None and beyond[1].islower()
        if following[1][0].isupper() and not compound:
            return True
        if following[1].lower() == "và" or _DOCUMENT_OR_BODY.match(shadow.folded, following.start(1)):
            return True
        return _ends(shadow, following)
    apart = (word[0][0] in "-–" or "\n" in word[0]) and word[1][0].isupper()
    return apart or low in words("title_end") or _pair(shadow, word) in words("title_end_pair")


def _pair(shadow: Canonical, word: re.Match[str]) -> str:
    """A word and the next one, in lower case."""
    following = _WORD.match(shadow.text, word.end())
    return f"{word[1]} {following[1] if following else ''}".lower()
