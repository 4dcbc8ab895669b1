"""Who issued a cited document, as the text around it says.

The body after `của` (`do ... ban hành`, `mà ... đã ban hành`), or the subject of `ban hành`, `có`, `ra`, `ký`,
`phê duyệt ... tại`, `theo đề nghị của ... tại`, without its holder's name. A deputy who signs is none.
"""

from __future__ import annotations

import re

from pipeline.citations.bodies import HEAD, Body, body_at
from pipeline.citations.clauses import clause_start, clean, line_end
from pipeline.citations.mention import Found
from pipeline.citations.words import alternation, pattern, words
from pipeline.text import Canonical


def _any(role: str) -> str:
    """The words of a role in ``data/words.tsv`` as alternatives, to be read by `pattern`."""
    return f"(?:{alternation(words(role))})(?!\\w)"


_TERM = r"(?:,? ?\(? ?[Kk]h(?:óa|oá) (?:thứ )?[IVXivx\d]+ ?\)?)?(?:,? (?:tại )?[Kk]ỳ họp (?:thứ )?\w+)?"
OF = pattern(rf"{_TERM} ?\)? ?(?:,|\()? ?(?:của|do|mà|(?:(?:vừa|đã|mới|cũng) )?được) ")
# `Tại Công văn số 12 ngày 5/3 Bộ Y tế đề nghị`: who speaks in a letter wrote it; after a comma only `bằng` says so,
# and a decision never (the guidelines: `Tại Quyết định ..., Thủ tướng bổ nhiệm` states none).
_SPEAKS_IN = pattern(r"(?<!\w)(tại|trong|bằng|qua|theo) ?$")
_LETTER = pattern(_any("letter"), re.IGNORECASE)
_TO_SPEAKER = pattern(r" ?(?:(?:về|gửi|trả lời)(?!\w)[^,.;:()\n]{2,100})?,? ?")
_SPEAKS = pattern(rf" (?:{_any('hastens')} ){{0,2}}{_any('speaks')}")
# `Nghị quyết số 57 về đột phá khoa học của Bộ Chính trị`: only well-known bodies, at the end of the clause.
_LATE = pattern(rf" (?:về|ngày|có)(?!\w)[^.;:()\n]{{2,90}}? (?P<of>của|do) (?={_any('late')})")
_LATE_END = pattern(r" ?(?:[.;,)]|$|và (?:nghị|quyết|chỉ|kết|thông))")
# A department, whose ministry or committee may follow a comma (`Cục Chăn nuôi, Bộ Nông nghiệp`).
_DEPARTMENT = pattern(_any("department"))
# What may follow a body that stands right after the number without `của` (`Quyết định số 2-QĐNS/TW Bộ Chính trị`).
_NO_VERB = pattern(r" ?(?:[,.;:)]|$|\(|\n)| (?:về|khóa|khoá|và|do)(?!\w)")
_LETTERS_END = re.compile(r"(?:UBND|HĐND)$")
_PLACE_AFTER = re.compile(r"[ ](?:tp\.?|thành phố|tỉnh|huyện|quận|thị xã|xã|phường)[ ]")

_VERB = rf"(?:{_any('hastens')} ){{0,4}}(?:{_any('issues')}|(?P<sends>gửi))"
_OBJECT = rf"(?: (?:{_any('object')}|\d{{1,2}}))*"
_ISSUES = pattern(rf"(?<!\w){_VERB}{_OBJECT} ?$")
_AT = pattern(r"(?<!\w)(?<!kèm[ \n])(?:tại|theo|bằng|trong)(?: (?:các|hai|ba|\d{1,2}))? ?$")
_PROPOSAL = pattern(r"(?<!\w)của ?$")
_ORDER = pattern(r"(?<!\w)(?:(?:đề nghị|yêu cầu|kiến nghị) của|chỉ đạo(?: của)?) ?$")
_BRACKET = pattern(r" ?\( ?$")
_APPROVES = pattern(
    rf"(?: khóa \w+)? (?:{_any('hastens')} )?{_any('approves')}"
    r"(?:(?!theo|được|quy định|nhưng)[^,;.()\n]){0,70} ?\(?$"
)
_EARLIER_VERB = pattern(r" (?:đã|vừa|cũng|mới|kịp thời|tiếp tục)(?!\w)[^.;:()\n]{2,70}?(?:,| và| để) ?$")

_EARLIER_VERBS = pattern(r"(?: [^\W\d_A-ZĐ]+){1,4} và ?$")  # `Chủ tịch UBND xã thụ lý và ra`
_NAME = r"[A-ZĐÀ-Ỹ][\w.]*"
_SURNAME = "|".join(sorted(w.capitalize() for w in words("surname")))
# What may stand between a body and its verb: its letters, a term, its holder, a day.
_UP_TO_VERB = pattern(
    rf"(?: nước Cộng hòa xã hội chủ nghĩa Việt Nam)? ?(?:\([^()]{{0,40}}\))?{_TERM} ?[-–,]? ?"
    rf"(?:(?:ông|bà|đồng chí) {_NAME}(?: {_NAME}){{0,4}}|(?:{_SURNAME})(?: {_NAME}){{1,4}})? ?,? ?"
    rf"(?:(?:vào )?(?:chiều |sáng )?(?:ngày|hôm) \d{{1,2}}[/.-]\d{{1,2}}(?:[/.-]\d{{4}})?,?)? ?"
)
_ADDRESS = r"(?:ông|bà|đồng chí|(?:[Đđ]ại|[Tt]hượng|[Tt]rung|[Tt]hiếu) (?:tá|tướng|úy)) "
_HOLDER = pattern(rf"{_ADDRESS}{_NAME}(?: {_NAME}){{0,4}} ?[-–,(] ?")
_ISSUED = pattern(
    rf"(?: ?\))?{_TERM}(?: ?,? (?:{_ADDRESS})?{_NAME}(?: {_NAME}){{0,4}} ?,?)?"
    r"(?:, [A-ZĐ][^.;:()\n]{0,80}?)?"
    r" ?,?(?: (?:đã|vừa|chính thức))? (?:ban hành|quy định|ký|ra|cấp)(?!\w)"
)
# Words that part a deputy from the subject after it (`Phó Chủ tịch X cho biết UBND`), or a comma.
_APART = pattern(rf",|(?<!\w){_any('apart')}")
_HIGHER_BODY = pattern(
    r"(?: \([A-ZĐ&]{2,12}\))? ?([-–(,]) ?(?:Bộ|UBND|Sở|Công an|Tổng|Ủy ban)(?!\w)"
    r"[^.;\n()]{0,60}(?:\)|\([A-ZĐ&]{2,12}\))? ?"
)
# What may stand before a place or letters that are the subject: the start of a clause, a comma, a word of time.
_OPENS = pattern(rf"(?:[,\n:(]|[/.-]\d{{4}}|(?<!\w){_any('opens')})[ ]*$")
_LETTERS = re.compile(r"(?<![\w/.-])((?:[A-ZĐƯ]{2,}|[A-ZĐ]\d)\d{0,3})[ ]*$")

_LOCAL_BODY = re.compile(alternation(words("local")))
_LEGISLATURE = re.compile(alternation(words("legislature")))


def name_of(shadow: Canonical, body: Body | None) -> str | None:
    """The body as written; None for a deputy and for a bare back reference (`Sở`)."""
    if body is None or body.role == "deputy":
        return None
    name = clean(shadow.text[body.start : body.end])
    generic = name.islower() and not _LOCAL_BODY.search(name)
    return None if generic or name.casefold() in words("back") else name


def _may_issue(shadow: Canonical, m: Found, body: Body) -> bool:
    """Whether the body may have made the document: a law cited by name only the legislature, a decree no province."""
    if body.role == "place" and m.class_ in ("nghi_dinh", "thong_tu", "luat", "bo_luat", "phap_lenh"):
        return False
    law = m.named and not m.number and m.class_ in ("luat", "bo_luat", "phap_lenh", "hien_phap")
    return not law or _LEGISLATURE.search(shadow.folded, body.start, body.end) is not None


def after(shadow: Canonical, m: Found, at: int, limit: int) -> tuple[Body, bool] | None:
    """The body that `của`, `do` or `mà` leads to right at `at`; whether a bracket opens before it."""
    of = OF.match(shadow.folded, at, limit)
    if of is None:
        return _adjacent(shadow, m, at, limit)
    joint = "liên tịch" in m.kind or (m.symbol or "").startswith(("TTLT", "NQLT"))
    holder = _HOLDER.match(shadow.text, of.end(), limit)
    at = holder.end() if holder else of.end()
    body = body_at(shadow, at, line_end(shadow, at, limit), several=joint)
    passive = of[0].split()[-1].strip("(,") != "của"
    if body is None or not _may_issue(shadow, m, body) or (passive and not _ISSUED.match(shadow.text, body.past)):
        return None
    return body, "(" in of[0]


def _adjacent(shadow: Canonical, m: Found, at: int, limit: int) -> tuple[Body, bool] | None:
    """The body right behind a number with a symbol, where no verb makes it the subject of what follows."""
    if m.symbol is None or not shadow.text.startswith(" ", at):
        return None
    body = body_at(shadow, at, line_end(shadow, at, limit))
    if body and body.role == "body" and _NO_VERB.match(shadow.folded, body.end):
        return body, False
    return None


def late(shadow: Canonical, at: int, limit: int) -> Body | None:
    """The body after the subject: `Nghị quyết số 57 về đột phá khoa học, công nghệ của Bộ Chính trị`."""
    of = _LATE.match(shadow.folded, at, limit)
    body = body_at(shadow, of.end(), line_end(shadow, of.end(), limit)) if of else None
    if of is None or body is None or body.role not in ("body", "office"):
        return None
    ended = _LATE_END.match(shadow.folded, body.past) if of["of"] == "của" else _ISSUED.match(shadow.text, body.past)
    if ended:
        return body
    return None


def speaker(shadow: Canonical, m: Found, at: int, limit: int) -> Body | None:
    """Who speaks in a letter: `Tại Công văn số 12 ngày 5/3 Bộ Y tế đề nghị`."""
    by = _SPEAKS_IN.search(shadow.folded, max(0, m.start - 9), m.start) if _LETTER.match(m.kind) else None
    to = _TO_SPEAKER.match(shadow.folded, at, limit) if by else None
    if by and to and "," in to[0] and by[1] != "bằng":
        return None
    body = body_at(shadow, to.end(), line_end(shadow, to.end(), limit)) if to else None
    return body if body and body.role != "place" and _SPEAKS.match(shadow.folded, body.past) else None


def in_symbol(shadow: Canonical, m: Found, limit: int) -> Body | None:
    """The body whose letters end the symbol and whose place follows: `125/2004/QĐ-UBND TP. Hà Nội`."""
    letters = _LETTERS_END.search(shadow.text, m.start, m.end)
    if letters and m.symbol and _PLACE_AFTER.match(shadow.folded, m.end):
        return body_at(shadow, letters.start(), line_end(shadow, m.end, limit))
    return None


def issues(shadow: Canonical, floor: int, m: Found) -> re.Match[str] | None:
    """The verb before the mention whose subject issued it; who sends a decision need not have made it."""
    verb = _ISSUES.search(shadow.folded, floor, m.start)
    return None if verb and verb["sends"] and not _LETTER.match(m.kind) else verb


def before(shadow: Canonical, floor: int, m: Found) -> tuple[Body | None, bool]:
    """The body before `tại`, `theo` or an opening bracket; whether it is the subject of a verb of a whole list."""
    if at := _AT.search(shadow.folded, floor, m.start):
        body = subject(shadow, floor, at.start()) if at[0].startswith(("tại", "theo")) else None
        close = at[0].startswith("tại") and not shadow.text[body.past : at.start()].strip() if body else False
        if body and not any(p.search(shadow.folded, floor, body.start) for p in ((_ORDER, _PROPOSAL)[: 1 + close])):
            body = None
        return body or _approver(shadow, floor, at.start()), True
    if shadow.folded.startswith("số", m.start):  # `Nghị quyết của Bộ Chính trị số 12-NQ/TW`
        body = subject(shadow, floor, m.start)
        if body and _PROPOSAL.search(shadow.folded, floor, body.start):
            return body, True
    if m.number and (bracket := _BRACKET.search(shadow.folded, floor, m.start)):
        return subject(shadow, floor, bracket.start()), False
    return None, False


def subject(shadow: Canonical, floor: int, end: int) -> Body | None:
    """The longest body whose name, its holder's included, goes up to `end` within the clause."""
    start = clause_start(shadow, floor, end)
    deputy: Body | None = None
    for head in HEAD.finditer(shadow.folded, start, end):
        body = body_at(shadow, head.start(), end)
        if body is None or (body.role == "place" and not _opens(shadow, start, body.start)):
            continue
        deputy = body if body.role == "deputy" else deputy
        rest = shadow.text[body.past : end]
        higher = _HIGHER_BODY.fullmatch(rest)
        if higher and "," in higher[1] and not _DEPARTMENT.match(shadow.folded, body.start):
            higher = None
        if _UP_TO_VERB.fullmatch(rest) or higher:
            return deputy if deputy and not _APART.search(shadow.text, deputy.start, body.start) else body
    if letters := _LETTERS.search(shadow.text, start, end):
        opens = _opens(shadow, start, letters.start(1))
        return body_at(shadow, letters.start(1), letters.end(1)) if opens else None
    return _of_earlier_verb(shadow, start, end)


def _of_earlier_verb(shadow: Canonical, start: int, end: int) -> Body | None:
    """The subject of an earlier verb of the same clause: `UBND tỉnh đã họp và ban hành`."""
    for head in HEAD.finditer(shadow.folded, start, end):
        body = body_at(shadow, head.start(), end)
        if body is None or body.role == "place":
            continue
        if _EARLIER_VERB.match(shadow.folded, body.past, end) or _EARLIER_VERBS.match(shadow.text, body.past, end):
            return body if _opens(shadow, start, body.start) else None
    return None


def _opens(shadow: Canonical, start: int, at: int) -> bool:
    """Whether the place `at` is the start of the clause that begins at `start`, or opens a part of it."""
    return not shadow.text[start:at].strip() or _OPENS.search(shadow.folded, start, at) is not None


def _approver(shadow: Canonical, floor: int, end: int) -> Body | None:
    """`UBND tỉnh phê duyệt chủ trương đầu tư tại`: the body before the verb."""
    for head in HEAD.finditer(shadow.folded, clause_start(shadow, floor, end), end):
        body = body_at(shadow, head.start(), end)
        if body and _APPROVES.match(shadow.folded, body.past, end):
            return body
    return None
