"""Roles: who holds which title in which body.

Titles come from a lexicon (`titles`), take their bodies (`frames`) and are paired with names by constructions over the
symbols of a sentence (`clauses`, `grammar`). The tables in ``data/`` hold all knowledge of the language; docs/roles.md
explains them.
"""

from __future__ import annotations

from pipeline.roles.rows import extract, stage

__all__ = ["extract", "stage"]
