"""The forms of a date as regular expressions, built from the data files.

``rules.tsv`` holds one pattern a rule, ``macros.tsv`` the pieces that they share, ``words.tsv`` the words. All rules
become one expression, tried only where a first word or a digit stands. Patterns see the folded text
(`pipeline.text.Canonical.folded`); their named groups are the raw fields of the mention. A second group of the same
field bears its name and ``_``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from pipeline.lexicon import table
from pipeline.text import key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_PACKAGE = "pipeline.dates"
_LEAD = "{lead}"
_PIECE = re.compile(r"\{(?:([a-z]\w*):)?([a-z]\w*)\}")
_GROUP = re.compile(r"\(\?P(<|=)(\w+)")


@dataclass(frozen=True, slots=True)
class Rule:
    """One form of a date. ``kind`` names its reading, ``weak`` says that a bare number of this form needs a cue."""

    name: str
    kind: str
    weak: bool
    pattern: str


@dataclass(frozen=True, slots=True)
class Union:
    """Several rules as one expression; `read` tells which one matched, and its fields."""

    expression: re.Pattern[str]
    rules: Mapping[str, tuple[Rule, tuple[tuple[str, int], ...]]]

    def read(self, match: re.Match[str]) -> tuple[Rule, dict[str, str]]:
        rule, groups = self.rules[match.lastgroup or ""]
        return rule, {field: match[group] for field, group in groups if match[group] is not None}


@cache
def words(name: str) -> Mapping[str, str]:
    """The words of a class, folded, with their values."""
    found = {key(row["word"]): row["value"] for row in table(_PACKAGE, "words.tsv") if row["class"] == name}
    if not found:
        raise ValueError(f"{_PACKAGE}/data/words.tsv: no class {name!r}; add its words or correct the pattern")
    return found


@cache
def rules(file: str = "rules.tsv") -> tuple[Rule, ...]:
    return tuple(Rule(r["rule"], r["kind"], r["weak"] == "yes", r["pattern"]) for r in table(_PACKAGE, file))


def regex(pattern: str) -> str:
    """`pattern` with its pieces and word classes written out and each blank standing for any white space."""
    while _PIECE.search(pattern):
        pattern = _PIECE.sub(_piece, pattern)
    return pattern.replace(" ?", r"[\x20\n]{0,9}").replace(" ", r"[\x20\n]{1,9}")


def any_of(names: Sequence[str]) -> str:
    """An alternation of literal words, the longest first."""
    return "|".join(re.escape(w).replace(r"\ ", " ") for w in sorted(names, key=len, reverse=True))


@cache
def union(file: str = "rules.tsv") -> Union:
    """All rules of `file` as one expression; the group of a rule bears its name, its fields ``name__field``.

    Neighbours that begin with the same ``{lead}`` try it once.
    """
    parts = []
    groups: dict[str, list[str]] = {}
    for i, (lead, run) in enumerate(groupby(rules(file), lambda r: r.pattern.startswith(_LEAD))):
        shared = _own(_LEAD, f"lead{i}") if lead else ""
        alternatives = []
        for rule in run:
            own = _own(rule.pattern.removeprefix(_LEAD), rule.name)
            groups[rule.name] = re.findall(r"\(\?P<(\w+)>", shared + own)
            alternatives.append(f"(?P<{rule.name}>{own})")
        parts.append(f"{shared}(?:{'|'.join(alternatives)})")
    expression = re.compile(f"(?:{'|'.join(parts)})(?:(?!\\w)|(?<=\\d)(?![\\d_]))")
    index = expression.groupindex
    return Union(
        expression,
        {r.name: (r, tuple((g.partition("__")[2].rstrip("_"), index[g]) for g in groups[r.name])) for r in rules(file)},
    )


def _own(pattern: str, name: str) -> str:
    """`pattern` written out, its groups named ``name__field``."""
    return _GROUP.sub(lambda m: f"(?P{m[1]}{name}__{m[2]}", regex(pattern))


@cache
def first() -> re.Pattern[str]:
    """Where a date may begin: the piece ``first``."""
    return re.compile(rf"\b{regex('{first}')}")


@cache
def _macros() -> Mapping[str, str]:
    return {row["macro"]: row["pattern"] for row in table(_PACKAGE, "macros.tsv")}


def _piece(match: re.Match[str]) -> str:
    field, name = match.groups()
    inner = _macros().get(name) or any_of(list(words(name)))
    return f"(?P<{field}>{inner})" if field else f"(?:{inner})"
