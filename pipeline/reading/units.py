"""Inputs to units: what will be read, in a fixed order, without reading it yet."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from pipeline.reading import excel, sidecar, tables, walk
from pipeline.reading.archive import inflate, members, open_zip
from pipeline.reading.base import MB, InputOptions, ReadError, Unit
from pipeline.reading.columns import cell, check_kept, columns
from pipeline.reading.encodings import known
from pipeline.reading.kinds import HEAD, TABLES, kind, machinery, of_bytes, skipped
from pipeline.reading.mail import attachments
from pipeline.reading.source import Source
from pipeline.types import Problem

_CONTAINERS = (*TABLES, "zip", "excel", "eml")


def units(inputs: Sequence[Path], options: InputOptions) -> Iterator[Unit | Problem]:
    """The units of these files, folders, globs and ``-`` (standard input: JSONL, or one document), as a stream.

    Inputs in the order given, the files of a folder in that of their relative paths' code points, rows and members in
    their own. What cannot be a unit is a Problem. Raises ReadError, before the first unit, for an input that does not
    exist and for options that do not fit.
    """
    check_kept(options)
    if options.encoding is not None:
        known(options.encoding)
    if not inputs:
        raise ReadError("no input; name files, folders, or - for standard input")
    return _all([None if str(given) == "-" else walk.root_of(given) for given in inputs], options)


def _all(roots: Sequence[walk.Root | None], options: InputOptions) -> Iterator[Unit | Problem]:
    for root in roots:
        yield from _stdin(sys.stdin.buffer, options) if root is None else _below(root, options)


@dataclass(frozen=True, slots=True)
class _Scope:
    """What holds for all that lies below one input; ``meta`` is what metadata.csv says of a doc_id."""

    options: InputOptions
    meta: Callable[[str], dict[str, str]]


def _below(root: walk.Root, options: InputOptions) -> Iterator[Unit | Problem]:
    sidecars = sidecar.Sidecars(root.folder, options)
    scope = _Scope(options, sidecars.meta)
    for found in root.files():
        source = Source(walk.escape((root.folder / found.relative).as_posix()), walk.escape(found.relative), found.path)
        try:
            if found.trouble:
                raise ReadError(found.trouble)
            if root.whole and sidecars.is_one(found.relative):
                continue
            with source.open(options.limits) as file:
                yield from _some(_contents(source, file, kind(found.path, file), scope))
        except ReadError as e:
            yield _problem(source, e)
        except Exception as e:  # a listing that stops would cost all the other files
            yield _problem(source, ReadError(f"damaged ({type(e).__name__}: {e}); open it and save it anew"))
    if root.whole:
        for label, n, name in sidecars.unmet():
            yield Problem(f"{label}#{n}", None, "read", "ReadError", f"there is no file {name!r} beside this list")


def _contents(source: Source, file: BinaryIO, reader: str, scope: _Scope, depth: int = 0) -> Iterator[Unit | Problem]:
    """The units of an open file. Raises ReadError where it breaks; what came before stands."""
    file.seek(0)
    if reader == "zip":
        yield from _archive(source, file, scope, depth + 1)
    elif reader in tables.STREAMS:
        yield from _rows(source, reader, tables.STREAMS[reader](file, scope.options), scope)
    elif reader in tables.FILES:
        if source.member is not None:
            raise ReadError("a database inside an archive; unpack it")
        yield from _rows(source, reader, tables.FILES[reader](source.path, scope.options), scope)
    elif reader == "excel" and (rows := excel.table_rows(file, scope.options)) is not None:
        yield from _rows(source, reader, rows, scope)
    else:
        yield Unit(source.doc_id, source.label, reader, source.path, source.member, None, scope.meta(source.doc_id))
        if reader == "eml":
            yield from _attached(source, file, scope, depth + 1)


def _some(found: Iterator[Unit | Problem]) -> Iterator[Unit | Problem]:
    """The same; raises ReadError behind a table or archive that held nothing: no input ends without a row."""
    none = True
    for what in found:
        none = False
        yield what
    if none:
        raise ReadError("no rows or members in it; is the file complete?")


def _archive(source: Source, file: BinaryIO, scope: _Scope, depth: int) -> Iterator[Unit | Problem]:
    limits = scope.options.limits
    if depth > limits.archives:
        raise ReadError(f"archives nested deeper than {limits.archives}; unpack it and give the folder")
    archive = open_zip(file, limits)
    inner_scope = _Scope(scope.options, _inner_meta(archive, source, scope))
    for member in members(archive.infolist()):
        if any(map(skipped, member.shown.split("/"))) or machinery(member.shown):
            continue
        inner = source.inside(member.name, walk.escape(member.shown))
        if member.shown == sidecar.NAME and inner_scope.meta is not scope.meta:
            continue
        try:
            reader = kind(member.shown, io.BytesIO(inflate(archive, member.name, limits, HEAD)))
            body = inflate(archive, member.name, limits) if reader in _CONTAINERS else b""
            yield from _some(_contents(inner, io.BytesIO(body), reader, inner_scope, depth))
        except ReadError as e:
            yield _problem(inner, e)


def _attached(source: Source, file: BinaryIO, scope: _Scope, depth: int) -> Iterator[Unit | Problem]:
    """The attachments of a mail are documents of their own; a broken mail is its reader's to report."""
    try:
        found = list(attachments(file.read(scope.options.limits.document)))
    except ReadError:
        return
    for name, body in found:
        inner = source.inside(name, walk.escape(name))
        if depth > scope.options.limits.archives:
            yield _problem(inner, ReadError(f"nested deeper than {scope.options.limits.archives}; save it by itself"))
            continue
        try:
            yield from _some(_contents(inner, io.BytesIO(body), kind(name, io.BytesIO(body)), scope, depth))
        except ReadError as e:
            yield _problem(inner, e)


def _inner_meta(archive: zipfile.ZipFile, source: Source, scope: _Scope) -> Callable[[str], dict[str, str]]:
    """The metadata.csv of an archive, beside what stands outside."""
    if sidecar.NAME not in archive.namelist():
        return scope.meta
    body = io.BytesIO(inflate(archive, sidecar.NAME, scope.options.limits))
    inside = sidecar.of_stream(body, f"{source.label}!/{sidecar.NAME}", scope.options)
    if inside is None:
        return scope.meta
    return lambda doc_id: inside.meta(doc_id.removeprefix(source.doc_id + "/")) or scope.meta(doc_id)


def _rows(source: Source, reader: str, rows: Iterator[tables.Numbered], scope: _Scope) -> Iterator[Unit | Problem]:
    """Units of a table's rows. JSON's rows may each have columns of their own."""
    header: tuple[str, ...] | None = None
    found = None
    limit = scope.options.limits.document
    for n, row in rows:
        at = Source(f"{source.label}#{n}", f"{source.doc_id}#{n}", source.path)
        if isinstance(row, ReadError):
            yield _problem(at, row)
            continue
        try:
            if header is None or tuple(row) != header:
                header, found = tuple(row), columns(row, scope.options)
        except ReadError as e:
            if reader in ("json", "jsonl"):
                yield _problem(at, e)
                continue
            raise
        assert found is not None
        text = cell(row[found.fields["text"]])
        doc_id = found.doc_id(row) or at.doc_id
        if len(text) > limit:
            yield Problem(at.label, doc_id, "read", "ReadError", f"too large: more than {limit // MB} MB; split it")
            continue
        yield Unit(doc_id, at.label, reader, source.path, source.member, {"text": text}, found.meta(row))


def _stdin(stream: BinaryIO, options: InputOptions) -> Iterator[Unit | Problem]:
    """Standard input: JSONL, a JSON array, or one document of the kind that its first bytes say."""
    source = Source("stdin", "stdin", "-")
    limit = options.limits.document
    stream = io.BufferedReader(stream)  # type: ignore[type-var]
    head = stream.peek(HEAD).lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"{") and not head.startswith(b"{\\rtf"):
        yield from _rows(source, "jsonl", tables.jsonl_rows(stream, options), _Scope(options, lambda _: {}))
        return
    body = stream.read(limit + 1)
    reader = "json" if head.startswith(b"[") else of_bytes(body)
    if len(body) > limit:
        yield _problem(source, ReadError(f"too large: more than {limit // MB} MB for one document; split it"))
    elif reader == "json":
        yield from _rows(source, reader, tables.json_rows(io.BytesIO(body), options), _Scope(options, lambda _: {}))
    elif reader in _CONTAINERS:
        yield _problem(source, ReadError(f"{reader} is not read from standard input; give the file"))
    else:
        yield Unit("stdin", "stdin", reader, row={"bytes": body})


def _problem(source: Source, error: ReadError) -> Problem:
    return Problem(source.label, source.doc_id, "read", "ReadError", str(error))
