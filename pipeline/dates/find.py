"""Extraction: where the dates stand and what their words say; no calendar arithmetic.

A first word or digit is tried against all rules at once. What matched is refused where a veto of ``vetoes.tsv`` fits
the text beside it. Dates that a comma, ``và``, a dash or ``đến`` joins form a chain: a range becomes one mention, the
members of a list share what they lack. A bare number (``1/3``, ``24-8``) stays only where a cue of ``cues.tsv``, a
stronger member of its chain or a bracket supports it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING

from pipeline.dates import patterns
from pipeline.lexicon import table

if TYPE_CHECKING:
    from pipeline.text import Canonical

_PACKAGE = "pipeline.dates"
_WINDOW = 70
_RANGE = re.compile(patterns.regex(r"(?: ?)(?:[-–—−]|(?:kéo dài |cho )?đến(?: hết)?|tới(?: hết)?)(?: ?)"))
_LIST = re.compile(patterns.regex(r"(?: ?)(?:,|;|&|(?:, ?)?(?:và|hoặc|hay|cùng|rồi))(?: rạng)?(?: ?)"))
_DANGLING = re.compile(patterns.regex(r"(?: ?)(?:[-–—−]|đến|tới|lên|xuống)(?: ?)\d"))
_NEXT = re.compile(patterns.regex(r"(?: ?)(?:,|và|hoặc|[-–—−]|đến|tới)(?: ?)"))
_COUNT = re.compile(patterns.regex(r"(?<!\w)(?<!tháng\x20)(?<!quý\x20)0?\d \Z"))  # "kế hoạch 5 năm 2021-2025"
_HANGING = "/.,:-–−&+#=_@"
_CAPITAL = re.compile(r"(?:Ngày|Sáng|Trưa|Chiều|Tối|Đêm|Hôm) ")
_CHAINED = frozenset("day month quarter half months month_part year lunar decade century".split())
_RANGE_BEGINS = _CHAINED | {"deictic"}


@dataclass(frozen=True, slots=True)
class Found:
    """A date expression: offsets into the shadow, the rule, the raw fields as folded text.

    ``ends`` holds the two members of a range. ``linked`` says that the next mention shares what this one lacks.
    """

    start: int
    end: int
    rule: str
    kind: str
    weak: bool
    fields: dict[str, str] = field(default_factory=dict)
    ends: tuple[Found, Found] | None = None
    linked: bool = False


@dataclass(frozen=True, slots=True)
class _Beside:
    """Patterns for the text before and after a mention."""

    before: re.Pattern[str] | None
    after: re.Pattern[str] | None

    def fits(self, text: str, start: int, end: int) -> bool:
        if self.before and self.before.search(text, max(0, start - _WINDOW), start):
            return True
        return bool(self.after and self.after.match(text, end))


def find(shadow: Canonical) -> list[Found]:
    """The date expressions of a text in order, ranges merged, unsupported bare numbers left out."""
    found: list[Found] = []
    alone = list(singles(shadow))
    style = {f.fields["sep"].strip() for f in alone if not f.weak and "sep" in f.fields}
    for chain in _chains(alone, shadow.folded):
        found.extend(_members(chain, shadow, style))
    return found


def singles(shadow: Canonical) -> Iterator[Found]:
    """Every expression by itself, weak ones too."""
    text, union = shadow.folded, patterns.union()
    match_at = union.expression.match
    end = 0
    for at in _heads(shadow):
        if at < end or (text[at].isdigit() and _hangs(text, at, end)):
            continue
        match = match_at(text, at)
        if match is None:
            continue
        rule, fields = union.read(match)
        if _glued(rule, match, shadow.text):
            continue
        found = Found(at, match.end(), rule.name, rule.kind, rule.weak and text[at].isdigit(), fields)
        if _vetoed(found, shadow):
            continue
        end = found.end
        yield found
        while following := _continuation(found, shadow):
            found, end = following, following.end
            yield found


def _heads(shadow: Canonical) -> list[int]:
    """Where dates may begin, also right after the sentence before (``kết thúcNgày 24/8``)."""
    heads = [m.start() for m in patterns.first().finditer(shadow.folded)]
    capitals = [m.start() for m in _CAPITAL.finditer(shadow.text)]
    glued = [at for at in capitals if at and (before := shadow.text[at - 1]).isalnum() and not before.isupper()]
    return sorted(heads + glued) if glued else heads


def _glued(rule: patterns.Rule, match: re.Match[str], cased: str) -> bool:
    """Whether a small letter follows the last digit (``2000m``); a capital begins a sentence without its blank."""
    end = match.end()
    if end == len(cased) or not cased[end].isalpha() or cased[end].isupper():
        return False
    return rule.kind != "day" or not match[0][-4:].isdigit()


def _hangs(text: str, at: int, end: int) -> bool:
    """Whether the number at `at` is the tail of something longer (``145/44``, ``TP.10``), not the end of a range."""
    if not at or text[at - 1] not in _HANGING or (end == at - 1 and text[at - 1] in "-–−/&,"):
        return False
    return at > 1 and text[at - 2].isalnum()


def _continuation(found: Found, shadow: Canonical) -> Found | None:
    """The bare number that goes on a list or range of months, quarters or decades."""
    if found.kind not in ("month", "quarter", "decade"):
        return None
    join = _NEXT.match(shadow.folded, found.end)
    if not join:
        return None
    union = patterns.union("continuations.tsv")
    match = union.expression.match(shadow.folded, join.end())
    if match is None:
        return None
    rule, fields = union.read(match)
    if rule.kind != found.kind:
        return None
    following = Found(match.start(), match.end(), rule.name, rule.kind, False, fields)
    return None if _vetoed(following, shadow) else following


def _chains(alone: list[Found], text: str) -> Iterator[list[tuple[Found, str]]]:
    """Runs of expressions that a list or range joins, each with what joins it to the one before."""
    chain: list[tuple[Found, str]] = []
    for found in alone:
        before = chain[-1][0] if chain else None
        join = ""
        if before and found.kind in _CHAINED and before.kind in _RANGE_BEGINS:
            if _RANGE.fullmatch(text, before.end, found.start):
                join = "range"
            elif before.kind in _CHAINED and (
                _LIST.fullmatch(text, before.end, found.start)
                or (before.rule == "day_of_list" and text[before.end : found.start].isspace())
            ):
                join = "list"
        if chain and not join:
            yield chain
            chain = []
        chain.append((found, join))
    if chain:
        yield chain


def _members(chain: list[tuple[Found, str]], shadow: Canonical, style: set[str]) -> Iterator[Found]:
    """The mentions of a chain: ranges merged, days without a month only where a later member has one."""
    chain = _trimmed(chain, shadow.folded)
    if (
        not chain
        or _half_of_numbers(chain[-1][0], shadow.folded)
        or not (any(not f.weak or _supported(f, shadow) for f, _ in chain) or _bracketed(chain, shadow.folded, style))
    ):
        return
    merged: list[Found] = []
    for i, (found, join) in enumerate(chain):
        if join == "range" and merged and merged[-1].ends is None:
            left = merged.pop()
            if left.rule == "year" and _COUNT.search(shadow.folded, max(0, left.start - 12), left.start):
                left = replace(left, start=left.end - 4)
            found = Found(left.start, found.end, found.rule, "range", False, {}, (replace(left, linked=True), found))
        merged.append(replace(found, linked=True) if i + 1 < len(chain) else found)
    yield from merged


def _trimmed(chain: list[tuple[Found, str]], text: str) -> list[tuple[Found, str]]:
    """The chain without numbers that only seem to begin a list (``COP 2, sáng 30/5``) or that no month follows."""
    if chain[-1][0].rule == "day_of_list":
        chain = chain[:-1]
    for i in range(len(chain) - 2, -1, -1):
        found, after = chain[i][0], chain[i + 1][0]
        comma = "," in text[found.end : after.start]
        if found.rule == "day_of_list" and found.weak and comma and not text[after.start].isdigit():
            return chain[i + 1 :]
    return chain


def _half_of_numbers(last: Found, text: str) -> bool:
    """Whether a bare number begins a range whose other end is no date (``từ 1/3 đến 2/3 số hộ``)."""
    return (last.weak or last.rule == "year_bare") and _DANGLING.match(text, last.end) is not None


def _bracketed(chain: list[tuple[Found, str]], text: str, style: set[str]) -> bool:
    """``(27/5)``, ``(24-25/6)``: alone in brackets, with a slash or the separator of the text's other dates."""
    first, last = chain[0][0], chain[-1][0]
    inside = text[first.start - 1 : first.start] == "(" and text[last.end : last.end + 1] == ")"
    separator = last.fields.get("sep", "").strip()
    return inside and (separator == "/" or separator in style)


def _supported(found: Found, shadow: Canonical) -> bool:
    return _cues(found.rule, _proper_fraction(found)).fits(shadow.folded, found.start, found.end)


def _proper_fraction(found: Found) -> bool:
    """Whether the number may be a part of something (``2/3``) rather than a day and month (``25/6``)."""
    d, m = found.fields.get("d", ""), found.fields.get("m", "")
    return d.isdigit() and m.isdigit() and int(d) < int(m)


def _vetoed(found: Found, shadow: Canonical) -> bool:
    bare = "y" not in found.fields and (shadow.text[found.start].isdigit() or found.kind in ("month", "lunar_month"))
    folded, cased = _vetoes(found.rule, found.kind, found.weak, bare)
    return folded.fits(shadow.folded, found.start, found.end) or cased.fits(shadow.text, found.start, found.end)


@cache
def _vetoes(rule: str, kind: str, weak: bool, bare: bool) -> tuple[_Beside, _Beside]:
    """The vetoes of a rule: on the folded text, and those that look at capitals."""
    named = {rule, kind, "any", *(["weak"] if weak else []), *(["bare"] if bare else [])}
    rows = [r for r in table(_PACKAGE, "vetoes.tsv") if named & set(r["of"].split(","))]
    return _beside([r for r in rows if r["case"] == "no"]), _beside([r for r in rows if r["case"] == "yes"])


@cache
def _cues(rule: str, fraction: bool) -> _Beside:
    rows = [r for r in table(_PACKAGE, "cues.tsv") if r["of"] in (rule, "any")]
    return _beside([r for r in rows if not fraction or r["fraction"] == "yes"])


def _beside(rows: Sequence[Mapping[str, str]]) -> _Beside:
    before, after = (
        "|".join(patterns.regex(r["pattern"]) for r in rows if r["side"] == side) for side in ("before", "after")
    )
    return _Beside(
        re.compile(rf"(?<!\w)(?:{before})\Z") if before else None,
        re.compile(rf"(?:{after})") if after else None,
    )
