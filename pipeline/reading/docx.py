"""Word files (.docx): an own walk over the XML parts, in reading order (ECMA-376, WordprocessingML).

Headers first, then the body, the notes, and the footers last. Tracked insertions are text and deletions are not;
content controls, hyperlinks and text boxes are text. The cells of a row are tab-separated, or stand each on lines of
their own where one of them holds several paragraphs (the two-column heading of official documents). List numbers that
Word counts itself are written out. Old fonts (``.VnTime``, ``VNI-Times``) are undone run by run.
"""

from __future__ import annotations

import io
import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.reading.archive import inflate, open_zip
from pipeline.reading.base import Content, InputOptions, Limits, ReadError
from pipeline.reading.fonts import Run
from pipeline.reading.grid import Line, content, row_lines, saying
from pipeline.reading.markup import xml
from pipeline.reading.wordstyles import Numbering, Styles, W, font_of, value

if TYPE_CHECKING:
    from lxml.etree import _Element

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_GONE = frozenset(W + n for n in "del moveFrom delText instrText pPr rPr tblPr tblGrid trPr tcPr sectPr sdtPr".split())
_MARKS = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-", W + "ptab": "\t"}
_MARGINS = ("header", "footer")
_NOTES = ("footnotes", "endnotes")


def read(data: bytes, options: InputOptions) -> Content:
    """The text of a Word file. Its properties (title, author) are the typist's and not read. Raises ReadError."""
    package = _Package(data, options.limits)
    document = package.xml(package.main)
    if document is None:
        raise ReadError("no Word document in it; is it of another Office program?")
    walk = _Walk(Styles(package.related("styles")), Numbering(package.related("numbering")))
    header, footer = (saying(x for p in package.referred(document, kind) for x in walk.lines(p)) for kind in _MARGINS)
    lines = [*header, *walk.lines(document), *_notes(walk, package), *footer]
    return content(lines)


class _Package:
    """The parts of the ZIP and the relations between them."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._limits = limits
        self._zip = open_zip(io.BytesIO(data), limits)
        self._names = {n.lower(): n for n in self._zip.namelist()}
        self.main = next(iter(self._targets("", "officeDocument").values()), "word/document.xml")

    def xml(self, name: str) -> _Element | None:
        """The root of a part, None where the package has none of this name."""
        original = self._names.get(name.lower())
        return None if original is None else xml(inflate(self._zip, original, self._limits), self._limits)

    def related(self, kind: str) -> _Element | None:
        """The part of the main document of this kind: styles, numbering, footnotes, endnotes."""
        return next((self.xml(target) for target in self._targets(self.main, kind).values()), None)

    def referred(self, document: _Element, kind: str) -> Iterator[_Element]:
        """The headers or footers in the order in which the sections name them, each once."""
        targets = self._targets(self.main, kind)
        ids = [e.get(f"{_R}id") for e in document.iter(f"{W}{kind}Reference")]
        for name in dict.fromkeys(targets[i] for i in ids if i in targets):
            if (part := self.xml(name)) is not None:
                yield part

    def _targets(self, part: str, kind: str) -> dict[str, str]:
        """Id -> part, of the relations of `part` of this kind."""
        folder, name = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        found = {}
        for relation in () if root is None else root:
            if str(relation.get("Type", "")).endswith("/" + kind) and relation.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))
                found[relation.get("Id", "")] = target.lstrip("/")
        return found


class _Walk:
    """Elements to lines of runs."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self._styles, self._numbering = styles, numbering

    def lines(self, parent: _Element) -> Iterator[Line]:
        """The lines of a container, blank ones left out: one a paragraph or table row, more where a cell has more."""
        for child in parent:
            if child.tag == f"{W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{W}tr":
                yield from self._row(child)
            elif child.tag == f"{_MC}AlternateContent":
                yield from self.lines(_choice(child))
            elif child.tag not in _GONE and isinstance(child.tag, str):
                yield from self.lines(child)

    def _row(self, row: _Element) -> Iterator[Line]:
        if row.find(f"{W}trPr/{W}del") is not None:
            return
        yield from row_lines([list(self.lines(cell)) for cell in _cells(row)])

    def _paragraph(self, paragraph: _Element) -> Iterator[Line]:
        style = value(paragraph, "pPr", "pStyle")
        boxes: list[_Element] = []
        font = self._styles.font(style) or self._styles.default
        line = list(self._runs(paragraph, font, boxes))
        if any(run.text.strip() for run in line):
            if label := self._label(paragraph, style):
                line.insert(0, Run(label + " "))
            yield line
        for box in boxes:
            yield from self.lines(box)

    def _label(self, paragraph: _Element, style: str | None) -> str:
        number = value(paragraph, "pPr", "numPr", "numId")
        level = value(paragraph, "pPr", "numPr", "ilvl") or "0"
        if number is None:
            number, level = self._styles.numbering(style) or (None, level)
        return self._numbering.label(number, level) if number else ""

    def _runs(self, parent: _Element, font: str | None, boxes: list[_Element]) -> Iterator[Run]:
        for child in parent:
            tag = child.tag
            if tag == f"{W}t":
                yield Run(child.text or "", font)
            elif tag in _MARKS:
                yield Run(_MARKS[tag])
            elif tag == f"{W}sym":
                yield Run(_symbol(child))
            elif tag == f"{W}txbxContent":
                boxes.append(child)
            elif tag == f"{_MC}AlternateContent":
                yield from self._runs(_choice(child), font, boxes)
            elif tag == f"{W}r":
                properties = child.find(f"{W}rPr")
                if properties is None or properties.find(f"{W}vanish") is None:
                    own = font_of(properties) or self._styles.font(value(properties, "rStyle"))
                    yield from self._runs(child, own or font, boxes)
            elif tag not in _GONE and isinstance(tag, str):
                yield from self._runs(child, font, boxes)


def _notes(walk: _Walk, package: _Package) -> Iterator[Line]:
    for kind in _NOTES:
        root = package.related(kind)
        for note in () if root is None else root:
            if note.get(f"{W}type") in (None, "normal"):
                yield from walk.lines(note)


def _cells(row: _Element) -> Iterator[_Element]:
    """The cells of a row, also of content controls around them."""
    for child in row:
        if child.tag == f"{W}tc":
            yield child
        elif child.tag not in _GONE and isinstance(child.tag, str):
            yield from _cells(child)


def _choice(alternate: _Element) -> _Element:
    """One of the alternatives, never both: they hold the same text box for newer and older programs."""
    choice = alternate.find(f"{_MC}Choice")
    fallback = alternate.find(f"{_MC}Fallback")
    return choice if choice is not None else fallback if fallback is not None else alternate


def _symbol(element: _Element) -> str:
    """A character of a symbol font; those of the private area have no meaning outside it and are bullets, mostly."""
    code = element.get(f"{W}char", "")
    try:
        character = chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
    return "•" if "\ue000" <= character <= "\uf8ff" else character
