"""Mail (.eml) and pages saved as one file (.mhtml): subject, date, sender and the text that a reader sees.

Attachments are documents of their own (`pipeline.reading.units`).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime

from pipeline.reading import html
from pipeline.reading.base import Content, InputOptions
from pipeline.reading.encodings import decode_declared
from pipeline.reading.mail import leaves, parse, payload
from pipeline.reading.repair import repair


def read(data: bytes, options: InputOptions) -> Content:
    """The subject as first line, and the plain text of a mail, else its HTML. Raises ReadError for a monster."""
    message = parse(data)
    part = _body(message)
    content = _content(part, options) if part is not None else Content("")
    subject = _header(message, "subject")
    if message.get_content_type() == "multipart/related" and "to" not in message:  # a page that a browser saved
        return replace(content, url=content.url or _header(message, "snapshot-content-location") or None)
    missing = subject and subject not in content.text[: 2 * len(subject) + 20]
    return replace(
        content,
        text=f"{subject}\n{content.text}" if missing else content.text,
        title=subject or content.title,
        author=_sender(message) or content.author,
        published=_date(message) or content.published,
    )


def _body(message: EmailMessage) -> EmailMessage | None:
    """The first plain text that says something, else the first HTML."""
    texts = [p for p in leaves(message) if p.get_content_maintype() == "text" and not p.is_attachment()]
    plain = [p for p in texts if p.get_content_type() == "text/plain" and payload(p).strip()]
    pages = [p for p in texts if p.get_content_type() == "text/html"]
    return next(iter(plain or pages or texts), None)


def _content(part: EmailMessage, options: InputOptions) -> Content:
    charset = part.get_content_charset()
    decoded = decode_declared(payload(part), None if charset == "us-ascii" else charset, options.encoding)
    if part.get_content_type() == "text/html":
        return html.of_text(decoded.text, decoded, options.limits)
    repaired = repair(decoded.text)
    if repaired.encoding:
        return Content(repaired.text, encoding=repaired.encoding, confidence=repaired.confidence)
    return Content(decoded.text, encoding=decoded.encoding, confidence=decoded.confidence)


def _header(message: EmailMessage, name: str) -> str:
    """A header in one line; bytes that should have been escaped are decoded as text is."""
    try:
        value = str(message.get(name) or "")
    except (ValueError, LookupError, AttributeError, IndexError, TypeError):
        return ""
    if any("\udc80" <= c <= "\udcff" for c in value):
        value = decode_declared(value.encode("utf-8", "surrogateescape"), None).text
    return " ".join(value.split())


def _sender(message: EmailMessage) -> str | None:
    name, _ = parseaddr(_header(message, "from"))
    return name or None


def _date(message: EmailMessage) -> dt.date | None:
    try:
        return parsedate_to_datetime(_header(message, "date")).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
