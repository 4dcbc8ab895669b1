"""Ids of people and bodies across a corpus: readable, and the same whatever the order of the documents."""

from __future__ import annotations

import hashlib
import unicodedata
from base64 import b32encode
from functools import lru_cache

from pipeline.linking import Body

_LONGEST = 48


@lru_cache(maxsize=8192)
def body_id(body: Body) -> str:
    """The id of a body that is known by its name and place: ``org-so-y-te-tinh-nghe-an-...``."""
    return f"org-{slug(body.name)}-{_digest('organisation', body.key)}"


def id_in_document(kind: str, name: str, document: str, local: str) -> str:
    """The id of someone or something known only from one document; ``kind`` is per or org."""
    return f"{kind}-{slug(name)}-{_digest(kind, name, document, local)}"


def person_id(name: str, fact: str) -> str:
    """The id of a person by the first fact that joins documents about them."""
    return f"per-{slug(name)}-{_digest('person', name, fact)}"


def slug(name: str) -> str:
    """`name` in ASCII letters and hyphens, cut at a word: ``Sở Y tế`` -> ``so-y-te``."""
    bare = unicodedata.normalize("NFD", name.lower().replace("đ", "d")).encode("ascii", "ignore").decode()
    words = "".join(c if c.isalnum() else " " for c in bare).split()
    out = words[0] if words else "x"
    for word in words[1:]:
        if len(out) + len(word) >= _LONGEST:
            break
        out += f"-{word}"
    return out[:_LONGEST]


def _digest(*parts: str) -> str:
    """50 bits in base 32: beside a slug, no two of a million people of one name are likely to share one."""
    data = hashlib.blake2b("\x1f".join(parts).encode(), digest_size=10).digest()
    return b32encode(data).decode().lower()[:10]
