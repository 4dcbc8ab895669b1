"""What the rest of the line and of the text says of a syllable."""

from __future__ import annotations

_CLOSING = frozenset('.;:!?()"“”')
#: What the class (its first three letters) of the entry before a capitalised word says of the word.
_BEFORE = {
    **dict.fromkeys(("add", "ran", "deg", "mon", "pro"), "A"),
    **dict.fromkeys(("hea", "bod"), "O"),
    **dict.fromkeys(("lev", "sit"), "L"),
    "tit": "T",
}


def add(streams: dict[str, list[str]]) -> None:
    """Add the streams h, e (the head of a body to the left) and d (the same word elsewhere)."""
    streams["h"], streams["e"] = _heads(streams)
    streams["d"] = _elsewhere(streams)


def _heads(streams: dict[str, list[str]]) -> tuple[list[str], list[str]]:
    """The class of the last head of a body on the line, until a sign closes it, and how far it is."""
    classes: list[str] = []
    distances: list[str] = []
    head, d = "", 0
    for o, w, g in zip(streams["o"], streams["w"], streams["g"], strict=True):
        if g[0] == "n" or w in _CLOSING:
            head = ""
        d += 1
        classes.append(head)
        distances.append("" if not head else str(d) if d < 5 else "5" if d < 8 else "8" if d < 13 else "13")
        if o[:2] == "Bh" or o[:2] == "Bb":
            head, d = o[1:-1], 0
    return classes, distances


def _elsewhere(streams: dict[str, list[str]]) -> list[str]:
    """What the text says of each capitalised word wherever it stands, as letters in order.

    A: after a form of address or rank; T: after a title; O: after the head of a body; L: after a kind of place; B:
    alone in brackets; S: last in a run of capitalised words that a surname opens, s: before the last; ``-``: none.
    """
    words, shapes, gaps = streams["w"], streams["s"], streams["g"]
    capital = [i for i, shape in enumerate(shapes) if shape[0] == "X"]
    flags: dict[str, set[str]] = {words[i]: set() for i in capital}
    n, free = len(words), 0
    for i in capital:
        found = flags[words[i]]
        if i and gaps[i] == " ":
            found.update(_BEFORE.get(streams[group][i - 1][1:4], "") for group in "potl")
        if 0 < i < n - 1 and words[i - 1] == "(" and words[i + 1] == ")":
            found.add("B")
        if i >= free and streams["p"][i][:8] == "Bsurname":
            free = i + 1
            while free < n and free < i + 5 and shapes[free] in ("Xx", "XX") and gaps[free] == " ":
                free += 1
            if free > i + 1:
                for word in words[i : free - 1]:
                    flags[word].add("s")
                flags[words[free - 1]].add("S")
    symbols = {word: "".join(sorted(found)) or "-" for word, found in flags.items()}
    out = [""] * n
    for i in capital:
        out[i] = symbols[words[i]]
    return out
