"""The spans of people and organisations in sentences of our own."""

from __future__ import annotations

import pytest

from pipeline.names import extract

TEXT = (
    "Chiều 12/3, ông Trần Quốc Lượng, Phó Chủ tịch UBND huyện Yên Châu, đã làm việc với Ban Thường trực "
    "Ủy ban MTTQ Việt Nam tỉnh Sơn La."
)


def test_people_and_bodies() -> None:
    people, organisations, titles = extract(TEXT)
    assert [TEXT[p.start : p.end] for p in people] == ["Trần Quốc Lượng"]
    assert [TEXT[o.start : o.end] for o in organisations] == [
        "UBND huyện Yên Châu",
        "Ban Thường trực Ủy ban MTTQ Việt Nam tỉnh Sơn La",
    ]
    assert [TEXT[t.start : t.end] for t in titles] == ["Phó Chủ tịch"]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "😀"])
def test_nothing_to_find(text: str) -> None:
    assert extract(text) == ([], [], [])
