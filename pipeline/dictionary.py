"""The data dictionary of `pipeline.schema`, for the terminal and for docs/tables.md."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.schema import Column, Table


def _type(column: Column) -> str:
    return column.type + ("" if column.nullable else ", required")


def _meaning(column: Column) -> str:
    return column.meaning + (f" ({', '.join(column.enum)})" if column.enum else "")


def markdown(tables: Iterable[Table]) -> str:
    """The tables as Markdown, one section each."""
    lines = [
        "# Tables",
        "",
        "Generated from `pipeline/schema.py` by `trichluc schema --markdown`.",
        "Offsets are code points into the raw text, end exclusive.",
        "",
    ]
    for table in tables:
        lines += [
            f"## {table.name}",
            "",
            f"{table.meaning[0].upper()}{table.meaning[1:]}.",
            f"Key: {', '.join(table.key) or 'none'}.",
            "",
        ]
        lines += ["| column | type | meaning |", "|---|---|---|"]
        lines += [f"| {c.name} | {_type(c)} | {_meaning(c)} |" for c in table.columns]
        lines.append("")
    return "\n".join(lines)


def terminal(tables: Iterable[Table]) -> None:
    """Print the tables to the terminal."""
    from rich.console import Console
    from rich.table import Table as Grid

    console = Console()
    for table in tables:
        grid = Grid(
            title=f"{table.name}: {table.meaning}", title_justify="left", title_style="bold", box=None, pad_edge=False
        )
        for heading in ("column", "type", "meaning"):
            grid.add_column(heading, overflow="fold")
        for c in table.columns:
            grid.add_row(c.name, _type(c), _meaning(c))
        console.print(grid)
        console.print(f"[dim]key: {', '.join(table.key) or 'none'}[/dim]\n")
