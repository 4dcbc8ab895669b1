"""Parts of speech by underthesea's model: its features, built here from strings that are made once a word.

The features are those of ``underthesea.pos_tag``: words and pairs of words within two, their lower case, whether they
are capitalised. Those that the model does not know are left out, which changes no score.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pipeline.tokens.crf import ModelError, read

#: Words or pairs whose features are kept; beyond, the cache starts anew.
_KEPT = 50_000
_SINGLE = (-2, -1, 0, 1, 2)
_PAIRS = (-2, -1, 0, 1)
_TITLED = (-1, 0, 1)
#: The tagger's own output before the word was a column in training; underthesea fills it with X.
_TAGS = ((-3, -3), (-2, -2), (-1, -1), (-3, -2), (-2, -1))

Strings = tuple[str, ...]


class Tagger:
    """Call it with the words of one sentence to get their tags (``N``, ``V``, ``Np`` ...)."""

    def __init__(self, model: Path) -> None:
        from underthesea_core import CRFTagger

        self._known = frozenset(read(model).attributes)
        self._words: dict[str, tuple[Strings, ...]] = {}
        self._pairs: dict[tuple[str, str], tuple[Strings, ...]] = {}
        self._crf: Any = CRFTagger()
        self._crf.load(str(model))

    def __call__(self, words: Sequence[str]) -> list[str]:
        if not words:
            return []
        if len(self._words) + len(self._pairs) > _KEPT:
            self._words.clear()
            self._pairs.clear()
        tags: list[str] = self._crf.tag(self._features(words))
        return tags

    def _features(self, words: Sequence[str]) -> list[list[str]]:
        size = len(words)
        rows: list[list[str]] = [[*self._edges(i, size)] for i in range(size)]
        for at, word in enumerate(words):
            strings = self._words.get(word) or self._of_word(word)
            for start, known in zip(_SINGLE, strings, strict=True):
                if known and 0 <= at - start < size:
                    rows[at - start] += known
        for at in range(size - 1):
            pair = words[at], words[at + 1]
            strings = self._pairs.get(pair) or self._of_pair(pair)
            for start, known in zip(_PAIRS, strings, strict=True):
                if known and 0 <= at - start < size:
                    rows[at - start] += known
        return rows

    def _of_word(self, word: str) -> tuple[Strings, ...]:
        """What the word adds to the tokens that see it two to the left ... two to the right."""
        titled = str(all(part[:1].istitle() for part in word.split(" ")))
        strings = tuple(
            self._only_known(
                f"T[{start}]={word}",
                f"T[{start}].lower={word.lower()}",
                *([f"T[{start}].istitle={titled}"] if start in _TITLED else ()),
            )
            for start in _SINGLE
        )
        self._words[word] = strings
        return strings

    def _of_pair(self, pair: tuple[str, str]) -> tuple[Strings, ...]:
        text = " ".join(pair)
        strings = tuple(self._only_known(f"T[{start},{start + 1}]={text}") for start in _PAIRS)
        self._pairs[pair] = strings
        return strings

    def _edges(self, at: int, size: int) -> Strings:
        """The features of word `at` whose window leaves the sentence, and those of the column of tags."""
        near = min(at, 3), min(size - 1 - at, 2)
        return self._edge_cache(*near)

    @cache  # noqa: B019 - a dozen entries, and the tagger lives as long as the process
    def _edge_cache(self, before: int, after: int) -> Strings:
        found = []
        windows = [(start, start, name) for start in _SINGLE for name in ("", ".lower")]
        windows += [(start, start, ".istitle") for start in _TITLED] + [(start, start + 1, "") for start in _PAIRS]
        for first, last, name in windows:
            label = f"T[{first}]{name}" if first == last else f"T[{first},{last}]"
            if -first > before:
                found.append(f"{label}=BOS")
            elif last > after:
                found.append(f"{label}=EOS")
        for first, last in _TAGS:
            label = f"T[{first}][1]" if first == last else f"T[{first},{last}][1]"
            value = "X" if first == last else "X X"
            found.append(f"{label}={'BOS' if -first > before else value}")
        return self._only_known(*found)

    def _only_known(self, *strings: str) -> Strings:
        return tuple(s for s in strings if s in self._known)


@cache
def pos_tagger() -> Tagger:
    """The tagger of the installed underthesea. Raises ModelError where it is missing."""
    spec = find_spec("underthesea")
    if spec is None or spec.origin is None:
        raise ModelError("underthesea is not installed: pip install underthesea")
    model = Path(spec.origin).parent / "pipeline" / "pos_tag" / "pos_crf_2017_10_11.bin"
    if not model.exists():
        raise ModelError(
            f"the installed underthesea lacks its part-of-speech model {model.name}; install underthesea 9"
        )
    return Tagger(model)
