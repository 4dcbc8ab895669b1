"""Plain text: the decoded file, line ends untouched; UTF-8 that was made from a misreading is undone."""

from __future__ import annotations

from pipeline.reading.base import Content, InputOptions
from pipeline.reading.columns import clean
from pipeline.reading.encodings import decode
from pipeline.reading.repair import repair


def read(data: bytes, options: InputOptions) -> Content:
    """The text of a file. Raises ReadError where it is binary."""
    found = decode(data, options.encoding)
    if options.encoding is None and found.encoding == "utf-8":
        repaired = repair(found.text, by_line=False)
        if repaired.encoding:
            return Content(clean(repaired.text), encoding=repaired.encoding, confidence=repaired.confidence)
    return Content(clean(found.text), encoding=found.encoding, confidence=found.confidence)
