"""Documents in: files, folders, archives and tables to records.

`units` lists what there is to read, in the parent process, without reading it; `read` makes a record of one unit, in a
worker that may be killed. Every input ends as exactly one `Record`, or as one `Problem` with the remedy::

    options = InputOptions(keep_columns=("topic",))
    for unit in units([Path("data/raw")], options):
        if isinstance(unit, Unit):
            record = read(unit, options)
"""

from __future__ import annotations

from pipeline.reading.base import InputOptions, Limits, ReadError, Unit
from pipeline.reading.records import read
from pipeline.reading.units import units

__all__ = ["InputOptions", "Limits", "ReadError", "Unit", "read", "units"]
