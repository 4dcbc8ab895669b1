"""Is this word a Vietnamese syllable? The measure by which encodings are told apart.

The model is the spelling itself (data/syllables.tsv): onset, rhyme, tone. It accepts about 17,700 syllables, so that a
text decoded by the wrong table fails at nearly every accented word.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

from pipeline.lexicon import table

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_SHARP_OR_HEAVY = "\u0301\u0323"
_STOPS = ("p", "t", "c", "ch")
_FRONT = ("i", "e", "ê", "y")


@lru_cache(maxsize=65_536)
def legal(word: str) -> bool:
    """Whether `word` (one syllable, any case, NFC or NFD) is spelt as a Vietnamese syllable can be."""
    letters = unicodedata.normalize("NFD", word.lower())
    tones = [c for c in letters if c in _TONES]
    base = unicodedata.normalize("NFC", "".join(c for c in letters if c not in _TONES))
    if len(tones) > 1 or base not in syllables():
        return False
    return not base.endswith(_STOPS) or (len(tones) == 1 and tones[0] in _SHARP_OR_HEAVY)


@cache
def syllables() -> frozenset[str]:
    """Every legal syllable without its tone."""
    onsets: list[str] = []
    rhymes: list[str] = []
    for row in table("pipeline.reading", "syllables.tsv"):
        parts = ["" if c == "-" else c for c in row["codas"].split()]
        if row["nucleus"] == "onset":
            onsets = parts
        else:
            rhymes += [row["nucleus"] + coda for coda in parts]
    return frozenset(s for onset in onsets for rhyme in rhymes if (s := _spell(onset, rhyme)) is not None)


def _spell(onset: str, rhyme: str) -> str | None:
    """The spelling of onset + rhyme, None where there is none."""
    front = rhyme.startswith(_FRONT)
    if onset == "qu":
        if rhyme.startswith(("ua", "uô")):
            return "q" + rhyme if rhyme.startswith("uô") else None
        medial = rhyme[0] in "ou" and len(rhyme) > 1 and rhyme[1] in "aăeêâơy"
        return "qu" + rhyme[1:] if medial else "qu" + rhyme if front else None
    if onset == "gi":
        return (
            "g" + rhyme if rhyme.startswith("i") else None if rhyme[0] in "yu" and rhyme[1:2] == "y" else "gi" + rhyme
        )
    if onset in (("c", "g", "ng") if front else ("k", "gh", "ngh")):
        return None
    if rhyme.startswith("y") and onset:
        return onset + rhyme if rhyme == "y" else None
    return onset + rhyme
