"""Bytes of the encodings that Python cannot write, for the tests."""

from __future__ import annotations

import unicodedata

from pipeline.reading.legacy import letters

_TONES = "\u0300\u0301\u0303\u0309\u0323"


def encode(text: str, encoding: str) -> bytes:
    """NFC `text` in windows-1258, tcvn3, vni, viscii or vps; what the encoding cannot write is left out. TCVN3 writes
    a capital with a tone mark as the small letter (its fonts decide the case)."""
    text = unicodedata.normalize("NFC", text)
    if encoding == "windows-1258":
        return "".join(map(_typed, text)).encode("cp1258", "ignore")
    codes = letters(encoding)
    out = b""
    for c in text:
        code = codes.get(c) or codes.get(c.lower())
        out += code.encode("latin-1") if code else c.encode("cp1252", "ignore")
    return out


def shown(text: str, encoding: str) -> str:
    """How a reader that knows no Vietnamese shows the bytes: as Windows-1252 letters."""
    return "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in encode(text, encoding))


def _typed(c: str) -> str:
    """A letter as it is typed under Windows-1258: the tone mark after a base letter."""
    marks = unicodedata.normalize("NFD", c)
    tones = "".join(m for m in marks if m in _TONES)
    return unicodedata.normalize("NFC", "".join(m for m in marks if m not in _TONES)) + tones
