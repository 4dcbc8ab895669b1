"""docs/citations.md: formats, fields, identities and catalogue, from the data. ``python -m pipeline.citations.docs``
prints it."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator

from pipeline.citations import extract, ids, kinds, pinpoints
from pipeline.lexicon import table
from pipeline.types import CitationMention

_PACKAGE = "pipeline.citations"

_HEAD = """# Cited documents

What counts as a citation, which fields it gets and which document it means. The linguistic knowledge is in
`pipeline/citations/data/`; the tables below come from there, and what stands beside the examples was found in them.

This page is written by `python -m pipeline.citations.docs`; edit the data files or `pipeline/citations/docs.py`.

## Use

```python
from pipeline.citations import annotate, extract, parse_number

extract("Căn cứ Luật Đất đai năm 2013")      # spans, fields, identity; offsets into the raw text
extract(text, place="Hà Nội", published=datetime.date(2021, 8, 24), catalogue=Path("own.csv"), anaphora=True)
annotate(text)                               # HTML: <cite data-id="vn:..." data-start="7" data-end="28">
parse_number("Số: 3642/QĐ-UBND")             # number, year, symbol of an official heading
```

Three pure steps, a module each: `find` (mentions and what stands inside them), `complete` (what stands around them),
`resolve` (which document). Nothing is tokenized, the time grows with the length of the text.

## Fields

- The span is the kind word, `số` and the number with its symbol, or the name. Date, issuer, subject and pinpoint stay
  outside. A list is one mention for each document.
- `kind`, `number`, `year`, `symbol`, `issuer`, `pinpoint` hold what the text says, never what a table knows. Only
  white space is taken out of a symbol, a dash is a hyphen, look-alike letters (`Ð`, Cyrillic `С`) are replaced.
- In a list year and symbol flow left from the last member, an issuer after it to all of one kind, the subject of
  `ban hành`, `có`, `ra`, `ký` before the first to all.
- `issued_on`: the date after the mention, in brackets too, or the day that opens the sentence of `ban hành`, `ký` ...;
  a missing year is that of the number, else the one that brings it nearest to the publication date.
- `issuer`: the body after `của`, or the subject of `ban hành`, `có`, `ra`, `ký`, `phê duyệt ... tại`, `theo đề nghị của
  ... tại`, without its holder's name. A deputy who signs is none.
- `form`: full (number with symbol), short (number alone), named, anaphoric (`Nghị định này`; on request).
- `class` is the kind, for `văn bản` that of the symbol. What is inferred stands in `class`, `citation_id`,
  `resolved_number`, `resolved_year`, `resolved_title` alone.
- No citations: generic uses, counted nouns (`quyết định 3 nội dung`), the own number of an official document (`Số: ...`
  at the start of a line), forms, contracts, house numbers, fractions.
"""

_IDS = """## Identity

`citation_id` names a document the same in every text of a corpus:

    vn:KIND:SCOPE:NUMBER/YEAR:SYMBOL[~TITLE]

| part | holds |
|---|---|
| KIND | the class; a compound kind (`thông báo kết luận`) has that of its symbol |
| SCOPE | the body that numbers: `cp`, `ttg`, `tw`, `ubnd.ha-noi`, `ubnd.huyen-muong-la._` (province not known) |
| NUMBER | as written, without leading zeros |
| YEAR | the year inside the number, else that of the date of issue |
| SYMBOL | in one spelling: `QD-UBND` = `QĐ-UBND`, `NQ-TW`, `NQ/TƯ` = `NQ/TW` |
| TITLE | a slug, only where no number is known: `luat ... ~dat-dai`, `~trung-uong-4-khoa-12` |

`_` stands for what is not known. Numbers begin anew each year or term and in each province, so an id with `_` may fit
more than one document; two ids are merged only inside one text, where nothing contradicts and no second one fits.
`pipeline.citations.ids.parse` is the inverse, `display` gives a form for readers:
"""

_RESOLUTION = """## Resolution

1. In a text, citations of one kind and number (or one title) that contradict nothing are one document: `Nghị quyết 68`
   gets the id of `Nghị quyết số 68-NQ/TW`. One that fits two (`68/NQ-CP` too) stays by itself.
2. A name in front of a bracketed number (`... (Luật số 34)`) has that number; a law's name has the number that the same
   text gives it.
3. The catalogue completes an id where exactly one entry fits: number and year, title and date of issue, title and year.
4. Without a year the catalogue fills only the resolved columns, and the id keeps its `_`: the law in force on the
   publication date, the Party's document of that number from the three years before it. Drafts get nothing.
5. `Nghị định này` is the document itself where its heading says that it is one, else the last one of that kind.

The step `citation_graph` writes a table of the same name: one row for each document, cited document and relation, with
the number of references, and the document of the corpus that is meant where just one has that number in its heading.
`--graphml` writes `citation_graph.graphml` too.
"""


def page() -> str:
    """The page as Markdown."""
    return "\n".join([_HEAD, *_formats(), "", _IDS, *_displayed(), "", *_pinpoints(), "", _RESOLUTION, *_tables(), ""])


def _formats() -> Iterator[str]:
    yield "## Formats\n"
    yield "| shape | text | found |\n|---|---|---|"
    for row in table(_PACKAGE, "examples.tsv"):
        yield f"| {row['shape']} | {row['text']} | {'<br>'.join(map(_shown, extract(row['text'])))} |"


def _shown(m: CitationMention) -> str:
    stated = {"year": m.year, "symbol": m.symbol, "issued": m.issued_on, "issuer": m.issuer, "pinpoint": m.pinpoint}
    fields = ", ".join(f"{name} {value}" for name, value in stated.items() if value is not None)
    return f"{m.kind} {m.number or ''}".rstrip() + (f" ({fields})" if fields else "") + f" `{m.citation_id}`"


def _displayed() -> Iterator[str]:
    yield "| id | display |\n|---|---|"
    for row in table(_PACKAGE, "examples.tsv"):
        if row["shape"] in ("State, normative", "State, administrative", "Party", "Number alone", "Plenum"):
            id_ = extract(row["text"])[0].citation_id or ""
            yield f"| `{id_}` | {ids.display(ids.parse(id_))} |"


def _pinpoints() -> Iterator[str]:
    yield "`pinpoint` is as written; `pinpoint_paths` (`pipeline.citations.pinpoints.paths`) holds its parts:\n"
    yield "| pinpoint | paths |\n|---|---|"
    for text in (
        "điểm a khoản 2 Điều 5",
        "các điểm a, b khoản 1 Điều 9",
        "Điều 5, khoản 1, điểm d",
        "từ điều 141 đến 143",
    ):
        yield f"| {text} | {', '.join(f'`{p}`' for p in pinpoints.paths(text))} |"


def _tables() -> Iterator[str]:
    yield "## Kinds\n"
    yield "| kind | class | written | letters in a symbol | without a symbol |\n|---|---|---|---|---|"
    needs = {
        "strong": "any number",
        "weak": "a number that counts nothing",
        "number": "a number after `số`",
        "symbol": "never",
        "programme": "a known programme, `số`",
        "named": "by name",
        "standard": "code, number, year",
    }
    for k in kinds.KINDS:
        yield f"| {k.name} | {k.class_} | {', '.join(k.words)} | {', '.join(k.symbols)} | {needs[k.strength]} |"
    yield "\n## Relations\n"
    yield "The words before or after a citation that say what the text does with it; in a list they hold for all.\n"
    for relation in dict.fromkeys(r["relation"] for r in table(_PACKAGE, "relations.tsv")):
        yield f"- `{relation}`"
    yield "\n## Issuers\n"
    yield "The last part of a symbol names the body where the table is sure; the province or school is not in it."
    yield "A body that ended keeps its symbol, its successor is noted.\n"
    yield "| symbol | body | until | followed by |\n|---|---|---|---|"
    for r in table(_PACKAGE, "issuers.tsv"):
        yield f"| {r['symbol']} | {r['issuer'] or 'local'} | {r['until']} | {r['successor']} |"
    yield from _catalogue()


def _catalogue() -> Iterator[str]:
    rows = table(_PACKAGE, "catalogue.tsv")
    counts = Counter(r["kind"] for r in rows)
    certainty = Counter(r["certainty"] for r in rows)
    yield "\n## Catalogue\n"
    by_kind = ", ".join(f"{n} {k}" for k, n in counts.items())
    yield f"`data/catalogue.tsv` holds {len(rows)} documents: {by_kind}."
    yield f"Certainty: {certainty['confirmed']} confirmed (number and title seen together in official texts),"
    yield f"{certainty['general']} from general knowledge, {certainty['unsure']} with a cell that could not be checked;"
    yield "each row names its source. `data/titles.tsv` adds titles, old and short forms, that tell where a name ends."
    yield "An own file (`--catalogue own.csv`) comes before them: CSV in UTF-8 with the columns `kind`, `title`,"
    yield "`number`, `issued_on` (2021-03-03) and, where wanted, `effective_on`:\n"
    yield "    kind,title,number,issued_on\n    Luật,Cây xanh năm 2011,77/2011/QH13,2011-06-20"


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(page())
