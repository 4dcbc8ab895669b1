"""Offsets over odd text, and figures on the annotated documents."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.roles import extract
from pipeline.roles.repair import repair
from pipeline.types import OrganisationMention, PersonMention, Span

NAMES = ("Lê Bá Hai", "Hồ Thị Mơ", "Y Bhiăo", "Khuất Văn Toà")
BODIES = ("UBND xã Tân Lễ", "Đảng uỷ", "Ban Dân vận Tỉnh ủy", "Y tế")
WORDS = (
    *(
        "Chủ tịch",
        "Bí thư",
        "nguyên Phó Giám đốc",
        "Trưởng",
        "Bộ trưởng",
        "giáo viên",
        "kiêm",
        "giữ chức",
        "bầu",
        "ông",
    ),
    *("các", "gồm", "là", "do", "đối với", "(", ")", ",", ";", ":", "-", ".", "KT.", "TM.", "\n", "\r\n", "😀", "x"),
)
PIECES = st.lists(
    st.sampled_from([*((n, "name") for n in NAMES), *((b, "body") for b in BODIES), *((w, "") for w in WORDS)])
)
BLANKS = st.sampled_from([" ", "\u00a0", "\u200b ", "\t", "", "\ufeff "])


@settings(max_examples=300, deadline=None)
@given(PIECES, st.lists(BLANKS, min_size=1), st.sampled_from(["NFC", "NFD"]))
def test_offsets(pieces: list[tuple[str, str]], blanks: list[str], form: str) -> None:
    """Spans of rows are those of the mentions given and of titles in the text, in any encoding of the same letters."""
    text = ""
    people: list[PersonMention] = []
    bodies: list[OrganisationMention] = []
    for i, (piece, kind) in enumerate(pieces):
        start = len(text)
        text += unicodedata.normalize(form, piece)
        if kind == "name":
            people.append(PersonMention(start, len(text), text[start:]))
        elif kind == "body":
            bodies.append(OrganisationMention(start, len(text), text[start:]))
        text += blanks[i % len(blanks)]
    mended = repair(text, people, bodies)
    assert all(text[b.start : b.end] == b.name for b in mended)
    assert all(a.end <= b.start for a, b in pairwise(mended))
    for row in extract(text, people, mended):
        assert 0 <= row.start < row.end <= len(text)
        assert row.person is None or any(
            (p.start, p.end, p.name) == (row.person_start, row.person_end, row.person) for p in people
        )
        assert row.organisation is None or any(
            (b.start, b.end, b.name) == (row.organisation_start, row.organisation_end, row.organisation) for b in mended
        )
        assert all(row.end <= m.start or m.end <= row.start for m in [*people, *mended])


@given(st.text())
def test_any_text(text: str) -> None:
    assert extract(text, [], []) == []


def test_long_text_without_stops() -> None:
    """Time grows with the text, not with its square."""
    piece = "Chủ tịch UBND xã Tân Lễ Lê Bá Hai, "
    n = 3000
    people = [PersonMention(i * len(piece) + 24, i * len(piece) + 33, "Lê Bá Hai") for i in range(n)]
    bodies = [OrganisationMention(i * len(piece) + 9, i * len(piece) + 23, "UBND xã Tân Lễ") for i in range(n)]
    text = piece * n
    start = time.process_time()
    rows = extract(text, people, repair(text, people, bodies))
    assert time.process_time() - start < 5
    assert len(rows) > 0.98 * n


def test_same_rows_in_nfd() -> None:
    text = "Ông Lê Bá Hai, Phó Chủ tịch UBND xã Hoà Tân."
    rows = [
        [
            unicodedata.normalize("NFC", t[r.start : r.end])
            for r in extract(
                t,
                [PersonMention(t.index("L"), t.index(","), "Lê Bá Hai")],
                [OrganisationMention(t.index("UBND"), len(t) - 1, "UBND")],
            )
        ]
        for t in (text, unicodedata.normalize("NFD", text))
    ]
    assert rows[0] == rows[1] == ["Phó Chủ tịch"]


def test_gold_spans(gold: Callable[[str], list[dict[str, Any]]]) -> None:
    """With the annotators' names and bodies, nine rows of ten of the development set are right (all spans touch)."""
    right = found = wanted = 0
    for doc in gold("dev"):
        people = [PersonMention(m["start"], m["end"], m["text"]) for m in doc["people"]]
        bodies = [OrganisationMention(m["start"], m["end"], m["text"]) for m in doc["organisations"]]
        dates = [Span(m["start"], m["end"]) for m in doc["dates"]]
        rows = [r for r in extract(doc["text"], people, bodies, dates=dates) if r.person]
        keys = [(r.person_start, r.organisation_start, r.start, r.end) for r in rows]
        found += len(keys)
        wanted += len(doc["roles"])
        for role in doc["roles"]:
            body = role["organisation"]
            hit = next(
                (
                    k
                    for k in keys
                    if k[:2] == (role["person"]["start"], body["start"] if body else None)
                    and k[2] < role["end"]
                    and role["start"] < k[3]
                ),
                None,
            )
            if hit:
                keys.remove(hit)
                right += 1
    assert 2 * right / (found + wanted) >= 0.91
