"""docs/dates.md: the conventions, with the examples of the rule files. ``python -m pipeline.dates.docs`` prints it."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from pipeline.dates import extract
from pipeline.dates.examples import ANCHOR, of_rules, parse
from pipeline.lexicon import table
from pipeline.types import DateMention

_HEAD = f"""# Dates

What counts as a date, what its span takes in and which value it gets. `trichluc` finds dates by the rules of
`pipeline/dates/data/`; the tables below hold the examples that those files carry, run as tests. All examples are
published on {ANCHOR.isoformat()}, a Tuesday.

This page is written by `python -m pipeline.dates.docs`; edit the rule files or `pipeline/dates/docs.py`.

## Use

```python
from pipeline.dates import anchor_of, extract

extract("Chiều 24/8, xã họp.", anchor=datetime.date(2021, 8, 24))   # spans, values, rules
anchor_of("Mở hội\\n24/08/2021 - 08:53 PM\\n...")                      # the publication date in the text itself
```

`skip=[(start, end), ...]` names raw spans in which nothing is found (the pipeline passes those of cited documents);
without it the year after the name of a law and the numbers of documents are refused all the same.

## Spans

- With `ngày`, `tháng`, `năm`, `quý`, a weekday, a part of day, `hôm`, `buổi`, `đầu`, `giữa`, `cuối`.
- Without clock times (they stand in the column `time`), prepositions (`từ`, `đến`, `vào`, `trước`: column `modifier`),
  `trở đi`, `vừa qua`, the head noun of a range (`giai đoạn`, `nhiệm kỳ`, `năm học`) and the counter of a list (`hai`).
- A range is one mention, a list one for each date. A bracketed date after `hôm nay` is a mention of its own, one after
  a comma is not.
- A year at the end of a count (`kế hoạch 5 năm 2021-2025`) begins at the figures.

## Values

- `date_start` and `date_end` are inclusive days; both are empty where the value is unknown. `grain` is the unit, `edtf`
  the value in EDTF (ISO 8601-2): quarters `2021-33` to `-36`, halves `-40` and `-41`, decades `195X`, intervals `a/b`.
- `đầu`, `giữa`, `cuối` leave the value of the unit that they modify and go into `modifier`; `nửa đầu`, `nửa cuối`,
  `thượng`, `trung`, `hạ tuần` have values of their own.
- A century runs from 01 to 00 (`thế kỷ XX` = 1901 to 2000), a week from Monday to Sunday; `ba tháng trước` is a month.
- Days that do not exist (`31/2`) are rows without a value, flag `invalid`.

## Missing years

In this order; the columns `basis` and `rule` say which one it was:

1. the year of the list or range that the date stands in (`ngày 1/7 đến 30/9/2021`; a later month lies a year before);
2. the year of a story: an old year at the head of a sentence holds in it and at the head of the next (`story_year`);
3. the year with which the text names the same day elsewhere (`same_day`);
4. the publication year (`same_year`), unless that lies more than half a year ahead and nothing beside the date looks
   ahead (`sẽ`, `dự kiến`, `hạn`), more than half a year behind although something does (`future_cue`), or more than 300
   days behind (`nearest_year`); `hồi` and `hôm` ask for the past (`past_cue`).

Nothing fixes the year: no value, `edtf` = `XXXX-08-24`, flag `year_unknown`. There is no guess.

## Relative dates

They count from the publication date. `hôm nay (23/8)` takes the value in the bracket where it is at most three days
away, with the flag `anchor_conflict`, since publication dates are often a day or two off. `cùng ngày` means the last
day that the text named, else the publication date. `tuần qua` is a mention without a value.

## Lunar dates

A row with `calendar` = `lunar` and the Gregorian value by the Vietnamese calendar (meridian of 105°E, years 1900 to
2099). The year is the stated one, the one of the sixty-year cycle, or the nearest. A Gregorian date that the text
equates with it (`tức`, `nhằm`) wins. `mùng 2 tháng 9` is Gregorian; what makes a date lunar is `âm lịch`, `Tết`, `rằm`,
`tháng Giêng`, `tháng Chạp` or a year like `Tân Sửu`.

## Not dates

Vague times (`hiện nay`, `đến nay`, `cuối năm`), durations, ages, frequencies, clock times alone, feasts without a day,
names of streets, places, bodies and events that hold a date, the year in the name of a cited document.
"""


def page() -> str:
    """The whole page."""
    return "\n".join([_HEAD, *_rules(), "", *_refusals(), ""])


def _rules() -> Iterator[str]:
    yield "## The rules\n"
    yield "| rule | example | value | left alone |"
    yield "|---|---|---|---|"
    for rule, example, counter in of_rules():
        text, found = _read(example)
        yield f"| `{rule}` | {text} | {'; '.join(map(_value, found))} | {_read(counter)[0]} |"


def _refusals() -> Iterator[str]:
    yield "## What refuses a date\n"
    yield "Text beside an expression that makes it none (`vetoes.tsv`), and what a bare number needs (`cues.tsv`).\n"
    yield "| veto | of | example |"
    yield "|---|---|---|"
    for row in table("pipeline.dates", "vetoes.tsv"):
        yield f"| {row['veto']} | {row['of'].replace(',', ', ')} | {_read(row['example'])[0]} |"
    yield "\n| cue | example | value |"
    yield "|---|---|---|"
    for row in table("pipeline.dates", "cues.tsv"):
        text, found = _read(row["example"])
        yield f"| of {row['of']}, {row['side']} it | {text} | {'; '.join(map(_value, found))} |"


def _read(marked: str) -> tuple[str, list[DateMention]]:
    """A marked text with its dates in bold, as they are found."""
    text = parse(marked).text
    found = extract(text, ANCHOR)
    shown = text
    for m in reversed(found):
        shown = f"{shown[: m.start]}**{shown[m.start : m.end]}**{shown[m.end :]}"
    return shown.replace("|", "\\|"), found


def _value(m: DateMention) -> str:
    if m.date_start is None or m.date_end is None:
        return m.edtf or "-"
    days = m.date_start.isoformat() if m.date_start == m.date_end else f"{m.date_start} to {m.date_end}"
    return f"{days} ({m.grain})"


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(page())
