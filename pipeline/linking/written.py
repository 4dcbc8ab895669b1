"""Names as they are compared and as they are written out: spelling, abbreviations, capitals."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from unicodedata import is_normalized, normalize

from pipeline.lexicon import table
from pipeline.text import canonical, fold

_PACKAGE = "pipeline.linking"
#: A syllable as Vietnamese is written, lower case, one tone style.
SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?"
    r"[aăâeêioôơuưyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]{1,3}(?:ch|nh|ng|[cmnpt])?"
)
_SMALL = frozenset("và của các về cho trong tại với".split())
# An open syllable may end in i or y: kỹ = kĩ, sỹ = sĩ, Lý = Lí.
_Y = re.compile(r"\b([hklmst])([yýỳỷỹỵ])(?!\w)")
_I = dict(zip("yýỳỷỹỵ", "iíìỉĩị", strict=True))
_PUNCTUATION = re.compile(r"[^\w\s]|_|\bvà\b")
_ABBREVIATED = re.compile(r"[A-ZĐĂÂÊÔƠƯ][A-ZĐĂÂÊÔƠƯ&-]|[A-Z][.\d]|\b[CT][Tt]y\b|\b[Tt][Pp]\b|\b[Tt]x\b")
_NO_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))
_LOOK_ALIKES = frozenset("ÐðƉ")
_GLUED = re.compile(r"\bTP(?=[^\W\d_a-zđ][^\W\d_A-ZĐ])")
_IN_BRACKETS = re.compile(r"\s*\(([^()]{2,30})(?:\)|$)")


def shadow(name: str) -> str:
    """The canonical text of `name`; one that is cut from a shadow is its own, and leaves the cache to the document."""
    plain_already = name.isprintable() and is_normalized("NFC", name) and _LOOK_ALIKES.isdisjoint(name)
    return name if plain_already else canonical(name).text


def plain(name: str) -> str:
    """One white space, one style of tone marks, the capitals as they are."""
    name = shadow(name)
    one_style = "".join(f.upper() if c.isupper() else f for c, f in zip(name, fold(name), strict=True))
    return " ".join(one_style.split())


@lru_cache(maxsize=8192)
def compared(name: str) -> str:
    """The form in which two spellings of a name are equal: no case, punctuation or ``và``, one tone style, i for y."""
    folded = _Y.sub(lambda m: m[1] + _I[m[2]], fold(shadow(name)))
    return " ".join(_PUNCTUATION.sub(" ", folded).split())


def without_brackets(name: str) -> tuple[str, tuple[str, ...]]:
    """`name` without what stands in brackets, and that: ``Ủy ban Kiểm tra (UBKT) Tỉnh ủy`` -> UBKT."""
    return _IN_BRACKETS.sub("", name), tuple(_IN_BRACKETS.findall(name))


def expanded(name: str) -> str:
    """`name` (plain) with its abbreviations written out."""
    if not _ABBREVIATED.search(name):
        return name
    name = _GLUED.sub("TP ", name)

    def word(match: re.Match[str]) -> str:
        for row in _abbreviations()[match[0]]:
            whole = match[0] == name
            if row["whole"] == "yes" and not whole:
                continue
            if _stands(row["before"], name[: match.start()].split(), -1) and _stands(
                row["after"], [name[match.end() :]], 0
            ):
                glued = name[match.end() : match.end() + 1]
                return row["expansion"] + (" " if glued.isalpha() else "")
        return match[0]

    return " ".join(_pattern().sub(word, name).split())


def calmed(name: str) -> str:
    """A name in capitals with capitals only where words begin; what is no syllable (an abbreviation) stays."""
    words = name.split()
    syllables = [len(w) > 1 and SYLLABLE.fullmatch(w.strip(",").lower()) is not None for w in words]
    if not name.isupper() or len(words) < 3 or sum(syllables) < 2:
        return name
    calm = (small if (small := w.lower()) in _SMALL else w.capitalize() for w in words)
    return " ".join(c if is_one else w for w, c, is_one in zip(words, calm, syllables, strict=True))


def initials(name: str) -> str:
    """The first letters of the words of `name` in upper case, without small words: ``Ban Quản lý dự án`` -> BQLDA."""
    first = "".join(w[0] for w in re.findall(r"\w+", name) if w not in ("và", "của", "các", "về", "cho"))
    return normalize("NFC", normalize("NFD", first).translate(_NO_TONES)).upper()


def titled(name: str) -> str:
    """`name` of a person with a capital at each syllable where it is all upper case."""
    if not name.isupper() or "." in name or len(name) < 4:
        return name
    return " ".join(w if len(w) == 1 else w.title() for w in name.split())


def _stands(wanted: str, text: list[str], at: int) -> bool:
    if wanted == "-":
        return True
    there = fold(" ".join(text) if at else text[0].lstrip())
    return any(there.endswith(w) if at else there.startswith(w) for w in fold(wanted).split(";"))


@cache
def _abbreviations() -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for row in table(_PACKAGE, "abbreviations.tsv"):
        found.setdefault(row["abbreviation"], []).append(dict(row))
    return found


@cache
def _pattern() -> re.Pattern[str]:
    entries = sorted(_abbreviations(), key=len, reverse=True)
    ends = (re.escape(a) + ("" if a.endswith(".") else r"(?![&-]?\w)") for a in entries)
    return re.compile(r"(?<![\w&.])(?:" + "|".join(ends) + ")")
