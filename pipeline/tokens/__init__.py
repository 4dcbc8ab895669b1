"""Words, by underthesea's word model, with offsets that are exact by construction.

The line is cut into tokens on the canonical text (`pipeline.tokens.pattern`), the model says which tokens go on with
the word before (`pipeline.tokens.model`), and the spans of the tokens are the spans of the words: nothing is searched
for afterwards. On clean text the words are those of ``underthesea.word_tokenize``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from pipeline.text import Canonical, canonical
from pipeline.tokens.crf import ModelError
from pipeline.tokens.model import word_model
from pipeline.tokens.pattern import token
from pipeline.tokens.pos import pos_tagger
from pipeline.types import Document, Span, Token

if TYPE_CHECKING:
    from pipeline.config import Config
    from pipeline.engine import Layers, Stage

__all__ = ["ModelError", "stage", "tag", "words"]

#: Units read at a time: bounds the memory that a line of any length takes.
_BATCH = 5_000

Tagger = Callable[[Sequence[str]], list[str]]


def stage(config: Config) -> Stage:
    """The layer ``tokens``: the words of each sentence (of each line, where there are no sentences)."""

    def run(doc: Document, layers: Layers) -> dict[str, Sequence[Span]]:
        found = words(doc.text, layers.get("sentences"), tag if config.tokens else None)
        return {"tokens": found}

    word_model()
    return run


def words(text: str, sentences: Sequence[Span] | None = None, tagger: Tagger | None = None) -> list[Token]:
    """The words of the raw `text`, sentence by sentence (line by line without them), in order, without overlap.

    A `tagger` gives the parts of speech of a sentence's words; `tag` is underthesea's.
    """
    shadow = canonical(text)
    found: list[Token] = []
    free = 0  # a mark that NFC cannot join shares the raw place of its letter: it goes to the word before
    for start, end in _lines(shadow, sentences):
        line = shadow.text[start:end]
        units = token.finditer(line)
        while batch := [m.span() for m in islice(units, _BATCH)]:
            for a, b, pos in _grouped(line, batch, tagger):
                first, last = shadow.raw(start + a, start + b)
                if first < free:
                    first = last - len(text[free:last].lstrip())
                if first < last:
                    found.append(Token(first, last, pos))
                    free = last
    return found


def _grouped(line: str, spans: Sequence[tuple[int, int]], tagger: Tagger | None) -> list[tuple[int, int, str | None]]:
    """The units of a line at `spans` as words with their tags."""
    model = word_model()
    spelled = [model.spelling.get(line[a:b]) or line[a:b] for a, b in spans]
    groups: list[tuple[int, int]] = []
    read: list[str] = []  # the words as the models read them
    for (a, b), unit, begins in zip(spans, spelled, model.breaks(spelled), strict=True):
        if begins:
            groups.append((a, b))
            read.append(unit)
        else:
            groups[-1] = groups[-1][0], b
            read[-1] = f"{read[-1]} {unit}"
    tags: Sequence[str | None] = tagger(read) if tagger else [None] * len(groups)
    return [(a, b, pos) for (a, b), pos in zip(groups, tags, strict=True)]


def tag(words: Sequence[str]) -> list[str]:
    """The parts of speech of one sentence's words, those of ``underthesea.pos_tag``."""
    return pos_tagger()(words)


def _lines(shadow: Canonical, sentences: Sequence[Span] | None) -> Iterator[tuple[int, int]]:
    if sentences is None:
        at = 0
        for line in shadow.text.splitlines(keepends=True):
            yield at, at + len(line)
            at += len(line)
    else:
        for sentence in sentences:
            yield shadow.inner(sentence.start, sentence.end)
