"""What is certain after the tagger: borders, brackets, repeats. ``[O ...]`` marks what goes in and what comes out."""

from __future__ import annotations

import re

import pytest

from pipeline.lexicon import table
from pipeline.names.rules import Mention, mend
from pipeline.text import canonical


def parse(marked: str) -> tuple[str, list[Mention]]:
    text, mentions = "", []
    for piece in re.split(r"(\[[PO] [^\]]*\])", marked):
        if piece.startswith("["):
            mentions.append((piece[1], len(text), len(text) + len(piece) - 4))
            piece = piece[3:-1]
        text += piece
    return text, mentions


@pytest.mark.parametrize(
    ("tagged", "mended"),
    [
        ("[O UBND xã Tu Mơ, tỉnh Sơn La] họp", "[O UBND xã Tu Mơ], tỉnh Sơn La họp"),
        ("theo [O UBND tỉnh, thành phố] ấy", "theo [O UBND tỉnh, thành phố] ấy"),
        ("Năm Chủ tịch [O ASEAN 2020] ở", "Năm Chủ tịch [O ASEAN] 2020 ở"),
        ("ủy viên [O Trung ương Đảng:] gồm", "ủy viên [O Trung ương Đảng]: gồm"),
        (
            "[O Ban Tuyên giáo Thành ủy và Hội Nông dân thành phố] ký",
            "[O Ban Tuyên giáo Thành ủy] và [O Hội Nông dân thành phố] ký",
        ),
        ("[O Văn phòng HĐND và UBND tỉnh] gửi", "[O Văn phòng HĐND và UBND tỉnh] gửi"),
        ("[O Hội đồng quản trị\nNgân hàng Minh Tâm] cho", "[O Hội đồng quản trị]\n[O Ngân hàng Minh Tâm] cho"),
        ("[O BỘ TƯ PHÁP\n\nCỘNG HÒA] xong", "[O BỘ TƯ PHÁP]\n\n[O CỘNG HÒA] xong"),
        ("[O Ủy ban Kiểm tra] ([O UBKT) Tỉnh ủy] xem", "[O Ủy ban Kiểm tra (UBKT) Tỉnh ủy] xem"),
        ("[O Hội đồng nhân dân (HĐND]) tỉnh Sơn La họp", "[O Hội đồng nhân dân (HĐND) tỉnh Sơn La] họp"),
        ("[O Viện Kiểm sát (VKS]) đề nghị", "[O Viện Kiểm sát] ([O VKS]) đề nghị"),
        ("[O Hội Người mù An Bình] (HNM) nêu", "[O Hội Người mù An Bình] ([O HNM]) nêu"),
        ("[O Hội Người mù An Bình] (ATGT) nêu", "[O Hội Người mù An Bình] (ATGT) nêu"),
        ("[O Hội Mù] ([O HMU]). HMU và HMU và HMU", "[O Hội Mù] ([O HMU]). [O HMU] và [O HMU] và [O HMU]"),
        ("chủ tịch [O UBND] các huyện, [O UBND các xã]", "chủ tịch UBND các huyện, UBND các xã"),
        ("các biểu [P A.I.]11, [P A.I.5], A.II", "các biểu A.I.11, A.I.5, A.II"),
        ("gặp [P CR7], [P Lê Mẫu].5 người", "gặp [P CR7], [P Lê Mẫu].5 người"),
        ("các Sở: [O Y tế], [O Tài chính]", "các [O Sở: Y tế], [O Tài chính]"),
        ("thành phố Hải Phòng: [O Sở Y tế] họp", "thành phố Hải Phòng: [O Sở Y tế] họp"),
        ("(Tin Mới) - Sáng nay mưa", "([O Tin Mới]) - Sáng nay mưa"),
        ("NDX - Ngày 2/3 mưa", "[O NDX] - Ngày 2/3 mưa"),
        ("mưa to (Ảnh: Minh Mẫu)", "mưa to (Ảnh: [P Minh Mẫu])"),
        ("Ảnh: VGP/Quang Mẫn Hôm qua", "Ảnh: VGP/[P Quang Mẫn] Hôm qua"),
        ("Ảnh: VGP/Quang MẫnHôm qua", "Ảnh: VGP/[P Quang Mẫn]Hôm qua"),
        ("ông [P Lê Văn Mẫu] nói. Lê Văn Mẫu kể", "ông [P Lê Văn Mẫu] nói. [P Lê Văn Mẫu] kể"),
        ("ông [P Lê Văn Mẫu] ở đường Lê Văn Mẫu", "ông [P Lê Văn Mẫu] ở đường Lê Văn Mẫu"),
        ("[O KFX] họp, quỹ của KFX lo", "[O KFX] họp, quỹ của [O KFX] lo"),
        ("(a [O KFX] b) KFX và KFX và KFX", "(a [O KFX] b) KFX và KFX và KFX"),
        (
            "[O ỦY BAN NHÂN DÂN     CỘNG HÒA XÃ HỘI\nTỈNH SƠN LA] số",
            "[O ỦY BAN NHÂN DÂN]     CỘNG HÒA XÃ HỘI\nTỈNH SƠN LA số",
        ),
        ("Chủ tịch [O UBND huyện Phan Văn Lực] nói", "Chủ tịch [O UBND huyện] [P Phan Văn Lực] nói"),
        ("Bí thư [O Tỉnh ủy tỉnh Sơn La Lê Văn Mẫu] nói", "Bí thư [O Tỉnh ủy tỉnh Sơn La] [P Lê Văn Mẫu] nói"),
        ("Chủ tịch [O UBND xã Phan Văn Lực] nói", "Chủ tịch [O UBND xã Phan Văn Lực] nói"),
        ("theo [O UBND tỉnh Hoàng Liên Sơn] cũ", "theo [O UBND tỉnh Hoàng Liên Sơn] cũ"),
        ("", ""),
    ],
)
def test_mend(tagged: str, mended: str) -> None:
    text, mentions = parse(tagged)
    expected_text, expected = parse(mended)
    assert text == expected_text
    assert mend(canonical(text), mentions) == expected


@pytest.mark.parametrize("row", table("pipeline.names", "never.tsv"), ids=lambda r: r["text"])
def test_what_alone_is_no_body(row: dict[str, str]) -> None:
    text = f"Theo {row['text']}, xong."
    assert mend(canonical(text), [("O", 5, 5 + len(row["text"]))]) == []
    longer = f"Theo {row['text']} Tư pháp."
    assert len(mend(canonical(longer), [("O", 5, len(longer) - 1)])) == 1
