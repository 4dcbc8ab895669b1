"""Mentions that others of the text make certain, and what the whole text says of a name.

``[P ...]``, ``[O ...]``, ``[R ...]`` mark what goes in and what comes out.
"""

from __future__ import annotations

import pytest

from pipeline.lexicon import table
from pipeline.names.cues import words
from pipeline.names.tagger import missed
from pipeline.names.whole import named_after, settle
from pipeline.text import canonical
from tests.names.test_rules import parse

MISSED = [
    ("Ông Lê Bá Trọng, Giám đốc Sở Y tế, đến. Giám đốc Trọng nói.", "Lê Bá Trọng", "giám đốc", ["Trọng"]),
    ("Bà Tạ Thị Sen đến. Bà Sen nói.", "Tạ Thị Sen", "", ["Sen"]),
    ("Bùi Văn Chín (tức Chín Sẹo) khai. Chín Sẹo khóc.", "Bùi Văn Chín", "", ["Chín Sẹo", "Chín Sẹo"]),
    ("Bà Tạ Thị Sen đến. Hoa Sen nở. Bà Sen Hồng và bà Seng ở lại.", "Tạ Thị Sen", "", []),
    ("Ông Lê Văn Sơn về huyện Anh Sơn. Anh Sơn nói.", "Lê Văn Sơn", "", ["Sơn"]),
    ("Ông Emmanuel Macron tới. Macron dự tiệc.", "Emmanuel Macron", "", ["Macron"]),
    ("Cụ Y Bhăm Niê kể khan. Cụ Y Bhăm yếu.", "Y Bhăm Niê", "", ["Y Bhăm"]),
    ("Chị H'Lan Ksor dệt. Chị H'Lan bán vải.", "H'Lan Ksor", "", ["H'Lan"]),
    ("Bà Tạ Thị Sen nhớ Bác Hồ. Cháu ngoan Bác Hồ. Bác Hồ Văn Ba.", "Tạ Thị Sen", "", ["Hồ"]),
    ("Trường Chinh (tức Tổng Bí thư lúc đó) viết.", "Trường Chinh", "", []),
]
ALONE = [
    ("Bà Lê Thị Trâm bị bắt. Theo đó, Trâm khai. Trâm và chồng, nhưng Trâm chối.", "Lê Thị Trâm", "", ["Trâm"] * 3),
    ("Bà Lê Thị Trâm bị bắt. Theo đó, Trâm khai.", "Lê Thị Trâm", "", []),
    ("Ông Vũ Văn Toàn đi. Nhờ Toàn bộ, nhờ Toàn bộ, vì Toàn bộ.", "Vũ Văn Toàn", "", []),
    ("Ông Vũ Văn Điều đi, theo Điều 5, theo Điều 6, theo Điều 7.", "Vũ Văn Điều", "", []),
    ("Ông Lê Văn Sơn ở xã Sơn, xã Sơn, xã Sơn.", "Lê Văn Sơn", "", []),
    ("Ông Lê Văn Nam đi về Nam, về Nam, về Nam.", "Lê Văn Nam", "", []),
]


@pytest.mark.parametrize(("text", "name", "title", "expected"), MISSED + ALONE)
def test_names_that_others_make_certain(text: str, name: str, title: str, expected: list[str]) -> None:
    start = text.index(name)
    at = canonical(text).folded.find(title) if title else 0
    titles = [("R", at, at + len(title))] if title else []
    found = missed(canonical(text), [("P", start, start + len(name)), *titles])
    assert [text[a:b] for _, a, b in found] == expected


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Công ty CP Sao Sáng lãi. Sao Sáng trả cổ tức.", "Công ty CP Sao Sáng", ["Sao Sáng"]),
        ("Công ty Sao Sáng lãi. Công ty chia cổ tức. Công ty Trăng lỗ.", "Công ty Sao Sáng", ["Công ty"]),
        ("Công ty Điện lực Hà Nội họp. Hà Nội mưa.", "Công ty Điện lực Hà Nội", []),
        ("Công ty CP Sao Sáng lãi lúc Sao Sáng lên.", "Công ty CP Sao Sáng", []),
    ],
)
def test_brands_that_companies_make_certain(text: str, name: str, expected: list[str]) -> None:
    found = missed(canonical(text), [("O", 0, len(name))])
    assert [text[a:b] for _, a, b in found] == expected


@pytest.mark.parametrize(
    ("tagged", "settled"),
    [
        ("[P Mai Mẫu Mai Mẫu] ở", "[P Mai Mẫu] [P Mai Mẫu] ở"),
        ("gặp [P Moon Jae]-in ở", "gặp [P Moon Jae-in] ở"),
        ("Tin: [P Bùi Hùng]-[P Lê Dũng] viết", "Tin: [P Bùi Hùng]-[P Lê Dũng] viết"),
        ("Ảnh: [P Trí Kiên Cũng] theo ông", "Ảnh: [P Trí Kiên] Cũng theo ông"),
        ("Ảnh: [P Nguyễn Trí Kiên] chụp", "Ảnh: [P Nguyễn Trí Kiên] chụp"),
        ("Ảnh: [P Lê Quân  Kết] luận", "Ảnh: [P Lê Quân]  Kết luận"),
        ("ở tại Gotham. [P Gotham] mưa, [P Gotham] nắng", "ở tại Gotham. Gotham mưa, Gotham nắng"),
        ("Ông [P Wayne] mưa, [P Wayne] nắng", "Ông [P Wayne] mưa, [P Wayne] nắng"),
        ("[O Công ty Lộc Kim Chi] lãi. [P Lộc Kim Chi] nói", "[O Công ty Lộc Kim Chi] lãi. [O Lộc Kim Chi] nói"),
        ("[O Công ty Lộc Kim Chi] lãi. Bà [P Lộc Kim Chi] nói", "[O Công ty Lộc Kim Chi] lãi. Bà [P Lộc Kim Chi] nói"),
        ("Phó Chủ tịch [O Hạ viện Tatsuo Kawabata] nói", "Phó Chủ tịch [O Hạ viện] [P Tatsuo Kawabata] nói"),
        ("Giám đốc [O Sở Y tế Lê Văn Mẫu] nói", "Giám đốc [O Sở Y tế] [P Lê Văn Mẫu] nói"),
        ("[O UBND]\nHUYỆN MƯỜNG CHÀ\nSố: 1", "[O UBND\nHUYỆN MƯỜNG CHÀ]\nSố: 1"),
        ("[O CÔNG AN] \nTỈNH BẮC KẠN", "[O CÔNG AN \nTỈNH BẮC KẠN]"),
        ("[O UBND]\nHUYỆN CỦA TÔI\nSố: 1", "[O UBND]\nHUYỆN CỦA TÔI\nSố: 1"),
        ("[O UBND]\nHUYỆN MƯỜNG CHÀ họp", "[O UBND]\nHUYỆN MƯỜNG CHÀ họp"),
        ("[O UBND]\nHuyện Mường Chà", "[O UBND]\nHuyện Mường Chà"),
        ("Số: 04/NQ-[O BCH\nPhú Yên], ngày", "Số: 04/NQ-BCH\nPhú Yên, ngày"),
        ("Ngày 7/2 [O BCH] họp với TW/[O BCH]", "Ngày 7/2 [O BCH] họp với TW/[O BCH]"),
        ("Bài: [P Lê Mẫu 📷 >>] ở", "Bài: [P Lê Mẫu] 📷 >> ở"),
        ("Ảnh: [P T.V.G]. Ngoài ra", "Ảnh: [P T.V.G.] Ngoài ra"),
        ("Ảnh: [P T.G].Ngoài ra", "Ảnh: [P T.G].Ngoài ra"),
        ("ông [P Lê G]. Ngoài ra", "ông [P Lê G]. Ngoài ra"),
        ("vui. [P T.]HLĐLĐ [O tỉnh Yên Mẫu] họp", "vui. [P T.H][O LĐLĐ tỉnh Yên Mẫu] họp"),
        ("vui. [P T.]HÔng Lê", "vui. [P T.H]Ông Lê"),
        ("[P HÀ MẪUCĐ] ngành", "[P HÀ MẪU]CĐ ngành"),
        ("CĐ [O Trường Yên Mẫu] họp", "CĐ [O Trường Yên Mẫu] họp"),
        ("bà [P Kpă H]'Mẫu chết", "bà [P Kpă H'Mẫu] chết"),
        (
            "gặp [P Samdech Khuon Mẫu] và [P Tan Sri Dato' Bin Mẫu]",
            "gặp Samdech [P Khuon Mẫu] và Tan Sri Dato' [P Bin Mẫu]",
        ),
        ("gặp [P GS.TS Lê Mẫu] và [P Sơn Mẫu]", "gặp GS.TS [P Lê Mẫu] và [P Sơn Mẫu]"),
        ("thư của [P Đức Pháp] chủ, thư của [P Đức Mẫu]", "thư của Đức Pháp chủ, thư của [P Đức Mẫu]"),
        ("[P Mường Mẫu], ngày 5/3/2024", "Mường Mẫu, ngày 5/3/2024"),
        ("do [P Lê Mẫu], ngày 5/3/2024", "do [P Lê Mẫu], ngày 5/3/2024"),
        ("Xuân [P Nhâm Dần], [P Nhâm Mẫu] ở [P Thái Lan]", "Xuân Nhâm Dần, [P Nhâm Mẫu] ở Thái Lan"),
        ("ông [P Đức], bà [P Mỹ]", "ông [P Đức], bà [P Mỹ]"),
        ("[O TAND] khu vực 4 – Khánh Hòa xử", "[O TAND khu vực 4 – Khánh Hòa] xử"),
        ("[O TAND] khu vực 4 - Bà Mẫu nói", "[O TAND khu vực 4] - Bà Mẫu nói"),
        ("[O Chi cục Thuế] khu vực II, khu vực 3", "[O Chi cục Thuế khu vực II], khu vực 3"),
        ("[O Sở Mẫu. \nb]) Bộ", "[O Sở Mẫu]. \nb) Bộ"),
        ("[O UBND TP. \nYên Mẫu] họp, [O UBND Q.\nMẫu] họp", "[O UBND TP. \nYên Mẫu] họp, [O UBND Q.\nMẫu] họp"),
        ("Phó Chủ tịch [O Thường trực HĐND TP] họp", "Phó Chủ tịch Thường trực [O HĐND TP] họp"),
        ("Chánh Văn phòng [O Thường trực HĐND TP] họp", "Chánh Văn phòng [O Thường trực HĐND TP] họp"),
        ("[O UBND TỈNH KT.] CHỦ TỊCH", "[O UBND TỈNH] KT. CHỦ TỊCH"),
        ("[O Hội Nông dân và nhân dân tỉnh]", "[O Hội Nông dân] và nhân dân tỉnh"),
        ("[O Văn phòng HĐND] và [O UBND huyện] và [O HĐND]", "[O Văn phòng HĐND và UBND huyện] và [O HĐND]"),
        ("[O HĐND] và [O UBND huyện]", "[O HĐND] và [O UBND huyện]"),
        ("Giám đốc [O Công ty Lê Văn Mẫu] nói", "Giám đốc [O Công ty Lê Văn Mẫu] nói"),
        ("Chủ tịch [O UBND huyện Trần Văn Thời] nói", "Chủ tịch [O UBND huyện Trần Văn Thời] nói"),
        ("Thứ trưởng [O Bộ Ngoại giao Thái Lan] nói", "Thứ trưởng [O Bộ Ngoại giao Thái Lan] nói"),
        ("ở phường [P Lê Thanh Nghị] hôm qua", "ở phường Lê Thanh Nghị hôm qua"),
        ("Chủ tịch UBND phường [P Lê Thanh Mẫu] nói", "Chủ tịch UBND phường [P Lê Thanh Mẫu] nói"),
        ("Sở Tài nguyên và Môi trường [P Lê Thanh Mẫu] nói", "Sở Tài nguyên và Môi trường [P Lê Thanh Mẫu] nói"),
        ("Chủ tịch UBND thành phố [P Lê Thanh Mẫu] nói", "Chủ tịch UBND thành phố [P Lê Thanh Mẫu] nói"),
    ],
)
def test_what_the_whole_text_says(tagged: str, settled: str) -> None:
    text, mentions = parse(tagged)
    assert (text, settle(canonical(text), mentions)) == parse(settled)


@pytest.mark.parametrize("row", table("pipeline.names", "named_after.tsv"), ids=lambda r: r["word"])
def test_what_bears_a_name(row: dict[str, str]) -> None:
    assert row["example"].lower().startswith(f"{row['word']} ")
    text = f"đi qua {row['example']} hôm ấy"
    start = text.index(row["example"]) + len(row["word"]) + 1
    assert named_after(canonical(text), start, len(text) - len(" hôm ấy"))


@pytest.mark.parametrize("role", ["other", "other_after"])
def test_what_keeps_a_given_name_from_standing_alone(role: str) -> None:
    for word in words(role):
        name, before = (word, "rằng") if role == "other" else ("Lộc", word)
        text = f"Ông Vũ Văn {name} kể, {before} {name}, {before} {name}."
        assert missed(canonical(text), [("P", 4, 11 + len(name))]) == [], word


#: For each role of cues.tsv: what a name with the word beside it becomes.
CUES = {
    "title": ("{} [O Sở Y tế Lê Văn Mẫu] nói", "{} [O Sở Y tế] [P Lê Văn Mẫu] nói"),
    "at": ("ra {} Gotham. [P Gotham] mưa", "ra {} Gotham. Gotham mưa"),
    "company": ("[O {} Lộc Kim Mẫu] lãi. [P Lộc Kim Mẫu] nói", "[O {} Lộc Kim Mẫu] lãi. [O Lộc Kim Mẫu] nói"),
    "named": ("Phó [O {} tỉnh Lê Văn Mẫu] nói", "Phó [O {} tỉnh Lê Văn Mẫu] nói"),
    "named_first": ("Phó [O {} tỉnh Lê Văn Mẫu] nói", "Phó [O {} tỉnh Lê Văn Mẫu] nói"),
    "agency": ("Ảnh: {}/[P Trí Kiên Cũng] theo ông", "Ảnh: {}/[P Trí Kiên] Cũng theo ông"),
    "credit": ("{}: [P Trí Kiên Cũng] theo ông", "{}: [P Trí Kiên] Cũng theo ông"),
    "signature": ("[O UBND TỈNH {}.] CHỦ", "[O UBND TỈNH] {}. CHỦ"),
    "glued": ("vui. [P T.H{}] tỉnh", "vui. [P T.H]{} tỉnh"),
}


@pytest.mark.parametrize(("role", "word"), [(role, word) for role in CUES for word in words(role)])
def test_words_around_names(role: str, word: str) -> None:
    before, after = (marked.format(word) for marked in CUES[role])
    text, mentions = parse(before)
    assert (text, settle(canonical(text), mentions)) == parse(after)


def test_each_role_of_the_cues_is_tested() -> None:
    assert {r["role"] for r in table("pipeline.names", "cues.tsv")} == {*CUES, "other", "other_after"}
