"""datapackage.json, read by an independent validator."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest
from toy_runs import write_documents

from pipeline import schema
from pipeline.running import Summary


@pytest.mark.parametrize("separator", [",", ";"])
def test_the_package_is_valid(
    folder: Path, toy_run: Callable[..., Summary], tmp_path: Path, separator: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from frictionless import Package, validate
    write_documents(folder, 12)
    (folder / "blank.jsonl").write_text('{"id": "blank", "text": ""}\n{"id": "f", "text": "=1+1"}\n', encoding="utf-8")
    (folder / "bad.pdf").write_bytes(b"no PDF")
    toy_run(csv_sep=separator, settings={"texts": True})
    monkeypatch.chdir(tmp_path / "out")
    report = validate("datapackage.json")
    assert report.valid, report.flatten(["resourceName", "rowNumber", "fieldName", "type", "message"])
    package = Package("datapackage.json")
    assert {r.name for r in package.resources} == {p.stem for p in Path().glob("*.csv")}
    people = package.get_resource("people").read_rows()
    assert people and people[0]["start"] == 12 and len(people) == 36


def test_the_package_agrees_with_the_contract(folder: Path, toy_run: Callable[..., Summary], tmp_path: Path) -> None:
    write_documents(folder, 1)
    toy_run()
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text(encoding="utf-8"))
    resources = {r["name"]: r for r in package["resources"]}
    for table in schema.TABLES:
        if table.optional or table.grain == "corpus":
            continue
        described = resources[table.name]["schema"]
        assert [f["name"] for f in described["fields"]] == [c.name for c in table.columns]
        assert [f["description"] for f in described["fields"]] == [c.meaning for c in table.columns]
        assert described.get("primaryKey", []) == list(table.key)
        assert len(described.get("foreignKeys", [])) == len(table.foreign)
        for kind in (resources[table.name], resources[table.name]["parquet"]):
            assert (tmp_path / "out" / kind["path"]).stat().st_size == kind["bytes"]
