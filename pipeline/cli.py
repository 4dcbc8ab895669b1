"""The command line. Nothing heavy is imported at module level: `--help` must answer at once."""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from pipeline.config import Config

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)

Inputs = Annotated[
    list[Path], typer.Argument(help="Files, folders, globs, or - for standard input.", show_default=False)
]
ConfigFile = Annotated[
    Path | None, typer.Option("--config", help="Settings in TOML (see docs/config.md).", show_default=False)
]
Anchor = Annotated[
    str | None, typer.Option(help="Publication date (YYYY-MM-DD) of documents that state none.", show_default=False)
]
Off = Annotated[
    list[str] | None, typer.Option(help="Switch a stage off, by its name; may be repeated.", show_default=False)
]
Model = Annotated[Path | None, typer.Option(help="Another names model (made by `train`).", show_default=False)]
Catalogue = Annotated[
    Path | None, typer.Option(help="CSV of further documents to resolve citations to.", show_default=False)
]
Anaphora = Annotated[bool, typer.Option("--anaphora", help="Also output back references (Nghị định này).")]


def fail(message: object) -> typer.Exit:
    """One line on standard error, exit status 2."""
    typer.echo(f"trichluc: {message}", err=True)
    return typer.Exit(2)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"trichluc {version('trichluc')}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Vietnamese public-affairs text into tables, every row with exact offsets into the source.

    Examples:

      trichluc run data/raw --out data/processed

      trichluc show data/raw/ky-hop-hdnd-da-nang.txt

      trichluc schema dates
    """


@app.command()
def run(
    inputs: Inputs,
    out: Annotated[
        Path, typer.Option("--out", "-o", help="Folder of the tables; replaced as a whole when the run ends.")
    ],
    config: ConfigFile = None,
    anchor: Anchor = None,
    off: Off = None,
    model: Model = None,
    catalogue: Catalogue = None,
    anaphora: Anaphora = False,
    tokens: Annotated[bool, typer.Option("--tokens", help="Write the tokens table, with part-of-speech tags.")] = False,
    texts: Annotated[
        bool | None,
        typer.Option(
            "--texts/--no-texts", help="Keep the texts in a table (default: of all but .txt).", show_default=False
        ),
    ] = None,
    graphml: Annotated[bool, typer.Option("--graphml", help="Write the citation graph as GraphML too.")] = False,
    text_column: Annotated[
        str | None, typer.Option(help="Column of the text in tables (default: found by its name).", show_default=False)
    ] = None,
    id_column: Annotated[
        str | None, typer.Option(help="Column of the document id (default: found).", show_default=False)
    ] = None,
    date_column: Annotated[
        str | None, typer.Option(help="Column of the publication date (default: found).", show_default=False)
    ] = None,
    keep_columns: Annotated[
        str | None,
        typer.Option(help="Further columns to carry into documents, comma-separated.", show_default=False),
    ] = None,
    query: Annotated[
        str | None, typer.Option(help="SQL that yields the rows of an SQLite or DuckDB file.", show_default=False)
    ] = None,
    encoding: Annotated[
        str | None, typer.Option(help="Encoding of text files (default: found).", show_default=False)
    ] = None,
    csv_sep: Annotated[str, typer.Option(help="Separator of the CSV tables; Vietnamese Excel wants ';'.")] = ",",
    raw_csv: Annotated[
        bool, typer.Option("--raw-csv", help="Leave cells that a spreadsheet would run as formulas as they are.")
    ] = False,
    workers: Annotated[
        int | None,
        typer.Option("--workers", "-j", min=1, help="Worker processes (default: all cores).", show_default=False),
    ] = None,
    deadline: Annotated[float, typer.Option(min=0.1, help="Seconds that one document may take.")] = 120.0,
    memory: Annotated[int, typer.Option(min=256, help="Megabytes that one worker may use.")] = 4096,
    fresh: Annotated[bool, typer.Option("--fresh", help="Forget finished parts and start over.")] = False,
) -> None:
    """Read documents and write the tables (Parquet and CSV).

    Exit status: 0; 1 when documents went to the errors table; 2 for a usage error.

    Examples:

      trichluc run news/ decrees.zip --out tables --workers 4

      trichluc run articles.csv --out tables --text-column body --keep-columns topic,region

      trichluc run archive.db --query "SELECT id, text, published FROM articles" --out tables
    """
    from pipeline.progress import Reporter
    from pipeline.reading import InputOptions, ReadError
    from pipeline.running import RunError, RunOptions
    from pipeline.running import run as run_all

    settings = _config(config, anchor, off, model, catalogue, anaphora, tokens, texts, graphml)
    reading = InputOptions(
        text_column=text_column,
        id_column=id_column,
        date_column=date_column,
        keep_columns=tuple(c.strip() for c in keep_columns.split(",")) if keep_columns else (),
        query=query,
        encoding=encoding,
    )
    options = RunOptions(
        workers=workers or os.cpu_count() or 1,
        csv_sep=csv_sep,
        raw_csv=raw_csv,
        fresh=fresh,
        deadline=deadline,
        memory_mb=memory,
    )
    with Reporter() as report:
        try:
            summary = run_all(inputs, out, settings, reading, options, report)
        except (RunError, ReadError, ValueError) as e:
            raise fail(e) from e
        except KeyboardInterrupt:
            typer.echo(
                f"trichluc: interrupted; finished parts are kept, run the same command to go on ({out} is unchanged)",
                err=True,
            )
            raise typer.Exit(130) from None
    report.summary(summary)
    raise typer.Exit(1 if summary.errors else 0)


@app.command()
def show(
    file: Annotated[Path, typer.Argument(help="A file with one or more documents.", show_default=False)],
    doc: Annotated[
        str | None, typer.Option(help="doc_id of the document to show (default: the first).", show_default=False)
    ] = None,
    table: Annotated[
        list[str] | None, typer.Option(help="Only these tables; may be repeated.", show_default=False)
    ] = None,
    html: Annotated[Path | None, typer.Option(help="Write a page instead.", show_default=False)] = None,
    config: ConfigFile = None,
    anchor: Anchor = None,
    off: Off = None,
    model: Model = None,
    catalogue: Catalogue = None,
    anaphora: Anaphora = False,
) -> None:
    """Show one document: its mentions coloured, and a table of the rows.

    Examples:

      trichluc show decision.docx --table citations --table dates

      trichluc show news.jsonl --doc DT-2021-0901 --html page.html
    """
    from pipeline import schema
    from pipeline.engine import Engine
    from pipeline.reading import InputOptions, ReadError, read, units
    from pipeline.show import page, terminal
    from pipeline.types import Problem

    settings = _config(config, anchor, off, model, catalogue, anaphora)
    wanted = tuple(table or schema.MENTIONS)
    if unknown := [t for t in wanted if t not in schema.MENTIONS]:
        raise fail(f"no table {unknown[0]!r} to show; there are: {', '.join(schema.MENTIONS)}")
    try:
        options = InputOptions()
        found = (u for u in units([file], options) if doc is None or isinstance(u, Problem) or u.doc_id == doc)
        unit = next(found, None)
        if unit is None:
            raise fail(f"{file}: no document{f' with the id {doc!r}' if doc else ''} in it")
        if isinstance(unit, Problem):
            raise fail(f"{unit.source}: {unit.message}")
        result = Engine(settings)(read(unit, options))
    except (ReadError, ValueError) as e:
        raise fail(e) from e
    if html is None:
        terminal(result, wanted)
        return
    try:
        html.write_text(page(result, wanted), encoding="utf-8")
    except OSError as e:
        raise fail(f"--html: {html} cannot be written: {e.strerror}") from e


@app.command()
def schema(
    table: Annotated[str | None, typer.Argument(help="One table (default: all).", show_default=False)] = None,
    markdown: Annotated[bool, typer.Option("--markdown", help="As Markdown (docs/tables.md).")] = False,
) -> None:
    """Print the data dictionary: every table and column, its type and meaning."""
    from pipeline import dictionary
    from pipeline.schema import TABLES

    if table and table not in {t.name for t in TABLES}:
        raise fail(f"no table {table!r}; there are: {', '.join(t.name for t in TABLES)}")
    chosen = [t for t in TABLES if table in (None, t.name)]
    if markdown:
        typer.echo(dictionary.markdown(chosen), nl=False)
    else:
        dictionary.terminal(chosen)


@app.command()
def stages(config: ConfigFile = None) -> None:
    """List the stages and corpus steps in the order in which they run."""
    settings = _config(config)
    for kind, listed in (("stage", settings.stages), ("step", settings.steps)):
        for name, factory in listed.items():
            typer.echo(f"{kind:6}{name:16}{factory}")


@app.command()
def train(
    gold: Annotated[
        list[Path], typer.Argument(help="Annotated documents (JSONL, see docs/names.md).", show_default=False)
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="The model file to write.")],
) -> None:
    """Train the names model on annotated documents; the same input gives the same file."""
    from pipeline.names.train import train as train_names

    try:
        typer.echo(f"wrote {train_names(gold, out)}")
    except ImportError as e:
        raise fail(f"{e}; training needs an optional package: pip install 'trichluc[train]'") from e
    except (OSError, ValueError) as e:
        raise fail(e) from e


def _config(
    file: Path | None,
    anchor: str | None = None,
    off: list[str] | None = None,
    model: Path | None = None,
    catalogue: Path | None = None,
    anaphora: bool = False,
    tokens: bool = False,
    texts: bool | None = None,
    graphml: bool = False,
) -> Config:
    """The settings of a file, changed by the options given."""
    from dataclasses import replace

    from pipeline.config import Config, ConfigError, load

    try:
        settings = load(file) if file else Config()
        given: dict[str, Any] = {
            "anchor": _date(anchor) if anchor else None,
            "model": model,
            "catalogue": catalogue,
            "texts": texts,
            "anaphora": anaphora or None,
            "tokens": tokens or None,
            "graphml": graphml or None,
        }
        for name in ("model", "catalogue"):
            if (path := given[name]) and not path.is_file():
                raise ConfigError(f"--{name}: no file {path}")
        return replace(settings, **{k: v for k, v in given.items() if v is not None}).without(*(off or ()))
    except ConfigError as e:
        raise fail(e) from e


def _date(text: str) -> dt.date:
    from pipeline.config import ConfigError

    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise ConfigError(f"--anchor: {text!r} is no date; write YYYY-MM-DD, as in 2021-08-24") from None


def main() -> None:
    """Entry point: UTF-8 output everywhere (the Windows console's code page cannot write Vietnamese)."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
    app()
