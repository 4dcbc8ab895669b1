"""Every entry of the data files does what it says."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.citations import catalogue, extract, ids, kinds, parse_number, titles
from pipeline.citations.bodies import body_at
from pipeline.citations.words import words
from pipeline.lexicon import table
from pipeline.text import canonical

PACKAGE = "pipeline.citations"


@pytest.mark.parametrize("kind", kinds.KINDS, ids=lambda k: k.name)
def test_kind(kind: kinds.Kind) -> None:
    for word in kind.words:
        if kind.strength == "standard":
            text = f"theo {word} 12:2019/BXD quy định"
        elif kind.strength == "named":
            continue
        else:
            text = f"theo {word} số 12/{kind.symbols[0] if kind.symbols else 'ABC'}-UBND quy định"
        (m,) = extract(text)
        assert (m.kind, m.number) == (kind.name, "12")
        assert text[m.start :].startswith(word)


def test_symbols_name_their_kinds() -> None:
    for kind in kinds.KINDS:
        for symbol in kind.symbols:
            named = kinds.class_of_symbol(f"{symbol}-UBND")
            assert named is not None and symbol in kinds.BY_CLASS[named].symbols


@pytest.mark.parametrize("row", table(PACKAGE, "modifiers.tsv"), ids=lambda r: r["words"])
def test_modifier(row: dict[str, str]) -> None:
    (m,) = extract(f"{row['example']}.")
    assert (m.start, m.end) == (0, len(row["example"]))
    assert row["words"] in m.kind.lower()


@pytest.mark.parametrize("name", ["catalogue.tsv", "titles.tsv"])
def test_titles_end_where_they_end(name: str) -> None:
    for row in table(PACKAGE, name):
        title = titles.bare(row["title"])
        if row["kind"] in titles.TITLED and "sửa đổi" not in title.lower():
            text = f"Theo {row['kind']} {title} thì việc ấy bị cấm"
            (m,) = extract(text)
            assert text[m.start : m.end] == f"{row['kind']} {title}"


def test_letters_stand_for_their_words() -> None:
    for row in table(PACKAGE, "abbreviations.tsv"):
        assert titles.spelt_out(row["letters"]) == " ".join(titles.spelt_out(row["words"]).split())


@pytest.mark.parametrize("row", table(PACKAGE, "short_names.tsv"), ids=lambda r: r["name"])
def test_short_name(row: dict[str, str]) -> None:
    text = f"theo {row['name']} thì khác"
    if row["needs"]:
        assert extract(text) == []
        text += f", {row['needs']} yên"
    (m,) = extract(text)
    assert (text[m.start : m.end], m.kind, m.form) == (row["name"], row["kind"], "named")
    assert ids.parse(m.citation_id or "").title == catalogue.key(row["title"])


@pytest.mark.parametrize("row", table(PACKAGE, "regulations.tsv"), ids=lambda r: r["title"])
def test_regulation(row: dict[str, str]) -> None:
    text = f"vi phạm {row['kind']} {row['title']}."
    (m,) = extract(text)
    assert text[m.start : m.end] == f"{row['kind']} {row['title']}"


@pytest.mark.parametrize("row", table(PACKAGE, "numbered.tsv"), ids=lambda r: r["name"])
def test_programme(row: dict[str, str]) -> None:
    (m,) = extract(f"nhờ {row['name']}, xã khá lên")
    assert f"{m.kind} {m.number}" == row["name"]
    if row["alias_of"]:
        assert str(parse_number(row["alias_of"]).number).lstrip("0") in (m.citation_id or "")  # type: ignore[union-attr]


@pytest.mark.parametrize("row", table(PACKAGE, "heads.tsv"), ids=lambda r: r["words"])
def test_head_begins_a_body(row: dict[str, str]) -> None:
    name = f"{row['words'].capitalize()} Thanh Lâm"
    body = body_at(canonical(f"của {name}."), 4)
    assert body is not None and body.role == row["role"]


def test_inside_words_stay_inside() -> None:
    for cell in table(PACKAGE, "body_words.tsv"):
        if cell["role"] == "joins":
            for pair in cell["words"].split(";"):
                before, after = pair.split("|")
                for join in (f", {after.capitalize()}", f" và {after.capitalize()}", f" - {after.capitalize()}"):
                    text = f"của Bộ {before.capitalize()}{join} rà soát"
                    body = body_at(canonical(text), 4)
                    assert body is not None and join in text[body.start : body.end], text
        if cell["role"] == "verb":
            for verb in cell["words"].split(";"):
                for name in ("UBND tỉnh", "Sở Y tế"):
                    text = f"của {name} {verb} việc này"
                    body = body_at(canonical(text), 4)
                    assert body is not None and text[body.start : body.end] == name, text
        if cell["role"] == "stop":
            for pair in cell["words"].split(";"):
                body = body_at(canonical(f"của Chính phủ {pair} việc"), 4)
                assert body is not None and body.end == 13, pair


#: For each role of words.tsv that issuers are read with: a sentence with the word, and the issuer that it gives.
ISSUERS = {
    "issues": ("UBND tỉnh Mẫu Sơn {} Quyết định số 12/QĐ-X", "UBND tỉnh Mẫu Sơn"),
    "hastens": ("UBND tỉnh Mẫu Sơn {} ban hành Quyết định số 12/QĐ-X", "UBND tỉnh Mẫu Sơn"),
    "object": ("UBND tỉnh Mẫu Sơn ban hành {} Quyết định số 12/QĐ-X", "UBND tỉnh Mẫu Sơn"),
    "approves": ("UBND tỉnh Mẫu Sơn {} công ty thu phí tại Quyết định số 12/QĐ-X", "UBND tỉnh Mẫu Sơn"),
    "letter": ("Bằng {} số 12/X-Y ngày 5/3/2020 Bộ Y tế đề nghị dừng", "Bộ Y tế"),
    "speaks": ("Bằng Công văn số 12/X-Y ngày 5/3/2020 Bộ Y tế {} việc ấy", "Bộ Y tế"),
    "department": ("{} Mẫu, Bộ Y tế ban hành Quyết định số 12/QĐ-X", "{} Mẫu"),
    "late": ("Nghị quyết số 57 về đột phá khoa học của {} Y tế.", "{} Y tế"),
    "back": ("{} ban hành Quyết định số 12/QĐ-X", None),
    "apart": ("Phó Chủ tịch UBND tỉnh Mẫu Sơn {} Bộ Y tế ban hành Quyết định số 12/QĐ-X", "Bộ Y tế"),
}


@pytest.mark.parametrize(
    ("role", "word"), [(role, word) for role in ISSUERS for word in sorted(words(role))], ids=lambda x: x
)
def test_words_of_issuers(role: str, word: str) -> None:
    text, issuer = ISSUERS[role]
    first = word[0].upper() + word[1:] if text.startswith("{}") or role == "late" else word
    (m, *_) = extract(text.format(first))
    assert m.issuer == (issuer and issuer.format(first))


def test_followers_decide_bare_numbers() -> None:
    for row in table(PACKAGE, "followers.tsv"):
        for word in row["words"].split():
            after = word.replace("_", " ") + (" 3/4" if word == "ngày" else "")
            assert len(extract(f"bà quyết định 12 {after} gì")) == (row["role"] == "ok"), word


def test_relations_have_an_example_each() -> None:
    examples = {
        "amended_by": "Nghị định ấy được sửa đổi bởi {}",
        "based_on": "Căn cứ {}",
        "amends": "Sửa đổi, bổ sung một số điều của {}",
        "replaces": "văn bản này thay thế {}",
        "repeals": "Bãi bỏ {}",
        "guides": "hướng dẫn thi hành {}",
        "implements": "triển khai thực hiện {}",
        "attached_to": "ban hành kèm theo {}",
        "contrary_to": "việc đó trái với {}",
        "according_to": "quy định tại {}",
        "amended": "Văn bản gốc là {} đã được sửa đổi",
    }
    assert set(examples) == {r["relation"] for r in table(PACKAGE, "relations.tsv")}
    for relation, text in examples.items():
        (m,) = [m for m in extract(text.format("Nghị định số 77/2015/NĐ-CP")) if m.number]
        assert m.relation == relation, text


def test_catalogue_entries() -> None:
    rows = table(PACKAGE, "catalogue.tsv")
    assert len(rows) >= 300
    for row in rows:
        assert row["certainty"] in ("confirmed", "general", "unsure") and row["source"]
        issued = dt.date.fromisoformat(row["issued_on"]) if row["issued_on"] else None
        number = parse_number(row["number"]) if row["number"] else None
        assert number is None or number.end == len(row["number"])
        if number and number.year and issued:
            assert number.year == issued.year, row
        if number and issued:
            (m, *_) = extract(f"{row['kind']} số {row['number']} ngày {issued:%d/%m/%Y}.")
            assert m.resolved_title == f"{row['kind']} {row['title']}", row


def test_issuers() -> None:
    rows = table(PACKAGE, "issuers.tsv")
    symbols = {r["symbol"] for r in rows}
    assert len(symbols) == len(rows)
    for row in rows:
        assert not row["successor"] or row["successor"] in symbols
        assert not row["until"] or 1945 < int(row["until"]) <= 2026
