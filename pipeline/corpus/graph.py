"""The citation graph: which document cites which, how often and how. Table ``citation_graph``; GraphML on request."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from pipeline.citations import ids
from pipeline.citations.resolve import own_id
from pipeline.corpus import Corpus
from pipeline.schema import CITATION_GRAPH
from pipeline.types import Heading

_HEADING = ("own_kind", "own_number", "own_year", "own_symbol", "own_issuer", "own_place", "own_date")
_SCRATCH = """
CREATE TABLE graph_own (position INTEGER PRIMARY KEY, doc_id TEXT UNIQUE, id TEXT);
CREATE INDEX graph_own_id ON graph_own (id);
CREATE TABLE graph_cited (position INTEGER, row INTEGER, id TEXT, relation TEXT, complete INTEGER);
"""
_EDGES = """
CREATE TABLE graph_edges AS
SELECT own.doc_id AS doc_id, own.id AS source_id, cited.id AS citation_id,
    (SELECT min(doc_id) FROM graph_own AS target WHERE target.id = cited.id AND cited.complete HAVING count(*) = 1)
        AS target_doc_id,
    relation, count(*) AS count, min(row) AS row
FROM graph_cited AS cited JOIN graph_own AS own USING (position)
WHERE own.id IS NULL OR own.id != cited.id
GROUP BY position, cited.id, relation
ORDER BY position, min(row)
"""
_HEADER = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="relation" for="edge" attr.name="relation" attr.type="string"/>
<key id="count" for="edge" attr.name="count" attr.type="int"/>
<graph id="citations" edgedefault="directed">
"""
_FOOTER = "</graph>\n</graphml>\n"


def step(corpus: Corpus) -> None:
    """Write ``citation_graph``: one row for each document, cited document and relation, in the order of the documents.

    The target is the one document of the corpus whose own heading has the cited number, where the id leaves nothing
    open. References of a document to itself are no edges. With the setting ``graphml``, citation_graph.graphml too.
    """
    db = corpus.db
    for statement in _SCRATCH.split(";"):
        db.execute(statement)
    db.executemany("INSERT INTO graph_own VALUES (?, ?, ?)", _own(corpus))
    db.executemany(
        "INSERT INTO graph_cited SELECT position, ?, ?, ?, ? FROM graph_own WHERE doc_id = ?", _cited(corpus)
    )
    db.execute(_EDGES)
    corpus.write(CITATION_GRAPH, _rows(db))
    if corpus.config.graphml:
        graphml(db, corpus.file("citation_graph.graphml"))


def graphml(db: sqlite3.Connection, path: Path) -> None:
    """The edges of the scratch database as GraphML; a node is a document, named by its citation id, else its doc_id."""
    nodes = "SELECT coalesce(source_id, doc_id) FROM graph_edges UNION SELECT citation_id FROM graph_edges ORDER BY 1"
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(_HEADER)
        file.writelines(f"<node id={quoteattr(name)}/>\n" for (name,) in db.execute(nodes))
        edges = "SELECT coalesce(source_id, doc_id), citation_id, relation, count FROM graph_edges ORDER BY rowid"
        for source, target, relation, count in db.execute(edges):
            kind = f'<data key="relation">{escape(relation)}</data>' if relation else ""
            file.write(
                f"<edge source={quoteattr(source)} target={quoteattr(target)}>"
                f'{kind}<data key="count">{count}</data></edge>\n'
            )
        file.write(_FOOTER)


def _own(corpus: Corpus) -> Iterator[tuple[int, str, str | None]]:
    for position, (doc_id, *cells) in enumerate(corpus.rows("documents", "doc_id", *_HEADING)):
        kind, number, year, symbol, issuer, place, day = cells
        day = date.fromisoformat(day) if isinstance(day, str) else day
        own = own_id(Heading(kind, number, year, symbol, issuer, place, day))
        yield position, doc_id, str(own) if own else None


def _cited(corpus: Corpus) -> Iterator[tuple[int, str, str | None, bool, str]]:
    for doc_id, row, citation_id, relation in corpus.rows("citations", "doc_id", "row", "citation_id", "relation"):
        if citation_id is not None:
            yield row, citation_id, relation, ids.parse(citation_id).complete, doc_id


def _rows(db: sqlite3.Connection) -> Iterator[dict[str, Any]]:
    names = [c.name for c in CITATION_GRAPH.columns]
    for values in db.execute("SELECT * FROM graph_edges ORDER BY rowid"):
        yield dict(zip(names, values, strict=True))
