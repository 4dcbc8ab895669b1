"""Titles in a text, by lexicon: ``titles.tsv`` (what is held) between the prefixes and suffixes of ``modifiers.tsv``.

Offsets here are those of the canonical shadow (`pipeline.text`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from pipeline.lexicon import table
from pipeline.text import Canonical, canonical, key

_PACKAGE = "pipeline.roles"


def letters(kind: Callable[[str], bool]) -> str:
    """The Latin letters of a kind, for a character class."""
    return "".join(c for c in map(chr, range(0x1EFF)) if kind(c))


@dataclass(frozen=True, slots=True)
class Title:
    """A title's span. ``role`` is its normal form, ``rank`` 1 for the highest of its ``domain``; ``status`` is what its
    own words say (former, acting). ``needs``, ``tail`` and ``alone``: see ``titles.tsv``."""

    start: int
    end: int
    role: str
    rank: int
    domain: str
    status: str | None = None
    needs: str = "-"
    tail: str = "-"
    alone: bool = False

    @property
    def shares(self) -> bool:
        """Whether a body that stands elsewhere in the sentence may be its body."""
        return self.needs == "body" or (self.needs != "near" and not self.alone)


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the vocabulary: the normalised role, its rank (1 = highest) in its domain, and how it is matched."""

    role: str
    rank: int
    domain: str
    needs: str
    tail: str
    alone: bool


@cache
def vocabulary() -> dict[str, Entry]:
    """Written form (folded, or exact where it has a capital) -> entry."""
    return {
        _form(row["title"]): Entry(
            row["role"], int(row["rank"]), row["domain"], row["needs"], row["tail"], row["alone"] == "yes"
        )
        for row in table(_PACKAGE, "titles.tsv")
    }


@lru_cache(maxsize=2)
def find(text: str) -> tuple[Title, ...]:
    """The titles of raw `text` in order, the longest at each place; the last ones are kept."""
    shadow = canonical(text)
    found = [t for m in _search().finditer(shadow.folded) if (t := _read(shadow, m))]
    found += [t for m in _GLUED.finditer(shadow.text) if (t := at(shadow, m.start(), len(text)))]
    return tuple(sorted(found, key=lambda t: t.start))


def at(shadow: Canonical, start: int, end: int) -> Title | None:
    """The longest title that begins at `start` and ends no later than `end`."""
    match = _pattern().match(shadow.folded, start, end)
    return _read(shadow, match) if match else None


#: A capital after a small letter begins a word too (``Hà NộiChủ tịch``).
_GLUED = re.compile(f"(?<=[{letters(str.islower)}])[{letters(str.isupper)}]")


@cache
def _search() -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_])(?:{_pattern().pattern})")


def _read(shadow: Canonical, match: re.Match[str]) -> Title | None:
    start, head = match.start(), match["head"]
    written = shadow.text[match.start("head") : match.end("head")]
    exact = vocabulary().get(" ".join(written.split())) if written != head else None
    entry = exact or vocabulary().get(" ".join(head.split()))
    if entry is None or entry.needs == "never":
        return None
    if exact and start and shadow.text[start - 1] in "-/":  # an abbreviation inside a document's number
        return None
    before = [_modifiers("before")[w] for w in _words("before").findall(match["before"] or "")]
    after = [_modifiers("after")[" ".join(w.split())] for w in _words("after").findall(match["after"] or "")]
    words = [word for _, word in before if word != "-"]
    role = entry.role
    if words:
        role = " ".join([words[0], *(w.lower() for w in words[1:]), role])
    role = " ".join([role, *(word for _, word in after if word != "-")])
    status = next((status for status, _ in before + after if status != "-"), None)
    return Title(
        start,
        match.end(),
        role,
        entry.rank + words.count("Phó"),
        entry.domain,
        status,
        entry.needs,
        entry.tail,
        entry.alone or "Hàm" in words,
    )


def _form(title: str) -> str:
    return title if title != title.lower() else key(title)


@cache
def _modifiers(side: str) -> dict[str, tuple[str, str]]:
    rows = table(_PACKAGE, "modifiers.tsv")
    return {key(row["form"]): (row["status"], row["word"]) for row in rows if row["side"] == side}


@cache
def _words(side: str) -> re.Pattern[str]:
    return re.compile(trie(_modifiers(side)))


@cache
def _pattern() -> re.Pattern[str]:
    heads = trie(form.lower() for form in vocabulary())
    guarded = {key(row["form"]) for row in table(_PACKAGE, "modifiers.tsv") if row["guard"] == "end"}
    free = trie(form for form in _modifiers("after") if form not in guarded)
    closed = trie(guarded)
    return re.compile(
        rf"(?P<before>(?:{trie(_modifiers('before'))}[^\S\n]{{1,2}})*)(?P<head>{heads})(?!\w)"
        rf"(?P<after>(?:\s{{1,2}}(?:{free}(?!\w)|{closed}(?=\s*(?:[^\w\s,]|$))))*)"
    )


@cache
def words(use: str) -> str:
    """One pattern for the words of ``words.tsv`` with this use, folded."""
    return trie(key(row["word"]) for row in table(_PACKAGE, "words.tsv") if row["use"] == use)


def trie(forms: Iterable[str]) -> str:
    """One pattern for many phrases that shares their first words, longest first; a blank matches one or two."""
    tree: dict[str, dict[str, object]] = {}
    for form in forms:
        node = tree
        for word in form.split():
            node = node.setdefault(word, {})  # type: ignore[assignment]
        node[""] = {}
    return _branch(tree)


def _branch(tree: dict[str, dict[str, object]]) -> str:
    arms = []
    for word in sorted((w for w in tree if w), key=lambda w: (-len(w), w)):
        below = tree[word]
        rest = _branch(below)  # type: ignore[arg-type]
        tail = "" if set(below) == {""} else rf"(?:\s{{1,2}}{rest})" + ("?" if "" in below else "")
        arms.append(re.escape(word) + tail)
    return "(?:" + "|".join(arms) + ")"
