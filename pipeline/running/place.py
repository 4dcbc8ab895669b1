"""The output folder OUT and the work folder ``OUT.work`` beside it: lock, parts, and what is being written."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.running import files
from pipeline.running.options import RunError

_RECORD = "run.json"


@dataclass(frozen=True, slots=True)
class Place:
    """`out` as it was given; `folder` where it really is."""

    out: Path
    folder: Path
    work: Path

    @classmethod
    def of(cls, out: Path) -> Place:
        """Raises RunError where the folder is of no run, so that nothing of the user's is replaced."""
        folder = out.resolve()
        if folder.exists() and not folder.is_dir():
            raise RunError(f"{out}: is a file; --out wants a folder")
        if os.path.ismount(folder):
            raise RunError(f"{out}: is a mount point and cannot be replaced; choose a folder inside it")
        place = cls(out, folder, folder.with_name(folder.name + ".work"))
        if not place.record():
            _refuse_strangers(folder)
        if not (place.work / "parts").exists():
            _refuse_strangers(place.work, "lock")
        return place

    @property
    def new(self) -> Path:
        """Where the next output is written."""
        return self.work / "new"

    @property
    def scratch(self) -> Path:
        """What the corpus steps need while they run."""
        return self.work / "scratch"

    def recover(self) -> None:
        """Mend what a crash left. Call it with the lock held."""
        files.recover(self.folder, self.work / "old")
        files.remove(self.new)
        files.remove(self.scratch)

    def record(self) -> dict[str, Any]:
        """The run.json of the output; empty where there is none that can be read."""
        try:
            found = json.loads((self.folder / _RECORD).read_text(encoding="utf-8"))
            return found if {"state", "counts", "rows", "files"} <= found.keys() else {}
        except (OSError, ValueError, AttributeError):
            return {}

    def is_whole(self, sizes: dict[str, int]) -> bool:
        """The output has files of these names and sizes."""
        paths = {self.folder / name: size for name, size in sizes.items()}
        return all(p.is_file() and p.stat().st_size == size for p, size in paths.items())

    def holds(self, path: Path) -> bool:
        """A file of ours, not an input."""
        return path.is_relative_to(self.folder) or path.is_relative_to(self.work)

    def lies_in(self, inputs: Iterable[Path]) -> bool:
        """An input may take in the output folder."""
        return any("*" in str(i) or self.folder.is_relative_to(i.resolve()) for i in inputs)

    def install(self, record: dict[str, Any]) -> None:
        """Put the new output, with `record` as its run.json, in the place of the old one; strangers' files stay."""
        mine = {*self.record().get("files", ()), _RECORD}
        sizes = {p.name: p.stat().st_size for p in sorted(self.new.iterdir())}
        files.save(self.new / _RECORD, as_json({**record, "files": sizes}))
        files.carry_over(self.folder, self.new, mine)
        files.install(self.new, self.folder, self.work / "old")


def _refuse_strangers(folder: Path, but: str = "") -> None:
    """Hidden files (.gitkeep) may stand in a folder that a run takes over."""
    strangers = (
        sorted(p.name for p in folder.iterdir() if p.name[0] != "." and p.name != but) if folder.is_dir() else []
    )
    if strangers:
        raise RunError(f"{folder}: holds {strangers[0]!r} and is of no earlier run; choose an empty folder for --out")


def as_json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
