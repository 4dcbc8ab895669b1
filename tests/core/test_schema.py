"""The table contract: mention classes, Arrow schemas and keys agree with it."""

from __future__ import annotations

import pytest

from pipeline import schema, types
from pipeline.dictionary import markdown
from pipeline.engine import fields_of

CLASSES = {
    "dates": types.DateMention,
    "people": types.PersonMention,
    "organisations": types.OrganisationMention,
    "roles": types.RoleMention,
    "citations": types.CitationMention,
}
TABLES = {t.name: t for t in schema.TABLES}


@pytest.mark.parametrize("name", schema.MENTIONS)
def test_a_row_is_the_mention_plus_its_place(name: str) -> None:
    columns = [c.name for c in TABLES[name].columns]
    fields = [f.rstrip("_") for f in fields_of(CLASSES[name])]
    assert columns == ["doc_id", "row", "sentence", "start", "end", "text", *fields[2:]]


@pytest.mark.parametrize("table", schema.TABLES, ids=lambda t: t.name)
def test_keys_and_foreign_keys_name_columns(table: schema.Table) -> None:
    names = [c.name for c in table.columns]
    assert len(names) == len(set(names))
    for column in table.key:
        assert not next(c for c in table.columns if c.name == column).nullable
    for columns, other, targets in table.foreign:
        assert set(columns) <= set(names)
        assert set(targets) <= {c.name for c in TABLES[other].columns}


@pytest.mark.parametrize("table", schema.TABLES, ids=lambda t: t.name)
def test_arrow_schema_carries_meaning_and_nullability(table: schema.Table) -> None:
    arrow = schema.arrow(table)
    assert arrow.names == [c.name for c in table.columns]
    for field, column in zip(arrow, table.columns, strict=True):
        assert field.metadata[b"description"].decode() == column.meaning
        assert field.nullable == column.nullable


def test_dictionary_lists_every_column() -> None:
    text = markdown(schema.TABLES)
    for table in schema.TABLES:
        section = text.split(f"## {table.name}\n")[1].split("\n## ")[0]
        for column in table.columns:
            assert f"| {column.name} | {column.type}" in section
