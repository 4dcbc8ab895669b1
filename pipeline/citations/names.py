"""Documents cited by name: laws, codes, the Constitution, Party resolutions, statutes of organisations, treaties."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.citations import kinds, titles
from pipeline.citations.mention import Found
from pipeline.citations.numbers import number_at
from pipeline.lexicon import table
from pipeline.text import Canonical, fold

_PACKAGE = "pipeline.citations"
_S = r"[ \n]{1,20}"
_OPTIONAL = r"[ \n]{0,20}"


def _rx(pattern: str) -> re.Pattern[str]:
    """A pattern over the folded text, a space in it standing for any run of blanks and a line break."""
    return re.compile(re.sub(r" (\??)", lambda m: _OPTIONAL if m[1] else _S, pattern))


_LAW = _rx(r"(?<!\w)(bộ luật|đạo luật|luật|pháp lệnh)(?!\w)")
_REGULATION = _rx(r"(?<!\w)(quy định|quy chế|nội quy|cương lĩnh|điều lệ|tuyên ngôn)(?!\w)")
_OWN_REGULATION = re.compile(r"^[ |*]*(QUY CHẾ|QUY ĐỊNH|ĐIỀU LỆ|NỘI QUY)[ |*]*$", re.M)
_ATTACHED = re.compile(
    r"(?=[ ])([^.;:()\"“”]{8,180}?)[ \n]+(?:được )?(?:ban hành )?kèm theo[ \n]+(?:Quyết|Thông|Nghị|quyết|thông|nghị)[ \n]+(?:định|tư|quyết)"
    r"[ \n]+(?:liên tịch )?(?:số[ \n]+)?\d"
)
_AMENDING = _rx(
    r" ?sửa đổi(?:,? ?bổ sung)?(?: (?:một số|các) (?:điều|nội dung|luật)| \d{1,2} (?:luật|điều))?(?: (?:của|trong))?(?: các)?"
)
_LIST_ENDS = _rx(r" ?(?:,? ?\(?số|,? ?ngày|\(luật số|\n)")
_BLANKS = re.compile(r"[ \n]*")
_NEXT_LAW = _rx(r"(?:,| và|, và|;)? (?=(?:bộ luật|luật|pháp lệnh)(?!\w))")
_NUMBERED = _rx(r"(?:,? ?\(? ?số ?:? ?)(?=\d)")
_YEAR = _rx(r"(?:,? năm| \(năm|) ((?:19[4-9]|20[0-4])\d)(?!\w|[/.-]\d)")
_REVISED = _rx(
    r"(?: \( ?sửa đổi(?:,? bổ sung)? ?\)| sửa đổi(?:, bổ sung)?(?!\w)(?! ?,? ?(?:bổ|năm|một|khoản|điểm|điều|lần|các|những|theo|số|luật)))"
)
_REVISED_BRACKET = _rx(r" \( ?sửa đổi(?:,? bổ sung)? ?\)")
_CONSTITUTION = _rx(
    r"(?<!\w)hiến pháp(?: nước)?(?P<vn> (?:cộng hòa xã hội chủ nghĩa )?(?:việt nam|vn)| chxhcn việt nam)?(?!\w)"
)
_COUNTRY = re.compile(r"[ \n]([A-ZĐ][a-zà-ỹ]+(?:[ \n][A-ZĐ][a-zà-ỹ]+)?)(?!\w)")
_CONSTITUTION_VETO = _rx(
    r"(?<!\w)(?:tòa án|tòa|hội đồng|ngày|lập|vi|(?:ủy ban|ban|tổ)(?:,? (?:dự thảo|soạn thảo|biên tập|thẩm tra|sửa đổi|bổ sung|dự án))*) $"
)

_ORDINAL = r"(?:thứ )?(?:nhất|hai|ba|tư|bốn|năm|sáu|bảy|tám|chín|mười(?: (?:một|hai|ba|bốn|lăm))?|[ivx]{1,6}|\d{1,2})(?!\w)(?!/\d)"
_TERM = rf"(?:,? ?\( ?khóa {_ORDINAL} ?\)|,? khóa {_ORDINAL})"
_PARTY = _rx(
    rf"(?<!\w)(?P<kind>nghị quyết|kết luận)(?: của)?(?: hội nghị)?(?: lần {_ORDINAL})?(?: của)?(?: ban chấp hành| bch)?"
    rf" (?:trung ương|t\.ư|tư|tw)(?: đảng)?(?: (?:lần )?{_ORDINAL})?(?: của đảng)?{_TERM}?"
)
_PLENUM = _rx(rf"(?:lần {_ORDINAL}|(?:trung ương|t\.ư|tư|tw)(?: đảng)? (?:lần )?{_ORDINAL})")
_CONGRESS = _rx(r"(?<!\w)(nghị quyết)(?: của)? đại hội(?: đại biểu)?(?!\w)")
_COMMITTEE = _rx(r"(?<!\w)(nghị quyết) hội nghị (?=bch|ban chấp hành)")
_BODY_WORD = re.compile(r"[ \n]{1,20}([^\W\d_]+|\(?[0-9]{1,2}\)?)(?!\w)")
_BODY_LOW = frozenset(
    "đảng đoàn hội công toàn quốc lần thứ tỉnh thành phố huyện quận thị xã phường bộ cấp các của đại biểu việt nam cộng sản"
    " liên minh khóa chi ủy tổng nhất hai ba tư năm sáu bảy tám chín mười nhiệm kỳ an nhân dân quân lao động nông phụ nữ cựu chiến"
    " binh thanh niên sinh viên ngành khối cơ quan doanh nghiệp tập giáo dục y tế trung ương ban chấp hành đội".split()
)
_BODY_ENDS = frozenset("đội đảng bộ thành phố tỉnh huyện quận xã phường quốc đoàn thị trấn nam khối ủy".split())
_ROMAN = re.compile(r"[ivx]{1,6}|\d{1,2}")

_TREATY = _rx(r"(?<!\w)(hiệp định|hiệp ước|nghị định thư|công ước)(?!\w)")
_SEVERAL = _rx(r"(?<!\w)(?:các|những|một|nhiều|hai|mọi) $")
_SHORT_NAMES = {r["name"]: (r["kind"], fold(r["title"])) for r in table(_PACKAGE, "short_names.tsv")}
_SHORT = re.compile(
    rf"(?<![\w/.-])(?:{'|'.join(sorted(map(re.escape, _SHORT_NAMES), key=len, reverse=True))})(?![\w-])"
)

_STOP = frozenset(
    "có được là đã sẽ đang phải cần để nhằm với từ khi mà này đó trên thì vẫn cũng không chưa do theo nêu ra trong nếu mới"
    " hay hoặc cho như bằng giữa gồm vào sau trước những một lần cùng xác nên giúp tại và còn bởi đều lại rất chỉ".split()
)
_NO_TITLE = frozenset("sư gia pháp số ngày chiều sáng tối trưa ông bà ký online ảnh theo hôm".split())
_COMMON = frozenset(
    "giao thông;hình sự;dân sự;lao động;hình sự việt nam;tài nguyên môi trường;ngân sách;bảo hiểm".split(";")
)
_STOP_PAIRS = frozenset(
    "quy định;qui định;ban hành;thông qua;quyết định;chính thức;sửa đổi;hiện hành;hiện nay;yêu cầu;bao gồm;mang lại;đến nay"
    ";đến năm;việc thực;bị bãi;bị sửa;gắn với;khẳng định;xác định;cho phép;tiến hành;nghiêm túc;nghiêm cấm;ra đời;đi vào"
    ";hết hiệu;vừa được;vừa qua;vừa có;vừa ban;vừa thông;chính phủ;hướng dẫn;các văn;các quy;các luật;đề ra;đề cập;thể hiện;thay thế;bổ sung;lần này;lần đầu;sắp tới;quốc hội"
    ";nói rõ;nói riêng;nói chung;ngày càng;quy hoạch;phê duyệt;áp dụng;góp phần;đọc lên;dự kiến".split(";")
) - {"quy hoạch", "quốc hội"}
_PREVENTION = _rx(r" phòng, chống(?!\w)")
_TITLE_WORD = re.compile(r"[ \n]{1,20}([^\W\d_]+)(?!\w)")
_LEFT_VETO = _rx(
    r"(?:pháp|kỷ|công ty|cty|tnhh|văn phòng|hội|viện|trường|đại học|đh|khoa|ngành|môn|học|hãng|cử nhân|thạc sĩ|ths|ts|tiến sĩ"
    r"|giáo sư|trái|tòa án|liên đoàn|đoàn|chuyên|phá|báo|họ|tên|quân|thiết|quy|qui|định|âm|tự|cân|niêm|giám|thông|trung cấp) $"
)


def find(shadow: Canonical) -> Iterator[Found]:
    """The references by name, each step in order; overlaps are settled by the caller."""
    for reader in (_laws, _constitutions, _party, _congresses, _regulations, _treaties, _letters):
        yield from reader(shadow)


def _found(start: int, end: int, kind: str, named: str, year: int | None = None) -> Found:
    return Found(start, end, kind, kinds.BY_WORD[kind.lower()].class_, year=year, group=start, named=named)


def _laws(shadow: Canonical) -> Iterator[Found]:
    done = 0
    for m in _LAW.finditer(shadow.folded):
        if m.start() < done or _LEFT_VETO.search(shadow.folded, max(0, m.start() - 14), m.start()):
            continue
        if found := _law_at(shadow, m.start(), m.end(), " ".join(m[1].split())):
            done = found.end
            yield found


def _law_at(shadow: Canonical, start: int, end: int, word: str) -> Found | None:
    kind = kinds.BY_WORD[word].name
    title = _amending(shadow, end, 0) or titles.longest(kind, shadow.folded, end) or _unknown_title(shadow, end)
    if title is None:
        return None
    at, name = title
    if _is_heading(shadow, start, at):
        return None
    common = len(name.split()) == 1 or name in _COMMON
    if common and shadow.text[start].islower() and shadow.text[end:at].split()[0][0].islower():
        return None
    if revised := _REVISED.match(shadow.folded, at):
        at = revised.end()
    if (so := _NUMBERED.match(shadow.folded, at)) and (number := number_at(shadow.text, so.end())):
        end = number.end
        if "(" in so[0] and shadow.text[end : end + 1] == ")":
            end += 1
        if number.symbol or number.year:
            class_ = kinds.BY_WORD[word].class_
            return Found(start, end, kind, class_, number.number, number.year, number.symbol, start, name)
    if (revised is None or ")" in revised[0]) and (year := _YEAR.match(shadow.folded, at)):
        end = year.end()
        if "(" in year[0] and shadow.text[end : end + 1] == ")":
            end += 1
        if bracket := _REVISED_BRACKET.match(shadow.folded, end):
            end = bracket.end()
        return _found(start, end, kind, name, int(year[1]))
    return _found(start, at, kind, name)


def _is_heading(shadow: Canonical, start: int, end: int) -> bool:
    """A title in capitals that has its lines for itself: the document's own."""
    if not shadow.text[start:end].isupper():
        return False
    before = shadow.text[max(0, start - 3) : start].strip(" |*#")
    after = shadow.text[end : end + 3].strip(" |*#")
    return (not before or before.endswith("\n")) and (not after or after.startswith("\n"))


def _amending(shadow: Canonical, at: int, depth: int) -> tuple[int, str] | None:
    """`sửa đổi, bổ sung một số điều của Luật A, Luật B và Luật C`: the whole is one title.

    After a comma further laws belong to it only where an `và` closes the list, or three laws end with a number or a date.
    """
    m = _AMENDING.match(shadow.folded, at)
    if m is None or m.end() == at:
        return None
    end = _amended(shadow, m.end(), depth)
    if end is None:
        several = re.search(r"\d|(?:một số|các) luật", " ".join(m[0].split()))
        return (m.end(), " ".join(m[0].split())) if several else None
    pending, n = end, 1
    while link := _NEXT_LAW.match(shadow.folded, pending):
        after = _amended(shadow, link.end(), 1)
        if after is None:
            break
        pending, n = after, n + 1
        if "và" in link[0]:
            return pending, " ".join(shadow.folded[at:pending].split())
    if n > 2 and _LIST_ENDS.match(shadow.folded, pending):
        end = pending
    return end, " ".join(shadow.folded[at:end].split())


def _amended(shadow: Canonical, at: int, depth: int) -> int | None:
    """The end of the law's name that begins at `at`, blanks apart."""
    law = _LAW.match(shadow.folded, _BLANKS.match(shadow.folded, at).end())  # type: ignore[union-attr]
    if law is None:
        return None
    kind = kinds.BY_WORD[" ".join(law[1].split())].name
    title = _amending(shadow, law.end(), 1) if depth == 0 else None
    title = title or titles.longest(kind, shadow.folded, law.end()) or _unknown_title(shadow, law.end())
    return title[0] if title else None


def _unknown_title(shadow: Canonical, at: int) -> tuple[int, str] | None:
    """A title that no list knows: it begins with a capital and ends before a verb, a connective or punctuation."""
    first = _TITLE_WORD.match(shadow.text, at)
    if not first or not first[1][0].isupper() or "\n\n" in first[0]:
        return None
    if first[1].lower() in _STOP | _NO_TITLE or _pair(shadow, first) in _STOP_PAIRS:
        return None
    if comma := _PREVENTION.match(shadow.folded, at):
        first = comma
    end, n = first.end(), 1
    while n < 12 and (word := _TITLE_WORD.match(shadow.text, end)):
        low = word[1].lower()
        if low in ("điều", "khoản", "điểm", "năm") and re.match(r"\s+\d", shadow.text[word.end() : word.end() + 4]):
            break
        ends = low in _STOP or _pair(shadow, word) in _STOP_PAIRS
        if ends or ("\n" in word[0] and word[1][0].isupper()):
            follow = _TITLE_WORD.match(shadow.text, word.end())
            if low != "và" or not follow or not follow[1][0].islower() or follow[1].lower() in _STOP | {"luật", "nghị"}:
                break
        end, n = word.end(), n + 1
    if n == 1 and shadow.text[at:end].strip().lower() in ("việt", "hà"):
        return None
    return end, " ".join(shadow.folded[at:end].split())


def _pair(shadow: Canonical, word: re.Match[str]) -> str:
    """A word and the next one, folded."""
    following = _TITLE_WORD.match(shadow.text, word.end())
    return f"{word[1]} {following[1] if following else ''}".lower()


def _constitutions(shadow: Canonical) -> Iterator[Found]:
    for m in _CONSTITUTION.finditer(shadow.folded):
        before = _CONSTITUTION_VETO.search(shadow.folded, max(0, m.start() - 60), m.start())
        if before and (shadow.text[before.start()].isupper() or len(before[0].split()) < 3):
            continue
        if "nước" in m[0] and not m["vn"]:
            continue
        end, name = m.end(), "việt nam"
        if m["vn"] is None and (country := _COUNTRY.match(shadow.text, end)):
            end, name = country.end(), country[1].lower()
        year = _YEAR.match(shadow.folded, end)
        revised = _REVISED.match(shadow.folded, end)
        if shadow.text[m.start()].islower() and end == m.end() and year is None:
            continue
        if _is_heading(shadow, m.start(), end):
            continue
        end = year.end() if year else revised.end() if revised else end
        if year and (bracket := _REVISED_BRACKET.match(shadow.folded, end)):
            end = bracket.end()
        yield _found(m.start(), end, "Hiến pháp", name, int(year[1]) if year else None)


def _party(shadow: Canonical) -> Iterator[Found]:
    for m in _PARTY.finditer(shadow.folded):
        if _PLENUM.search(m[0]):
            yield _found(m.start(), m.end(), kinds.BY_WORD[" ".join(m["kind"].split())].name, " ".join(m[0].split()))


def _congresses(shadow: Canonical) -> Iterator[Found]:
    """A congress by its ordinal and its body, in either order; without an ordinal it is none in particular."""
    for head in (_CONGRESS, _COMMITTEE):
        for m in head.finditer(shadow.folded):
            end, ordinal = _body(shadow, m.end() if head is _CONGRESS else m.end() - 1)
            if ordinal:
                yield _found(m.start(), end, "Nghị quyết", " ".join(shadow.folded[m.start() : end].split()))


def _body(shadow: Canonical, at: int) -> tuple[int, bool]:
    """The words of a body's name and an ordinal; they end with the last capitalised word or ordinal."""
    end, ordinal, last, n = at, False, at, 0
    previous = ""
    while n < 18 and (word := _BODY_WORD.match(shadow.text, end)):
        low = word[1].lower()
        is_ordinal = bool(_ROMAN.fullmatch(low)) or (previous in ("thứ", "khóa") and low in _BODY_LOW)
        if ordinal and (is_ordinal or low in ("nhiệm",)):
            break
        if not (is_ordinal or word[1][0].isupper() or low in _BODY_LOW) or low in ("các", "cấp", "nhiệm"):
            break
        end, n, previous = word.end(), n + 1, low
        ordinal = ordinal or is_ordinal
        if is_ordinal or word[1][0].isupper() or low in _BODY_ENDS:
            last = end
    return last, ordinal


def _regulations(shadow: Canonical) -> Iterator[Found]:
    """Regulations known by title, or issued with a numbered document; those that the text itself lays down are none."""
    own = {" ".join(m[1].lower().split()) for m in _OWN_REGULATION.finditer(shadow.text)}
    for m in _REGULATION.finditer(shadow.folded):
        word = " ".join(m[1].split())
        if word in own or (shadow.text[m.start()].islower() and word != "điều lệ"):
            continue
        kind = "Tuyên ngôn" if word == "tuyên ngôn" else kinds.BY_WORD[word].name
        if attached := _ATTACHED.match(shadow.text, m.end()):
            yield _found(m.start(), attached.end(1), kind, " ".join(shadow.folded[m.end() : attached.end(1)].split()))
            continue
        title = titles.longest(kind, shadow.folded, m.end())
        if title is None or _LEFT_VETO.search(shadow.folded, max(0, m.start() - 6), m.start()):
            continue
        if kind == "Điều lệ" and not shadow.text[m.end() : title[0]].strip()[:1].isupper():
            continue
        revised = _REVISED.match(shadow.folded, title[0])
        yield _found(m.start(), revised.end() if revised else title[0], kind, title[1])


def _treaties(shadow: Canonical) -> Iterator[Found]:
    for m in _TREATY.finditer(shadow.folded):
        word = " ".join(m[1].split())
        if _SEVERAL.search(shadow.folded, max(0, m.start() - 10), m.start()):
            continue
        title = _treaty_title(shadow, m.end())
        if title is None:
            continue
        if shadow.text[m.start()].islower() and shadow.text[m.end() : title].islower():
            continue
        end = title
        if year := _YEAR.match(shadow.folded, end):
            end = year.end()
        name = " ".join(shadow.folded[m.end() : title].split())
        yield _found(m.start(), end, kinds.BY_WORD[word].name, name, int(year[1]) if year else None)


_TREATY_LOW = frozenset(
    "thương mại tự do đầu tư đối tác toàn diện tiến bộ xuyên kinh tế chiến lược hữu nghị và hợp tác bảo hộ khuyến khích"
    " biên giới trên bộ đất liền về gia nhập quốc tế vận tải hàng hóa dịch vụ khung song phương đa thuế quan phân định"
    " vịnh bắc hòa bình ở lại việt nam lập tổ chức giới thế luật biển quyền trẻ em của người khu vực liên minh châu âu hiệp định thành".split()
)


def _treaty_title(shadow: Canonical, at: int) -> int | None:
    """The end of a treaty's title: capitalised words, with those that titles hold in lower case between them."""
    first = _TITLE_WORD.match(shadow.text, at)
    if not first or first[1].lower() in _STOP or kinds.BY_WORD.get(_pair(shadow, first)):
        return None
    low_first = first[1].lower()
    if not first[1][0].isupper() and low_first not in ("thương", "bảo", "đối", "khung", "hữu", "đầu", "biên", "gia"):
        return None
    end, last, n, previous = first.end(), first.end(), 1, low_first
    while n < 16:
        word = re.compile(r"[ \n]{1,20}([^\W\d_]+)(?!\w)|[ \n]?[-–][ \n]?([^\W\d_]+)(?!\w)").match(shadow.text, end)
        if not word:
            break
        token = word[1] or word[2]
        low = token.lower()
        if token in ("Hiệp", "Công", "Nghị") and previous not in ("nhập", "của", "hiện"):
            break
        if low in ("giữa", "có", "được", "đã") or not (token[0].isupper() or low in _TREATY_LOW):
            break
        end, n, previous = word.end(), n + 1, low
        if low not in ("và", "về", "của", "ở", "trên"):
            last = end
    return last if n > 1 or first[1].isupper() or first[1][0].isupper() else None


def _letters(shadow: Canonical) -> Iterator[Found]:
    for m in _SHORT.finditer(shadow.text):
        kind, title = _SHORT_NAMES[m[0]]
        end = m.end()
        if year := _YEAR.match(shadow.folded, end):
            end = year.end()
        yield _found(m.start(), end, kind, title, int(year[1]) if year else None)
