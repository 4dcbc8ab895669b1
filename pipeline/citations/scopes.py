"""Which body numbers a document: the SCOPE of an id, from the symbol, else the stated issuer, else the kind."""

from __future__ import annotations

import re

from pipeline.citations import kinds
from pipeline.citations.ids import slug
from pipeline.lexicon import table

_ATOMS = re.compile(r"[^/\-]+")
_BY_KIND = {"luat": "qh", "bo_luat": "qh", "hien_phap": "qh", "phap_lenh": "ubtvqh", "nghi_dinh": "cp"}
_PARTY = ("bộ chính trị", "ban bí thư", "trung ương", "ban chấp hành trung ương", "hội nghị trung ương")
_BODIES = {
    **{name.casefold(): slug(symbol) for symbol, name in reversed(kinds.ISSUERS.items()) if name},
    **dict.fromkeys((*_PARTY, *(f"{p} trung ương" for p in _PARTY)), "tw"),
    "thủ tướng": "ttg",
    "quốc hội": "qh",
    "ủy ban thường vụ quốc hội": "ubtvqh",
}
_LOCAL = {s: slug(s) for s, name in kinds.ISSUERS.items() if not name}
_LOCAL_HEADS = {
    r"ubnd|ủy ban nhân dân|uỷ ban nhân dân": "ubnd",
    r"hđnd|hội đồng nhân dân": "hdnd",
    r"(?:.*)?(?:tỉnh|thành) ủy": "tu",
    r"(?:.*)?huyện ủy": "hu",
    r"(?:.*)?quận ủy": "qu",
}
_DEPARTMENT = re.compile(r"S[A-ZĐ]{2,}(?!\w)")
_UNIT = re.compile(
    r"(?P<committee>tỉnh|thành|huyện|quận) ủy(?P<party>[ ]+[^,()]+)?$"
    r"|(?P<level>tỉnh|thành phố|tp\.?|huyện|quận|thị xã|thị trấn|xã|phường)(?P<name>[ ]+[^,()]+)?$"
)
_CITIES = {"hà nội", "hải phòng", "đà nẵng", "cần thơ", "huế", "hồ chí minh"}
_PROVINCES = _CITIES | {
    r["words"]
    for r in table("pipeline.citations", "heads.tsv")
    if r["role"] == "place" and r["words"] not in ("tỉnh", "tp")
}
_PREFIX = re.compile(r"^(?:tỉnh|thành phố|tp\.?)\s*")


def scope_of(kind: str, symbol: str | None, issuer: str | None, place: str | None) -> str | None:
    """The scope of a document of class `kind`; None where nothing tells. A local body's is followed by its unit:
    ``ubnd.ha-noi``, ``ubnd.huyen-muong-la._`` (the province is not known), ``ubnd._``."""
    atoms = _ATOMS.findall(symbol or "")
    joint = bool(atoms) and atoms[0].endswith(("LT", "PH"))  # the first of several is the one that numbers
    for atom in atoms if joint else reversed(atoms):
        if term := re.fullmatch(r"((?:UBTV)?QH)\d+", atom):
            return term[1].lower()
        if atom in _LOCAL or _DEPARTMENT.fullmatch(atom):
            return f"{slug(atom)}.{unit(issuer, place)}"
        if kinds.ISSUERS.get(atom):
            return slug(atom)
    name = re.sub(r"\s*(?:đảng|cộng sản việt nam|khóa .*)$", "", (issuer or "").casefold())
    if name in _BODIES:
        return _BODIES[name]
    for pattern, scope in _LOCAL_HEADS.items():
        if re.match(pattern, name):
            return f"{scope}.{unit(issuer, place)}"
    return _BY_KIND.get(kind) if not atoms else None


def unit(issuer: str | None, place: str | None) -> str:
    """The administrative unit of a local body. `UBND tỉnh`, `UBND Thành phố` without a name mean that of `place`, where
    it is a province or a city of that level; a unit below the province keeps its level and leaves the province open."""
    m = _UNIT.search((issuer or "").casefold())
    if m is None:
        return "_"
    level = (m["level"] or m["committee"]).rstrip(".").replace("tp", "thành phố")
    level = "thành phố" if level == "thành" else level
    name = (m["name"] or m["party"] or "").strip()
    here = _PREFIX.sub("", (place or "").casefold())
    city = "hồ chí minh" if (name or here) in ("hcm", "hồ chí minh") else name or here
    if level in ("tỉnh", "thành phố") and city in _PROVINCES and (city in _CITIES) == (level == "thành phố"):
        return slug(city)
    if level == "tỉnh" and name:
        return slug(name)
    return f"{slug(level)}-{slug(name)}._" if name else "_"
