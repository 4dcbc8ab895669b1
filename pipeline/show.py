"""One document for the eye: mentions coloured and a table of the rows, in the terminal or as a page."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from typing import Any

from pipeline.engine import Result, rows

#: Layer -> (terminal style, page colour).
COLOURS = {
    "dates": ("black on bright_yellow", "#ffe58f"),
    "people": ("black on bright_green", "#b7eb8f"),
    "organisations": ("black on bright_cyan", "#91d5ff"),
    "roles": ("black on bright_magenta", "#efbbf0"),
    "citations": ("white on blue", "#adc6ff"),
}
#: The columns worth a look beside the text of a row.
COLUMNS = {
    "dates": ("date_start", "date_end", "grain", "modifier", "flag", "rule"),
    "people": ("name", "person_id", "kind"),
    "organisations": ("name", "organisation_id", "level", "place"),
    "roles": ("role", "status", "person", "organisation"),
    "citations": ("number", "year", "symbol", "issued_on", "issuer", "citation_id"),
}


def runs(result: Result, tables: Sequence[str]) -> Iterator[tuple[str, str | None]]:
    """The text cut into (piece, layer or None); where mentions overlap the earlier and longer one shows."""
    text = result.document.text
    spans = sorted((m.start, -m.end, name) for name in tables for m in result.layers.get(name, ()))
    at = 0
    for start, minus_end, name in spans:
        if start < at:
            continue
        if start > at:
            yield text[at:start], None
        yield text[start:-minus_end], name
        at = -minus_end
    if at < len(text):
        yield text[at:], None


def _head(result: Result) -> list[tuple[str, str]]:
    doc = result.document
    own = " ".join(str(v) for v in (doc.heading.kind, doc.heading.number, doc.heading.symbol, doc.heading.issuer) if v)
    pairs = [
        ("document", doc.record.doc_id),
        ("kind", doc.kind),
        ("title", doc.title or ""),
        ("published", f"{doc.published} ({doc.published_basis})" if doc.published else "unknown"),
        ("own number", own if doc.heading.number else ""),
        ("author", doc.author or ""),
    ]
    return [(k, v) for k, v in pairs if v]


def _cells(table: str, row: dict[str, Any]) -> list[str]:
    return [
        f"{row['start']}-{row['end']}",
        " ".join(row["text"].split()),
        *("" if row[c] is None else str(row[c]) for c in COLUMNS[table]),
    ]


def terminal(result: Result, tables: Sequence[str]) -> None:
    """Print the document, its coloured text and its rows."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    for label, value in _head(result):
        console.print(Text.assemble((f"{label:11}", "dim"), value))
    console.print(Text("  ").join(Text(f" {name} ", COLOURS[name][0]) for name in tables), "")
    coloured = Text()
    for piece, name in runs(result, tables):
        coloured.append(piece.replace("\r", ""), COLOURS[name][0] if name else None)
    console.print(coloured, "")
    found = rows(result)
    for name in tables:
        if not found[name]:
            continue
        grid = Table(
            title=f"{name} ({len(found[name])})", title_justify="left", title_style="bold", box=None, pad_edge=False
        )
        for heading in ("offsets", "text", *COLUMNS[name]):
            grid.add_column(heading, overflow="fold", no_wrap=heading == "offsets")
        for row in found[name]:
            grid.add_row(*map(Text, _cells(name, row)))
        console.print(grid, "")
    for p in result.problems:
        console.print(Text(f"{p.stage}: {p.error}: {p.message}", "red"))


_STYLE = """
body { font: 16px/1.6 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem;
  color: #1f1f1f; background: #fff }
mark { padding: .05em .2em; border-radius: .25em; color: inherit }
.text { white-space: pre-wrap }
table { border-collapse: collapse; font-size: .85rem; margin: .5rem 0 1.5rem }
th, td { text-align: left; vertical-align: top; padding: .2rem .7rem .2rem 0; border-bottom: 1px solid #eee }
h2 { font-size: 1.05rem }
"""


def page(result: Result, tables: Sequence[str]) -> str:
    """The same as one self-contained HTML page: no script, nothing fetched."""
    style = _STYLE + "".join(f".{name} {{ background: {COLOURS[name][1]} }}\n" for name in tables)
    text = "".join(
        f'<mark class="{name}">{html.escape(piece)}</mark>' if name else html.escape(piece)
        for piece, name in runs(result, tables)
    )
    head = "".join(f"<tr><th>{k}</th><td>{html.escape(v)}</td></tr>" for k, v in _head(result))
    found = rows(result)
    grids = []
    for name in tables:
        cells = [_cells(name, row) for row in found[name]]
        if not cells:
            continue
        heading = "".join(f"<th>{c}</th>" for c in ("offsets", "text", *COLUMNS[name]))
        body = "".join("<tr>" + "".join(f"<td>{html.escape(c)}</td>" for c in row) + "</tr>" for row in cells)
        grids.append(f'<h2><mark class="{name}">{name}</mark> {len(cells)}</h2><table><tr>{heading}</tr>{body}</table>')
    title = html.escape(result.document.record.doc_id)
    return (
        f'<!doctype html><html lang="vi"><meta charset="utf-8"><title>{title}</title><style>{style}</style>\n'
        f'<table>{head}</table>\n<div class="text">{text}</div>\n{"".join(grids)}</html>\n'
    )
