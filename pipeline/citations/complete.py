"""Step two: what stands around a citation: date of issue, issuer, pinpoint, subject, relation. Pure; never invents.

In a list an issuer or a date after the last member stands for all of one kind, a subject before the first for all.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace

from pipeline.citations import days, issuers, pinpoints
from pipeline.citations.clauses import clause_start, clean
from pipeline.citations.mention import Found
from pipeline.citations.words import pattern
from pipeline.lexicon import table
from pipeline.text import Canonical

_WINDOW = 220  # characters before a citation in which its subject may stand
_RELATION_WINDOW = 80
_LONGEST_TITLE = 300

_TO_DAY = pattern(r" ?(?:,|\()? ?(?:đã )?(?:được )?(?:(?:ban hành|ký|cấp|đề|lập) )?(?:vào )?(?=(?:ngày|hôm) \d)")
_DRAFT = pattern(r"(?<!\w)(?:tờ trình|dự (?:thảo|án)(?: sửa đổi)?) $")
_CLOSE = pattern(r" ?\)")
_ASIDE = pattern(r" ?\([^()\n]{0,80}\)")
_TITLE = pattern(r" ?,? ?[\"“]?(?=(?:về|quy định|hướng dẫn|ban hành|sửa đổi|phê duyệt|“|\"))")
_TITLE_END = pattern(r"[;\n]\s*\n|…|[;.)](?=\s|$)|, (?=ngày|của)|\n(?=căn cứ|điều \d)")
_TO_POINT = pattern(r" ?[,(]? ?(?:tại )?")
_OF_THIS = pattern(r"(?: của)? (?:\w+ ){1,3}này(?!\w)|(?: của)? dự (?:thảo|án)(?!\w)")
_CONNECT = pattern(r" ?(?:[,;]|[,;]? ?(?:và|hoặc|cùng)) ?(?:các )?")
_CONNECT_AFTER_TITLE = pattern(r" về [^.;:\n]{0,150}?(?:,|;| và) ")

_RELATIONS = [(r["side"], r["pattern"], r["relation"]) for r in table("pipeline.citations", "relations.tsv")]
_BEFORE = [(pattern(rf"(?:{text}) ?$"), relation) for side, text, relation in _RELATIONS if side == "before"]
_AFTER = [(pattern(text), relation) for side, text, relation in _RELATIONS if side == "after"]


@dataclass(frozen=True, slots=True)
class Completed:
    """A citation with its surroundings. ``begin`` and ``reach`` are where what belongs to it begins and ends (the
    pinpoint before, date and issuer after it); ``own_date``: a date follows it; ``from_subject``: the issuer or the
    date is of the verb before it, which also governs the next members of a list."""

    found: Found
    begin: int
    reach: int
    issued_on: dt.date | None = None
    issuer: str | None = None
    pinpoint: str | None = None
    title: str | None = None
    relation: str | None = None
    own_date: bool = False
    from_subject: bool = False


def complete(shadow: Canonical, found: list[Found], published: dt.date | None = None) -> list[Completed]:
    """Each reference with the fields that stand around it. `published` fills a year that a date leaves out."""
    points = list(pinpoints.sequences(shadow.folded))
    out: list[Completed] = []
    for i, m in enumerate(found):
        last = out[-1] if out else None
        limit = found[i + 1].start if i + 1 < len(found) else len(shadow.text)
        c = _after(shadow, m, limit, published)
        c = _before(shadow, c, last, published)
        c = _pinpoint(shadow, c, last, points, limit)
        out.append(replace(c, relation=_relation(shadow, c, last)))
    return _share(shadow, out)


def _after(shadow: Canonical, m: Found, limit: int, published: dt.date | None) -> Completed:
    """Date and issuer in either order after the mention, then the subject."""
    c = Completed(m, m.start, m.end)
    if m.named and not m.number and _DRAFT.search(shadow.folded, max(0, m.start - 20), m.start):
        return c  # a draft has neither date nor issuer; what follows is of the debate
    at = m.end
    for _ in range(3):
        if not c.own_date and (day := _day_at(shadow, at, limit)):
            at = _closed(shadow, day[0].end(), day[1])
            year = m.year if m.number else None  # a law's year tells nothing of the day after its name
            c = replace(c, issued_on=days.value(day[0], year, published), own_date=True, reach=at)
        elif c.issuer is None and (of := issuers.after(shadow, m, at, limit)):
            at = _closed(shadow, of[0].end, of[1])
            c = replace(c, issuer=issuers.name_of(shadow, of[0]), reach=at)
        elif c.reach == m.end and (aside := _ASIDE.match(shadow.folded, at, limit)):
            at = aside.end()
        else:
            break
    if c.issuer is None:
        c = replace(c, issuer=issuers.name_of(shadow, issuers.late(shadow, c.reach, limit)))
    if c.issuer is None and (body := issuers.speaker(shadow, m, c.reach, limit)):
        c = replace(c, issuer=issuers.name_of(shadow, body))
    if c.issuer is None and (body := issuers.in_symbol(shadow, m, limit)):
        c = replace(c, issuer=issuers.name_of(shadow, body), reach=body.end)
    return replace(c, title=_title(shadow, c.reach if c.reach > m.end else at))


def _day_at(shadow: Canonical, at: int, limit: int) -> tuple[days.Day, bool] | None:
    """The date of issue that begins at `at`; whether a bracket opens before it."""
    to = _TO_DAY.match(shadow.folded, at, limit)
    if to is None or shadow.text.startswith("Ngày", to.end()):  # a new sentence
        return None
    day = days.DAY.match(shadow.folded, to.end(), limit)
    return (day, "(" in to[0]) if day else None


def _closed(shadow: Canonical, at: int, opened: bool) -> int:
    close = _CLOSE.match(shadow.folded, at) if opened else None
    return close.end() if close else at


def _title(shadow: Canonical, at: int) -> str | None:
    start = _TITLE.match(shadow.folded, at)
    if start is None:
        return None
    last = min(len(shadow.text), start.end() + _LONGEST_TITLE)
    end = _TITLE_END.search(shadow.folded, start.end(), last)
    title = clean(shadow.text[start.end() : end.start() if end else last]).strip(' "“”,')
    return title if len(title.split()) > 2 else None


def _before(shadow: Canonical, c: Completed, last: Completed | None, published: dt.date | None) -> Completed:
    """The subject of the verb before the mention, and the day in front of it."""
    m = c.found
    if last and last.from_subject and _CONNECT.fullmatch(shadow.folded, last.reach, m.start):
        day = c.issued_on if c.own_date or last.own_date else last.issued_on
        return replace(c, issuer=c.issuer or last.issuer, issued_on=day, from_subject=c.issuer is None)
    floor = max(m.start - _WINDOW, last.found.end if last else 0, last.reach if last and last.reach <= m.start else 0)
    if verb := issuers.issues(shadow, floor, m):
        body = issuers.subject(shadow, floor, verb.start())
        only_has = "có" in verb[0].split()[:2]
        if not c.own_date and (body or not only_has):
            where = (body.start if body else verb.start(), verb.start())
            c = replace(c, issued_on=_day_before(shadow, floor, *where, m.year, published))
        issuer = issuers.name_of(shadow, body)
        return replace(c, issuer=c.issuer or issuer, from_subject=bool(issuer or c.issued_on))
    if c.issuer is None:
        body, of_list = issuers.before(shadow, floor, m)
        if body and body.role in ("body", "office"):
            return replace(c, issuer=issuers.name_of(shadow, body), from_subject=of_list)
    return c


def _day_before(
    shadow: Canonical, floor: int, subject: int, verb: int, year: int | None, published: dt.date | None
) -> dt.date | None:
    """The day that opens the clause before the subject or stands between it and the verb."""
    start = clause_start(shadow, floor, subject)
    for a, b in ((subject, verb), (start, subject)):
        found = [m for m in days.DAY.finditer(shadow.folded, a, b) if m[0].startswith("ngày") or m["sep"]]
        if found and (found[-1].end() > subject - 40 or found[-1].start() < start + 30):
            return days.value(found[-1], year, published)
    return None


def _pinpoint(
    shadow: Canonical, c: Completed, last: Completed | None, points: list[tuple[int, int]], following: int
) -> Completed:
    """The pinpoint before the mention, or the one right after it that leads to no other document."""
    m = c.found
    i = bisect_right(points, m.start, key=lambda p: p[1]) - 1
    if i >= 0 and points[i][0] >= (last.found.end if last else 0):
        start, end = points[i]
        if pinpoints.linked(shadow.folded, end, m.start):
            return replace(c, pinpoint=clean(shadow.text[start:end]), begin=start)
    i = bisect_left(points, m.end, lo=i + 1, key=lambda p: p[0])
    if i < len(points) and _TO_POINT.fullmatch(shadow.folded, m.end, points[i][0]):
        start, end = points[i]
        elsewhere = following < len(shadow.text) and pinpoints.linked(shadow.folded, end, following)
        if not elsewhere and not _OF_THIS.match(shadow.folded, end):
            return replace(c, pinpoint=clean(shadow.text[start:end]))
    return c


def _relation(shadow: Canonical, c: Completed, last: Completed | None) -> str | None:
    """What the words beside the mention say that the text does with it; in a list, those beside the first."""
    if last and c.found.group == last.found.group:
        return last.relation
    for cue, relation in _AFTER:
        if cue.match(shadow.folded, c.reach):
            return relation
    floor = max(last.found.end if last else 0, c.begin - _RELATION_WINDOW)
    for cue, relation in _BEFORE:
        if cue.search(shadow.folded, floor, c.begin):
            return relation
    if last and _CONNECT.fullmatch(shadow.folded, last.reach, c.begin):
        return last.relation
    return None


def _share(shadow: Canonical, out: list[Completed]) -> list[Completed]:
    """Issuer and date flow left over a list of one kind, from the member that states them after itself."""
    for i in range(len(out) - 2, -1, -1):
        c, following = out[i], out[i + 1]
        if _head(c) != _head(following) or following.pinpoint or not _listed(shadow, c, following):
            continue
        named = c.found.number is None and following.found.number is not None  # a congress names its own issuer
        own = following.issuer is not None and not following.from_subject
        if own and not named and (c.issuer is None or (c.from_subject and c.found.group == following.found.group)):
            c = replace(c, issuer=following.issuer)
        start, end = following.found.start, following.found.end
        bracketed = following.own_date and "(" in shadow.text[end : end + 3]
        undated = c.issued_on is None and not c.own_date and c.reach == c.found.end
        if bracketed and undated and _CONNECT.fullmatch(shadow.folded, c.reach, start):
            c = replace(c, issued_on=following.issued_on)
        out[i] = c
    return out


def _head(c: Completed) -> str:
    """The kind without what modifies it: `Quyết định thu hồi đất` = `quyết định`."""
    return " ".join(c.found.kind.split()[:2]).casefold()


def _listed(shadow: Canonical, c: Completed, following: Completed) -> bool:
    """Whether only a connective, or a subject `về ...` closed by one, stands between two citations."""
    span = (c.reach, following.found.start)
    return bool(_CONNECT.fullmatch(shadow.folded, *span) or _CONNECT_AFTER_TITLE.fullmatch(shadow.folded, *span))
