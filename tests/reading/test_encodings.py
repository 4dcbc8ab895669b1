"""Encodings: each letter of each table, detection on real text, other languages left alone."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any

import pytest

from pipeline.lexicon import table
from pipeline.reading.base import ReadError
from pipeline.reading.encodings import decode, decode_declared, share
from pipeline.reading.legacy import LEGACY, capitals, letters
from pipeline.reading.syllables import legal, syllables

from .made import encode

TEXT = (
    "Sáng 5/3, Ủy ban MTTQ Việt Nam huyện Phú Thịnh tổ chức hội nghị sơ kết ba năm thực hiện mô hình tự quản; "
    "bà Lê Thị Hoa Mai, Chủ tịch Ủy ban Mặt trận, phát biểu về những việc đã làm được ở các xã, thị trấn."
)
OTHERS = {
    "cp1252": [
        "À l'été dernier, le maire a déclaré que la rénovation de l'hôtel de ville coûterait très cher, où ça gêne.",
        "El año pasado, la inversión en educación creció más rápido; también habló del niño y la región.",
        "Der Bürgermeister erklärte, die Straße müsse für die Übung gesperrt werden; größere Schäden gäbe es nicht.",
        "A situação não é fácil: o município já pediu à União que não deixe a população sem água, café e pão à mesa.",
        "Kommunen måste själv betala för bron över ån, säger förvaltningschefen; därför höjs skatten många år.",
    ],
    "cp1250": ["Předseda vlády řekl, že příští rok se zvýší důchody; město Plzeň žádá o větší příspěvek na školství."],
    "cp1251": ["Глава района заявил, что строительство школы завершится в этом году, а дороги отремонтируют к осени."],
    "koi8-r": ["Глава района заявил, что строительство школы завершится в этом году, а дороги отремонтируют к осени."],
    "gb18030": ["市长表示，今年将完成新学校的建设，并在秋季之前修复所有道路。居民对此表示欢迎，认为这是一件好事。"],
    "big5": ["市長表示，今年將完成新學校的建設，並在秋季之前修復所有道路。居民對此表示歡迎，認為這是一件好事。"],
    "shift_jis": ["市長は今年中に新しい学校を完成させ、秋までに道路を修理すると述べた。住民はこれを歓迎している。"],
}


@pytest.mark.parametrize("encoding", LEGACY)
def test_every_letter_of_every_table(encoding: str) -> None:
    for row in table("pipeline.reading", "encodings.tsv"):
        char = row["char"]
        data = encode(char, encoding)
        if encoding in ("tcvn3", "vps"):  # capitals share the codes of small letters
            assert LEGACY[encoding](data).lower() == char.lower()
        else:
            assert LEGACY[encoding](data) == char


def test_the_tables_hold_all_letters_once() -> None:
    rows = table("pipeline.reading", "encodings.tsv")
    assert len(rows) == len({r["char"] for r in rows}) == 134
    assert {len(letters(e)) for e in ("vni", "viscii", "vps")} == {134}
    assert len(letters("tcvn3")) == 74


@pytest.mark.parametrize("encoding", LEGACY)
@pytest.mark.parametrize("cut", [25, 60, len(TEXT)])
def test_found_in_short_texts(encoding: str, cut: int) -> None:
    cut = max(cut, 60) if encoding == "vps" else cut  # the rarest of them needs more
    found = decode(encode(TEXT[:cut], encoding))
    assert found.encoding == encoding
    assert found.text.lower() == TEXT[:cut].lower()
    assert found.confidence > (0.9 if cut > 100 else 0.3)


@pytest.mark.parametrize("encoding", ["tcvn3", "vni", "viscii", "windows-1258"])
def test_named_right_on_the_dev_texts(encoding: str, gold: Callable[[str], list[dict[str, Any]]]) -> None:
    texts = [unicodedata.normalize("NFC", d["text"][:200]) for d in gold("dev")]
    named = sum(decode(encode(t, encoding)).encoding == encoding for t in texts)
    assert named / len(texts) >= 0.98


@pytest.mark.parametrize("encoding", OTHERS)
def test_other_languages_are_not_mistaken(encoding: str) -> None:
    for text in OTHERS[encoding]:
        for n in (40, 200):
            found = decode(text[:n].encode(encoding))
            assert (found.encoding, found.confidence) == ("windows-1252", 0.0)
            assert decode(text[:n].encode()).text == text[:n]
        if encoding == "cp1252":
            assert decode(text.encode(encoding)).text == text
        assert decode_declared(text.encode(encoding), encoding).text == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_unicode_with_and_without_a_mark(encoding: str, form: Any) -> None:
    text = unicodedata.normalize(form, TEXT) + "\r\n\r dòng\n"
    found = decode(text.encode(encoding))
    assert found.text == text
    assert found.confidence >= 0.9


def test_a_few_broken_bytes_do_not_change_the_encoding() -> None:
    data = TEXT.encode() + b"\xff\xfe " + TEXT.encode()[:-1]
    found = decode(data)
    assert found.encoding == "utf-8"
    assert found.text.startswith(TEXT + "\ufffd")


def test_the_encoding_may_be_given() -> None:
    data = encode(TEXT, "vni")
    assert decode(data, "VNI-Windows").text == TEXT
    assert decode(TEXT.encode("utf-8-sig"), "utf8").text == TEXT
    assert decode(encode(TEXT, "windows-1258"), "cp1258").text == TEXT
    with pytest.raises(ReadError, match="no encoding 'klingon'"):
        decode(data, "klingon")


@pytest.mark.parametrize("data", [b"\0" * 1000, bytes(range(256)) * 4 + b"\0" * 500, b"\x7fELF\0\0\0\1" * 50])
def test_binary_data_is_no_text(data: bytes) -> None:
    with pytest.raises(ReadError, match="binary"):
        decode(data)


def test_capitals_that_tcvn3_cannot_write() -> None:
    written = "ủY BAN NHÂN DÂN TỉNH THUậN HòA\nVà ông Từ Hải ở ủy ban\nVề VIệC Ở UBND xã\nỞ Hà Nội"
    assert capitals(written).split("\n") == [
        "ỦY BAN NHÂN DÂN TỈNH THUẬN HÒA",
        "Và ông Từ Hải ở ủy ban",
        "VỀ VIỆC Ở UBND xã",
        "Ở Hà Nội",
    ]


@pytest.mark.parametrize(
    "word", "quốc quyền quý giếng gìn gì nghiêng kỹ yêu khuỷu ngoèo quở thuở UỶ Đỗ ầm hoà thuý xoong".split()
)
def test_legal_syllables(word: str) -> None:
    assert legal(word)
    assert legal(unicodedata.normalize("NFD", word))


@pytest.mark.parametrize("word", "ngiêng cìm gế kạ mátt ộộ qố hàc thap` Nestlé façade größe niño".split())
def test_illegal_syllables(word: str) -> None:
    assert not legal(word)


def test_the_syllable_model_knows_the_gold_texts(gold: Callable[[str], list[dict[str, Any]]]) -> None:
    assert share("\n".join(d["text"] for d in gold("train")[:100])) > 0.99
    assert len(syllables()) > 3_500
