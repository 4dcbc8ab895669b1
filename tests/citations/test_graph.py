"""The citation graph over a small corpus of rows."""

from __future__ import annotations

import datetime as dt
import sqlite3
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline.config import Config
from pipeline.corpus.graph import step
from pipeline.schema import CITATION_GRAPH, TABLES, Table

OWN = ("own_kind", "own_number", "own_year", "own_symbol", "own_issuer", "own_place", "own_date")
DOCUMENTS = [
    ("a", "Nghị định", "15", 2021, "NĐ-CP", "Chính phủ", "Hà Nội", dt.date(2021, 3, 3)),
    ("b", None, None, None, None, None, None, None),
    ("c", "Quyết định", "5", None, "QĐ-UBND", "UBND tỉnh Sơn La", "Sơn La", dt.date(2020, 2, 1)),
    ("d", "Quyết định", "05", None, "QĐ-UBND", "UBND tỉnh Sơn La", "Sơn La", dt.date(2020, 2, 1)),
]
DECREE, DECISION, OPEN = (
    "vn:nghi_dinh:cp:15/2021:NĐ-CP",
    "vn:quyet_dinh:ubnd.son-la:5/2020:QĐ-UBND",
    "vn:nghi_dinh:cp:15/_:_",
)
CITED = [
    ("a", 0, DECREE, None),
    ("a", 1, "vn:luat:qh:45/2013:QH13", "based_on"),
    ("b", 0, DECREE, "implements"),
    ("b", 1, DECREE, "implements"),
    ("b", 2, DECREE, None),
    ("b", 3, OPEN, None),
    ("b", 4, DECISION, None),
]


class Corpus:
    """Rows in memory, as a step sees them."""

    def __init__(self, folder: Path, config: Config) -> None:
        self.db = sqlite3.connect(":memory:")
        self.config, self.folder = config, folder
        self.written: list[dict[str, Any]] = []

    def rows(self, table: str, *columns: str) -> Iterator[tuple[Any, ...]]:
        names, rows = {
            "documents": (("doc_id", *OWN), DOCUMENTS),
            "citations": (("doc_id", "row", "citation_id", "relation"), CITED),
        }[table]
        assert columns == names
        return iter(rows)

    def file(self, name: str) -> Path:
        return self.folder / name

    def write(self, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
        assert table is CITATION_GRAPH
        self.written += map(dict, rows)


def test_edges(tmp_path: Path) -> None:
    corpus = Corpus(tmp_path, Config())
    step(corpus)
    found = [
        (r["doc_id"], r["citation_id"], r["target_doc_id"], r["relation"], r["count"], r["row"]) for r in corpus.written
    ]
    assert found == [
        ("a", "vn:luat:qh:45/2013:QH13", None, "based_on", 1, 1),
        ("b", DECREE, "a", "implements", 2, 0),
        ("b", DECREE, "a", None, 1, 2),
        ("b", OPEN, None, None, 1, 3),
        ("b", DECISION, None, None, 1, 4),  # two documents have this heading
    ]
    assert corpus.written[0]["source_id"] == DECREE
    assert not list(tmp_path.iterdir())


def test_graphml_on_request(tmp_path: Path) -> None:
    step(Corpus(tmp_path, Config(graphml=True)))
    root = ET.parse(tmp_path / "citation_graph.graphml").getroot()
    space = "{http://graphml.graphdrawing.org/xmlns}"
    nodes = [n.get("id") for n in root.iter(f"{space}node")]
    assert nodes == sorted({DECREE, "b", OPEN, DECISION, "vn:luat:qh:45/2013:QH13"})
    assert [e.get("source") for e in root.iter(f"{space}edge")] == [DECREE, "b", "b", "b", "b"]


def test_table_is_part_of_the_contract() -> None:
    assert CITATION_GRAPH in TABLES and CITATION_GRAPH.grain == "corpus"
