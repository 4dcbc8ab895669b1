"""Which column of a table is what, and its cells as a unit's text and meta."""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipeline.lexicon import table
from pipeline.reading.base import InputOptions, ReadError
from pipeline.schema import DOCUMENTS

FIELDS = ("published", "url", "site", "title", "author")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ISO = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?!\d)")
_DAY_FIRST = re.compile(r"(?<![\d/.-])(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})(?!\d)")
_IN_WORDS = re.compile(r"(\d{1,2})\s+tháng\s+(\d{1,2})(?:\s+năm\s+|[\s,/]+)(\d{4})")


@dataclass(frozen=True, slots=True)
class Columns:
    """The column of each field that a table has. ``text`` or ``file`` is the one that it cannot do without."""

    fields: Mapping[str, str]
    keep: tuple[str, ...]

    def meta(self, row: Mapping[str, Any]) -> dict[str, str]:
        """What the row says of its document; empty cells are left out."""
        named = {name: self.fields[name] for name in FIELDS if name in self.fields}
        named |= {name: name for name in self.keep}
        return {name: value for name, column in named.items() if (value := cell(row.get(column)))}

    def doc_id(self, row: Mapping[str, Any]) -> str | None:
        """The row's id, None where it has none."""
        return cell(row.get(self.fields["id"])) or None if "id" in self.fields else None


def columns(header: Iterable[str], options: InputOptions, needed: str = "text") -> Columns:
    """The columns of a table with this header. Raises ReadError where the one that is `needed` is not there."""
    names = list(header)
    by_key = {_key(name): name for name in reversed(names)}
    fields: dict[str, str] = {}
    for field, name in _known():
        if field not in fields and name in by_key:
            fields[field] = by_key[name]
    asked = {"text": options.text_column, "id": options.id_column, "published": options.date_column}
    for field, column in asked.items():
        if column is None or (needed == "file" and field != "published"):
            continue
        if column in names:
            fields[field] = column
        elif needed == "text":
            raise ReadError(f"no column {column!r}; there are: {', '.join(names)}")
    if needed == "text" and "text" not in fields and len(names) == 1:
        fields["text"] = names[0]
    if needed not in fields:
        raise ReadError(
            f"no column of texts is known among: {', '.join(names) or 'none'}; name it with --text-column"
            if needed == "text"
            else f"no column {needed!r} among: {', '.join(names)}"
        )
    return Columns(fields, tuple(c for c in options.keep_columns if c in names and c not in FIELDS))


def check_kept(options: InputOptions) -> None:
    """Raises ReadError for a column to keep that would overwrite one of the documents table."""
    taken = {c.name for c in DOCUMENTS.columns} - set(FIELDS)
    if clash := [c for c in options.keep_columns if c in taken]:
        raise ReadError(f"--keep-columns: the documents table has a column {clash[0]!r} of its own; rename yours")


def cell(value: Any) -> str:
    """A cell as text: None is empty, dates are ISO, whole floats (Excel's numbers) lose their ``.0``."""
    if value is None or value != value:
        return ""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dict | list):
        return clean(json.dumps(value, ensure_ascii=False, sort_keys=True, default=str))
    return str(value)


def clean(text: str) -> str:
    """Lone surrogates, which no UTF-8 file can hold, become U+FFFD; the length stays."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def date(text: str | None) -> dt.date | None:
    """The day of a cell or stamp: ISO (``2021-08-24T20:53:00+07:00``, ``20210824``), day first (``24/08/2021``), or in
    words (``ngày 24 tháng 8 năm 2021``); None where there is none. A time keeps the day that it is written with."""
    if not text:
        return None
    text = unicodedata.normalize("NFC", text)
    if m := _ISO.match(text.strip()):
        year, month, day = m.groups()
    elif m := _DAY_FIRST.search(text) or _IN_WORDS.search(text.lower()):
        day, month, year = m.groups()
    else:
        return None
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def _key(name: str) -> str:
    return " ".join(re.sub(r"[_\-\s]+", " ", unicodedata.normalize("NFC", name).casefold()).split())


@cache
def _known() -> tuple[tuple[str, str], ...]:
    return tuple((r["field"], r["name"]) for r in table("pipeline.reading", "columns.tsv"))
