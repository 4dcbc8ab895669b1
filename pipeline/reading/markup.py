"""Guards before a parser sees the bytes: parsers of HTML and XML are quadratic in places that hostile files know."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.reading.base import Limits, ReadError, missing

if TYPE_CHECKING:
    from lxml.etree import _Element

_TAG = re.compile(rb"<(/?)([a-zA-Z][^\s/>\x00]*)|(/?)>")
_QUOTED = re.compile(rb"\"[^\"]*\"|'[^']*'")
_UNCLOSED = frozenset(
    b"area base br col embed frame hr img input link meta param source track wbr p li dd dt tr td th option".split()
)
_LONG = 16_000
_STRICT = (  # ISO 29500 strict files use other names for the same
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)


def check(data: bytes, limits: Limits, html: bool = False) -> None:
    """Raises ReadError for a tag with too many attributes, or elements nested too deep. Linear, reads no structure.

    In HTML, elements whose end tag may be left out are not counted: a page of unclosed ``<p>`` is no deep page.
    """
    depth, start, leaf = 0, None, False
    for m in _TAG.finditer(data):
        if m[2] is not None:
            if start is not None:  # the last tag has no end
                _check_tag(data, start, m.start(), limits)
            start = m.start()
            leaf = html and m[2].lower() in _UNCLOSED
            if not leaf:
                depth = max(0, depth - 1) if m[1] else depth + 1
            if depth > limits.depth:
                raise ReadError(f"elements nested deeper than {limits.depth}: not written by a person or a program")
        elif start is not None:
            _check_tag(data, start, m.end(), limits)
            if m[3] and not html:
                depth -= 1
            start = None
    if start is not None:
        _check_tag(data, start, len(data), limits)


def _check_tag(data: bytes, start: int, end: int, limits: Limits) -> None:
    if end - start > _LONG and len(_QUOTED.sub(b"", data[start:end]).split()) > limits.attributes:
        raise ReadError(f"a tag with more than {limits.attributes} attributes: not written by a person or a program")


def xml(data: bytes, limits: Limits) -> _Element:
    """The root of an XML part of an Office file; no entities, nothing fetched. Raises ReadError for a DOCTYPE, which
    such parts never have, and for damage."""
    try:
        from lxml import etree
    except ImportError:
        raise missing("Word files", "docx") from None
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ReadError("XML with a DOCTYPE, entities or in UTF-16, which Office never writes")
    check(data, limits)
    for strict, usual in _STRICT:
        data = data.replace(strict, usual)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, recover=True)
    root = etree.fromstring(data, parser)
    if root is None:
        raise ReadError("damaged XML; open the file in Word and save it again")
    return root
