"""CRFsuite models: their file, and a decoder that sums weights instead of building strings.

A feature (CRFsuite: attribute) of a token is a template and the symbols that stand in the template's places around the
token. `Decoder` looks the symbols of all tokens up at once, each template's window once for all distances at which
another template sees the same window, and adds the rows of weights: the labels are those of CRFsuite, in a third of
the time.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

#: A template: (stream, distance from the token) of each of its places.
Template = Sequence[tuple[str, int]]
#: What stands in them: a string for a template of one place, else a tuple.
Symbols = str | tuple[str, ...]

#: Magic, size, kind, version, features, labels, attributes, and where the sections begin.
_HEADER = struct.Struct("<4sI4s9I")
_FEATURE = struct.Struct("<IIId")


class ModelError(RuntimeError):
    """A model file that is missing, or of another form than is known here."""


@dataclass(frozen=True, slots=True)
class Model:
    """``packed``: features of 20 bytes: kind (0 state, 1 move), source (attribute or label), label, weight."""

    labels: list[str]
    attributes: list[str]
    packed: memoryview = field(repr=False)

    def features(self) -> Iterator[tuple[int, int, int, float]]:
        """The features, unpacked; sources and labels are numbers into the lists."""
        return _FEATURE.iter_unpack(self.packed)


def read(path: Path) -> Model:
    """The model in a file of CRFsuite 0.12 (``crf1d_model.c``, ``cqdb.c``).

    Raises ModelError, naming the file, where it is none, and OSError where it cannot be read.
    """
    data = path.read_bytes()
    try:
        magic, _, kind, _, _, n_labels, n_attributes, at, at_labels, at_attributes, _, _ = _HEADER.unpack_from(data)
        if (magic, kind) != (b"lCRF", b"FOMC"):
            raise ValueError("another kind of file")
        (count,) = struct.unpack_from("<I", data, at + 8)
        features = memoryview(data)[at + 12 : at + 12 + _FEATURE.size * count]
        return Model(_names(data, at_labels, n_labels), _names(data, at_attributes, n_attributes), features)
    except (struct.error, ValueError) as e:
        raise ModelError(f"{path} cannot be read as a CRFsuite model: {e}") from e


def _names(data: bytes, at: int, count: int) -> list[str]:
    """The strings of a CQDB section in the order of their numbers."""
    (backward,) = struct.unpack_from("<I", data, at + 20)
    names = []
    for place in struct.unpack_from(f"<{count}I", data, at + backward):
        (size,) = struct.unpack_from("<I", data, at + place + 4)
        names.append(data[at + place + 8 : at + place + 7 + size].decode("utf-8"))
    return names


@dataclass(frozen=True, slots=True)
class _Window:
    """One shape of templates: its places from the first, the distances at which templates see it, and for the symbols
    in it (by their number, 0 unknown) the weights of each distance and label."""

    places: tuple[tuple[str, int], ...]
    distances: tuple[int, ...]
    numbers: dict[Symbols, int]
    weights: Any


class Decoder:
    """A model at work on streams of symbols.

    `split` takes an attribute apart into the number of its template and the symbols, None for one that every token
    has; `edge` is the symbol beyond either end.
    """

    def __init__(
        self,
        model: Model,
        templates: Sequence[Template],
        split: Callable[[str], tuple[int, Symbols] | None],
        edge: str,
    ) -> None:
        import numpy as np

        self.labels, self._edge = model.labels, edge
        self._reach = max((abs(by) for template in templates for _, by in template), default=0)
        kinds = np.dtype([("kind", "<u4"), ("source", "<u4"), ("label", "<u4"), ("weight", "<f8")])
        features = np.frombuffer(model.packed, kinds)
        state, move = features[features["kind"] == 0], features[features["kind"] == 1]
        states = np.zeros((len(model.attributes), len(model.labels)))
        states[state["source"], state["label"]] = state["weight"]
        self._moves = np.zeros((len(model.labels), len(model.labels)))  # to, from
        self._moves[move["label"], move["source"]] = move["weight"]
        self._always = np.zeros(len(model.labels))
        found: list[dict[Symbols, int]] = [{} for _ in templates]  # symbols -> attribute
        for number, attribute in enumerate(model.attributes):
            parts = split(attribute)
            if parts is None:
                self._always += states[number]
            else:
                found[parts[0]][parts[1]] = number
        shapes: dict[tuple[tuple[str, int], ...], list[int]] = {}
        for number, template in enumerate(templates):
            first = template[0][1]
            shapes.setdefault(tuple((stream, by - first) for stream, by in template), []).append(number)
        self._windows = []
        for places, members in shapes.items():
            numbers: dict[Symbols, int] = {}
            for member in members:
                for symbols in found[member]:
                    numbers.setdefault(symbols, len(numbers) + 1)
            weights = np.zeros((len(members), len(numbers) + 1, len(model.labels)))
            for n, member in enumerate(members):
                if found[member]:
                    weights[n, [numbers[s] for s in found[member]]] = states[[*found[member].values()]]
            distances = tuple(templates[member][0][1] for member in members)
            self._windows.append(_Window(places, distances, numbers, weights))

    def tag(self, streams: Mapping[str, Sequence[str]]) -> list[str]:
        """The best label of each token; all `streams` are as long as there are tokens."""
        size = len(next(iter(streams.values()), ()))
        return [self.labels[k] for k in self._viterbi(self._scores(streams, size))] if size else []

    def _scores(self, streams: Mapping[str, Sequence[str]], size: int) -> Any:
        """Tokens x labels."""
        import numpy as np

        margin = [self._edge] * (2 * self._reach)
        padded = {name: [*margin, *stream, *margin] for name, stream in streams.items()}
        scores = np.tile(self._always, (size, 1))
        for window in self._windows:
            # One window for each place where its first symbol can stand: `reach` before the first token and on.
            starts = range(self._reach, self._reach + size + 2 * self._reach)
            columns = [padded[name][starts.start + by : starts.stop + by] for name, by in window.places]
            number = window.numbers.get
            keys: Sequence[Symbols] | Iterator[Symbols] = (
                columns[0] if len(columns) == 1 else zip(*columns, strict=True)
            )
            numbers = np.array([number(key, 0) for key in keys])
            for weights, distance in zip(window.weights, window.distances, strict=True):
                at = self._reach + distance
                scores += weights.take(numbers[at : at + size], axis=0)
        return scores

    def _viterbi(self, scores: Any) -> list[int]:
        import numpy as np

        labels = np.arange(len(self.labels))
        came = np.zeros(scores.shape, dtype=np.intp)
        best = scores[0]
        for i in range(1, len(scores)):
            paths = self._moves + best
            came[i] = previous = paths.argmax(axis=1)
            best = paths[labels, previous] + scores[i]
        label = int(best.argmax())
        path = [label]
        for row in reversed(came[1:].tolist()):
            label = row[label]
            path.append(label)
        return path[::-1]
