"""Which reader takes a file: by its first bytes where they are telling, else by its suffix; or why none does."""

from __future__ import annotations

import io
import zipfile
from functools import cache
from pathlib import PurePosixPath
from typing import BinaryIO

from pipeline.lexicon import table
from pipeline.reading.base import ReadError

#: Readers whose source holds many documents, one a row.
TABLES = ("csv", "jsonl", "json", "parquet", "sqlite", "duckdb")
HEAD = 4096

_SKIPPED = ("thumbs.db", "desktop.ini", "__macosx", "ehthumbs.db", "icon\r")
_TEMPORARY = (".tmp", ".temp", ".swp", ".swo", ".part", ".crdownload", ".download", "~")
_REMEDIES = {
    "picture": "a picture holds no text; make a text layer with OCR (ocrmypdf) and give the PDF",
    "sound": "sound and film hold no text; give a transcript",
    "slides": "slides are not read; save them as PDF and give that",
    "outlook": "Outlook's own format is not read; save the message as .eml and give that",
    "archive": "this archive is not read; unpack it and give the folder, or pack it as .zip",
    "xml": "XML has no text of its own; turn it into .txt, .html or .jsonl",
    "book": "books are not read; save as .html or .txt and give that",
}


def skipped(name: str) -> bool:
    """Whether a file or folder of this name is hidden, temporary or a system's own: no input."""
    low = name.lower()
    return low.startswith((".", "~$", "#")) or low.endswith(_TEMPORARY) or low in _SKIPPED


def machinery(name: str) -> bool:
    """Whether this is a saved site's style sheet, script or font: no input either."""
    return _suffixes().get(PurePosixPath(name).suffix.lower()) == "machinery"


def kind(name: str, file: BinaryIO) -> str:
    """The reader for a file of this name; `file` is left anywhere. Raises ReadError with the remedy where none fits."""
    head = file.read(HEAD)
    suffix = PurePosixPath(name).suffix.lower()
    reader = _suffixes().get(suffix)
    if found := _by_bytes(head, reader, file):
        return found
    if reader in _REMEDIES:
        raise ReadError(_REMEDIES[reader])
    if reader in ("sqlite", "duckdb", "parquet", "zip", "pdf", "docx") and head:
        raise ReadError(f"the name says {reader}, the content does not; is the file damaged, or cut short?")
    if reader is not None:
        return reader
    if _looks_html(head):
        return "html"
    raise ReadError(
        f"no reader takes {suffix or 'files without a suffix'}; readers: txt, html, docx, doc, pdf, rtf, eml, "
        "xlsx, xls, csv, jsonl, json, parquet, sqlite, duckdb, zip"
    )


def _by_bytes(head: bytes, reader: str | None, file: BinaryIO) -> str | None:
    if head.startswith(b"%PDF-") or (reader == "pdf" and b"%PDF-" in head[:1024]):
        return "pdf"
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "excel" if reader == "excel" else "doc" if reader in ("doc", "docx", None) else None
    if head.startswith(b"SQLite format 3\0"):
        return "sqlite"
    if head[8:12] == b"DUCK":
        return "duckdb"
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return reader if reader in ("zip", "docx", "excel") else _in_zip(file) or reader
    if reader in ("doc", "excel") and _looks_html(head):
        return "html"
    return None


def _in_zip(file: BinaryIO) -> str | None:
    """What a ZIP of another name is: Word and Excel files are ZIPs."""
    try:
        file.seek(0)
        names = zipfile.ZipFile(file).namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return None
    if "word/document.xml" in names:
        return "docx"
    return "excel" if any(n.startswith("xl/workbook.") for n in names) else None


def _looks_html(head: bytes) -> bool:
    low = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    return low.startswith((b"<!doctype html", b"<html")) or (low.startswith((b"<?xml", b"<!--")) and b"<html" in low)


def of_bytes(data: bytes) -> str:
    """The reader for standard input that is no JSONL."""
    return _by_bytes(data[:HEAD], None, io.BytesIO(data)) or ("html" if _looks_html(data[:HEAD]) else "text")


@cache
def _suffixes() -> dict[str, str]:
    return {r["suffix"]: r["reader"] for r in table("pipeline.reading", "readers.tsv")}
