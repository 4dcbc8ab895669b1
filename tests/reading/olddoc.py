"""Files of Word 97 made by hand, byte by byte: no library writes them."""

from __future__ import annotations

import struct

_SECTOR = 512
_TEXT_AT = 2048
_FAT, _FREE, _END = 0xFFFFFFFD, 0xFFFFFFFF, 0xFFFFFFFE

#: Text, property list of its characters, property list of its paragraph.
Stretch = tuple[str, bytes, bytes]

DELETED, HIDDEN = b"\x00\x08\x01", b"\x3c\x08\x01"
IN_TABLE, ROW_END = b"\x16\x24\x01", b"\x16\x24\x01\x17\x24\x01"


def font(number: int) -> bytes:
    return b"\x4f\x4a" + struct.pack("<H", number)


def doc(*stretches: Stretch | str, fonts: tuple[str, ...] = ("Arial",), notes: str = "", flags: int = 0x0200) -> bytes:
    """A document; its characters are stored in two bytes each."""
    parts = [(s, b"", b"") if isinstance(s, str) else s for s in (*stretches, notes)]
    body = sum(len(text) for text, _, _ in parts[:-1])
    data = "".join(text for text, _, _ in parts).encode("utf-16-le")
    assert len(data) < 4096, "one page of text"
    cuts = [_TEXT_AT]
    for text, _, _ in parts:
        cuts.append(cuts[-1] + 2 * len(text))
    pages = [
        _page(cuts, [_characters(c) for _, c, _ in parts], 1),
        _page(cuts, [_paragraph(p) for _, _, p in parts], 13),
    ]
    table = bytearray()
    places: dict[int, tuple[int, int]] = {}

    def put(index: int, content: bytes) -> None:
        places[index] = len(table), len(content)
        table.extend(content)

    first_page = (_TEXT_AT + 4096) // 512
    put(12, struct.pack("<3I", _TEXT_AT, cuts[-1], first_page))
    put(13, struct.pack("<3I", _TEXT_AT, cuts[-1], first_page + 1))
    put(15, struct.pack("<HH", len(fonts), 0) + b"".join(map(_font, fonts)))
    pieces = struct.pack("<2I", 0, len(data) // 2) + struct.pack("<HIH", 0, _TEXT_AT, 0)
    put(33, b"\x02" + struct.pack("<I", len(pieces)) + pieces)
    main = bytearray(_TEXT_AT) + data.ljust(4096, b"\0") + b"".join(pages)
    struct.pack_into("<HH", main, 0, 0xA5EC, 0xC1)
    struct.pack_into("<H", main, 0x0A, flags)
    struct.pack_into("<2I", main, 0x4C, body, len(notes))
    for index, place in places.items():
        struct.pack_into("<II", main, 0x9A + 8 * index, *place)
    return compound({"WordDocument": bytes(main), "1Table": bytes(table)})


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file of these streams, each in full sectors."""
    chains = [data.ljust(max(4096, -len(data) % _SECTOR + len(data)), b"\0") for data in streams.values()]
    fat = [_FAT, _END]  # its own sector, and that of the directory
    starts = []
    for chain in chains:
        starts.append(len(fat))
        size = len(chain) // _SECTOR
        fat += [*range(len(fat) + 1, len(fat) + size), _END]
    entries = [_entry("Root Entry", 5, _END, 0, child=1)]
    for i, (name, chain) in enumerate(zip(streams, chains, strict=True)):
        right = i + 2 if i + 1 < len(streams) else _FREE
        entries.append(_entry(name, 2, starts[i], len(chain), right=right))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<9I", 0, 1, 1, 0, 4096, _END, 0, _END, 0)
    head += struct.pack("<109I", 0, *[_FREE] * 108)
    sector = struct.pack(f"<{_SECTOR // 4}I", *fat, *[_FREE] * (_SECTOR // 4 - len(fat)))
    return head + sector + b"".join(entries).ljust(_SECTOR, b"\0") + b"".join(chains)


def _entry(name: str, kind: int, start: int, size: int, right: int = _FREE, child: int = _FREE) -> bytes:
    raw = name.encode("utf-16-le") + b"\0\0"
    head = raw.ljust(64, b"\0") + struct.pack("<HBB3I", len(raw), kind, 1, _FREE, right, child)
    return head.ljust(0x74, b"\0") + struct.pack("<IQ", start, size)


def _font(name: str) -> bytes:
    raw = bytes(39) + name.encode("utf-16-le") + b"\0\0"
    return bytes([len(raw)]) + raw


def _characters(properties: bytes) -> bytes:
    return bytes([len(properties)]) + properties


def _paragraph(properties: bytes) -> bytes:
    """Behind the number of the style, in words of two bytes."""
    body = b"\0\0" + properties
    return (bytes([0, len(body) // 2]) + body) if len(body) % 2 == 0 else (bytes([(len(body) + 1) // 2]) + body)


def _page(cuts: list[int], lists: list[bytes], entry: int) -> bytes:
    """A page of property lists: the cuts, an entry a list with its place, the lists from the end."""
    page = bytearray(512)
    struct.pack_into(f"<{len(cuts)}I", page, 0, *cuts)
    end = 510
    for i, content in enumerate(lists):
        end = (end - len(content)) // 2 * 2
        page[end : end + len(content)] = content
        page[4 * len(cuts) + i * entry] = end // 2
    page[511] = len(lists)
    return bytes(page)
