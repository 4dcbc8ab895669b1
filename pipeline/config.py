"""The settings of a run: one frozen dataclass, read from TOML, unknown keys refused."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

#: Name -> factory (``module:function``) of each stage, in the order in which they run. A factory takes the `Config` and
#: returns the stage: a callable from (document, layers so far) to new layers (see `pipeline.engine`).
STAGES: Mapping[str, str] = {
    "sentences": "pipeline.sentences:stage",
    "tokens": "pipeline.tokens:stage",
    "citations": "pipeline.citations:stage",
    "dates": "pipeline.dates:stage",
    "names": "pipeline.names:stage",
    "roles": "pipeline.roles:stage",
    "linking": "pipeline.linking:stage",
}

#: Name -> ``module:function`` of each step over the whole corpus (`pipeline.corpus`), in order.
STEPS: Mapping[str, str] = {
    "identities": "pipeline.corpus.identities:step",
    "tenures": "pipeline.corpus.tenures:step",
    "citation_graph": "pipeline.corpus.graph:step",
}


class ConfigError(ValueError):
    """A setting that does not exist or does not fit; the message names it and says what would."""


@dataclass(frozen=True, slots=True)
class Config:
    """``anchor``: publication date for documents that state none.
    ``tokens``: write the tokens table, with part-of-speech tags.
    ``texts``: keep the texts in a table (None: of every reader but plain text).
    ``model``: another names model. ``catalogue``: CSV of further documents to resolve citations to.
    ``anaphora``: also output back references (``Nghị định này``).
    ``graphml``: write the citation graph as GraphML too.
    ``stages``, ``steps``: name -> ``module:function``; one that is absent does not run.
    """

    anchor: dt.date | None = None
    tokens: bool = False
    texts: bool | None = None
    model: Path | None = None
    catalogue: Path | None = None
    anaphora: bool = False
    graphml: bool = False
    stages: Mapping[str, str] = field(default_factory=lambda: dict(STAGES))
    steps: Mapping[str, str] = field(default_factory=lambda: dict(STEPS))

    def without(self, *names: str) -> Config:
        """The same settings with these stages switched off. Raises ConfigError for a stage that does not exist."""
        if unknown := [n for n in names if n not in self.stages]:
            raise ConfigError(f"no stage {unknown[0]!r}; there are: {', '.join(self.stages)}")
        return replace(self, stages={n: f for n, f in self.stages.items() if n not in names})


def load(path: Path) -> Config:
    """Settings from a TOML file::

        anchor = 2021-08-24
        anaphora = true
        off = ["tokens"]                  # switch stages off
        [stages]                          # replace a stage, or add one at the end
        dates = "my_package.dates:stage"

    Raises ConfigError (unknown key, wrong type, no such stage, bad TOML), naming the file and the key.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as e:
        raise ConfigError(f"{path}: {e}") from e
    known: dict[str, type] = {
        "anchor": dt.date,
        "model": str,
        "catalogue": str,
        "stages": dict,
        "steps": dict,
        "off": list,
        **dict.fromkeys(("tokens", "texts", "anaphora", "graphml"), bool),
    }
    for name, value in data.items():
        if name not in known:
            raise ConfigError(f"{path}: unknown key {name!r}; there are: {', '.join(known)}")
        if type(value) is not known[name]:
            raise ConfigError(f"{path}: {name} is {type(value).__name__}, should be {known[name].__name__}")
    for name in ("model", "catalogue"):
        if name in data:
            data[name] = path.parent / data[name]
            if not data[name].is_file():
                raise ConfigError(f"{path}: {name}: no file {data[name]}")
    for kind in ("stages", "steps"):
        for name, factory in data.get(kind, {}).items():
            if not isinstance(factory, str):
                raise ConfigError(f'{path}: {kind}.{name} is {factory!r}, should be "module:function"')
    data["stages"] = {**STAGES, **data.get("stages", {})}
    data["steps"] = {**STEPS, **data.get("steps", {})}
    off = data.pop("off", [])
    try:
        return Config(**data).without(*off)
    except ConfigError as e:
        raise ConfigError(f"{path}: off: {e}") from e
