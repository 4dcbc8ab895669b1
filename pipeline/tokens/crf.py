"""The file of a CRFsuite model: its labels, attributes and weights."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

#: Magic, size, kind, version, features, labels, attributes, and where the sections begin.
_HEADER = struct.Struct("<4sI4s9I")
_FEATURE = struct.Struct("<IIId")


class ModelError(ValueError):
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
