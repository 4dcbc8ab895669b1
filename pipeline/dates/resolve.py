"""Resolution: raw fields to calendar periods. Pure functions of the fields and the context (`years.Context`).

One reader per kind of rule. A reader returns a `Reading`; what has no value says why in ``flag``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from pipeline.dates import lunar, values
from pipeline.dates.numerals import number
from pipeline.dates.patterns import words
from pipeline.dates.values import Period
from pipeline.dates.years import Context, missing_year, two_digits

Fields = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reading:
    """A value: inclusive period (None = unknown), grain, what fixed it and how the year was chosen."""

    period: Period | None
    grain: str
    basis: str = "explicit"
    how: str = ""
    flag: str | None = None
    edtf: str | None = None
    calendar: str = "gregorian"


def read(kind: str, fields: Fields, context: Context) -> Reading:
    """The value of an expression; its EDTF string where it has a period."""
    reading = _READERS[kind](fields, context)
    if reading.period and reading.edtf is None:
        reading = replace(reading, edtf=values.edtf(reading.period, reading.grain))
    return reading


def stated_year(fields: Fields, context: Context) -> tuple[int, str] | None:
    """The year that an expression names, with its basis; None where it names none or the anchor is unknown."""
    if (year := fields.get("y")) and (value := number(_unscanned(year))):
        return value, "explicit"
    if "yy" in fields:
        return two_digits(int(fields["yy"]), context.anchor), "explicit"
    if "yrel" in fields and context.anchor:
        return context.anchor.year + int(words("year_shift")[fields["yrel"]]), "anchor"
    if "same" in fields and context.year is not None:
        return context.year, "context"
    return None


def _dated(
    fields: Fields, context: Context, make: Callable[[int], Period | None], grain: str, unknown: str | None
) -> Reading:
    """A period within a year: the stated year or the missing one; `unknown` is the EDTF without a year."""
    stated = stated_year(fields, context)
    year, basis, how = (*stated, "") if stated else (missing_year(make, context) or (None, "", ""))
    if year is None:
        return Reading(None, grain, "explicit", "", "year_unknown", unknown)
    period = make(year) if 1 <= year <= 9998 else None
    return Reading(period, grain, basis, how, None if period else "invalid")


def _day(fields: Fields, context: Context) -> Reading:
    d, m = _number(fields, "d"), _month_number(fields)
    if m is None and context.last and "same_month" in fields:
        last = context.last[0]
        return Reading(values.day(last.year, last.month, d), "day", "context")
    if "mrel" in fields:
        month = _month(fields, context).period
        period = values.day(month[0].year, month[0].month, d) if month else None
        return Reading(period, "day", "anchor", "", None if period else "invalid" if month else "year_unknown")
    if m is None or values.day(2000, m, d) is None:
        return Reading(None, "day", flag="invalid")
    return _dated(fields, context, lambda y: values.day(y, m, d), "day", f"XXXX-{m:02}-{d:02}")


def _month(fields: Fields, context: Context) -> Reading:
    anchor = context.anchor
    if "mrel" in fields:
        if anchor is None:
            return Reading(None, "month", flag="year_unknown")
        year, m = values.move(anchor.year, anchor.month, int(words("shift")[fields["mrel"]]))
        return Reading(values.months(year, m, m), "month", "anchor")
    month = _month_number(fields) or 0
    return _dated(fields, context, lambda y: values.months(y, month, month), "month", f"XXXX-{month:02}")


def _month_part(fields: Fields, context: Context) -> Reading:
    whole = _month(fields, context)
    if whole.period is None:
        return whole
    first, last = whole.period
    if "tuan" in fields:
        part = int(words("tuan")[fields["tuan"]])
        cuts = (1, 11, 21, last.day + 1)
    else:
        part = int(words("half")[fields["half"]])
        cuts = (1, 16, last.day + 1, 0)
    period = first.replace(day=cuts[part - 1]), first.replace(day=cuts[part] - 1)
    edtf = f"{period[0].isoformat()}/{period[1].isoformat()}"
    return replace(whole, period=period, edtf=edtf)


def _months(fields: Fields, context: Context) -> Reading:
    """``6 tháng đầu năm``, ``9 tháng năm 2021``, ``3 tháng cuối năm``, ``01-12/2025``."""
    n = min(12, number(fields["n"]) or 12)
    first, last = (13 - n, 12) if fields.get("dir") == "cuối" else (int(fields.get("first", 1)), n)
    if first > last:
        return Reading(None, "month", flag="invalid")
    return _dated(fields, context, lambda y: values.months(y, first, last), "half" if n == 6 else "month", None)


def _half(fields: Fields, context: Context) -> Reading:
    first = 1 if words("half")[fields["half"]] == "1" else 7
    return _dated(fields, context, lambda y: values.months(y, first, first + 5), "half", None)


def _quarter(fields: Fields, context: Context) -> Reading:
    anchor = context.anchor
    if "qrel" in fields:
        if anchor is None:
            return Reading(None, "quarter", flag="year_unknown")
        year, m = values.move(anchor.year, (anchor.month - 1) // 3 * 3 + 1, 3 * int(words("shift")[fields["qrel"]]))
        return Reading(values.months(year, m, m + 2), "quarter", "anchor")
    q = int(words("quarter")[fields["q"]])
    return _dated(fields, context, lambda y: values.months(y, 3 * q - 2, 3 * q), "quarter", f"XXXX-{32 + q}")


def _year(fields: Fields, context: Context) -> Reading:
    stated = stated_year(fields, context)
    if stated is None:
        return Reading(None, "year", flag="year_unknown")
    return Reading(values.years(stated[0], stated[0]), "year", stated[1])


def _years(fields: Fields, context: Context) -> Reading:
    """Two years in one: of a life (``1380-1442``), a school year (``2021-22``)."""
    first, last = int(fields["y"]), int(fields["y2"])
    if last < 100:
        last += first // 100 * 100
    return Reading(values.years(first, last), "year") if first < last else Reading(None, "year", flag="invalid")


def _century_number(fields: Fields, context: Context) -> int | None:
    text = fields.get("cent", "")
    if text in ("trước", "này"):
        now = context.anchor.year if context.anchor else 2001
        return (now - 1) // 100 + (0 if text == "trước" else 1)
    return int(words("ordinal")[text]) if text in words("ordinal") else number(text)


def _decade(fields: Fields, context: Context) -> Reading:
    first = number(fields["dec"]) or 0
    if first < 100:
        century = _century_number(fields, context) if "cent" in fields else 20
        first += 100 * ((century or 20) - 1)
    return Reading(values.years(first, first + 9), "decade")


def _century(fields: Fields, context: Context) -> Reading:
    century = _century_number(fields, context)
    if not century:
        return Reading(None, "century", flag="invalid")
    first, last = 100 * century - 99, 100 * century
    if half := fields.get("half"):
        first, last = (first, first + 49) if words("half")[half] == "1" else (first + 50, last)
    relative = fields["cent"] in ("trước", "này")
    return Reading(values.years(first, last), "century", "anchor" if relative else "explicit")


def _today(fields: Fields, context: Context) -> Reading:
    if context.anchor is None:
        return Reading(None, "day", flag="year_unknown")
    shift = words("today")[fields["today"]] if "today" in fields else words("today_part")[fields["today_part"]]
    day = context.anchor + dt.timedelta(int(shift))
    return Reading((day, day), "day", "anchor")


def _same_day(fields: Fields, context: Context) -> Reading:
    last = context.last or ((context.anchor, context.anchor) if context.anchor else None)
    if last is None:
        return Reading(None, "day", flag="year_unknown")
    shift = 1 if fields["ana"].endswith("sau") else -1 if fields["ana"].endswith("trước") else 0
    day = last[1] + dt.timedelta(shift)
    return Reading((day, day), "day", "context")


def _week(fields: Fields, context: Context) -> Reading:
    shift = words("shift").get(fields["shift"])
    if context.anchor is None or shift is None or fields["shift"].startswith("vừa"):
        return Reading(None, "week", "anchor")
    return Reading(values.week(context.anchor, int(shift)), "week", "anchor")


def _weekday(fields: Fields, context: Context) -> Reading:
    """With a week word that week's day; ``hôm thứ Năm`` the last one, ``tới`` the next, else the nearest."""
    anchor, target = context.anchor, int(words("weekday")[fields["w"]]) - 1
    if anchor is None:
        return Reading(None, "day", flag="year_unknown")
    ahead = (target - anchor.weekday()) % 7
    if week := fields.get("wweek"):
        word = week.split()[-1]
        shift = {"này": 0, "trước": -1, "qua": -1, "sau": 1, "tới": 1}[word]
        day = values.week(anchor, shift)[0] + dt.timedelta(target)
    elif fields.get("wrel") == "này":
        day = values.week(anchor)[0] + dt.timedelta(target)
    elif fields.get("wrel") == "tới" or (context.tense == "future" and "hom" not in fields):
        day = anchor + dt.timedelta(ahead or 7)
    elif "wrel" in fields or "hom" in fields:
        day = anchor - dt.timedelta((7 - ahead) % 7 or 7)
    else:
        day = anchor + dt.timedelta(ahead if ahead < 4 else ahead - 7)
    return Reading((day, day), "day", "anchor")


def _weekdays(fields: Fields, context: Context) -> Reading:
    return Reading(None, "day", "context")


def _ago(fields: Fields, context: Context) -> Reading:
    n, anchor = number(fields["n"]), context.anchor
    grain = words("unit")[fields["u"]]
    if anchor is None or n is None or n > 1000:
        return Reading(None, grain, flag="year_unknown")
    if grain == "year":
        return Reading(values.years(anchor.year - n, anchor.year - n), "year", "anchor")
    if grain == "month":
        year, month = values.move(anchor.year, anchor.month, -n)
        return Reading(values.months(year, month, month), "month", "anchor")
    if grain == "week":
        return Reading(values.week(anchor, -n), "week", "anchor")
    day = anchor - dt.timedelta(n)
    return Reading((day, day), "day", "anchor")


def _lunar(fields: Fields, context: Context) -> Reading:
    d = 15 if "full" in fields else number(fields.get("d") or fields.get("eve") or "1") or 1
    month = 12 if "eve" in fields else 1 if "tet" in fields else (_month_number(fields) or 1)
    before = 1 if "eve" in fields else 0  # the eve belongs to the lunar year that ends

    def make(year: int) -> Period | None:
        span = lunar.month(year - before, month)
        if span is None:
            return None
        day = lunar.day(year - before, month, d) or (span[1] if "eve" in fields and d == 30 else None)
        return (day, day) if day else None

    return _in_lunar_year(fields, context, make, "day")


def _lunar_month(fields: Fields, context: Context) -> Reading:
    month = _month_number(fields) or 1
    return _in_lunar_year(fields, context, lambda y: lunar.month(y, month), "month")


def _lunar_year(fields: Fields, context: Context) -> Reading:
    if "buddhist" in fields:
        year = int(fields["buddhist"]) - 544
        return Reading(values.years(year, year) if year > 0 else None, "year", calendar="lunar")
    return _in_lunar_year(fields, context, lunar.year, "year")


def _in_lunar_year(fields: Fields, context: Context, make: Callable[[int], Period | None], grain: str) -> Reading:
    """A lunar period in the year of the cycle, in the stated one, else in the one nearest to the anchor."""
    stated, anchor = stated_year(fields, context), context.anchor
    near = stated[0] if stated else anchor.year if anchor else None
    if "can" in fields:
        can, chi = int(words("can")[fields["can"]]), int(words("chi")[fields["chi"]])
        if near is None:
            return Reading(None, grain, flag="year_unknown", calendar="lunar")
        year = lunar.cycle_year(can, chi, near)
        period = make(year) if year else None
    elif stated:
        period = make(stated[0])
    elif anchor:
        options = [p for y in (anchor.year - 1, anchor.year, anchor.year + 1) if (p := make(y))]
        period = min(options, key=lambda p: abs((p[0] - anchor).days), default=None)
        edtf = values.edtf(period, "day" if grain != "day" else grain) if period else None
        return Reading(period, grain, "anchor", "nearest_year", None if period else "invalid", edtf, "lunar")
    else:
        return Reading(None, grain, flag="year_unknown", calendar="lunar")
    edtf = values.edtf(period, "day") if period else None
    return Reading(period, grain, "explicit", "", None if period else "invalid", edtf, "lunar")


def _number(fields: Fields, name: str) -> int:
    return number(_unscanned(fields.get(name, ""))) or 0


def _month_number(fields: Fields) -> int | None:
    text = fields.get("m")
    if text is None:
        return None
    value = words("month").get(text) or words("roman_month").get(text)
    return int(value) if value else number(_unscanned(text))


def _unscanned(text: str) -> str:
    """Letters that a scanner takes for digits, where digits stand beside them."""
    if text.isdecimal() or not any(c.isdigit() for c in text):
        return text
    return text.translate(str.maketrans("oil", "011"))


_READERS: Mapping[str, Callable[[Fields, Context], Reading]] = {
    "day": _day,
    "month": _month,
    "month_part": _month_part,
    "months": _months,
    "half": _half,
    "quarter": _quarter,
    "year": _year,
    "years": _years,
    "decade": _decade,
    "century": _century,
    "deictic": _today,
    "same_day": _same_day,
    "week": _week,
    "weekday": _weekday,
    "weekdays": _weekdays,
    "ago": _ago,
    "lunar": _lunar,
    "lunar_month": _lunar_month,
    "lunar_year": _lunar_year,
}
