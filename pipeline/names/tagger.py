"""The CRF at work: blocks of syllables to labels, labels to mentions."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.names.features import ANY, columns, fingerprint, known, read
from pipeline.names.missed import missed_bodies, missed_people
from pipeline.names.people import honorific, signs
from pipeline.names.rules import Mention, mend
from pipeline.names.syllables import Syllables
from pipeline.names.whole import settle
from pipeline.text import Canonical, canonical
from pipeline.tokens.crf import Model
from pipeline.tokens.crf import read as read_model
from pipeline.types import OrganisationMention, PersonMention, Span

#: A block ends at the first line break, full stop or blank after this many characters: memory stays bounded.
_BLOCK = 20_000
#: The least weight of an attribute for some label with which it is looked up.
_WEAK = 0.08


@dataclass(frozen=True, slots=True)
class Found:
    """The mentions of one text, each list in order of start. ``titles`` are plain spans."""

    people: list[PersonMention]
    organisations: list[OrganisationMention]
    titles: list[Span]

    def add(self, shadow: Canonical, mention: Mention) -> None:
        """Add a mention of the canonical text `shadow`."""
        kind, start, end = mention
        at = shadow.raw(start, end)
        name = " ".join(shadow.text[start:end].split())
        if kind == "P":
            author = "author" if signs(shadow, start, end) else "mentioned"
            self.people.append(PersonMention(*at, name=name, honorific=honorific(shadow, start), kind=author))
        elif kind == "O":
            self.organisations.append(OrganisationMention(*at, name=name))
        elif kind == "R":
            self.titles.append(Span(*at))


class Tagger:
    """A trained model. Call it with a raw text."""

    def __init__(self, model: Path) -> None:
        from underthesea_core import CRFModel, CRFTagger

        names = strong(read_model(model))
        trained = model.read_bytes()[-12:].decode("ascii", "replace")
        if trained != fingerprint():
            raise ValueError(
                f"{model}: trained with other templates or lexicons ({trained}, here {fingerprint()}); "
                "train it again with `trichluc train`"
            )
        self._tables = known(name for name in names if name != ANY)
        self._crf = CRFTagger.from_model(CRFModel.load(str(model)))

    def _labels(self, syllables: Syllables) -> list[str]:
        """Without the garbage collector, which thousands of new lists would only wake in vain (a tenth of the time)."""
        collects = gc.isenabled()
        gc.disable()
        try:
            labels: list[str] = self._crf.tag(columns(syllables, self._tables))
        finally:
            if collects:
                gc.enable()
        return labels

    def __call__(self, raw: str) -> Found:
        """The mentions in `raw`; offsets are code points into it."""
        shadow = canonical(raw)
        mentions: list[Mention] = []
        for start, end in _blocks(shadow.text):
            syllables = read(shadow.text, shadow.folded, start, end)
            if len(syllables):
                labels = self._labels(syllables)
                tagged = [(kind, syllables.starts[a], syllables.ends[b - 1]) for kind, a, b in spans(labels)]
                mentions += mend(shadow, tagged, start, end)
        mentions = [(kind, *shadow.whole(a, b)) for kind, a, b in settle(shadow, mentions)]
        mentions = [m for m in mentions if any(map(str.isalnum, shadow.text[m[1] : m[2]]))]
        found = Found([], [], [])
        for mention in sorted([*mentions, *missed(shadow, mentions)], key=lambda m: m[1]):
            found.add(shadow, mention)
        return found


def strong(model: Model) -> list[str]:
    """The attributes that weigh anything: the others decide nothing and cost a fifth of the time (docs/names.md)."""
    weights = [0.0] * len(model.attributes)
    for kind, source, _, weight in model.features():
        if kind == 0 and abs(weight) > weights[source]:
            weights[source] = abs(weight)
    return [name for name, weight in zip(model.attributes, weights, strict=True) if weight >= _WEAK]


def missed(shadow: Canonical, mentions: list[Mention]) -> list[Mention]:
    """The people and bodies that the `mentions` of the whole text make certain."""
    people, bodies, titles = ([Span(a, b) for kind, a, b in mentions if kind == of] for of in "POR")
    held = sorted({shadow.folded[t.start : t.end] for t in titles})
    names = missed_people(shadow, people, bodies, held)
    brands = missed_bodies(shadow, [*people, *names], bodies)
    return [("P", s.start, s.end) for s in names] + [("O", s.start, s.end) for s in brands]


def spans(labels: list[str]) -> Iterator[tuple[str, int, int]]:
    """(type, first, one past the last) of each run of BIO labels; an I that continues nothing begins a run."""
    start, kind = 0, ""
    for i, label in enumerate([*labels, "O"]):
        if kind and label != f"I-{kind}":
            yield kind, start, i
            kind = ""
        if label != "O" and not kind:
            start, kind = i, label[2:]


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while len(text) - start > 2 * _BLOCK:
        reach = start + _BLOCK, start + 2 * _BLOCK
        end = text.find("\n", *reach) + 1 or text.find(". ", *reach) + 1 or text.find(" ", *reach) + 1 or reach[1]
        yield start, end
        start = end
    if start < len(text):
        yield start, len(text)
