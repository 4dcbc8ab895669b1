"""A place that bytes come from: a file, a member of an archive, standard input."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from pipeline.reading.archive import inflate, open_zip
from pipeline.reading.base import Limits, ReadError, Unit
from pipeline.reading.mail import attachment

SEPARATOR = "!/"


@dataclass(frozen=True, slots=True)
class Source:
    """``label`` is what a person calls it, ``doc_id`` the path relative to the input root."""

    label: str
    doc_id: str
    path: str
    member: str | None = None

    def open(self, limits: Limits) -> BinaryIO:
        """The bytes as a stream. Raises ReadError where they cannot be had."""
        try:
            file = Path(self.path).open("rb")  # noqa: SIM115 - the caller closes it
        except OSError as e:
            raise ReadError(f"cannot be opened: {e.strerror}") from None
        if self.member is None:
            return file
        with file:
            return io.BytesIO(_reach(file, self.member.split(SEPARATOR), limits))

    def inside(self, name: str, shown: str) -> Source:
        """The source of a member of this archive."""
        way = name if self.member is None else f"{self.member}{SEPARATOR}{name}"
        return Source(f"{self.label}{SEPARATOR}{shown}", f"{self.doc_id}/{shown}", self.path, way)


def _reach(file: BinaryIO, way: list[str], limits: Limits) -> bytes:
    """The bytes at the end of a way through archives and mails. Raises ReadError."""
    for name in way:
        file = io.BytesIO(take(file, name, limits))
    return file.read()


def take(file: BinaryIO, name: str, limits: Limits) -> bytes:
    """The bytes of a member of an archive, or of an attachment of a mail. Raises ReadError."""
    head = file.read(4)
    file.seek(0)
    if head.startswith(b"PK"):
        return inflate(open_zip(file, limits), name, limits)
    return attachment(file.read(limits.document), name, limits)


def data(unit: Unit, limit: int, limits: Limits) -> bytes:
    """The bytes of a unit that is a whole file, member or standard input; at most `limit`. Raises ReadError."""
    if unit.row is not None and "bytes" in unit.row:
        found: bytes = unit.row["bytes"]
        size = len(found)
    else:
        assert unit.path is not None, "a unit has a row or a path"
        with Source(unit.source, unit.doc_id, unit.path, unit.member).open(limits) as file:
            try:
                size = file.seek(0, io.SEEK_END)
                file.seek(0)
                found = file.read(limit) if size <= limit else b""
            except OSError as e:
                raise ReadError(f"cannot be read: {e.strerror}") from None
    if size > limit:
        raise ReadError(f"too large: {size >> 20} MB, the limit is {limit >> 20} MB for one document; split it")
    return found
