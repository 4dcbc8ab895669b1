"""Citations: speed beside eyecite's three tokenizers, accuracy beside simple patterns, in one run on one core.

    python benchmarks/citations.py [--characters N] [--opinions FOLDER] [--only NAME ...]

Speed: each tool on its own ground, page by page, about the same number of characters: eyecite on English court
opinions (the .txt files of FOLDER, else opinions of our own making with a citation every 500 characters), ours on
Vietnamese pages (the shared folder's raw texts, else data/raw). eyecite's regular expressions are compiled before the
clock starts; the plain tokenizer gets fewer characters, since it is slow.

Accuracy: on our own case table (tests/citations/cases.tsv), which eyecite does not read. Of its mentions, *found*: a
span overlaps one; *value*: number, year and symbol are right too (a name: covered); *exact*: the span is; *false*:
hits that touch none; *clean*: cases without a citation that stay empty. The patterns are of the kinds that public
code holds.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
RAW = ROOT.parent / "shared" / "text" / "raw.jsonl.xz"
SLOW = 50  # the plain tokenizer gets this share fewer characters

Hit = tuple[int, int, str | None, int | None, str | None]  # start, end, number, year, symbol
Finder = Callable[[str], list[Hit]]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--characters", type=int, default=1_000_000, help="for each tool")
    parser.add_argument("--opinions", type=Path, help="folder of English court opinions, .txt")
    parser.add_argument("--only", nargs="*", choices=("speed", "accuracy"), default=("speed", "accuracy"))
    args = parser.parse_args()
    slower = speeds(args.characters, args.opinions) if "speed" in args.only else []
    better = accuracy() if "accuracy" in args.only else []
    for line in (*slower, *better):
        print(f"NOT MET: {line}")
    return 1 if slower or better else 0


def speeds(characters: int, folder: Path | None) -> list[str]:
    """Print characters per second of each tool; what is not faster than which."""
    from pipeline.citations import extract

    pages = take(vietnamese(), characters)
    english = take(opinions(folder), characters)
    print(f"{'tool':28s} {'chars/s':>12s} {'characters':>12s} {'citations':>10s}")
    ours = measure("trichluc", extract, pages)
    not_met = []
    for name, find in eyecite():
        slow = name == "plain"
        theirs = measure(f"eyecite, {name}", find, english if not slow else take(iter(english), characters // SLOW))
        if theirs >= ours:
            not_met.append(f"eyecite, {name}, is faster than ours")
    return not_met


def measure(name: str, find: Callable[[str], Any], pages: list[str]) -> float:
    for page in pages[:3]:
        find(page)
    start = time.process_time()
    hits = sum(len(find(page)) for page in pages)
    seconds = time.process_time() - start
    speed = sum(map(len, pages)) / seconds
    print(f"{name:28s} {speed:12,.0f} {sum(map(len, pages)):12,d} {hits:10,d}")
    return speed


def eyecite() -> Iterator[tuple[str, Callable[[str], Any]]]:
    """The tokenizers of eyecite, each ready to run; what is not installed is left out."""
    try:
        from eyecite import get_citations
        from eyecite.tokenizers import AhocorasickTokenizer, HyperscanTokenizer, Tokenizer
    except ImportError:
        print("eyecite is not installed: pip install -e .[bench]")
        return
    for name, tokenizer in (
        ("Aho-Corasick", AhocorasickTokenizer),
        ("Hyperscan", HyperscanTokenizer),
        ("plain", Tokenizer),
    ):
        try:
            ready = tokenizer()
            get_citations("See Smith v. Jones, 12 U.S. 345 (1901).", tokenizer=ready)
        except ImportError as e:
            print(f"eyecite, {name}: {e}")
            continue
        yield name, lambda text, ready=ready: get_citations(text, tokenizer=ready)


def take(texts: Iterator[str], characters: int) -> list[str]:
    out: list[str] = []
    left = characters
    for text in texts:
        if left <= 0:
            break
        out.append(text[:left])
        left -= len(text)
    return out


def vietnamese() -> Iterator[str]:
    if RAW.exists():
        with lzma.open(RAW, "rt", encoding="utf-8") as lines:
            yield from (json.loads(line)["text"] for line in lines)
    files = sorted((ROOT / "data" / "raw").glob("*.txt"))
    yield from cycle(f.read_text(encoding="utf-8") for f in files)


def opinions(folder: Path | None) -> Iterator[str]:
    if folder is not None:
        files = sorted(folder.glob("*.txt"))
        if not files:
            sys.exit(f"{folder}: no .txt files; give a folder of court opinions as plain text")
        return cycle([f.read_text(encoding="utf-8") for f in files])
    return (opinion(random.Random(n)) for n in range(10**6))


def opinion(chance: random.Random) -> str:
    """An invented opinion of about 8,000 characters with a citation every 500."""
    names = "Ashford Barlow Carmody Dunmore Ellery Fairbank Garland Hollis Ingram Jessup Kimball Lorimer".split()
    reporters = ("U.S.", "F.2d", "F.3d", "F. Supp. 2d", "S. Ct.", "Mass.", "N.E.2d", "Cal. 4th", "P.2d", "So. 2d")
    plain = (
        "The parties do not dispute that notice was given within the time that the rule allows.",
        "What remains is whether the record, read as a whole, lets a jury find that the duty was breached.",
        "We review such a question anew and owe no deference to the conclusion that was reached below.",
        "Counsel conceded at argument that the second theory was not raised before the hearing officer.",
        "A court may not add to a statute words that those who wrote it chose to leave out.",
    )
    out = []
    for _ in range(16):
        out += chance.sample(plain, 4)
        a, b, reporter = chance.choice(names), chance.choice(names), chance.choice(reporters)
        volume, page, year = chance.randint(1, 590), chance.randint(1, 990), chance.randint(1900, 2020)
        out.append(f"See {a} v. {b}, {volume} {reporter} {page}, {page + 3} ({year}).")
    return " ".join(out)


@dataclass(frozen=True)
class Case:
    text: str
    citations: list[tuple[int, int, str | None, int | None, str | None]]


def read_cases() -> list[Case]:
    """tests/citations/cases.tsv: [[...]] marks, then form|kind|number|year|symbol|..., parted by ;;"""
    cases = []
    for line in (ROOT / "tests" / "citations" / "cases.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith(("#", "text\t")):
            continue
        marked, cells = line.split("\t")
        pieces = marked.replace("\\n", "\n").replace("]]", "[[").split("[[")
        spans, at = [], 0
        for i, piece in enumerate(pieces):
            spans += [(at, at + len(piece))] if i % 2 else []
            at += len(piece)
        rows = [c.strip().split("|") for c in cells.split(";;") if c.strip()]
        fields = [(r[2] or None, int(r[3]) if r[3] else None, r[4] or None) for r in rows]
        cases.append(Case("".join(pieces), [(*s, *f) for s, f in zip(spans, fields, strict=True)]))
    return cases


_KINDS = r"(?:nghị định|nghị quyết|quyết định|thông tư|chỉ thị|công văn|kế hoạch|thông báo|kết luận|luật)"
PATTERNS: dict[str, re.Pattern[str]] = {
    "closed list of symbols": re.compile(
        r"(\d+)/(?:(\d{4})/)?((?:NĐ-CP|QĐ-TTg|QĐ-UBND|NQ-CP|CT-TTg|TT-BTC|TT-BYT|TT-BGDĐT|NQ-HĐND|QH\d\d))(?!\w)"
    ),
    "any number/year/letters": re.compile(r"(\d+)/(?:(\d{4})/)?([A-ZĐ][\wĐđ-]*)", re.IGNORECASE),
    "kind and number": re.compile(rf"{_KINDS}\s+(?:số\s+)?(\d+)(?:/(\d{{4}}))?()", re.IGNORECASE),
    "number, or law and year": re.compile(
        r"(\d+)/(?:(\d{4})/)?([A-ZĐ]{2,}[A-ZĐa-z&-]*)|(?:Bộ luật|Luật)\s+[\w\s]{3,60}?\s(\d{4})"
    ),
}


def by_pattern(pattern: re.Pattern[str]) -> Finder:
    def find(text: str) -> list[Hit]:
        hits: list[Hit] = []
        for m in pattern.finditer(text):
            named = m.lastindex == 4
            year = m[4] if named else m[2]
            hits.append(
                (
                    m.start(),
                    m.end(),
                    None if named else m[1],
                    int(year) if year else None,
                    (m[3] or None) if not named else None,
                )
            )
        return hits

    return find


def ours(text: str) -> list[Hit]:
    from pipeline.citations import extract

    return [(m.start, m.end, m.number, m.year, m.symbol) for m in extract(text)]


def accuracy() -> list[str]:
    """Print the figures of each finder on the case table; where ours is not the best."""
    cases = read_cases()
    total = sum(len(c.citations) for c in cases)
    empty = sum(not c.citations for c in cases)
    print(f"\n{len(cases)} cases, {total} citations, {empty} cases without one")
    print(f"{'finder':28s} {'found':>6s} {'value':>6s} {'exact':>6s} {'false':>6s} {'clean':>6s}")
    figures = {name: figure(by_pattern(p), cases) for name, p in PATTERNS.items()}
    figures = {"trichluc": figure(ours, cases)} | figures
    for name, (found, value, exact, false, clean) in figures.items():
        print(f"{name:28s} {found:6d} {value:6d} {exact:6d} {false:6d} {clean:3d}/{empty}")
    mine = figures["trichluc"]
    return [f"{name} has more right values" for name, f in figures.items() if f[1] > mine[1]]


def figure(find: Finder, cases: Iterable[Case]) -> tuple[int, int, int, int, int]:
    found = value = exact = false = clean = 0
    for case in cases:
        hits = find(case.text)
        clean += not hits and not case.citations
        false += sum(not any(touch(h, c) for c in case.citations) for h in hits)
        for c in case.citations:
            near = sorted((h for h in hits if touch(h, c)), key=lambda h: h[:2] != c[:2])
            found += bool(near)
            exact += any(h[:2] == c[:2] for h in near)
            value += any(same(h, c) for h in near[:1])
    return found, value, exact, false, clean


def touch(a: Hit, b: Hit) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def same(hit: Hit, case: Hit) -> bool:
    if case[2] is None:
        return hit[0] <= case[0] and hit[1] >= case[1]
    number = (hit[2] or "").lstrip("0").lower() == case[2].lstrip("0").lower()
    return number and hit[3] == case[3] and plain(hit[4]) == plain(case[4])


def plain(symbol: str | None) -> str:
    return re.sub(r"\s", "", symbol or "").casefold().replace("–", "-")


if __name__ == "__main__":
    sys.exit(main())
