"""Runs of text with fonts: ``.VnTime`` runs hold TCVN3, ``VNI-Times`` runs VNI, shown as Windows-1252 letters.

Fonts beat content: documents mix them with Unicode. But many a converted document keeps the old font's name over
Unicode text, so the fonts are believed only if the text under them reads better when decoded.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from pipeline.reading.encodings import count, share
from pipeline.reading.legacy import tcvn3_text, vni_text

_OLD = re.compile(r"\.?vn", re.IGNORECASE)
_VNI = re.compile(r"vni[- ]", re.IGNORECASE)
_UNICODE = re.compile("[\u0102\u0103\u0110\u0111\u01a0-\u01b0\u0300-\u0323\u1ea0-\u1ef9]")
_PROOF = 2
_SAMPLE = 300_000
_CONVERT: dict[str, Callable[[str], str]] = {"tcvn3": tcvn3_text, "vni": vni_text}


@dataclass(slots=True)
class Run:
    """A piece of text and the name of its font. Structure (line ends, tabs) has no font."""

    text: str
    font: str | None = None


def encoding_of(font: str | None) -> str | None:
    """tcvn3 for ``.VnTime``, ``VNTime`` ..., vni for ``VNI-Times`` ..., None for others.

    A PDF prefixes the name of an embedded font (``ABCDEF+.VnTime``).
    """
    name = font.split("+")[-1].strip() if font else ""
    return "vni" if _VNI.match(name) else "tcvn3" if _OLD.match(name) else None


def decode_runs(runs: Sequence[Run]) -> tuple[str, str | None]:
    """The text of the runs, legacy fonts undone, and the encoding of the most of it (None: there are none)."""
    runs = _joined(runs)
    used: Counter[str] = Counter()
    for font in dict.fromkeys(r.font for r in runs if encoding_of(r.font)):
        encoding = _encoding_under(font, runs)
        for run in runs if encoding else ():
            if _is_shown(run, font):
                name = _reading(run.text, encoding or "")
                used[name] += len(run.text)
                run.text = _CONVERT[name](run.text) if name else run.text
                run.text = run.text.upper() if name == "tcvn3" and _draws_capitals(font) else run.text
    del used[""]
    return "".join(r.text for r in runs), max(used, key=used.__getitem__, default=None)


def _encoding_under(font: str | None, runs: Sequence[Run]) -> str | None:
    """The encoding in which the text under a font reads best, None where it reads best as it is."""
    first = next(i for i, r in enumerate(runs) if r.font == font)
    near: list[Run] = []  # words may change their font in the middle, so the text around is judged with it
    size = 0
    for run in runs[max(0, first - 5) :]:
        near.append(run)
        size += len(run.text)
        if size > _SAMPLE:
            break
    if all(r.text.isascii() for r in near if r.font == font):
        near = [r for r in runs if r.font == font]  # its letters come later
    scores = {
        name: share("".join(convert(r.text) if _is_shown(r, font) else r.text for r in near))
        for name, convert in _CONVERT.items()
    }
    best = max(scores, key=scores.__getitem__)
    return best if scores[best] > share("".join(r.text for r in near)) else None


def _is_shown(run: Run, font: str | None) -> bool:
    """Whether a run of this font may hold old bytes: letters that only Unicode has say no."""
    return run.font == font and not _UNICODE.search(run.text)


def _reading(text: str, main: str) -> str:
    """The encoding of one run: that of its font, unless two words and more read better by another, or as they are ("")
    because they were typed in Unicode under the old font."""
    good = {name: count(convert(text))[0] for name, convert in _CONVERT.items()} | {"": count(text)[0]}
    best = max(good, key=good.__getitem__)
    return best if good[best] >= good[main] + _PROOF else main


def _joined(runs: Sequence[Run]) -> list[Run]:
    """Neighbours of one font as one: a letter of VNI may be cut in two."""
    return [Run("".join(r.text for r in same), font) for font, same in groupby(runs, key=lambda r: r.font)]


def _draws_capitals(font: str | None) -> bool:
    """Fonts that draw small letters as capitals: ``.VnTimeH``."""
    return font is not None and font.rstrip("0123456789 ").endswith("H")
