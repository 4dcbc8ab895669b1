"""Documents cited by name: laws, the Constitution, Party resolutions, statutes, regulations, treaties."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pipeline.citations import laws, party, treaties
from pipeline.citations.mention import Found
from pipeline.text import Canonical

# Each reader with a word without which it need not look.
_READERS: tuple[tuple[tuple[str, ...], Callable[[Canonical], Iterator[Found]]], ...] = (
    (("luật", "lệnh"), laws.laws),
    (("hiến",), laws.constitutions),
    (("quyết", "luận", "nq", "kl"), party.plenums),
    (("hội", "đh"), party.congresses),
    (("quy", "cương", "lệ", "ngôn", "tuyên"), party.regulations),
    (("hiệp", "ước", "thư", "chương"), treaties.treaties),
    (("",), treaties.letters),
)


def find(shadow: Canonical) -> Iterator[Found]:
    """The references by name, each reader in order; overlaps are settled by the caller."""
    for needed, reader in _READERS:
        if any(word in shadow.folded for word in needed):
            yield from reader(shadow)
