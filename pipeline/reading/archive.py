"""ZIP archives: members are listed from the central directory and streamed, never written to disk."""

from __future__ import annotations

import unicodedata
import zipfile
from dataclasses import dataclass
from typing import BinaryIO

from pipeline.reading.base import MB, Limits, ReadError
from pipeline.reading.encodings import share


@dataclass(frozen=True, slots=True)
class Member:
    """A member that is a file: its name as the directory has it (the way to it), and as a person reads it."""

    name: str
    shown: str


def members(infos: list[zipfile.ZipInfo]) -> list[Member]:
    """The members of an archive's directory that are files, in code-point order of their names."""
    infos = [i for i in infos if not i.is_dir()]
    named = zip(_names(infos), (i.filename for i in infos), strict=True)
    return [Member(original, _tame(name)) for name, original in sorted(named)]


def open_zip(file: BinaryIO, limits: Limits) -> zipfile.ZipFile:
    """The archive, its directory checked against the limits. Raises ReadError."""
    try:
        archive = zipfile.ZipFile(file)
        infos = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeDecodeError) as e:
        raise ReadError(f"damaged archive ({e}); repack it") from None
    if len(infos) > limits.members:
        raise ReadError(f"{len(infos)} members, more than {limits.members}; unpack it and give the folder")
    total = sum(i.file_size for i in infos)
    if total > limits.archive:
        raise ReadError(f"inflates to {total} bytes, more than {limits.archive}; unpack it and give the folder")
    for info in infos:
        _check(info, limits)
    return archive


def inflate(archive: zipfile.ZipFile, name: str, limits: Limits, only: int | None = None) -> bytes:
    """The bytes of one member (the first `only`), counted while inflating: what the directory says may be a lie.

    Raises ReadError where the member is damaged, encrypted or larger than the limit.
    """
    try:
        with archive.open(name) as stream:
            data = stream.read(only or limits.member + 1)
    except KeyError:
        raise ReadError(f"no member {name!r} in the archive") from None
    except RuntimeError:
        raise ReadError("encrypted; unpack the archive with its password and give the folder") from None
    except Exception as e:  # each compressor has errors of its own
        raise ReadError(f"damaged member ({type(e).__name__}: {e}); repack the archive") from None
    if len(data) > limits.member:
        raise ReadError(f"inflates to more than {limits.member // MB} MB; unpack the archive, split the file")
    return data


def _check(info: zipfile.ZipInfo, limits: Limits) -> None:
    if info.file_size > limits.member:
        raise ReadError(f"member {info.filename!r} inflates to more than {limits.member} bytes; unpack it, split it")
    if info.file_size > 1 << 20 and info.file_size > limits.ratio * max(1, info.compress_size):
        raise ReadError(f"member {info.filename!r} inflates more than {limits.ratio}-fold: an archive bomb")


def _names(infos: list[zipfile.ZipInfo]) -> list[str]:
    """The names as they were meant: old Windows archives hold bytes that zipfile shows as cp437."""
    plain = [i.filename for i in infos]
    old = [i for i in infos if not i.flag_bits & 0x800 and not i.filename.isascii()]
    if not old:
        return plain
    best = max(("cp437", "utf-8", "cp1258"), key=lambda e: share(" ".join(_name(i, e) for i in old)))
    return [_name(i, best) if i in old else i.filename for i in infos]


def _name(info: zipfile.ZipInfo, encoding: str) -> str:
    if info.flag_bits & 0x800:
        return info.filename
    return unicodedata.normalize("NFC", info.filename.encode("cp437", "replace").decode(encoding, "replace"))


def _tame(name: str) -> str:
    """A member's name without the parts that would lead out of a folder; it is shown, never opened as a path."""
    return "/".join(p for p in name.replace("\\", "/").split("/") if p not in ("", ".", ".."))
