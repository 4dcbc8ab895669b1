"""Decoders of the encodings that Python lacks or decodes halfway: TCVN3, VNI, VISCII, VPS (data/encodings.tsv) and
Windows-1258. All give NFC text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache

from pipeline.lexicon import alternation, table

#: Windows-1252 as browsers read it: the five bytes that it leaves undefined stay control characters.
_CP1252 = "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in range(256))
_CAPITALS = re.compile(r"\b(?=\w{2})[^\W\d_a-z]*[A-ZĂÂĐÊÔƠƯ][^\W\d_a-z]*\b")
_WORD = re.compile(r"[^\W\d_]+")


def tcvn3(data: bytes) -> str:
    """TCVN3 (ABC fonts). It has no capitals with tone marks: words in capitals are restored by their other letters."""
    return capitals(data.decode("latin-1").translate(_single("tcvn3")))


def vni(data: bytes) -> str:
    """VNI-Windows: a letter and a mark; a small mark after a capital letter is taken too."""
    pattern, letters = _pairs()
    text = data.decode("latin-1").translate(_windows())
    return pattern.sub(lambda m: letters[m[0]], text)


def viscii(data: bytes) -> str:
    """VISCII (RFC 1456), six capitals of which stand on control codes."""
    return data.decode("latin-1").translate(_single("viscii"))


def vps(data: bytes) -> str:
    """VPS."""
    return data.decode("latin-1").translate(_single("vps"))


def windows_1258(data: bytes) -> str:
    """Windows-1258: base letters and combining tones, composed."""
    return unicodedata.normalize("NFC", data.decode("latin-1").translate(_cp1258()))


def windows_1252(data: bytes) -> str:
    """Windows-1252 as browsers read it: never fails."""
    return data.decode("latin-1").translate(_windows())


def to_windows_1252(text: str) -> bytes | None:
    """The bytes that `text` shows as Windows-1252 (or Latin-1) letters; None where it holds other characters."""
    try:
        return text.translate(_unwindows()).encode("latin-1")
    except UnicodeEncodeError:
        return None


#: Name -> decoder; the order decides between equals.
LEGACY: dict[str, Callable[[bytes], str]] = {
    "windows-1258": windows_1258,
    "tcvn3": tcvn3,
    "vni": vni,
    "viscii": viscii,
    "vps": vps,
}


def tcvn3_text(text: str) -> str:
    """TCVN3 that a reader gave as text: its bytes shown as Windows-1252 or Latin-1 letters (a ``.VnTime`` run).

    PDF readers give the byte of ``ư`` as soft hyphen, minus sign or U+FFFE: all become ``ư``.
    """
    return capitals(text.translate(_shown("tcvn3")))


def vni_text(text: str) -> str:
    """VNI that a reader gave as text, its bytes shown as Windows-1252 letters."""
    pattern, letters = _pairs()
    return pattern.sub(lambda m: letters[m[0]], text)


def capitals(text: str) -> str:
    """Restore the capitals that TCVN3 cannot write: ``ủY BAN`` -> ``ỦY BAN``.

    A word of two or more unaccented letters, all capitals, is in capitals; with one such letter or none (``Và`` or
    ``VÀ``?) it follows its neighbours on the line.
    """
    return "\n".join(map(_capital_line, text.split("\n")))


def _capital_line(line: str) -> str:
    if not _CAPITALS.search(line):
        return line
    words = list(_WORD.finditer(line))
    verdicts: list[bool | None] = []
    for m in words:
        sure = [c for c in m[0] if c.isascii() or c.isupper()]
        low = sum(1 for c in sure if c.islower())
        verdicts.append(False if low else True if len(sure) >= 2 else None)
    if True not in verdicts:
        return line
    out = list(line)
    for i, m in enumerate(words):
        verdict = verdicts[i]
        if verdict is None:
            near = [_nearest(verdicts, i, -1), _nearest(verdicts, i, 1)]
            known = [v for v in near if v is not None]
            verdict = bool(known) and all(known)
        if verdict:
            out[m.start() : m.end()] = m[0].upper()
    return "".join(out)


def _nearest(verdicts: list[bool | None], i: int, step: int) -> bool | None:
    i += step
    while 0 <= i < len(verdicts):
        if verdicts[i] is not None:
            return verdicts[i]
        i += step
    return None


@cache
def letters(encoding: str) -> dict[str, str]:
    """Letter -> its bytes as Latin-1 characters, for the letters that `encoding` (a column of the table) has."""
    rows = table("pipeline.reading", "encodings.tsv")
    return {r["char"]: bytes.fromhex(r[encoding]).decode("latin-1") for r in rows if r[encoding] != "-"}


@cache
def _windows() -> dict[int, str]:
    return dict(enumerate(_CP1252))


@cache
def _unwindows() -> dict[int, int]:
    return {ord(c): b for b, c in enumerate(_CP1252)}


@cache
def _single(encoding: str) -> dict[int, str]:
    """The table of a one-byte encoding; where two letters share a byte (VPS), the small one, which comes first."""
    found: dict[int, str] = {}
    for letter, shown in letters(encoding).items():
        found.setdefault(ord(shown), letter)
    return _windows() | found


@cache
def _cp1258() -> dict[int, str]:
    return {b: bytes([b]).decode("cp1258", "ignore") or chr(b) for b in range(256)}


@cache
def _shown(encoding: str) -> dict[int, str]:
    """The same for text: a code may also have come as its Windows-1252 character."""
    single = {b: c for b, c in _single(encoding).items() if b >= 0x80 and c != _CP1252[b]}
    look_alikes = {0x2212: "ư", 0xFFFE: "ư", 0x2219: "ã", 0x03BC: "à"}  # what PDF readers make of the bytes
    return single | {ord(_CP1252[b]): c for b, c in single.items()} | look_alikes


@cache
def _pairs() -> tuple[re.Pattern[str], dict[str, str]]:
    """VNI: what stands for each letter, longest first; capitals also with the small mark."""
    found: dict[str, str] = {}
    for letter, shown in letters("vni").items():
        found[shown] = letter
        if len(shown) == 2 and letter.isupper():
            found.setdefault(shown[0] + shown[1].lower(), letter)
    return re.compile(alternation(found)), found
