"""What the finding step hands to the completing one."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.citations import kinds


@dataclass(frozen=True, slots=True)
class Found:
    """A reference with what stands inside it. Offsets are into the canonical text.

    ``kind`` as the column has it; ``group`` numbers the list that the mention belongs to; ``named`` is the title of one
    cited by name (canonical, folded), None for one cited by number alone; ``foreign`` another country's.
    """

    start: int
    end: int
    kind: str
    class_: str
    number: str | None = None
    year: int | None = None
    symbol: str | None = None
    group: int = 0
    named: str | None = None
    anaphoric: bool = False
    foreign: bool = False

    @classmethod
    def by_name(
        cls, start: int, end: int, kind: str, name: str, year: int | None = None, *, foreign: bool = False
    ) -> Found:
        """A document cited by its name, without a number."""
        class_ = kinds.BY_WORD[kind.lower()].class_
        return cls(start, end, kind, class_, year=year, group=start, named=name, foreign=foreign)
