"""datapackage.json (Data Package 2.0) for a folder of tables, from the table contract."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipeline.schema import Column, Table

_PROFILES = "https://datapackage.org/profiles/2.0"
_TYPES = {
    "string": "string",
    "int32": "integer",
    "int64": "integer",
    "float64": "number",
    "date32": "date",
    "bool": "boolean",
}


def package(folder: Path, tables: Sequence[Table], separator: str, raw: bool, version: str) -> dict[str, Any]:
    """The descriptor of the CSV files in `folder`; each names the Parquet file with the same rows."""
    names = {t.name for t in tables}
    return {
        "$schema": f"{_PROFILES}/datapackage.json",
        "name": "trichluc",
        "version": version,
        "description": "Dates, cited documents, people, roles and organisations in Vietnamese texts. "
        "Offsets count code points of the raw text, end exclusive.",
        "resources": [_resource(folder, t, names, separator, raw) for t in tables],
    }


def _resource(folder: Path, table: Table, names: set[str], separator: str, raw: bool) -> dict[str, Any]:
    formulas = " Text cells that a spreadsheet would run as formulas have a leading ' (here, not in Parquet)."
    return {
        "$schema": f"{_PROFILES}/dataresource.json",
        "name": table.name,
        "type": "table",
        "description": table.meaning + "." + ("" if raw else formulas),
        **_file(folder / f"{table.name}.csv"),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": separator, "lineTerminator": "\r\n", "doubleQuote": True},
        "schema": {
            "$schema": f"{_PROFILES}/tableschema.json",
            "fields": [_field(c) for c in table.columns],
            "missingValues": [""],
            **({"primaryKey": list(table.key)} if table.key else {}),
            **_foreign_keys(table, names),
        },
        "parquet": _file(folder / f"{table.name}.parquet"),
    }


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if not column.nullable and column.name != "text":  # an empty text is a value, but not in CSV
        constraints["required"] = True
    if column.enum:
        constraints["enum"] = list(column.enum)
    return {
        "name": column.name,
        "type": _TYPES[column.type],
        "description": column.meaning,
        **({"constraints": constraints} if constraints else {}),
    }


def _foreign_keys(table: Table, names: set[str]) -> dict[str, Any]:
    keys = [
        {"fields": list(own), "reference": {"resource": other, "fields": list(fields)}}
        for own, other, fields in table.foreign
        if other in names
    ]
    return {"foreignKeys": keys} if keys else {}


def _file(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return {"path": path.name, "bytes": file.tell(), "hash": f"sha256:{digest}"}
