"""Tables as pandas frames, for notebooks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import schema
from pipeline.engine import Result, rows

if TYPE_CHECKING:
    import pandas as pd


def frames(source: Result | str | Path) -> dict[str, pd.DataFrame]:
    """Table name -> frame (Arrow-backed columns), from a `Result` or from the output folder of a run.

    A Result has ids local to the document. Raises FileNotFoundError, naming the folder, where a run's table is missing.
    """
    import pandas as pd
    import pyarrow as pa
    import pyarrow.parquet as pq

    if isinstance(source, Result):
        found = rows(source)
        tables = {
            t.name: pa.Table.from_pylist(found[t.name], schema.arrow(t)) for t in schema.TABLES if t.name in found
        }
    else:
        folder = Path(source)
        if not (folder / "documents.parquet").exists():
            raise FileNotFoundError(
                f"{folder}/documents.parquet is missing: first run `trichluc run INPUT --out {folder}`"
            )
        tables = {
            t.name: pq.read_table(folder / f"{t.name}.parquet")
            for t in schema.TABLES
            if (folder / f"{t.name}.parquet").exists()
        }
    return {name: table.to_pandas(types_mapper=pd.ArrowDtype) for name, table in tables.items()}
