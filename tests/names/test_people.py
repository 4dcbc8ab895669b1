"""The form of address before a name, and who signs a text."""

from __future__ import annotations

import pytest

from pipeline.names.people import honorific, signs
from pipeline.text import canonical

NAME = "Trần Văn Mẫu"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chiều nay, ông Trần Văn Mẫu nói", "ông"),
        ("Đại tá Trần Văn Mẫu", "Đại tá"),
        ("đồng chí Thiếu tướng Trần Văn Mẫu", "đồng chí Thiếu tướng"),
        ("mời PGS.TS Trần Văn Mẫu", "PGS.TS"),
        ("TS. Trần Văn Mẫu", "TS"),
        ("Trần Văn Mẫu nói", None),
        ("không Trần Văn Mẫu", None),
    ],
)
def test_honorific(text: str, expected: str | None) -> None:
    assert honorific(canonical(text), text.index(NAME)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Trụ sở xã. Ảnh: Trần Văn Mẫu\nSáng nay mưa.", True),
        ("Mưa đã tạnh.\nTrần Văn Mẫu", True),
        ("Mưa đã tạnh.\nTrần Văn Mẫu/TTXVN\n\n", True),
        ("Mưa đã tạnh.\nTin, ảnh: Lê A, Trần Văn Mẫu", True),
        ("KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nTrần Văn Mẫu", False),
        ("Ông Trần Văn Mẫu nói.\nMưa.", False),
        ("Trần Văn Mẫu\nSinh năm 1970", False),
        ("Trần Văn Mẫu", False),
    ],
)
def test_signs(text: str, expected: bool) -> None:
    start = text.index(NAME)
    assert signs(canonical(text), start, start + len(NAME)) is expected
