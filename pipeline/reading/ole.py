"""Compound files, the container of old Office formats ([MS-CFB]): the streams of the root storage by name."""

from __future__ import annotations

import struct

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FREE = 0xFFFFFFFA  # this and above are marks, not sectors
_ENTRY = 128
_HEADER_FAT = 109


class Damaged(ValueError):
    """The bytes do not follow the format."""


class CompoundFile:
    """The streams that lie in the root, not those of embedded documents. Raises Damaged."""

    def __init__(self, data: bytes) -> None:
        if not data.startswith(MAGIC) or len(data) < 512:
            raise Damaged("no compound file")
        self._data = data
        shift, mini_shift = struct.unpack_from("<HH", data, 0x1E)
        if shift not in (9, 12) or mini_shift != 6:
            raise Damaged("odd sector sizes")
        self._size, self._mini_size = 1 << shift, 1 << mini_shift
        directory, self._cutoff, first_mini = (struct.unpack_from("<I", data, at)[0] for at in (0x30, 0x38, 0x3C))
        self._fat = self._numbers(self._fat_sectors())
        entries = self._chain(directory)
        self._mini_fat = self._numbers_of(self._chain(first_mini)) if first_mini < _FREE else ()
        self._streams: dict[str, tuple[int, int]] = {}
        self._mini = b""
        self._read(entries)

    def __contains__(self, name: str) -> bool:
        return name in self._streams

    def stream(self, name: str) -> bytes:
        """The bytes of a stream. Raises Damaged where there is none of this name."""
        if name not in self._streams:
            raise Damaged(f"no stream {name}")
        start, size = self._streams[name]
        if size >= self._cutoff:
            return self._chain(start)[:size]
        pieces, sector, left = [], start, len(self._mini_fat)
        while sector < len(self._mini_fat) and left:
            pieces.append(self._mini[sector * self._mini_size : (sector + 1) * self._mini_size])
            sector, left = self._mini_fat[sector], left - 1
        return b"".join(pieces)[:size]

    def _read(self, entries: bytes) -> None:
        """The root's entry, and the tree of its children: each names its left and right neighbour."""
        waiting, seen = [0], set()
        while waiting:
            i = waiting.pop()
            entry = entries[i * _ENTRY : (i + 1) * _ENTRY]
            if i in seen or len(entry) < _ENTRY:
                continue
            seen.add(i)
            length, kind = struct.unpack_from("<HB", entry, 0x40)
            left, right, child = struct.unpack_from("<3I", entry, 0x44)
            start, size = struct.unpack_from("<II", entry, 0x74)
            if kind == 5:
                self._mini = self._chain(start)[:size]
                waiting.append(child)
                continue
            waiting += (left, right)
            if kind == 2:
                self._streams[entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")] = start, size

    def _fat_sectors(self) -> list[int]:
        """The sectors that hold the FAT: 109 in the header, more in a chain of their own."""
        sectors = list(struct.unpack_from(f"<{_HEADER_FAT}I", self._data, 0x4C))
        (more,) = struct.unpack_from("<I", self._data, 0x44)
        seen: set[int] = set()
        while more < _FREE and more not in seen:
            seen.add(more)
            numbers = self._numbers([more])
            if not numbers:
                break
            sectors += numbers[:-1]
            more = numbers[-1]
        return [s for s in sectors if s < _FREE]

    def _numbers(self, sectors: list[int]) -> tuple[int, ...]:
        return self._numbers_of(b"".join(map(self._sector, sectors)))

    @staticmethod
    def _numbers_of(data: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])

    def _sector(self, number: int) -> bytes:
        at = (number + 1) * self._size
        return self._data[at : at + self._size]

    def _chain(self, sector: int) -> bytes:
        pieces, left = [], len(self._fat)
        while sector < len(self._fat) and left:  # a loop ends with the count of sectors
            pieces.append(self._sector(sector))
            sector, left = self._fat[sector], left - 1
        return b"".join(pieces)
