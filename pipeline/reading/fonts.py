"""Runs of text with fonts: ``.VnTime`` runs hold TCVN3, ``VNI-Times`` runs VNI, shown as Windows-1252 letters.

Fonts beat content: documents mix them with Unicode. But many a converted document keeps the old font's name over
Unicode text, so the fonts are believed only if the text under them reads better when decoded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from pipeline.reading.encodings import share
from pipeline.reading.legacy import tcvn3_text, vni_text

_TCVN3 = re.compile(r"\.?vn[a-z0-9 ]+", re.IGNORECASE)
_VNI = re.compile(r"vni[- ]", re.IGNORECASE)
_UNICODE = re.compile("[\u0102-\u0103\u0110-\u0111\u01a0-\u01b0\u1ea0-\u1ef9\u0300-\u0323]")


@dataclass(slots=True)
class Run:
    """A piece of text and the name of its font. Structure (line ends, tabs) has no font."""

    text: str
    font: str | None = None


def encoding_of(font: str | None) -> str | None:
    """tcvn3 for ``.VnTime``, ``.VnArialH`` ..., vni for ``VNI-Times`` ..., None for others.

    A PDF prefixes the name of an embedded font (``ABCDEF+.VnTime``).
    """
    if not font:
        return None
    name = font.split("+")[-1].strip()
    if name.startswith(".") and _TCVN3.fullmatch(name.replace("-", " ")):
        return "tcvn3"
    return "vni" if _VNI.match(name) else None


def decode_runs(runs: Sequence[Run]) -> tuple[str, str | None]:
    """The text of the runs, legacy fonts undone, and the encoding of those (None: there are none)."""
    runs = _joined(runs)
    used: str | None = None
    for encoding, convert in _CONVERT.items():
        ours = [r for r in runs if encoding_of(r.font) == encoding and not _UNICODE.search(r.text)]
        shown = " ".join(r.text for r in ours)
        if shown.isascii() or share(convert(shown)) <= share(shown):
            continue
        used = encoding
        for run in ours:
            run.text = convert(run.text)
            if _is_capital(run.font):
                run.text = run.text.upper()
    return "".join(r.text for r in runs), used


def _joined(runs: Sequence[Run]) -> list[Run]:
    """Neighbours of one font as one: a letter of VNI may be cut in two."""
    return [Run("".join(r.text for r in same), font) for font, same in groupby(runs, key=lambda r: r.font)]


def _is_capital(font: str | None) -> bool:
    """Fonts that draw small letters as capitals: ``.VnTimeH``."""
    return font is not None and font.split("+")[-1].startswith(".") and font.rstrip("0123456789 ").endswith("H")


_CONVERT: dict[str, Callable[[str], str]] = {"tcvn3": tcvn3_text, "vni": vni_text}
