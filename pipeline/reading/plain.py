"""Plain text: the decoded file, line ends untouched."""

from __future__ import annotations

from pipeline.reading.base import Content, InputOptions
from pipeline.reading.columns import clean
from pipeline.reading.encodings import decode


def read(data: bytes, options: InputOptions) -> Content:
    """The text of a file. Raises ReadError where it is binary."""
    found = decode(data, options.encoding)
    return Content(clean(found.text), encoding=found.encoding, confidence=found.confidence)
