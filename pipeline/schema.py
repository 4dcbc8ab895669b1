"""The table contract, as data. The Arrow schemas, the data dictionary (`trichluc schema`), docs/tables.md,
datapackage.json and the writers are derived from it; a test holds the mention classes of `pipeline.types` to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

SCHEMA_VERSION = "1"


@dataclass(frozen=True, slots=True)
class Column:
    """``type`` is string, int32, int64, float64, date32 or bool. ``enum`` lists the values that may stand in it."""

    name: str
    type: str
    meaning: str
    nullable: bool = True
    enum: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """``key`` is the primary key, ``foreign`` maps columns to (table, columns); ``grain`` is documents or corpus:
    a corpus table is written by a step over all documents."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    foreign: tuple[tuple[tuple[str, ...], str, tuple[str, ...]], ...] = ()
    grain: str = "documents"
    optional: bool = False


def _c(name: str, type: str, meaning: str, *enum: str, null: bool = True) -> Column:
    return Column(name, type, meaning, null, enum)


_DOC_ID = _c("doc_id", "string", "the document's id, as in documents", null=False)
_SENTENCE = _c("sentence", "int32", "number of the sentence in which the row starts, from 0", null=False)
_START = _c("start", "int32", "first code point of the mention in the raw text", null=False)
_END = _c("end", "int32", "one past the last code point of the mention", null=False)
_TEXT = _c("text", "string", "raw text from start to end", null=False)
_IN_DOCUMENTS = (("doc_id",), "documents", ("doc_id",))
_IN_SENTENCES = (("doc_id", "sentence"), "sentences", ("doc_id", "sentence"))

GRAINS = ("day", "week", "month", "quarter", "half", "year", "decade", "century")
PARTS_OF_DAY = ("morning", "noon", "afternoon", "evening", "night")
LEVELS = ("central", "province", "district", "commune", "other")
DOMAINS = ("party", "state", "court", "police", "army", "front", "mass", "company", "school", "religion", "press")
STATUSES = ("current", "acting", "former", "appointed", "ended", "proposed")


def _mentions(name: str, meaning: str, *columns: Column) -> Table:
    row = _c("row", "int32", "number of the row in its document, from 0, in order of start", null=False)
    return Table(
        name,
        meaning,
        (_DOC_ID, row, _SENTENCE, _START, _END, _TEXT, *columns),
        ("doc_id", "row"),
        (_IN_DOCUMENTS, _IN_SENTENCES),
    )


DOCUMENTS = Table(
    "documents",
    "one row per document that could be read",
    (
        _c(
            "doc_id",
            "string",
            "the id column, or the path relative to the input root, PATH#N for a row without an id",
            null=False,
        ),
        _c("source", "string", "file (and row or member) that the document was read from", null=False),
        _c("url", "string", "address, where the source gives one"),
        _c("site", "string", "site or publisher, where the source gives one"),
        _c("title", "string", "title, from the source or recognised in the text"),
        _c("author", "string", "author, from the source or the byline"),
        _c("published", "date32", "publication date, the anchor of relative dates"),
        _c("published_basis", "string", "where published comes from", "text", "metadata", "option", "none", null=False),
        _c("kind", "string", "kind of document", "news", "official", "other", null=False),
        _c("own_kind", "string", "an official document's own kind, as in its heading"),
        _c("own_number", "string", "an official document's own number"),
        _c("own_year", "int32", "the year in an official document's own number"),
        _c("own_symbol", "string", "an official document's own symbol"),
        _c("own_issuer", "string", "the body in an official document's heading"),
        _c("own_place", "string", "the place in an official document's heading"),
        _c("own_date", "date32", "the date in an official document's heading"),
        _c("encoding", "string", "encoding that the text was decoded from"),
        _c("encoding_confidence", "float64", "0 to 1, how sure the encoding is; 1 where it is declared and valid"),
        _c("duplicate_of", "string", "doc_id of the first document with the same text, where it is a repeat"),
        _c("n_chars", "int32", "code points of the raw text", null=False),
        _c("n_sentences", "int32", "sentences", null=False),
        _c("n_tokens", "int32", "words", null=False),
        _c("sha256", "string", "SHA-256 of the bytes of the file or row", null=False),
    ),
    ("doc_id",),
)
TEXTS = Table(
    "texts",
    "the decoded text of each document, which the offsets count (readers other than plain text; --texts for all)",
    (_DOC_ID, _c("text", "string", "raw text", null=False)),
    ("doc_id",),
    (_IN_DOCUMENTS,),
    optional=True,
)
SENTENCES = Table(
    "sentences",
    "sentences, and lines that stand for one",
    (
        _DOC_ID,
        _SENTENCE,
        _START,
        _END,
        _c("part", "string", "part of the document: title, dateline, body, signature ...", null=False),
        _TEXT,
    ),
    ("doc_id", "sentence"),
    (_IN_DOCUMENTS,),
)
TOKENS = Table(
    "tokens",
    "words with part-of-speech tags (--tokens)",
    (
        _DOC_ID,
        _SENTENCE,
        _c("token", "int32", "number of the word in its document, from 0", null=False),
        _START,
        _END,
        _TEXT,
        _c("pos", "string", "part-of-speech tag of underthesea"),
    ),
    ("doc_id", "token"),
    (_IN_DOCUMENTS, _IN_SENTENCES),
    optional=True,
)
DATES = _mentions(
    "dates",
    "calendar expressions",
    _c("date_start", "date32", "first day, inclusive; null = open or unknown"),
    _c("date_end", "date32", "last day, inclusive; null = open or unknown"),
    _c("grain", "string", "unit; of a range, that of its ends", *GRAINS, null=False),
    _c("edtf", "string", "value in EDTF (ISO 8601-2), XXXX-08-24 where the year is unknown"),
    _c(
        "modifier",
        "string",
        "what modifies the value",
        "start",
        "mid",
        "end",
        "before",
        "after",
        "from",
        "until",
        "approx",
    ),
    _c("part_of_day", "string", "part of the day", *PARTS_OF_DAY),
    _c("time", "string", "clock time beside the date, HH:MM"),
    _c("calendar", "string", "calendar of the expression", "gregorian", "lunar", null=False),
    _c("flag", "string", "why the value is missing or doubtful", "invalid", "year_unknown", "anchor_conflict"),
    _c("basis", "string", "what fixed the value", "explicit", "context", "anchor", null=False),
    _c("rule", "string", "name of the rule that found and resolved it", null=False),
)
PEOPLE = _mentions(
    "people",
    "names of people",
    _c("name", "string", "the fullest form of this person's name in the document", null=False),
    _c("person_id", "string", "identity across the corpus"),
    _c("honorific", "string", "form of address or rank before the name"),
    _c("kind", "string", "mentioned in the text or author of it", "mentioned", "author", null=False),
)
ORGANISATIONS = _mentions(
    "organisations",
    "named bodies",
    _c("name", "string", "the body's name written out", null=False),
    _c("organisation_id", "string", "identity across the corpus"),
    _c("kind", "string", "kind of body: government, party, front, union, court ..."),
    _c("level", "string", "level of administration", *LEVELS),
    _c("place", "string", "administrative unit of the body"),
    _c("parent_id", "string", "organisation_id of the body that it belongs to"),
)
ROLES = _mentions(
    "roles",
    "positions: title, person and body",
    _c("role", "string", "the title normalised", null=False),
    _c("status", "string", "how the person holds it", *STATUSES, null=False),
    _c("event_date", "date32", "day of the appointment or its end, where stated"),
    _c("person", "string", "the person's name; null where the title names none"),
    _c("person_start", "int32", "start of the person's mention"),
    _c("person_end", "int32", "end of the person's mention"),
    _c("person_id", "string", "identity of the person"),
    _c("organisation", "string", "the body's name; null where none is named"),
    _c("organisation_start", "int32", "start of the body's mention"),
    _c("organisation_end", "int32", "end of the body's mention"),
    _c("organisation_id", "string", "identity of the body"),
    _c("domain", "string", "field of public life that the title belongs to", *DOMAINS),
    _c("rank", "int32", "order of the title in its domain, 1 = highest"),
)
CITATIONS = _mentions(
    "citations",
    "references to one particular document",
    _c("kind", "string", "kind as written, abbreviations written out", null=False),
    _c("class", "string", "kind refined by the symbol: nghi_quyet, cong_van ...", null=False),
    _c("number", "string", "number as written"),
    _c("year", "int32", "year in the number or the name"),
    _c("symbol", "string", "symbol as written, white space removed"),
    _c("issued_on", "date32", "date of issue, where stated"),
    _c("issuer", "string", "issuing body as written, where stated"),
    _c("pinpoint", "string", "point, clause, article, where stated"),
    _c("title", "string", "subject after the number, where stated"),
    _c(
        "relation",
        "string",
        "what the text does with the cited document: based_on, amends, replaces, repeals, implements ...",
    ),
    _c("form", "string", "form of the reference", "full", "short", "named", "anaphoric", null=False),
    _c("citation_id", "string", "identity of the cited document across the corpus (docs/citations.md)"),
    _c("resolved_number", "string", "number from the antecedent or the catalogue"),
    _c("resolved_year", "int32", "year from the antecedent or the catalogue"),
    _c("resolved_title", "string", "title from the catalogue"),
    _c("pinpoint_paths", "string", "the pinpoint's parts, largest unit first, parted by blanks: d5.k2.pa d5.k3"),
)
ENTITIES = Table(
    "entities",
    "people and bodies, each once: the identities of person_id and organisation_id across the corpus",
    (
        _c("id", "string", "identity, as in person_id and organisation_id", null=False),
        _c("kind", "string", "person or body", "person", "organisation", null=False),
        _c("name", "string", "most frequent whole name, written out", null=False),
        _c("variants", "string", "forms in the texts, most frequent first, | between them"),
        _c("body_kind", "string", "kind of body"),
        _c("level", "string", "level of administration", *LEVELS),
        _c("place", "string", "administrative unit of the body"),
        _c("parent_id", "string", "id of the body that it belongs to"),
        _c("mentions", "int64", "mentions in the corpus; 0: only as part of another body's name", null=False),
        _c("documents", "int64", "documents that mention it", null=False),
        _c("first_date", "date32", "earliest publication date of these documents"),
        _c("last_date", "date32", "latest publication date of these documents"),
        _c(
            "evidence",
            "string",
            "what joins the documents (docs/linking.md); document: known from one only",
            null=False,
        ),
    ),
    ("id",),
    grain="corpus",
)
TENURES = Table(
    "tenures",
    "who was seen in which position, and when",
    (
        _c("tenure", "int64", "number of the row, from 0", null=False),
        _c("person_id", "string", "identity of the person", null=False),
        _c("person", "string", "the person's name", null=False),
        _c("role", "string", "the title normalised", null=False),
        _c("organisation_id", "string", "identity of the body; null where none is named"),
        _c("organisation", "string", "the body's name"),
        _c("first_seen", "date32", "earliest publication date of a document that has the person in office"),
        _c("last_seen", "date32", "latest such date"),
        _c("started", "date32", "day of the appointment, where a document states it"),
        _c("ended", "date32", "day of the end, where a document states it"),
        _c("mentions", "int64", "rows of roles, those of former holders too", null=False),
        _c("documents", "int64", "documents that they stand in", null=False),
    ),
    ("tenure",),
    ((("person_id",), "entities", ("id",)), (("organisation_id",), "entities", ("id",))),
    grain="corpus",
)
ERRORS = Table(
    "errors",
    "what could not be read or done",
    (
        _c("source", "string", "file (and row or member)", null=False),
        _c("doc_id", "string", "the document's id, where it has one"),
        _c("stage", "string", "where it happened", null=False),
        _c("error", "string", "name of the error", null=False),
        _c("message", "string", "what is wrong, where, and the remedy", null=False),
    ),
    (),
)
CITATION_GRAPH = Table(
    "citation_graph",
    "which document cites which: one row for each document, cited document and relation",
    (
        _DOC_ID,
        _c("source_id", "string", "citation_id of the citing document, where its heading states a number"),
        _c("citation_id", "string", "the cited document", null=False),
        _c(
            "target_doc_id",
            "string",
            "doc_id of the cited document, where the corpus holds it and its id leaves nothing open",
        ),
        _c("relation", "string", "what the text does with the cited document, as in citations"),
        _c("count", "int32", "references of this relation", null=False),
        _c("row", "int32", "row of the first of them in citations", null=False),
    ),
    ("doc_id", "row"),
    (_IN_DOCUMENTS, (("doc_id", "row"), "citations", ("doc_id", "row"))),
    grain="corpus",
)

TABLES: tuple[Table, ...] = (
    DOCUMENTS,
    TEXTS,
    SENTENCES,
    TOKENS,
    DATES,
    PEOPLE,
    ORGANISATIONS,
    ROLES,
    CITATIONS,
    ENTITIES,
    TENURES,
    ERRORS,
    CITATION_GRAPH,
)
MENTIONS = ("dates", "people", "organisations", "roles", "citations")


@cache
def arrow(table: Table) -> pa.Schema:
    """The Arrow schema of `table`; each field's description and enum stand in its metadata."""
    import pyarrow as pa

    types = {
        "string": pa.string(),
        "int32": pa.int32(),
        "int64": pa.int64(),
        "float64": pa.float64(),
        "date32": pa.date32(),
        "bool": pa.bool_(),
    }
    fields = [
        pa.field(
            c.name,
            types[c.type],
            c.nullable,
            {"description": c.meaning, **({"enum": "|".join(c.enum)} if c.enum else {})},
        )
        for c in table.columns
    ]
    return pa.schema(fields, {"description": table.meaning, "schema_version": SCHEMA_VERSION})
