"""One unit to one record. Runs in a worker that may be killed: a parser can hang on hostile input."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from importlib import import_module
from typing import cast

from pipeline.reading.base import Content, InputOptions, ReadError, Unit
from pipeline.reading.columns import clean, date
from pipeline.reading.repair import repair
from pipeline.reading.source import data
from pipeline.types import Record

Reader = Callable[[bytes, InputOptions], Content]

#: Reader -> module of its ``read(data, options)``.
READERS = {
    "text": "pipeline.reading.plain",
    "html": "pipeline.reading.html",
    "docx": "pipeline.reading.docx",
    "doc": "pipeline.reading.office",
    "pdf": "pipeline.reading.pdf",
    "rtf": "pipeline.reading.rtf",
    "eml": "pipeline.reading.eml",
    "excel": "pipeline.reading.excel",
}
_BINARY = ("pdf", "docx", "doc", "excel")
_DECLARED = ("csv", "jsonl", "json")


def read(unit: Unit, options: InputOptions) -> Record:
    """The record of a unit. Raises ReadError with one line that says what is wrong and what would help.

    `Record.sha256` is that of the bytes of the file or member, and of the sorted JSON of a table's row.
    """
    if unit.row is not None and "text" in unit.row:
        repaired = repair(unit.row["text"], by_line=False)
        encoding = repaired.encoding or ("utf-8" if unit.reader in _DECLARED else None)
        content = Content(repaired.text, encoding=encoding, confidence=repaired.confidence)
        sha256 = hashlib.sha256(_row_bytes(unit)).hexdigest()
    else:
        limits = options.limits
        body = data(unit, limits.binary if unit.reader in _BINARY else limits.document, limits)
        sha256 = hashlib.sha256(body).hexdigest()
        content = _content(unit, body, options)
    meta = unit.meta
    return Record(
        doc_id=unit.doc_id,
        source=unit.source,
        text=clean(content.text),
        sha256=sha256,
        published=date(meta.get("published")) or content.published,
        url=meta.get("url") or content.url,
        site=meta.get("site") or content.site,
        title=meta.get("title") or content.title,
        author=meta.get("author") or content.author,
        encoding=content.encoding,
        encoding_confidence=content.confidence,
        extra={name: meta[name] for name in options.keep_columns if name in meta},
    )


def _content(unit: Unit, body: bytes, options: InputOptions) -> Content:
    reader = cast(Reader, import_module(READERS[unit.reader]).read)
    try:
        return reader(body, options)
    except (ReadError, MemoryError):
        raise
    except RecursionError:
        raise ReadError(f"damaged {unit.reader} file: nested without end") from None
    except Exception as e:
        raise ReadError(f"damaged {unit.reader} file ({type(e).__name__}: {e})") from e


def _row_bytes(unit: Unit) -> bytes:
    row = {"text": unit.row["text"] if unit.row else "", **unit.meta}
    return json.dumps(row, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")
