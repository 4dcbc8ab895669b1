"""PDF with a text layer: lines joined to paragraphs, running headers and page numbers dropped, columns in order.

A form feed stands where a page ends, also inside a paragraph, so that the page of a mention is one more than the form
feeds before it. PDFium reads; it is native code and runs in a worker that may die.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

from pipeline.reading.base import Content, InputOptions, ReadError, missing
from pipeline.reading.pdflayout import Character, drop_margins, in_columns, lines, paragraphs
from pipeline.reading.repair import repair
from pipeline.reading.sides import part_sides

_COVER = 0.8
#: What PDFium gives for a hyphen at the end of a line.
_HYPHEN = "\ufffe"


def read(data: bytes, options: InputOptions) -> Content:
    """The text of a PDF. Raises ReadError for one that is scanned, protected or damaged."""
    try:
        import pypdfium2 as pdfium
    except ImportError:
        raise missing("PDF files", "pdf") from None
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as e:
        locked = "assword" in str(e)
        raise ReadError("protected by a password; remove it" if locked else "damaged PDF; print it anew") from None
    pages, scanned = [], False
    try:
        for page in document:
            found = lines(_characters(page))
            scanned = scanned or (not found and _is_scan(page))
            pages.append(found)
            page.close()
    except pdfium.PdfiumError as e:
        raise ReadError(f"damaged page {len(pages) + 1} ({e}); print the PDF anew") from None
    finally:
        document.close()
    if scanned and not any(pages):
        raise ReadError("no text layer, the pages are scanned; add one by OCR: ocrmypdf -l vie scan.pdf text.pdf")
    # Old encodings first: the words of headings and articles guide what follows.
    flat = [line for page in pages for line in page]
    repaired = repair("\n".join(line.text for line in flat))
    for line, text in zip(flat, repaired.text.split("\n"), strict=bool(flat)):
        line.text = text
    text = paragraphs(drop_margins([in_columns(page) for page in pages]))
    text = part_sides(text).replace(_HYPHEN + " ", "-").replace(_HYPHEN, "-")
    return Content(text, encoding=repaired.encoding, confidence=repaired.confidence)


def _characters(page: Any) -> Iterator[Character]:
    """The characters of a page in the order of its content."""
    from pypdfium2 import raw

    text = page.get_textpage()
    box = [ctypes.c_double() for _ in range(4)]
    left, right, bottom, top = box
    pointers = [ctypes.byref(b) for b in box]
    try:
        count = text.count_chars()
        whole = text.get_text_range() if count else ""
        for i in range(count):
            # One call for all is faster, if each character is one unit of it.
            code = ord(whole[i]) if len(whole) == count else raw.FPDFText_GetUnicode(text, i)
            raw.FPDFText_GetCharBox(text, i, *pointers)
            yield (0xFFFE if code == 2 else code), left.value, bottom.value, right.value, top.value
    finally:
        text.close()


def _is_scan(page: Any) -> bool:
    """Whether a picture covers most of the page."""
    from pypdfium2 import raw

    width, height = page.get_size()
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = item.get_bounds()
        if (right - left) * (top - bottom) > _COVER * width * height:
            return True
    return False
