"""docs/dates.md is what the rule files say."""

from __future__ import annotations

from pathlib import Path

from pipeline.dates.docs import page


def test_the_page_is_up_to_date() -> None:
    written = (Path(__file__).parents[2] / "docs" / "dates.md").read_text(encoding="utf-8")
    assert written == page(), "run: python -m pipeline.dates.docs > docs/dates.md"
