"""The parts of a mail: its leaves, its attachments. No more than the listing of inputs needs."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

from pipeline.reading.base import Limits, ReadError

_DEEPEST = 50
_MOST = 1_000


def attachments(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of the files attached; pictures that the text shows are none. Raises ReadError."""
    for n, part in enumerate(leaves(parse(data))):
        name = part.get_filename()
        if name and part.get_content_disposition() == "attachment":
            yield f"{n}-{name}", payload(part)


def parse(data: bytes) -> EmailMessage:
    """The message. Raises ReadError where its parts are nested or multiplied beyond reason."""
    try:
        message: EmailMessage = message_from_bytes(data, _class=EmailMessage, policy=policy.default)
        sum(1 for _ in leaves(message))
    except (RecursionError, ValueError, TypeError, AttributeError, IndexError, LookupError) as e:
        if isinstance(e, ReadError):
            raise
        raise ReadError(f"damaged mail ({type(e).__name__}); save it again as .eml") from None
    return message


def leaves(message: EmailMessage) -> Iterator[EmailMessage]:
    """The parts that are no containers, in order."""
    stack = [(message, 0)]
    count = 0
    while stack:
        part, depth = stack.pop()
        count += 1
        if depth > _DEEPEST or count > _MOST:
            raise ReadError(f"a mail of more than {_MOST} parts, or nested deeper than {_DEEPEST}")
        inner = part.get_payload()
        if isinstance(inner, list):
            stack += [(p, depth + 1) for p in reversed(inner) if isinstance(p, EmailMessage)]
        else:
            yield part


def payload(part: EmailMessage) -> bytes:
    """The bytes of a leaf, its transfer encoding undone."""
    body = part.get_payload(decode=True)
    return body if isinstance(body, bytes) else b""


def attachment(data: bytes, name: str, limits: Limits) -> bytes:
    """The bytes of one attachment. Raises ReadError where there is none of this name, or it is too large."""
    for found, body in attachments(data):
        if found == name:
            if len(body) > limits.member:
                raise ReadError(f"an attachment of more than {limits.member} bytes")
            return body
    raise ReadError(f"no attachment {name!r} in the mail")
