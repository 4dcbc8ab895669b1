"""Old Word files (.doc) and OpenDocument (.odt).

Word 97 to 2003 is read directly (`pipeline.reading.word97`). What that cannot read goes through LibreOffice where it is
installed: converted to .docx, never to text, for there it loses footnotes, headers and text boxes, and prints deleted
text.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from pipeline.reading import docx, word97
from pipeline.reading.base import Content, InputOptions, ReadError
from pipeline.reading.grid import content
from pipeline.reading.ole import Damaged

_NAMES = ("soffice", "libreoffice")
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)
_SECONDS = 100


def read(data: bytes, options: InputOptions) -> Content:
    """The text of the file. Raises ReadError where LibreOffice is needed and missing, or fails."""
    try:
        return content(word97.lines(data))
    except Damaged as e:
        program = _program()
        if program is None:
            raise ReadError(f"needs LibreOffice ({e}): install it, or save the file as .docx") from None
    with tempfile.TemporaryDirectory(prefix="trichluc-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        # A suffix tells LibreOffice nothing that the content does not; the name of the source may be hostile.
        (folder / "in.doc").write_bytes(data)
        _convert(program, folder)
        made = folder / "in.docx"
        if not made.is_file():
            raise ReadError("LibreOffice could not convert the file; open it in Word and save it as .docx")
        return docx.read(made.read_bytes(), options)


def _convert(program: str, folder: Path) -> None:
    # A profile of its own, or parallel workers collide.
    profile = (folder / "profile").as_uri()
    command = [program, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--convert-to", "docx"]
    command += ["--outdir", str(folder), str(folder / "in.doc")]
    try:
        subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False, stdin=subprocess.DEVNULL)
    except subprocess.TimeoutExpired:
        raise ReadError(f"LibreOffice took more than {_SECONDS} seconds; save the file as .docx") from None
    except OSError as e:
        raise ReadError(f"LibreOffice cannot be started ({e.strerror}); save the file as .docx") from None


def _program() -> str | None:
    """LibreOffice, from the PATH or where its installers put it."""
    places = [] if sys.platform.startswith("linux") else [p for p in _PLACES if os.access(p, os.X_OK)]
    return next(filter(None, map(shutil.which, _NAMES)), None) or next(iter(places), None)
