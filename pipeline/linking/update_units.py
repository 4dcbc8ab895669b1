"""Make ``data/districts.tsv`` and ``data/communes.tsv`` again from the package vietnamadminunits (MIT).

    pip install --no-deps vietnamadminunits && python -m pipeline.linking.update_units

Only the package's database is read, its dependencies are not needed. ``data/provinces.tsv`` is kept by hand.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

DATA = Path(__file__).parent / "data"
#: Districts that were gone before the package's list was made.
EARLIER = [
    ("quận 2", "Hồ Chí Minh"),
    ("quận 9", "Hồ Chí Minh"),
    ("quận Thủ Đức", "Hồ Chí Minh"),
    ("huyện Từ Liêm", "Hà Nội"),
    ("thành phố Hà Đông", "Hà Nội"),
]


def main() -> None:
    """Write both files. Raises SystemExit where the package is not installed."""
    spec = find_spec("vietnamadminunits")
    if spec is None or spec.origin is None:
        raise SystemExit("vietnamadminunits is not installed: pip install --no-deps vietnamadminunits")
    with closing(sqlite3.connect(Path(spec.origin).parent / "data" / "dataset.db")) as db:
        districts = db.execute("SELECT DISTINCT district, provinceShort FROM admin_units_legacy").fetchall()
        before = _grouped(db.execute("SELECT DISTINCT ward, provinceShort, district FROM admin_units_legacy"))
        after = _grouped(db.execute("SELECT DISTINCT ward, provinceShort FROM admin_units"))
    _write(
        "districts.tsv",
        "Districts as they were until 2025-07-01. province: as in provinces.tsv, ; between several.",
        ("district", "province"),
        ((name, _cell(places)) for name, places in sorted(_grouped(districts + EARLIER).items())),
    )
    _write(
        "communes.tsv",
        "Communes, wards and towns. before, after: the provinces that have one of this name before and since"
        " 2025-07-01, ; between several, * where one has several, - for none.",
        ("commune", "before", "after"),
        ((name, _cell(before[name]), _cell(after[name])) for name in sorted(before.keys() | after.keys())),
    )


def _grouped(rows: Iterable[tuple[str, ...]]) -> dict[str, Counter[str]]:
    """Typed name (``xã Tân An``) -> how many units of a province have it."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for unit, province, *_ in rows:
        if unit:
            found[unit[0].lower() + unit[1:]][province] += 1
    return found


def _cell(provinces: Counter[str]) -> str:
    return ";".join(f"{name}*" if provinces[name] > 1 else name for name in sorted(provinces)) or "-"


def _write(name: str, about: str, header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    source = "Source: vietnamadminunits (MIT), by pipeline.linking.update_units."
    lines = [f"# {about}", f"# {source}", "\t".join(header), *("\t".join(row) for row in rows)]
    (DATA / name).write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
