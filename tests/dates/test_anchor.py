"""The publication date in the text itself."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.dates import anchor_of

BODY = "\nSáng 24/8, xã Tân Phong họp bàn. Luật ban hành ngày 29/11/2013 được nhắc lại."


@pytest.mark.parametrize(
    ("text", "span", "date"),
    [
        ("Xã Tân Phong mở hội\n24/08/2021 - 08:53 PM" + BODY, "24/08/2021", dt.date(2021, 8, 24)),
        ("Mở hội\nThứ Ba, 24/8/2021, 20:53 (GMT+7)" + BODY, "Thứ Ba, 24/8/2021", dt.date(2021, 8, 24)),
        ("Mở hội\nCập nhật: 24/08/2021" + BODY, "24/08/2021", dt.date(2021, 8, 24)),
        ("Mở hội\nCập nhật lúc 14:11, Thứ Hai, 23/08/2021" + BODY, "Thứ Hai, 23/08/2021", dt.date(2021, 8, 23)),
        ("Mở hội\n16:56, 30/12/2021" + BODY, "30/12/2021", dt.date(2021, 12, 30)),
        (
            "UBND XÃ TÂN PHONG\nSố: 12/KH-UBND\nTân Phong, ngày 08 tháng 10 năm 2021\nKẾ HOẠCH" + BODY,
            "ngày 08 tháng 10 năm 2021",
            dt.date(2021, 10, 8),
        ),
        (
            "| Số: 12/KH-UBND | Tân Phong, ngày 08 tháng 10 năm 2021 |" + BODY,
            "ngày 08 tháng 10 năm 2021",
            dt.date(2021, 10, 8),
        ),
        (
            "Thứ 2, 25/11/2024, 01:43\nMở hội\nThứ 5, 30/12/2021 | 19:21:07" + BODY,
            "Thứ 5, 30/12/2021",
            dt.date(2021, 12, 30),
        ),
        ("Ngày đăng: 5/1/2022 lúc 9h" + BODY, "5/1/2022", dt.date(2022, 1, 5)),
    ],
)
def test_a_stated_date_is_found(text: str, span: str, date: dt.date) -> None:
    anchor = anchor_of(text)
    assert anchor is not None
    assert (text[anchor.start : anchor.end], anchor.date) == (span, date)


@pytest.mark.parametrize(
    "text",
    [
        "Mở hội" + BODY,
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;" + BODY,
        "Theo Nghị định số 1/2020/NĐ-CP, ngày 5 tháng 1 năm 2020" + BODY,
        "CÔNG BÁO\nNgày ký: 2026-04-24 17:03:34 +07:00" + BODY,
        "",
    ],
)
def test_a_date_of_the_story_is_no_anchor(text: str) -> None:
    assert anchor_of(text) is None


def test_a_heading_tells_itself_from_a_dateline() -> None:
    heading = anchor_of("Tân Phong, ngày 08 tháng 10 năm 2021\n")
    dateline = anchor_of("Mở hội\n24/08/2021 - 08:53 PM\n")
    assert (heading and heading.kind, dateline and dateline.kind) == ("heading", "dateline")
