"""Text that a reader gave as text, but wrongly: UTF-8 read as another encoding (mojibake), and TCVN3, VNI ... bytes
shown as Windows-1252 letters, as PDF, RTF, Excel and old pages give them.

A repair is taken only if the share of legal syllables rises; clean text is returned as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from pipeline.reading.encodings import choose, count, share
from pipeline.reading.legacy import (
    tcvn3_text,
    to_windows_1252,
    viscii,
    vni_text,
    windows_1258,
)

_CLEAN = 0.9
_RISE = 0.1
_CLEAR = 0.55
_PROOF = 2
_SAMPLE = 20_000
_UNICODE = re.compile("[\u0102\u0103\u0110\u0111\u01a0-\u01b0\u1ea0-\u1ef9]")
_HYPHENATED = re.compile(r"(?<![\w-])([^\W\d_]*)-([^\W\d_]*)(?![\w-])")


@dataclass(frozen=True, slots=True)
class Repaired:
    """``encoding``: what was undone (``utf-8 as windows-1252``, ``tcvn3``); None where nothing was."""

    text: str
    encoding: str | None = None
    confidence: float | None = None


def repair(text: str, by_line: bool = True) -> Repaired:
    """`text` as it was meant. `by_line`: look for single lines that are wrong in a text that reads well as a whole."""
    if text.isascii():
        return Repaired(text)
    before = share(text[:_SAMPLE])
    if before >= _CLEAN and not by_line:
        return Repaired(text)
    if before < _CLEAN:
        for name, undo in _MOJIBAKE.items():
            once = undo(text)
            fixed = undo(once) or once if once is not None else None
            if fixed is not None and (after := share(fixed[:_SAMPLE])) > before + _RISE:
                return Repaired(fixed, f"utf-8 as {name}", round(after, 3))
    return _shown(text)


def _shown(text: str) -> Repaired:
    """Legacy bytes shown as letters: in the whole text, or in those of its lines that gain by it."""
    lines = text.split("\n")
    odd = [line for line in lines if not line.isascii() and _is_odd(line)]
    sample = "\n".join(odd)[:_SAMPLE]
    if not odd:
        return Repaired(text)
    counts = {name: count(convert(sample)) for name, convert in SHOWN.items()} | {"as it is": count(sample)}
    name, confidence = choose(counts)
    if name is None or name == "as it is" or share(SHOWN[name](sample)) <= share(sample) + _RISE:
        return Repaired(text)
    return Repaired("\n".join(_line_by_line(lines, name)), name, confidence)


def _is_odd(line: str) -> bool:
    good, bad = count(line)
    return bad > good


def _line_by_line(lines: list[str], main: str) -> Iterator[str]:
    """Each line as it reads best: by the main encoding, else by another, or as it is. One that does not tell
    (``412/Q§-UBND``) goes with the line before it."""
    current = main
    for line in lines:
        current = _verdict(line, main, current)
        yield SHOWN[current](line) if current else line


def _verdict(line: str, main: str, current: str) -> str:
    """The encoding of a line, "" for none; `current` is that of the line before."""
    if line.isascii():
        return current
    counts = {name: count(convert(line)) for name, convert in SHOWN.items()} | {"": count(line)}
    shares = {name: good / max(good + bad, 1) for name, (good, bad) in counts.items()}
    if shares[main] == shares[""]:
        return "" if _UNICODE.search(line) else current
    best = max(("", main), key=shares.__getitem__)
    if shares[best] >= _CLEAR:
        return best
    # Another encoding needs better proof than a word or two that happen to be legal.
    other = max(counts, key=lambda name: (shares[name], name == current))
    lead = counts[other][0] - counts[best][0]
    return other if lead >= _PROOF or (other == current and lead > 0) else best


def _as_bytes(decoder: Callable[[bytes], str]) -> Callable[[str], str]:
    """A decoder of bytes for text that shows them as Windows-1252 letters; other text is left as it is."""

    def convert(text: str) -> str:
        data = to_windows_1252(text)
        return text if data is None else decoder(data)

    return convert


def tcvn3_hyphens(text: str) -> str:
    """Hyphens that a PDF reader gave for the ``ư`` of TCVN3 (the byte is the soft hyphen): ``ph-ờng`` -> ``phường``.

    A hyphen in a word is one where the joined word is a legal syllable and one of its parts is not.
    """
    from pipeline.reading.syllables import legal

    def join(m: re.Match[str]) -> str:
        joined = f"{m[1]}ư{m[2]}"
        apart = all(legal(part) for part in m.groups() if part)
        return joined if legal(joined) and not apart else m[0]

    return _HYPHENATED.sub(join, text)


#: Encoding -> its decoder for text that shows its bytes as Windows-1252 letters.
SHOWN: dict[str, Callable[[str], str]] = {
    "windows-1258": _as_bytes(windows_1258),
    "tcvn3": lambda text: tcvn3_hyphens(tcvn3_text(text)),
    "vni": vni_text,
    "viscii": _as_bytes(viscii),
}


def _undo(codecs: Iterable[str]) -> dict[str, Callable[[str], str | None]]:
    def of(codec: str) -> Callable[[str], str | None]:
        def undo(text: str) -> str | None:
            try:
                data = to_windows_1252(text) if codec == "windows-1252" else text.encode(codec)
                return None if data is None else data.decode("utf-8")
            except UnicodeError:
                return None

        return undo

    return {codec: of(codec) for codec in codecs}


_MOJIBAKE = _undo(("windows-1252", "cp1258", "cp437", "mac_roman"))
