"""Word lists of the readers (``data/words.tsv``), and patterns in which a blank stands for any run of white space."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from pipeline.lexicon import table

_ROWS = {r["role"]: frozenset(r["words"].split(";")) for r in table("pipeline.citations", "words.tsv")}
_BLANK = re.compile(r"(?<!\[) (\??)")


# A Vietnamese syllable without its tone, as far as letters tell; names such as Paris or Maastricht are none.
_SYLLABLE = re.compile(
    r"(?:ngh?|[ckpt]h|gi|qu|gh|nh|tr|[bcdđghklmnprstvx])?[aeiouyăâêôơư]{1,3}(?:ch|ng|nh|[cmnpt])?", re.IGNORECASE
)
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")


def is_syllable(word: str) -> bool:
    """Whether a word can be a Vietnamese syllable; letters in capitals (`EVFTA`) are none."""
    plain = unicodedata.normalize("NFC", _TONES.sub("", unicodedata.normalize("NFD", word)))
    return _SYLLABLE.fullmatch(plain) is not None and not (len(word) > 1 and word.isupper())


def words(role: str) -> frozenset[str]:
    """The words of one role; the roles are explained at the head of the file."""
    return _ROWS[role]


def pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """A regular expression in which a blank means one to thirty blanks or line breaks, blank + ``?`` none to thirty."""
    return re.compile(_BLANK.sub(lambda m: r"[ \n]{0,30}" if m[1] else r"[ \n]{1,30}", text), flags)


def alternation(entries: Iterable[str]) -> str:
    """The entries as alternatives for `pattern`, the longest first."""
    return "|".join(re.escape(e).replace(r"\ ", " ") for e in sorted(entries, key=lambda e: (-len(e), e)))
