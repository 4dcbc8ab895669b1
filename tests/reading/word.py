"""Word files made by hand, part by part: what no writing library offers (tracked changes, text boxes, old fonts)."""

from __future__ import annotations

import io
import zipfile

_NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_ROOTS = {"document": "document", "header": "hdr", "footer": "ftr"}


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*content: str, properties: str = "") -> str:
    runs = "".join(c if c.startswith("<") else run(c) for c in content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def font(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}"/>'


def row(*cells: str) -> str:
    made = "".join(f"<w:tc>{c if c.startswith('<') else paragraph(c)}</w:tc>" for c in cells)
    return f"<w:tr>{made}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


def docx(body: str, **parts: str) -> bytes:
    """A package; `parts`: header1, footer1, footnotes, numbering, styles -> what stands in their root element."""
    file = io.BytesIO()
    kinds = {name: name.rstrip("0123456789") for name in parts}
    relations = "".join(
        f'<Relationship Id="{name}" Type="{_REL}{kind}" Target="{name}.xml"/>' for name, kind in kinds.items()
    )
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", f"<w:document {_NS}><w:body>{body}</w:body></w:document>")
        package.writestr("word/_rels/document.xml.rels", f"<Relationships>{relations}</Relationships>")
        for name, content in parts.items():
            root = _ROOTS.get(kinds[name], kinds[name])
            package.writestr(f"word/{name}.xml", f"<w:{root} {_NS}>{content}</w:{root}>")
    return file.getvalue()
