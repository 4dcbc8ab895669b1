"""Step two: what stands around a citation: date of issue, issuer, pinpoint, subject, relation. Pure; never invents.

Rules of the annotation guidelines: the issuer is the body after `của`, or the subject of `ban hành`, `có`, `ra`, `ký`,
`phê duyệt ... tại`, `theo đề nghị của ... tại`, without its holder's name; a deputy who signs is none. An issuer or a
date after the last member of a list stands for all of one kind; a subject before the first for all.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import lru_cache

from pipeline.citations import days, pinpoints
from pipeline.citations.bodies import HEAD, SURNAMES, Body, body_at
from pipeline.citations.mention import Found
from pipeline.lexicon import table
from pipeline.text import Canonical

_S = r"[ \n]{1,30}"
_O = r"[ \n]{0,30}"
_TO_DAY = re.compile(
    rf"{_O}(?:,|\()?{_O}(?:đã{_S})?(?:được{_S})?(?:(?:ban{_S}hành|ký|cấp|đề|lập){_S})?(?:vào{_S})?(?=ngày{_S}\d)"
)
_TO_POINT = re.compile(r"[ ]{0,2}[,(]?[ ]{0,2}")
_LOCAL = re.compile(r"(?:UBND|HĐND)$")
_PLACE_AFTER = re.compile(r"[ ](?:tp\.?|thành phố|tỉnh|huyện|quận|thị xã|xã|phường)[ ]")
_BACK_REFERENCES = frozenset("bộ sở cục hội ban ngành phòng viện vụ đoàn tp tỉnh".split()) | {"thành phố", "ủy ban"}
_LOCAL_BODY = re.compile(r"tỉnh|thành phố|huyện|quận|ủy|chính phủ|quốc hội|thủ tướng")
_CLOSE = re.compile(rf"{_O}\)")
_OF = re.compile(rf"{_O}\)?{_O}(?:,|\()?{_O}(?:của|do|mà){_S}")
_LATE_OF = re.compile(
    rf"{_S}(?:về|ngày|có)(?!\w)[^.;:()\n]{{2,90}}?{_S}của{_S}(?=chính phủ|thủ tướng|bộ|ban|quốc hội|ubnd|hđnd|trung ương|tỉnh ủy|thành ủy|ủy ban)"
)
_LATE_END = re.compile(rf"{_O}(?:[.;,)]|$|và{_S}(?:nghị|quyết|chỉ|kết|thông))")
_ISSUED = re.compile(rf"{_S}(?:đã{_S})?(?:ban{_S}hành|ký|ra|cấp)(?!\w)")
_ASIDE = re.compile(rf"{_O}\([^()\n]{{0,80}}\)")
_SUBJECT = re.compile(
    rf"{_O},?{_O}(?:\"|“)?(?=(?:về|quy{_S}định|hướng{_S}dẫn|ban{_S}hành|sửa{_S}đổi|phê{_S}duyệt|“|\"))"
)
_SUBJECT_END = re.compile(r"[;\n]\s*\n|[;.)](?=\s|$)|, (?=ngày|của)|\n(?=căn cứ|điều \d)")

_VERB = (
    rf"(?:(?:đã|vừa|mới|cũng|vẫn|liền|còn|lại|liên{_S}tục|kịp{_S}thời|chính{_S}thức|đều|có|sẽ|tiếp{_S}tục|phải|vừa{_S}mới){_S}){{0,4}}"
    rf"(?:ký{_S}ban{_S}hành|ban{_S}hành|ký|ra|có|phát{_S}hành)"
)
_TAIL = rf"(?:{_S}(?:các|hai|ba|bốn|năm|\d{{1,2}}|liên{_S}tục|thêm|một|tiếp|ngay|kèm{_S}theo|cả|đến|số))*"
_ISSUES = re.compile(rf"(?<!\w){_VERB}{_TAIL}{_O}$")
_AT = re.compile(rf"(?<!\w)(?:tại|theo|bằng|trong)(?:{_S}(?:các|hai|ba|\d{{1,2}}))?{_O}$")
_APPROVES = re.compile(
    rf"{_S}(?:(?:đã|vừa|mới){_S})?(?:phê{_S}duyệt|ban{_S}hành|chấp{_S}thuận|quy{_S}định|công{_S}nhận|giao)(?!\w)(?:(?!theo|được|quy{_S}định|nhưng)[^,;.()\n]){{0,70}}$"
)
_EARLIER_VERB = re.compile(
    rf"{_S}(?:đã|vừa|cũng|mới|kịp{_S}thời|tiếp{_S}tục)(?!\w)[^.;:()\n]{{2,70}}?(?:,|{_S}và|{_S}để){_O}$"
)
_PROPOSAL = re.compile(rf"(?<!\w)của{_O}$")
_BRACKET = re.compile(rf"{_O}\({_O}$")
_NAME = r"[A-ZĐÀ-Ỹ][\w.]*"
_SURNAME = "|".join(sorted(w.capitalize() for w in SURNAMES))
_UP_TO_VERB = re.compile(
    rf"{_O}(?:\([^()]{{0,40}}\))?{_O}(?:[Kk]hóa{_S}\w+)?{_O}[-–,]?{_O}(?:(?:ông|bà|đồng{_S}chí){_S}{_NAME}(?:{_S}{_NAME}){{0,4}}"
    rf"|(?:{_SURNAME})(?:{_S}{_NAME}){{1,4}})?{_O},?{_O}(?:(?:vào{_S})?(?:chiều{_S}|sáng{_S})?(?:ngày|hôm){_S}\d{{1,2}}[/.-]\d{{1,2}}(?:[/.-]\d{{4}})?,?)?{_O}"
)
_HIGHER_BODY = re.compile(rf"{_O}[-–(]{_O}(?:Bộ|UBND|Sở|Công{_S}an|Tổng|Ủy{_S}ban)(?!\w)[^.;\n()]{{0,60}}\)?{_O}")
_CLAUSE = re.compile(
    r"(?<!\btp)(?<!\btx)(?<!\bq)(?<!\bh)(?<!\bp)(?<!\bts)(?<!\bths)[.;!?](?=\s)|(?<!bộ):(?=\s)|\n[ \n]*\n|\n(?=[-+•])|\) ?\n"
)
_YEAR_ASIDE = re.compile(r"^[ ]?\(năm \d{4}\)")
_CONNECT = re.compile(rf"{_O}(?:[,;]|[,;]?{_O}(?:và|hoặc|cùng)){_O}(?:các{_S})?$")
# What may stand before a place or letters that are the subject: the start of a clause, a comma, a word of time.
_OPENS = re.compile(r"(?:^|[,\n:(]|(?<!\w)(?:đây|nay|khi|đó|mà|nhưng|rằng|thì|do|qua|theo|việc))[ ]*$")
_LETTERS = re.compile(r"(?<![\w/.-])((?:[A-ZĐƯ]{2,}|[A-ZĐ]\d)\d{0,3})[ ]*$")
_WINDOW = 220
_LOW_LINE = re.compile(r"\n[ ]*[a-zđà-ỹ]")

_BEFORE = [
    (re.compile(r["pattern"].replace(" ", _S) + rf"{_O}$"), r["relation"])
    for r in table("pipeline.citations", "relations.tsv")
    if r["side"] == "before"
]
_AFTER = [
    (re.compile(r["pattern"].replace(" ", _S)), r["relation"])
    for r in table("pipeline.citations", "relations.tsv")
    if r["side"] == "after"
]


@dataclass(frozen=True, slots=True)
class Completed:
    """A citation with its surroundings; ``reach`` is where what belongs to it ends."""

    found: Found
    reach: int
    issued_on: dt.date | None = None
    issuer: str | None = None
    pinpoint: str | None = None
    title: str | None = None
    relation: str | None = None
    own_date: bool = False
    from_subject: bool = False


def complete(shadow: Canonical, found: list[Found], published: dt.date | None = None) -> list[Completed]:
    """Each reference with the fields that stand around it."""
    points = list(pinpoints.sequences(shadow.folded))
    starts = [m.start for m in found]
    out: list[Completed] = []
    previous_end = 0
    for i, m in enumerate(found):
        limit = starts[i + 1] if i + 1 < len(found) else len(shadow.text)
        c = _after(shadow, m, limit, published)
        c = _before(shadow, c, previous_end, published, out[-1] if out else None)
        c = _pinpoint(shadow, c, points, previous_end, limit)
        c = replace(c, relation=_relation(shadow, m, c, previous_end, out[-1] if out else None))
        out.append(c)
        previous_end = m.end
    return _share(shadow, out)


def _after(shadow: Canonical, m: Found, limit: int, published: dt.date | None) -> Completed:
    """Date and issuer in either order after the mention, then the subject."""
    c = Completed(m, m.end)
    at = m.end
    for _ in range(3):
        if (
            c.issued_on is None
            and not c.own_date
            and (to := _TO_DAY.match(shadow.folded, at, limit))
            and not shadow.text.startswith("Ngày", to.end())
            and (day := days.DAY.match(shadow.folded, to.end(), limit))
        ):
            at = _closed(shadow, day.end(), "(" in to[0])
            c = replace(c, issued_on=days.value(day, m.year, published), own_date=True, reach=at)
        elif (
            c.issuer is None
            and (of := _OF.match(shadow.folded, at, limit))
            and (body := body_at(shadow, of.end(), _line_end(shadow, of.end(), limit), several=_is_joint(m)))
        ):
            verb = of[0].split()[-1].strip("(,")
            if verb in ("do", "mà") and not _ISSUED.match(shadow.folded, body.past):
                break
            issuer = _named(shadow, body)
            at = _closed(shadow, body.end, "(" in of[0])
            c = replace(c, issuer=issuer, reach=at)
        elif c.reach == m.end and (aside := _ASIDE.match(shadow.folded, at, limit)):
            at = aside.end()
        else:
            break
    if c.issuer is None and (late := _LATE_OF.match(shadow.folded, c.reach, limit)):
        body = body_at(shadow, late.end(), _line_end(shadow, late.end(), limit))
        if body and body.role in ("body", "office") and _LATE_END.match(shadow.folded, body.past):
            c = replace(c, issuer=_named(shadow, body))
    if c.issuer is None and (tail := _in_symbol(shadow, m, limit)):
        c = replace(c, issuer=_clean(shadow.text[tail.start : tail.end]), reach=tail.end)
    return replace(c, title=_subject(shadow, c.reach if c.reach > m.end else at, limit))


def _is_joint(m: Found) -> bool:
    return "liên tịch" in m.kind or bool(m.symbol and m.symbol.startswith(("TTLT", "NQLT")))


def _named(shadow: Canonical, body: Body) -> str | None:
    """The body as written; None for a deputy and for a bare back reference (`Sở`)."""
    name = _clean(shadow.text[body.start : body.end])
    generic = name.islower() and not _LOCAL_BODY.search(name)
    return None if body.role == "deputy" or generic or name.casefold() in _BACK_REFERENCES else name


def _in_symbol(shadow: Canonical, m: Found, limit: int) -> Body | None:
    """The body whose letters end the symbol and whose place follows: `125/2004/QĐ-UBND TP. Hà Nội`."""
    letters = _LOCAL.search(shadow.text, m.start, m.end)
    if letters and m.symbol and _PLACE_AFTER.match(shadow.folded, m.end):
        return body_at(shadow, letters.start(), _line_end(shadow, m.end, limit))
    return None


def _closed(shadow: Canonical, at: int, opened: bool) -> int:
    close = _CLOSE.match(shadow.folded, at) if opened else None
    return close.end() if close else at


def _subject(shadow: Canonical, at: int, limit: int) -> str | None:
    start = _SUBJECT.match(shadow.folded, at)
    if start is None:
        return None
    end = _SUBJECT_END.search(shadow.folded, start.end(), start.end() + 300)
    stop = end.start() if end else min(len(shadow.text), start.end() + 300)
    title = _clean(shadow.text[start.end() : stop]).strip(' "“”,')
    return title if len(title.split()) > 2 else None


def _before(
    shadow: Canonical, c: Completed, previous_end: int, published: dt.date | None, last: Completed | None
) -> Completed:
    """The subject of the verb before the mention, and the day in front of it."""
    m = c.found
    floor = max(previous_end, last.reach if last and last.reach <= m.start else 0, m.start - _WINDOW)
    if last and _CONNECT.fullmatch(shadow.folded, last.reach, m.start) and last.from_subject:
        day = last.issued_on if not c.own_date and not last.own_date else c.issued_on
        return replace(c, issuer=c.issuer or last.issuer, issued_on=day, from_subject=c.issuer is None)
    if verb := _ISSUES.search(shadow.folded, floor, m.start):
        body = _ending_at(shadow, floor, verb.start())
        only_has = verb[0].split()[0] == "có" or "có" in verb[0].split()[:2]
        issuer = _named(shadow, body) if body else None
        if not c.own_date and (body or not only_has):
            day = _day_before(shadow, floor, body.start if body else verb.start(), verb.start(), m.year, published)
            c = replace(c, issued_on=day)
        return replace(c, issuer=c.issuer or issuer, from_subject=bool(issuer or c.issued_on))
    if c.issuer:
        return c
    if at := _AT.search(shadow.folded, floor, m.start):
        body = _ending_at(shadow, floor, at.start()) if at[0].startswith("tại") else None
        if body and not _PROPOSAL.search(shadow.folded, floor, body.start):
            body = None
        body = body or _approver(shadow, floor, at.start())
        if body and body.role in ("body", "office"):
            return replace(c, issuer=_named(shadow, body), from_subject=True)
    elif m.number and (bracket := _BRACKET.search(shadow.folded, floor, m.start)):
        body = _ending_at(shadow, floor, bracket.start())
        if body and body.role in ("body", "office"):
            return replace(c, issuer=_named(shadow, body))
    return c


def _line_end(shadow: Canonical, at: int, limit: int) -> int:
    """Where a name that begins at `at` must end: at the line's end, unless the text is broken inside sentences."""
    if _wrapped(shadow.text):
        return limit
    while 0 <= (end := shadow.text.find("\n", at, limit)):
        if not _LOW_LINE.match(shadow.text, end):
            return end
        at = end + 1
    return limit


@lru_cache(maxsize=4)
def _wrapped(text: str) -> bool:
    """Whether lines end inside sentences: more than one line in six goes on in lower case."""
    return 6 * len(_LOW_LINE.findall(text)) > text.count("\n")


def _clause_start(shadow: Canonical, floor: int, end: int) -> int:
    start = floor
    if not _wrapped(shadow.text):
        start = max(start, shadow.text.rfind("\n", floor, end) + 1)
    for stop in _CLAUSE.finditer(shadow.folded, floor, end):
        start = stop.end()
    return start


def _ending_at(shadow: Canonical, floor: int, end: int) -> Body | None:
    """The longest body whose name, its holder's included, goes up to `end` within the clause."""
    start = _clause_start(shadow, floor, end)
    deputy: Body | None = None
    for head in HEAD.finditer(shadow.folded, start, end):
        body = body_at(shadow, head.start(), end)
        if body is None or (body.role == "place" and not _OPENS.search(shadow.folded, start, body.start)):
            continue
        if body.role == "deputy":
            deputy = body
        rest = shadow.text[body.past : end]
        if not _UP_TO_VERB.fullmatch(rest) and not _HIGHER_BODY.fullmatch(rest):
            continue
        if deputy and "," not in shadow.text[deputy.start : body.start]:
            return deputy
        return body
    if letters := _LETTERS.search(shadow.text, start, end):
        opens = _OPENS.search(shadow.folded, start, letters.start(1))
        return body_at(shadow, letters.start(1), letters.end(1)) if opens else None
    return _subject_before(shadow, start, end)


def _subject_before(shadow: Canonical, start: int, end: int) -> Body | None:
    """The subject of an earlier verb of the same clause: `UBND tỉnh đã họp và ban hành`."""
    for head in HEAD.finditer(shadow.folded, start, end):
        body = body_at(shadow, head.start(), end)
        if body and body.role != "place" and _EARLIER_VERB.match(shadow.folded, body.past, end):
            return body if _OPENS.search(shadow.folded, start, body.start) else None
    return None


def _approver(shadow: Canonical, floor: int, end: int) -> Body | None:
    """`UBND tỉnh phê duyệt chủ trương đầu tư tại`: the body before the verb."""
    start = _clause_start(shadow, floor, end)
    for head in HEAD.finditer(shadow.folded, start, end):
        body = body_at(shadow, head.start(), end)
        if body and _APPROVES.match(shadow.folded, body.past, end):
            return body
    return None


def _day_before(
    shadow: Canonical, floor: int, subject: int, verb: int, year: int | None, published: dt.date | None
) -> dt.date | None:
    """The day that opens the clause before the subject or stands between it and the verb."""
    start = _clause_start(shadow, floor, subject)
    for a, b in ((subject, verb), (start, subject)):
        matches = [m for m in days.DAY.finditer(shadow.folded, a, b) if m[0].startswith("ngày") or m["sep"]]
        if matches and (matches[-1].end() > subject - 40 or matches[-1].start() < start + 30):
            return days.value(matches[-1], year, published)
    return None


def _pinpoint(
    shadow: Canonical, c: Completed, points: list[tuple[int, int]], previous_end: int, following: int
) -> Completed:
    """The pinpoint before the mention, or the one right after it that leads to no other document."""
    m = c.found
    i = bisect_right(points, m.start, key=lambda p: p[1]) - 1
    if i >= 0 and points[i][0] >= previous_end and pinpoints.linked(shadow.folded, points[i][1], m.start):
        return replace(c, pinpoint=_clean(shadow.text[points[i][0] : points[i][1]]))
    if i + 1 < len(points) and _TO_POINT.fullmatch(shadow.folded, m.end, max(m.end, points[i + 1][0])):
        start, end = points[i + 1]
        if not pinpoints.linked(shadow.folded, end, following):
            return replace(c, pinpoint=_clean(shadow.text[start:end]))
    return c


def _relation(shadow: Canonical, m: Found, c: Completed, previous_end: int, last: Completed | None) -> str | None:
    if last and m.group == last.found.group:
        return last.relation
    for pattern, relation in _AFTER:
        if pattern.match(shadow.folded, c.reach):
            return relation
    start = m.start
    if c.pinpoint:
        start = shadow.folded.rfind(" ", max(0, start - 200), max(0, start - len(c.pinpoint))) + 1
    for pattern, relation in _BEFORE:
        if pattern.search(shadow.folded, max(previous_end, start - 80), start):
            return relation
    if last and _CONNECT.fullmatch(shadow.folded, last.reach, m.start):
        return last.relation
    return None


def _share(shadow: Canonical, out: list[Completed]) -> list[Completed]:
    """Issuer and date flow left over a list of one kind, from the member that states them after itself."""
    for i in range(len(out) - 2, -1, -1):
        c, following = out[i], out[i + 1]
        if _base(c.found.kind) != _base(following.found.kind) or following.pinpoint:
            continue
        if not _listed(shadow, c, following):
            continue
        if c.issuer is None and following.issuer and not following.from_subject:
            c = replace(c, issuer=following.issuer)
        same = c.reach == c.found.end and _CONNECT.fullmatch(shadow.folded, c.reach, following.found.start)
        if (
            same
            and not c.own_date
            and following.own_date
            and c.issued_on is None
            and "(" in shadow.text[following.found.end : following.found.end + 3]
        ):
            c = replace(c, issued_on=following.issued_on)
        out[i] = c
    return out


def _listed(shadow: Canonical, c: Completed, following: Completed) -> bool:
    """Whether only a connective, or a subject `về ...` closed by one, stands between two citations."""
    between = _YEAR_ASIDE.sub("", shadow.folded[c.reach : following.found.start])
    if _CONNECT.fullmatch(between):
        return True
    return len(between) < 160 and re.fullmatch(r"[ \n]+về[ \n][^.;:\n]*?(?:,|[ \n]và)[ \n]+", between) is not None


def _base(kind: str) -> str:
    return " ".join(kind.split()[:2]).casefold()


def _clean(text: str) -> str:
    return " ".join(text.split()).strip(" ,;")
