"""A run: inputs to a folder of tables, through parts that survive whatever ends it.

`job` is the order of things; `plan` cuts the inputs into parts and names them; `workers` maps documents to results
whatever one of them does; `work` is what a worker does; `parts` keeps what is finished; `corpus` runs the corpus steps;
`tables`, `datapackage` and `publish` write the output; `place`, `files` and `lock` guard the output folder;
`fingerprint` says what the rows depend on.
"""

from __future__ import annotations

from pipeline.running.job import run
from pipeline.running.options import Progress, RunError, RunOptions, Summary

__all__ = ["Progress", "RunError", "RunOptions", "Summary", "run"]
