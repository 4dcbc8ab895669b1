"""The well-known documents (``data/catalogue.tsv``) and an analyst's own, looked up by number or by title.

Own file: CSV, UTF-8, with the columns kind, title, number, issued_on, and, where wanted, effective_on.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pipeline.citations import ids, kinds, titles
from pipeline.citations.numbers import parse_number
from pipeline.citations.scopes import scope_of
from pipeline.lexicon import table

_REQUIRED = ("kind", "title", "number", "issued_on")


@dataclass(frozen=True, slots=True)
class Entry:
    """One document. ``title`` as cited (`Luật Đất đai năm 2013`), ``key`` its slug without the year."""

    id: ids.DocumentId
    title: str
    key: str
    issued_on: dt.date | None
    effective_on: dt.date | None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Entries by class and number, and by class and title."""

    by_number: dict[tuple[str, str], tuple[Entry, ...]]
    by_title: dict[tuple[str, str], tuple[Entry, ...]]


def key(title: str) -> str:
    """The look-up form of a title: words alone, letters spelt out, without commas, `và`, `Việt Nam` and the year."""
    plain = "-".join(w for w in ids.slug(titles.spelt_out(titles.bare(title))).split("-") if w != "va")
    return plain.removesuffix("-viet-nam")


@lru_cache(maxsize=4)
def load(path: Path | None = None) -> Catalogue:
    """The built-in catalogue, with the rows of `path` before its own.

    Raises ValueError (file, line, what is wrong, the remedy) where the file cannot be read or a cell does not fit.
    """
    entries = _own(path) if path else []
    for row in table("pipeline.citations", "catalogue.tsv"):
        entries.append(_entry(row["kind"], row["title"], row["number"], row["issued_on"], row["effective_on"]))
    by_number: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    by_title: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.id.number:
            by_number[entry.id.kind, entry.id.number].append(entry)
        by_title[entry.id.kind, entry.key].append(entry)
    return Catalogue({k: tuple(v) for k, v in by_number.items()}, {k: tuple(v) for k, v in by_title.items()})


def _entry(kind: str, title: str, number: str, issued: str, effective: str = "") -> Entry:
    class_ = kinds.BY_WORD[kind.lower()].class_
    name = "viet-nam" if class_ == "hien_phap" else key(title)
    day = dt.date.fromisoformat(issued) if issued else None
    parsed = parse_number(number) if number else None
    if number and parsed is None:
        raise ValueError(f"{number!r} is no document number such as 15/2021/NĐ-CP")
    symbol = ids.canonical_symbol(parsed.symbol) if parsed and parsed.symbol else None
    year = (parsed.year if parsed else None) or (day.year if day else None)
    document = ids.DocumentId(
        class_,
        scope_of(class_, symbol, None, None),
        parsed.number.lstrip("0") if parsed else None,
        year,
        symbol,
        None if parsed else name,
    )
    return Entry(
        document,
        f"{kind} {title}".strip(),
        name,
        day,
        dt.date.fromisoformat(effective) if effective else None,
    )


def _own(path: Path) -> list[Entry]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as e:
        raise ValueError(f"{path}: the catalogue cannot be read: {e}; give a CSV file in UTF-8") from e
    entries = []
    for n, row in enumerate(rows, 2):
        if missing := [c for c in _REQUIRED if row.get(c) is None]:
            raise ValueError(f"{path}, line {n}: no column {missing[0]}; a catalogue has {', '.join(_REQUIRED)}")
        try:
            effective = row.get("effective_on") or ""
            entries.append(_entry(row["kind"], row["title"], row["number"], row["issued_on"], effective))
        except KeyError as e:
            raise ValueError(f"{path}, line {n}: kind {e} is none of data/kinds.tsv") from e
        except ValueError as e:
            raise ValueError(f"{path}, line {n}: {e}; dates are written 2021-03-03") from e
    return entries
