"""What the data files say of the syllables: entries of the lexicon, compound words and their clusters."""

from __future__ import annotations

from functools import cache
from itertools import repeat
from typing import NamedTuple

from pipeline.lexicon import table
from pipeline.names.syllables import SYLLABLE, digits
from pipeline.text import key

#: Class of an entry (its first part) -> the stream that it is in.
GROUPS = {
    **dict.fromkeys(("head", "body", "field", "part", "none"), "o"),
    **dict.fromkeys(("title", "appoint", "sign"), "t"),
    **dict.fromkeys(("surname", "address", "rank", "degree", "monk", "profession", "speech", "after", "credit"), "p"),
    **dict.fromkeys(("level", "site", "province", "country"), "l"),
}
_EDGE = "\x02"


class Clusters(NamedTuple):
    """The numbers of a word's clusters: a few dozen, some hundreds, about a thousand."""

    coarse: str
    middle: str
    fine: str


class Node(dict[str, "Node"]):
    """A place in a trie of syllables; ``value`` where an entry ends."""

    __slots__ = ("value",)

    def __init__(self) -> None:
        self.value: str | Clusters | None = None


def add(streams: dict[str, list[str]]) -> None:
    """Add the streams o, t, p, l (lexicon) and v, i, r, j, q, m, b, x, y (words)."""
    low, shapes = streams["w"], streams["s"]
    for name, trie in _lexicon().items():
        streams[name] = _entries(trie, low, shapes)
    _words(streams)


def parts(entry: str) -> list[str]:
    """The syllables of an entry, as the stream w holds them."""
    return [digits(m[0]) if m[0][0].isdigit() else m[0] for m in SYLLABLE.finditer(key(entry))]


def _insert(trie: Node, entry: str, value: str | Clusters) -> None:
    for syllable in parts(entry):
        trie = trie.setdefault(syllable, Node())
    trie.value = value


@cache
def _lexicon() -> dict[str, Node]:
    tries = {group: Node() for group in sorted(set(GROUPS.values()))}
    for row in table("pipeline.names", "lexicon.tsv"):
        _insert(tries[GROUPS[row["class"].partition(".")[0]]], row["entry"], row["class"])
    return tries


@cache
def compounds() -> frozenset[str]:
    """The words of two syllables or more, folded."""
    return frozenset(row["word"] for row in table("pipeline.names", "words.tsv") if " " in row["word"])


@cache
def _clusters() -> Node:
    trie = Node()
    for row in table("pipeline.names", "words.tsv"):
        _insert(trie, row["word"], Clusters(f"x{row['coarse']}", row["middle"], row["fine"]))
    return trie


def _longest(node: Node, low: list[str], i: int) -> tuple[int, str | Clusters | None]:
    """One past the last syllable of the longest entry from syllable `i`, whose node is `node`, and its value."""
    end, value, n, j = i, node.value, len(low), i + 1
    if value is not None:
        end = j
    while j < n and (following := node.get(low[j])) is not None:
        node = following
        j += 1
        if node.value is not None:
            end, value = j, node.value
    return end, value


def _entries(trie: Node, low: list[str], shapes: list[str]) -> list[str]:
    """B with class, case and length (to 3) or I with class, of the longest entry at the first free place."""
    out = [""] * len(low)
    free = 0
    for i, node in enumerate(map(trie.get, low)):
        if node is None or i < free:
            continue
        end, value = _longest(node, low, i)
        if end > i:
            out[i] = f"B{value}{'x' if shapes[i] == 'x' else 'X'}{min(end - i, 3)}"
            out[i + 1 : end] = repeat(f"I{value}", end - i - 1)
            free = end
    return out


def _words(streams: dict[str, list[str]]) -> None:
    """Compound words by longest match, and the clusters of each; a word that is not listed has its shape for one."""
    low, shapes = streams["w"], streams["s"]
    trie, n = _clusters(), len(low)
    words: list[str] = []
    clusters: list[Clusters] = []
    sizes: list[int] = []
    i = 0
    while i < n:
        node = trie.get(low[i])
        end, value = _longest(node, low, i) if node is not None else (i, None)
        if isinstance(value, Clusters):
            clusters.append(value)
            words.append(low[i] if end == i + 1 else " ".join(low[i:end]))
        else:
            end = i + 1
            clusters.append(Clusters(*repeat(f"?{shapes[i]}", 3)))
            words.append(low[i])
        sizes.append(end - i)
        i = end
    middle = [c.middle for c in clusters]
    spread = {
        "i": words,
        "r": [_EDGE, *words][:-1],
        "j": [*words, _EDGE][1:],
        "q": middle,
        "m": [_EDGE, *middle][:-1],
        "b": [*middle, _EDGE][1:],
        "x": [c.coarse for c in clusters],
        "y": [c.fine for c in clusters],
    }
    for name, symbols in spread.items():
        streams[name] = [symbol for symbol, size in zip(symbols, sizes, strict=True) for _ in range(size)]
    streams["v"] = [v for size in sizes for v in (("",) if size == 1 else (f"B{size}", *repeat("I", size - 1)))]
