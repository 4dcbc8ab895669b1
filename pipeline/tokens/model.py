"""underthesea's word model, decoded here: a linear-chain CRF with the labels "begins a word" and "goes on".

The model file, its feature templates, its dictionary and its spelling map are those of the installed underthesea
distribution; the package itself is never imported, since that costs 0.3 s and 90 MB.

With two labels only the difference of their scores matters. Each feature looks at one, two or three neighbouring
tokens, so its weights are kept by that string of tokens and summed to one number a token: no feature string is built.
The tags are those of underthesea, in a fraction of its time.
"""

from __future__ import annotations

import pickle
import re
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.util import find_spec
from itertools import product
from operator import add
from pathlib import Path
from typing import Any

from pipeline.tokens.crf import ModelError, read

#: Width of a template's window in tokens -> where the windows start, seen from the token that they describe.
_STARTS = {1: (-2, -1, 0, 1, 2), 2: (-2, -1, 0, 1), 3: (-2, -1, 0)}
_TEMPLATE = re.compile(r"T\[(-?\d)(?:,(-?\d))?\](?:\.(\w+))?")
#: Windows whose scores are kept; beyond, the cache starts anew. Bounds memory (about 200 bytes a window).
_KEPT = 20_000

#: What a template looks at in its window: the text, the text in lower case, and what is true of it.
_FLAGS = ("isdigit", "istitle", "is_in_dict")
_FUNCTIONS = ("", "lower", *_FLAGS)

Score = tuple[float, ...]
Tables = dict[str, dict[str, Score]]  # function -> its value -> weight at each start


class WordModel:
    """Tells where words begin. Built once a process by `word_model`.

    ``spelling`` maps tokens to the spelling that the model was trained on (``hoà`` to ``hòa``).
    """

    def __init__(self, folder: Path, spelling: Path) -> None:
        self.spelling: dict[str, str] = _plain(spelling)["token"]
        weights, self._moves = _weights(folder / "models.bin")
        dictionary: set[str] = _plain(folder / "dictionary.bin")
        tables: dict[int, Tables] = {width: {name: {} for name in _FUNCTIONS} for width in _STARTS}
        for template in _plain(folder / "features.bin"):
            first, last, function = _parts(template)
            width = last - first + 1
            if function not in _FUNCTIONS or first not in _STARTS.get(width, ()):
                raise ModelError(f"{folder / 'features.bin'}: unknown template {template}; install underthesea 9")
            table = tables[width][function]
            at = _STARTS[width].index(first)
            for value, weight in weights.get(template, {}).items():
                score = table.get(value) or (0.0,) * len(_STARTS[width])
                table[value] = (*score[:at], weight, *score[at + 1 :])
        self._windows = [_Windows(width, by_function, dictionary) for width, by_function in tables.items()]

    def breaks(self, tokens: Sequence[str]) -> list[bool]:
        """True where a token begins a word. `tokens` (put through ``spelling``) are those of one sentence or line."""
        if len(tokens) < 2:
            return [True] * len(tokens)
        one, two, three = (windows.scores(tokens) for windows in self._windows)
        columns = (one, one[1:], one[2:], one[3:], one[4:], two, two[1:], two[2:], two[3:], three, three[1:], three[2:])
        gains = [
            a[0] + b[1] + c[2] + d[3] + e[4] + f[0] + g[1] + h[2] + i[3] + j[0] + k[1] + m[2]
            for a, b, c, d, e, f, g, h, i, j, k, m in zip(*columns, strict=False)
        ]
        return _viterbi(gains, self._moves)


class _Windows(dict[Any, Score]):
    """Window of `width` tokens -> what it adds to "goes on" for the tokens that see it at each start, cached."""

    def __init__(self, width: int, tables: Tables, dictionary: set[str]) -> None:
        self._width, self._dictionary = width, dictionary
        self._nothing = (0.0,) * len(_STARTS[width])
        self._plain, self._lower = tables[""], tables["lower"]
        self._flags = {
            flags: self._sum(tables[name].get(str(flag)) for name, flag in zip(_FLAGS, flags, strict=True))
            for flags in product((False, True), repeat=len(_FLAGS))
        }
        self._before, self._after = (self._sum(table.get(edge) for table in tables.values()) for edge in ("BOS", "EOS"))

    def scores(self, tokens: Sequence[str]) -> list[Score]:
        """The score of each window, from the one that starts two tokens before the line to the last that ends after."""
        if len(self) > _KEPT:
            self.clear()
        windows = tokens if self._width == 1 else zip(*(tokens[k:] for k in range(self._width)), strict=False)
        return [self._before, self._before, *map(self.__getitem__, windows), self._after, self._after]

    def __missing__(self, window: Any) -> Score:
        text = window if self._width == 1 else " ".join(window)
        lower = text.lower()
        score = self._flags[text.isdigit(), _is_title(text), lower in self._dictionary]
        if text in self._plain or lower in self._lower:
            score = self._sum((score, self._plain.get(text), self._lower.get(lower)))
        self[window] = score
        return score

    def _sum(self, scores: Iterable[Score | None]) -> Score:
        total = self._nothing
        for score in scores:
            if score is not None:
                total = tuple(map(add, total, score))
        return total


def _is_title(text: str) -> bool:
    return not text[:1].islower() and not any(word[:1].islower() for word in text.split(" "))


def _viterbi(gains: list[float], moves: Sequence[float]) -> list[bool]:
    """The best labelling as "begins a word"; `gains` are scores of "goes on" over "begins", `moves` the transitions."""
    begin_begin, begin_on, on_begin, on_on = moves
    lead = gains[0]  # of the best path that ends in "goes on" over the best that ends in "begins"
    came: list[tuple[bool, bool]] = []
    for gain in gains[1:]:
        to_begin, to_on = lead + on_begin, lead + on_on
        came.append((to_begin > begin_begin, to_on > begin_on))
        lead = gain + (to_on if to_on > begin_on else begin_on) - (to_begin if to_begin > begin_begin else begin_begin)
    on = lead > 0
    breaks = [not on]
    for from_on in reversed(came):
        on = from_on[on]
        breaks.append(not on)
    breaks[-1] = True
    breaks.reverse()
    return breaks


def _parts(template: str) -> tuple[int, int, str]:
    m = _TEMPLATE.fullmatch(template)
    return (int(m[1]), int(m[2] or m[1]), m[3] or "") if m else (0, -1, "")


def _weights(path: Path) -> tuple[dict[str, dict[str, float]], Score]:
    """Template -> value -> weight of "goes on" over "begins"; and the moves begin-begin, begin-on, on-begin, on-on."""
    model = read(path)
    if sorted(model.labels) != ["B-W", "I-W"]:
        raise ModelError(f"{path} has the labels {model.labels}, should have B-W and I-W; install underthesea 9")
    on = model.labels.index("I-W")
    by_attribute = [0.0] * len(model.attributes)
    moves = [0.0] * 4
    for kind, source, label, weight in model.features():
        if kind:
            moves[2 * (source == on) + (label == on)] = weight
        else:
            by_attribute[source] += weight if label == on else -weight
    weights: dict[str, dict[str, float]] = {}
    for name, weight in zip(model.attributes, by_attribute, strict=True):
        template, _, value = name.partition("=")
        weights.setdefault(template, {})[value] = weight
    return weights, tuple(moves)


class _Plain(pickle.Unpickler):
    """Reads pickles of strings and containers; one that names a class or function is refused."""

    def find_class(self, module: str, name: str) -> Any:
        raise ModelError(f"a data file of underthesea names {module}.{name}; only plain data is read")


def _plain(path: Path) -> Any:
    with path.open("rb") as file:
        return _Plain(file).load()


@cache
def word_model() -> WordModel:
    """The model of the installed underthesea. Raises ModelError where it is missing or of an unknown form."""
    spec = find_spec("underthesea")
    if spec is None or spec.origin is None:
        raise ModelError("underthesea is not installed: pip install underthesea")
    pipeline = Path(spec.origin).parent / "pipeline"
    try:
        return WordModel(
            pipeline / "word_tokenize" / "models" / "ws_crf_vlsp2013_20230727",
            pipeline / "text_normalize" / "tn_rules_2023_07_14.bin",
        )
    except OSError as e:
        raise ModelError(f"the installed underthesea lacks a part of its word model: {e}; install underthesea 9") from e
