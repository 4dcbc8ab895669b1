"""Every entry of the tables of roles."""

from __future__ import annotations

import re

import pytest

from pipeline.lexicon import table
from pipeline.roles import extract
from pipeline.roles.clauses import clause
from pipeline.roles.frames import frames
from pipeline.roles.repair import hidden, repair
from pipeline.roles.tails import is_field
from pipeline.roles.titles import at, find, vocabulary
from pipeline.roles.units import units
from pipeline.schema import DOMAINS, STATUSES
from pipeline.text import canonical, key
from pipeline.types import Span
from tests.roles.marked import read

ROLES = "pipeline.roles"
Row = dict[str, str]


def rows(name: str) -> pytest.MarkDecorator:
    entries = table(ROLES, name)
    return pytest.mark.parametrize("row", entries, ids=lambda row: " ".join(row.values())[:40])


@rows("titles.tsv")
def test_title(row: Row) -> None:
    """Found in a sentence, whole, in its writing (an entry without capitals also in upper case); ``never`` is none."""
    forms = [row["title"], row["title"].upper()] if row["title"] == row["title"].lower() else [row["title"]]
    for form in forms:
        found = at(canonical(f"Khi đó {form} (X)"), len("Khi đó "), len(f"Khi đó {form}"))
        if row["needs"] == "never":
            assert not find(f"Khi đó {form} (X)")
        else:
            assert found is not None and (found.role, found.rank) == (row["role"], int(row["rank"]))
            assert found.end == len(f"Khi đó {form}")
    assert row["domain"] in DOMAINS
    assert row["needs"] in ("-", "body", "beside", "near", "never")
    assert row["tail"] in ("-", "place", "post", "field", "words")


def test_titles_are_distinct() -> None:
    assert len(vocabulary()) == len(table(ROLES, "titles.tsv"))


@rows("modifiers.tsv")
def test_modifier(row: Row) -> None:
    before = row["side"] == "before"
    form = f"{row['form']} giám đốc" if before else f"giám đốc {row['form']}"
    (title,) = find(f"ông, {form} - X")
    assert (title.start, title.end) == (5, 5 + len(form))
    assert title.status == (None if row["status"] == "-" else row["status"])
    words = [] if row["word"] == "-" else [row["word"]]
    assert title.role == " ".join([*words, "Giám đốc"] if before else ["Giám đốc", *words])
    assert title.status in (None, *STATUSES)


@rows("fields.tsv")
def test_field(row: Row) -> None:
    """With a minister's title it is one title, without a body, also where the tagger took it for one."""
    text, names, bodies = read(f"[Bộ trưởng] <{row['field']}> {{Lê Bá Hai}} nói.")
    assert repair(text, names, bodies) == []
    (role,) = extract(text, names, [])
    assert text[role.start : role.end] == f"Bộ trưởng {row['field']}"
    assert is_field(canonical(text), len("Bộ trưởng "), role.end)


@rows("honorifics.tsv")
def test_honorific(row: Row) -> None:
    text, names, bodies = read(f"[Chủ tịch] <UBND xã>, {row['form']} {{Lê Bá Hai}}.")
    (unit,) = units(canonical(text), find(text), names, bodies, [], [Span(0, len(text))])
    line = "".join(item.symbol for item in clause(unit, frames(unit)))
    assert re.fullmatch("F,[HR]P.", line), line
    assert [r.person for r in extract(text, names, bodies)] == ["Lê Bá Hai"]


@rows("connectors.tsv")
def test_connector(row: Row) -> None:
    """One symbol for the whole phrase, which no other row gives."""
    text, names, bodies = read(f"{{Lê Bá Hai}} {row['phrase']} <UBND xã>")
    (unit,) = units(canonical(text), find(text), names, bodies, [], [Span(0, len(text))])
    assert "".join(item.symbol for item in clause(unit, frames(unit))) == f"P{row['symbol']}O"
    assert [key(r["phrase"]) for r in table(ROLES, "connectors.tsv")].count(key(row["phrase"])) == 1


@rows("heads.tsv")
def test_head(row: Row) -> None:
    """A head moves the border of the tagger's body, or opens one that it missed."""
    form, opened = row["form"], f"{row['form']} Hoa Sen"
    if row["use"] == "also a body":
        text, names, bodies = read(f"<{form} HĐND tỉnh> họp.")
        assert repair(text, names, bodies) == bodies
        return
    if row["use"] == "before a head":
        title = form if form not in ("nguyên", "cựu", "quyền") else f"{form} trưởng"
        text, names, bodies = read(f"{title} công an <xã Tân Lễ>.")
        assert [b.name for b in repair(text, names, bodies)] == ["công an xã Tân Lễ"]
        return
    if row["use"] == "head":
        text, names, bodies = read(f"{{Lê Bá Hai}}, Phó Trưởng {form} <xã Tân Lễ>.")
        assert [b.name for b in repair(text, names, bodies)] == [f"{form} xã Tân Lễ"]
    text, names, bodies = read(f"{{Lê Bá Hai}}, Phó Giám đốc {opened}, nói.")
    assert [b.name for b in repair(text, names, bodies)] == [opened]


#: A sentence for each use of a word, and the title and body that are found in it.
WORDS = {
    "gap": ("Ông {Lê Bá Hai}, [Giám đốc] WORD <Sở Y tế>.", "Giám đốc", "Sở Y tế"),
    "before a gap": ("Ông {Lê Bá Hai}, [Giám đốc] WORD của <Sở Y tế>.", "Giám đốc", "Sở Y tế"),
    "parent": ("[Trưởng] <phòng Y tế> WORD <Sở Y tế> {Lê Bá Hai}.", "Trưởng", "phòng Y tế"),
    "joins": ("{Lê Bá Hai} - [Chủ tịch] WORD Tổng Giám đốc <Công ty Hoa Sen>.", "Chủ tịch", "Công ty Hoa Sen"),
    "level": ("[Chủ tịch WORD] {Lê Bá Hai} nói.", "Chủ tịch WORD", None),
    "realm": ("[Tổng thống WORD Peru] {Lê Bá Hai} nói.", "Tổng thống WORD Peru", None),
    "site": ("[trụ trì WORD Hoa Lư] {Lê Bá Hai} nói.", "trụ trì WORD Hoa Lư", None),
    "abbreviated": ("[Chủ tịch WORD Hoan Châu] {Lê Bá Hai} nói.", "Chủ tịch WORD Hoan Châu", None),
    "clause": ("Ông {Lê Bá Hai}, [Giám đốc] WORD tư vấn <Sở Y tế>.", "Giám đốc", None),
}


@rows("words.tsv")
def test_word(row: Row) -> None:
    if row["use"] == "organ":
        text, names, bodies = read(f"Ông {{Lê Bá Hai}} họp. Bí thư <{row['word']} Hoa Sen Lê Bá Hai> nói.")
        assert [p.name for p in hidden(text, names, bodies)] == ["Lê Bá Hai"]
        return
    if row["use"] == "named after":
        assert not hidden(*read(f"Ông {{Lê Bá Hai}} họp. Bí thư <Ban Quản lý {row['word']} Lê Bá Hai> nói."))
        return
    marked, title, body = WORDS[row["use"]]
    text, names, bodies = read(marked.replace("WORD", row["word"]))
    found = [(text[r.start : r.end], r.organisation) for r in extract(text, names, bodies) if r.person]
    assert (title.replace("WORD", row["word"]), body) in found
