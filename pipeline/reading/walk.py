"""Inputs to files: folders, globs, links. Order is that of the paths in code points, found while walking."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.reading.base import ReadError
from pipeline.reading.kinds import machinery, skipped

_DEEPEST = 200
_PAGE = (".html", ".htm", ".xhtml")


@dataclass(frozen=True, slots=True)
class Found:
    """A file, its path relative to the input root (with ``/``), and the trouble why it is not opened, if any."""

    path: str
    relative: str
    trouble: str | None = None


@dataclass(frozen=True, slots=True)
class Root:
    """An input as it was given: ``folder`` is where relative paths start, ``pattern`` that of a glob; None for both a
    folder (``whole``) and a single file."""

    given: Path
    folder: Path
    pattern: re.Pattern[str] | None = None
    whole: bool = False

    def files(self) -> Iterator[Found]:
        """The files that the input names, in code-point order of their paths. Raises ReadError if a glob meets none."""
        if self.whole:
            yield from walk(self.folder)
        elif self.pattern is None:
            trouble = None if _is_regular(self.given) else "no regular file; for a pipe give - (standard input)"
            yield Found(str(self.given), self.given.name, trouble)
        else:
            none = True
            for found in walk(self.folder):
                if self.pattern.fullmatch(found.relative):
                    none = False
                    yield found
            if none:
                raise ReadError(f"{self.given}: no file matches")


def root_of(given: Path) -> Root:
    """The root of an input: a folder, a file, or a glob (for shells that do not expand them). Raises ReadError where
    there is no such path."""
    if given.is_dir():
        return Root(given, given, whole=True)
    if given.exists() or given.is_symlink():
        return Root(given, given.parent)
    parts = given.parts
    magic = next((i for i, p in enumerate(parts) if re.search(r"[*?\[]", p)), None)
    if magic is None:
        raise ReadError(f"{given}: no such file or folder")
    folder = Path(*parts[:magic])
    if not folder.is_dir():
        raise ReadError(f"{folder}: no such folder")
    return Root(given, folder, _pattern(parts[magic:]))


def walk(root: Path) -> Iterator[Found]:
    """The files below a folder. Links to folders are not followed; what lies inside the root is met where it lies."""
    yield from _walk(root, "", os.path.realpath(root))


def escape(name: str) -> str:
    """A path as text that UTF-8 can hold: undecodable bytes and control characters are percent-escaped."""
    if name.isprintable():
        return name
    return "".join(_escape(c) for c in name)


def _escape(c: str) -> str:
    if "\udc80" <= c <= "\udcff":
        return f"%{ord(c) - 0xDC00:02X}"
    if "\ud800" <= c <= "\udfff":
        return f"%u{ord(c):04X}"
    return f"%{ord(c):02X}" if ord(c) < 32 or ord(c) == 127 else c


def _walk(folder: Path, prefix: str, top: str) -> Iterator[Found]:
    if prefix.count("/") > _DEEPEST:
        yield Found(str(folder), prefix, f"folders nested deeper than {_DEEPEST}")
        return
    try:
        entries = list(os.scandir(folder))
    except OSError as e:
        yield Found(str(folder), prefix.rstrip("/") or ".", f"folder cannot be read: {e.strerror}")
        return
    names = {e.name for e in entries}
    for entry in sorted(entries, key=lambda e: e.name + "/" * e.is_dir(follow_symlinks=False)):
        relative = prefix + entry.name
        if skipped(entry.name):
            continue
        if entry.is_symlink():
            yield from _link(entry, relative, top)
        elif entry.is_dir(follow_symlinks=False):
            if not _page_folder(entry.name, names):
                yield from _walk(Path(entry.path), relative + "/", top)
        elif not entry.is_file(follow_symlinks=False):
            yield Found(entry.path, relative, "no regular file (a pipe or device)")
        elif not machinery(entry.name):
            yield Found(entry.path, relative)


def _link(entry: os.DirEntry[str], relative: str, top: str) -> Iterator[Found]:
    """A link: its target is met by itself where it lies inside the root; outside, it is not opened."""
    target = os.path.realpath(entry.path)
    if target == top or target.startswith(top.rstrip(os.sep) + os.sep):
        if not Path(target).exists():
            yield Found(entry.path, relative, "a link to nothing")
        return
    yield Found(entry.path, relative, "a link that leads out of the folder; give its target as an input of its own")


def _page_folder(name: str, names: set[str]) -> bool:
    """Whether this is the folder of pictures and styles that a browser saves beside a page."""
    for ending in ("_files", ".files", "-Dateien", "_fichiers", "_archivos"):
        if name.endswith(ending):
            return any(name.removesuffix(ending) + page in names for page in _PAGE)
    return False


def _is_regular(path: Path) -> bool:
    """Whether a path that was given by name can be opened as a file (links are followed)."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return False


def _pattern(parts: tuple[str, ...]) -> re.Pattern[str]:
    """A glob over relative paths; what lies below a folder that it matches is matched too."""
    out = ""
    for i, part in enumerate(parts):
        if part == "**":
            out += "(?:[^/]+/)*"
            continue
        out += _component(part) + ("/" if i < len(parts) - 1 else "")
    return re.compile((out or ".*") + r"(?:/.*)?" if parts[-1] != "**" else out + ".*", re.DOTALL)


def _component(part: str) -> str:
    out, i = "", 0
    while i < len(part):
        c = part[i]
        close = part.find("]", i + 2) if c == "[" else -1
        if close > 0:
            inside = part[i + 1 : close].replace("\\", "\\\\")
            out += "[" + ("^" + inside[1:] if inside[0] == "!" else inside) + "]"
            i = close
        else:
            out += {"*": "[^/]*", "?": "[^/]"}.get(c, re.escape(c))
        i += 1
    return out
