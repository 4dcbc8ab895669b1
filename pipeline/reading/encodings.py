"""Which encoding is this? By the mark, by validity, else by the share of legal Vietnamese syllables.

General detectors know neither TCVN3 nor VNI. Each candidate decodes the first 20 KB; the one under which the accented
words are spelt as Vietnamese syllables wins, if it is clear; else the text is not Vietnamese, and Windows-1252 is
given with confidence 0.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass

from pipeline.reading.base import ReadError
from pipeline.reading.legacy import LEGACY, windows_1252
from pipeline.reading.syllables import legal

_SAMPLE = 20_000
_CLEAR = 0.55
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NAMES = {
    "tcvn": "tcvn3",
    "abc": "tcvn3",
    "x-viet-tcvn": "tcvn3",
    "x-viet-tcvn5712": "tcvn3",
    "vni-windows": "vni",
    "x-viet-vni": "vni",
    "x-viet-vps": "vps",
    "cp1258": "windows-1258",
    "x-viscii": "viscii",
    "csviscii": "viscii",
}
_BINARY = "binary data, no text; is the file's type what its name says?"
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
# A word, with whatever a wrong table puts inside it; punctuation at its edges is not part of it.
_CHUNK = re.compile(r"[^\s!-/:-@\[-`{-~0-9]+")
_EDGE = "“”‘’–—…«»•·°©®™€£§¶†‡‹›„‚\xa0\xad\ufeff"


@dataclass(frozen=True, slots=True)
class Decoded:
    """``confidence`` is 1 where the encoding is declared and valid; else the winner's lead over the runner-up."""

    text: str
    encoding: str
    confidence: float


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """The text of `data` without its BOM, line ends untouched; bytes that do not decode become U+FFFD.

    `encoding`: a Python codec, tcvn3, vni, viscii or vps; None: found. Raises ReadError where the data is binary or
    the encoding does not exist.
    """
    if encoding is not None:
        name = known(encoding)
        return Decoded(_decode(_unmark(data, name), name), name, 1.0)
    for mark, name in _BOMS:
        if data.startswith(mark):
            return Decoded(_decode(data[len(mark) :], name), name, 1.0)
    if wide := _wide(data):
        return wide
    try:
        return Decoded(data.decode("utf-8"), "utf-8", 1.0)
    except UnicodeDecodeError:
        return _by_syllables(data)


def decode_declared(data: bytes, declared: str | None, encoding: str | None = None) -> Decoded:
    """As `decode`, for data whose page or mail declares an encoding. That is often a lie: it counts only where the
    bytes do not tell."""
    found = decode(data, encoding)
    if found.confidence > 0 or declared is None:
        return found
    try:
        name = known(declared)
    except ReadError:
        return found
    return Decoded(decode(data, name).text, name, 0.5)


def known(encoding: str) -> str:
    """The name by which an encoding goes here. Raises ReadError where there is none of that name."""
    low = encoding.strip().lower().replace("_", "-")
    low = _NAMES.get(low, low)
    if low in LEGACY:
        return low
    try:
        name = codecs.lookup(low).name
        "".encode(name)
    except (LookupError, ValueError):
        raise ReadError(
            f"no encoding {encoding!r}; there are tcvn3, vni, viscii, vps, windows-1258, utf-8, utf-16 and others"
        ) from None
    return _NAMES.get(name, name)


def share(text: str) -> float:
    """The share of legal syllables among the words of `text` that hold a non-ASCII character; 0 where none does."""
    good, bad = count(text)
    return good / (good + bad) if good + bad else 0.0


def count(text: str) -> tuple[int, int]:
    """How many words that hold a non-ASCII character are legal syllables, and how many are not.

    Capitals of up to six letters (``HĐND``) are left aside.
    """
    words = Counter(c.strip(_EDGE) for c in _CHUNK.findall(text) if not c.isascii())
    good = bad = 0
    for word, n in words.items():
        if word.isascii() or (word.isupper() and len(word) <= 6 and not legal(word)):
            continue
        if legal(word):
            good += n
        else:
            bad += n
    return good, bad


def _by_syllables(data: bytes) -> Decoded:
    sample = data[:_SAMPLE]
    counts = {name: count(reader(sample)) for name, reader in LEGACY.items()}
    counts["utf-8"] = count(sample.decode("utf-8", "replace"))
    best, confidence = choose(counts)
    if best is None:
        if len(_CONTROLS.findall(sample)) > len(sample) // 50:
            raise ReadError(_BINARY)
        return Decoded(windows_1252(data), "windows-1252", 0.0)
    return Decoded(_decode(data, best), best, confidence)


def choose(counts: dict[str, tuple[int, int]]) -> tuple[str | None, float]:
    """The encoding whose decoding is the best Vietnamese, None where none is, and the confidence.

    `counts`: legal and illegal words under each. The confidence is the share of legal words, less the chance that the
    lead over the runner-up is luck (halved by each word that is legal under the winner alone).
    """
    shares = {name: good / (good + bad) if good + bad else 0.0 for name, (good, bad) in counts.items()}
    best = max(shares, key=lambda name: (shares[name], counts[name][0]))
    if shares[best] < _CLEAR:
        return None, 0.0
    lead = counts[best][0] - max(good for name, (good, _) in counts.items() if name != best)
    return best, round(shares[best] * (1 - 0.5 ** max(lead, 0)), 3)


def _wide(data: bytes) -> Decoded | None:
    """UTF-16 without a mark, known by its NULs. Raises ReadError for other data with many NULs: it is no text."""
    sample = data[:_SAMPLE]
    if sample.count(0) * 10 <= len(sample):
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    name = "utf-16-le" if odd > even else "utf-16-be"
    text = data.decode(name, "replace")
    if text.count("\ufffd") + text.count("\0") > len(text) // 100:
        raise ReadError(_BINARY)
    return Decoded(text, name, 0.9)


def _decode(data: bytes, name: str) -> str:
    if name in LEGACY:
        return LEGACY[name](data)
    return data.decode(name, "replace")


def _unmark(data: bytes, name: str) -> bytes:
    """`data` without the mark of an encoding of this family."""
    family = name.replace("_", "-")[:6]
    return next((data[len(mark) :] for mark, of in _BOMS if of[:6] == family and data.startswith(mark)), data)
