"""The values that travel through the pipeline: frozen, slotted, standard library only.

Offsets everywhere are code points into the raw text of the document (the decoded file without its BOM, line ends
untouched), end exclusive: ``document.text[start:end]`` is what stands in the source.

Every mention class names its fields as the columns of its table (`pipeline.schema`), so that a row is the mention plus
``doc_id``, ``row``, ``sentence`` and ``text``. A trailing underscore (``class_``) only avoids a Python keyword.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the raw text: ``start`` and ``end`` in code points, end exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Part(Span):
    """A region of the document. The parts cover the text in order and do not overlap.

    ``name``: title, dateline, lead, body, caption, byline, boilerplate (news); heading, grounds, body, signature,
    recipients (official documents).
    """

    name: str


@dataclass(frozen=True, slots=True)
class Sentence(Span):
    """A sentence or a line that stands for one (heading, caption, list item), white space trimmed."""

    part: str


@dataclass(frozen=True, slots=True)
class Token(Span):
    """A word (one or more syllables). ``pos`` is None unless part-of-speech tags were asked for."""

    pos: str | None = None


@dataclass(frozen=True, slots=True)
class DateMention(Span):
    """A DATE. ``date_start``/``date_end`` are inclusive; None = open or unknown."""

    date_start: dt.date | None
    date_end: dt.date | None
    grain: str
    edtf: str | None = None
    modifier: str | None = None
    part_of_day: str | None = None
    time: str | None = None
    calendar: str = "gregorian"
    flag: str | None = None
    basis: str = "explicit"
    rule: str = ""


@dataclass(frozen=True, slots=True)
class PersonMention(Span):
    """A PERSON. Ids are local to the document (``p1``) until the corpus steps write the final ones."""

    name: str
    person_id: str | None = None
    honorific: str | None = None
    kind: str = "mentioned"


@dataclass(frozen=True, slots=True)
class OrganisationMention(Span):
    """An ORGANISATION. Ids are local to the document (``o1``) until the corpus steps write the final ones."""

    name: str
    organisation_id: str | None = None
    kind: str | None = None
    level: str | None = None
    place: str | None = None
    parent_id: str | None = None


@dataclass(frozen=True, slots=True)
class RoleMention(Span):
    """A ROLE: the title's span, tied to the spans of its person and its body (None where none is named).

    ``domain`` and ``rank`` (1 = highest in its domain) are the vocabulary's; None for a title outside it.
    """

    role: str
    status: str = "current"
    event_date: dt.date | None = None
    person: str | None = None
    person_start: int | None = None
    person_end: int | None = None
    person_id: str | None = None
    organisation: str | None = None
    organisation_start: int | None = None
    organisation_end: int | None = None
    organisation_id: str | None = None
    domain: str | None = None
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class CitationMention(Span):
    """A CITATION. ``kind`` to ``pinpoint`` hold what stands in the text; what is inferred stands in the others."""

    kind: str
    class_: str
    number: str | None = None
    year: int | None = None
    symbol: str | None = None
    issued_on: dt.date | None = None
    issuer: str | None = None
    pinpoint: str | None = None
    title: str | None = None
    relation: str | None = None
    form: str = "full"
    citation_id: str | None = None
    resolved_number: str | None = None
    resolved_year: int | None = None
    resolved_title: str | None = None
    pinpoint_paths: str | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """What an official document says of itself in its heading (``Số: 3642/QĐ-UBND``); None where it does not."""

    kind: str | None = None
    number: str | None = None
    year: int | None = None
    symbol: str | None = None
    issuer: str | None = None
    place: str | None = None
    date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """One document as a reader yields it: the decoded text and what the source says about it.

    ``sha256`` is that of the bytes of the file or row; ``extra`` holds the columns carried through.
    """

    doc_id: str
    source: str
    text: str
    sha256: str
    published: dt.date | None = None
    url: str | None = None
    site: str | None = None
    title: str | None = None
    author: str | None = None
    encoding: str | None = None
    encoding_confidence: float | None = None
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Document:
    """A record with its parts recognised: what every stage reads.

    ``published`` is the anchor of relative dates, ``published_basis`` says where it comes from (text, metadata, option,
    none), ``kind`` is news, official or other, ``heading`` is an official document's own.
    """

    record: Record
    text: str
    published: dt.date | None = None
    published_basis: str = "none"
    kind: str = "other"
    title: str | None = None
    author: str | None = None
    parts: tuple[Part, ...] = ()
    heading: Heading = Heading()


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be done, for the errors table. ``stage`` is where it happened."""

    source: str
    doc_id: str | None
    stage: str
    error: str
    message: str
