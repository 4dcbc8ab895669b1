"""Vietnamese numbers in words and Roman numerals (``words.tsv`` holds the words)."""

from __future__ import annotations

from pipeline.dates.patterns import words

_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


def number(text: str) -> int | None:
    """The value of a number in digits, Roman numerals or words (``mười chín``, ``hai không hai ba``), else None."""
    if text.isdecimal():
        return int(text)
    if all(c in _ROMAN for c in text):
        return _roman(text)
    return _in_words(text.split())


def _roman(text: str) -> int:
    values = [_ROMAN[c] for c in text]
    return sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))


def _in_words(parts: list[str]) -> int | None:
    """``hai nghìn không trăm mười ba`` = 2013; digit by digit: ``hai không hai ba`` = 2023."""
    digits, scales = words("digit"), words("scale")
    if not parts or any(p not in digits and p not in scales for p in parts):
        return None
    if len(parts) > 2 and all(p in digits for p in parts) and "mười" not in parts:
        return int("".join(digits[p] for p in parts))
    total = unit = 0
    for part in parts:
        value = scales.get(part, digits.get(part, ""))
        if value == "+":
            continue
        if value.startswith("x"):
            scale = int(value[1:])
            total, unit = (total + unit * scale, 0) if scale < 1000 else ((total + unit) * scale, 0)
        else:
            unit += int(value)
    return total + unit
