"""Saved pages of six makes: body, lead, title, date, author; what is not of the article stays out."""

from __future__ import annotations

import pytest

from pipeline.reading.base import Content, InputOptions, ReadError
from pipeline.reading.html import read

from .made import encode, shown

TITLE = "Huyện Phú Thịnh sơ kết phong trào xây dựng khu dân cư tự quản"
LEAD = "Sáng 5/3, Ủy ban MTTQ Việt Nam huyện Phú Thịnh tổ chức hội nghị sơ kết ba năm thực hiện mô hình tự quản."
BODY = [
    "Dự hội nghị có bà Lê Thị Hoa Mai, Chủ tịch Ủy ban MTTQ Việt Nam huyện, cùng đại diện 14 xã, thị trấn của huyện.",
    "Theo báo cáo, đến nay toàn huyện có 96 khu dân cư đăng ký tham gia, trong đó 81 khu được công nhận đạt chuẩn.",
    "Phát biểu kết luận, bà Mai đề nghị các xã gắn mô hình với việc thực hiện Chỉ thị 05-CT/TW trong từng chi hội.",
]
RELATED = [f"Xã Bình An ra mắt mô hình số {n} (0{n}/02/2024)" for n in range(1, 6)]
LINKS = "".join(f"<li><a href='/tin/{n}'>{t}</a></li>" for n, t in enumerate(RELATED))
NAV = (
    "<nav><ul>"
    + "".join(f"<li><a href='/{n}'>{n}</a></li>" for n in ("Trang chủ", "Thời sự", "Xã hội"))
    + "</ul></nav>"
)
FOOT = "<footer><p>Giấy phép số 12/GP-TTĐT ngày 20/10/2010. Chịu trách nhiệm: ông Trần Văn Giấy.</p></footer>"


def page(head: str, body: str) -> Content:
    markup = f"<!DOCTYPE html><html lang='vi'><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>"
    return read(markup.encode(), InputOptions())


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{t}</p>" for t in texts)


def expect(content: Content, *lines: str) -> None:
    assert content.text.split("\n") == list(lines)
    assert content.title == TITLE
    assert str(content.published) == "2024-03-05"


def test_open_graph_and_meta() -> None:
    head = f"""<title>{TITLE} | Báo Phú Thịnh</title><meta property='og:title' content='{TITLE}'>
        <meta property='article:published_time' content='2024-03-05T15:20:00+07:00'>
        <meta name='author' content='Hoàng Lan'>
        <meta property='article:modified_time' content='2024-06-01'><link rel='canonical' href='https://phuthinh.example/a'>
        <meta property='og:site_name' content='Báo Phú Thịnh'>"""
    body = f"""{NAV}<article class='post has-tag'><h1>{TITLE}</h1><p class='sapo'>{LEAD}</p>{paragraphs(*BODY)}
        <p class='author'>Hoàng Lan</p></article><aside><h3>Đọc nhiều</h3><ul>{LINKS}</ul></aside>{FOOT}"""
    content = page(head, body)
    expect(content, TITLE, LEAD, *BODY, "Hoàng Lan")
    assert (content.author, content.site, content.url) == ("Hoàng Lan", "Báo Phú Thịnh", "https://phuthinh.example/a")


def test_json_ld_graph_and_a_lead_outside_of_paragraphs() -> None:
    head = f"""<title>{TITLE} - Cổng thông tin điện tử huyện</title><script type='application/ld+json'>
        {{"@graph": [{{"@type": "WebSite", "name": "x"}}, {{"@type": ["NewsArticle"], "headline": "{TITLE}",
        "datePublished": "2024-03-05", "dateModified": "2024-05-05", "author": [{{"name": "Hoàng Lan"}}],
        "publisher": {{"name": "Cổng huyện"}}}}]}}</script>"""
    body = f"""{NAV}<div class='detail'><h1>{TITLE}</h1><div class='sapo'>{LEAD}</div><div class='content'>
        {paragraphs(*BODY)}</div></div><div class='tin-lien-quan'><h3>Tin liên quan</h3><ul>{LINKS}</ul></div>{FOOT}"""
    content = page(head, body)
    expect(content, TITLE, LEAD, *BODY)
    assert (content.author, content.site) == ("Hoàng Lan", "Cổng huyện")


def test_a_visible_stamp_under_a_heading() -> None:
    body = f"""{NAV}<div id='main'><h2>{TITLE}</h2><div class='meta'>Thứ Ba, 05/03/2024 - 15:20</div>
        <div>{paragraphs(LEAD, *BODY)}<p style='text-align:right'><strong>Hoàng Lan</strong></p></div></div>{FOOT}"""
    content = page(f"<title>{TITLE}</title>", body)
    expect(content, TITLE, "Thứ Ba, 05/03/2024 - 15:20", LEAD, *BODY, "Hoàng Lan")


def test_a_page_of_tables_with_dates_of_other_news() -> None:
    other = "".join(f"<tr><td><a href='#'>{t}</a></td></tr>" for t in RELATED)
    body = f"""<form id='aspnetForm'><table><tr><td><table>{other}</table></td><td><b>{TITLE}</b><br>
        <i>Cập nhật lúc 15:20, 05/03/2024</i><br><p>{LEAD}</p>{paragraphs(*BODY)}</td></tr></table></form>{FOOT}"""
    content = page(f"<title>{TITLE} | Cổng TTĐT Phú Thịnh</title>", body)
    expect(content, TITLE, "Cập nhật lúc 15:20, 05/03/2024", LEAD, *BODY)


def test_furniture_inside_the_article_is_cut() -> None:
    links = "".join(f"<p><a href='/{n}'>{t}</a></p>" for n, t in enumerate(RELATED))
    body = f"""<h1>{TITLE}</h1><p>Ngày đăng: 05/03/2024</p><div class='body'>{paragraphs(LEAD, BODY[0])}
        <p>Xem thêm:</p>{links}{paragraphs(*BODY[1:])}<p>Chia sẻ</p><p>Các tin tức khác</p>{links}</div>"""
    expect(page("", body), TITLE, "Ngày đăng: 05/03/2024", LEAD, *BODY)


def test_an_official_document_keeps_heading_table_and_signature() -> None:
    left, right = (
        "ỦY BAN NHÂN DÂN<br>HUYỆN PHÚ THỊNH",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br>Độc lập - Tự do - Hạnh phúc",
    )
    body = f"""{NAV}<div class='vanban'><table><tr><td>{left}</td><td>{right}</td></tr><tr><td>Số: 412/QĐ-UBND</td>
        <td>Phú Thịnh, ngày 05 tháng 3 năm 2024</td></tr></table><p>QUYẾT ĐỊNH</p><p>Về việc công nhận khu dân cư
        tự quản đạt chuẩn năm 2023 trên địa bàn huyện</p><p>Điều 1. Công nhận 81 khu dân cư có tên trong danh sách.</p>
        <table><tr><th>TT</th><th>Khu dân cư</th></tr><tr><td>1</td><td>Thôn Bình An</td></tr></table>
        <p>Nơi nhận:</p><p>- Như Điều 2;</p><p>- Lưu: VT.</p><p>KT. CHỦ TỊCH</p><p>Nguyễn Văn Bảo</p></div>{FOOT}"""
    content = page("<title>Chi tiết văn bản</title>", body)
    assert content.title is None
    lines = content.text.split("\n")
    assert lines[:4] == [
        "ỦY BAN NHÂN DÂN",
        "HUYỆN PHÚ THỊNH",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
    ]
    assert lines[4:6] == ["Số: 412/QĐ-UBND", "Phú Thịnh, ngày 05 tháng 3 năm 2024"]
    assert "1\tThôn Bình An" in lines
    assert lines[-1] == "Nguyễn Văn Bảo"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", "x-unknown"])
def test_the_declared_charset_is_not_believed_blindly(encoding: str, declared: str) -> None:
    markup = f"<html><head><meta charset='{declared}'></head><body>{paragraphs(LEAD, *BODY)}</body></html>"
    assert read(markup.encode(encoding), InputOptions()).text.split("\n") == [LEAD, *BODY]


@pytest.mark.parametrize("encoding", ["windows-1258", "tcvn3", "vni", "viscii"])
@pytest.mark.parametrize("declared", ["x-user-defined", "iso-8859-1", "utf-8"])
def test_pages_of_old_encodings(encoding: str, declared: str) -> None:
    markup = f"<html><head><meta charset='{declared}'></head><body>{paragraphs(LEAD, *BODY)}</body></html>"
    content = read(encode(markup, encoding), InputOptions())
    assert content.text.lower().split("\n") == [line.lower() for line in (LEAD, *BODY)]
    assert content.encoding == encoding


def test_a_page_of_unicode_with_an_old_font_in_it() -> None:
    content = page("", f"{paragraphs(LEAD, *BODY[:2])}<p><font face='.VnTime'>{shown(BODY[2], 'tcvn3')}</font></p>")
    assert content.text.split("\n") == [LEAD, *BODY]


def test_a_page_in_another_language_follows_its_declaration() -> None:
    markup = "<html><head><meta charset='windows-1251'></head><body><p>Москва и область</p></body></html>"
    content = read(markup.encode("cp1251"), InputOptions())
    assert (content.text, content.encoding) == ("Москва и область", "cp1251")


@pytest.mark.parametrize("markup", ["", " ", "<html></html>", "<html><body><script>1</script></body></html>", "<"])
def test_a_page_without_text_is_blank(markup: str) -> None:
    assert read(markup.encode(), InputOptions()).text in ("", "<")


def test_hidden_text_and_odd_white_space() -> None:
    lead = LEAD.replace("Sáng", "Sá\xadng")
    content = page("", f"<p style='display: none'>ẩn</p><p>{lead}\n\t thêm&nbsp;chữ</p>{paragraphs(*BODY)}")
    assert content.text.split("\n")[0] == lead + " thêm\xa0chữ"


@pytest.mark.parametrize(
    "body",
    ["<p " + " ".join(f"a{n}=1" for n in range(40_000)) + ">x</p>", "<div>" * 100_000, "<p" + " a" * 40_000],
    ids=["attributes", "depth", "unclosed"],
)
def test_pages_that_hang_parsers_are_refused(body: str) -> None:
    with pytest.raises(ReadError, match=r"more than 2000 attributes|deeper than 1000"):
        page("", body)


def test_a_paragraph_of_thirteen_megabytes_is_read_whole() -> None:
    text = "Mặt trận " * 1_000_000
    assert len(page("", f"<p>{text}</p>").text) == len(text.strip())
