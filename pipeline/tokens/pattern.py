"""Where tokens stand in a line: what the word model takes as its units.

The grammar accepts what underthesea's own does on Vietnamese prose (``NĐ-CP``, ``24/8/2021``, ``TP.HCM`` and web
addresses are one token, ``17/CT-UBND`` is three), written so that a plain word is settled by the first branch and no
branch looks further than a bounded stretch: the time is linear in the length of any text.
"""

from __future__ import annotations

import re

_UPPER = "A-ZÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
_LETTER = _UPPER + _UPPER.lower()

#: Tried in this order at each place; the first that matches is the token.
_BRANCHES = (
    r"[^\W\d_]+(?=[\s,;)”]|$)",  # a plain word: nothing below could take more or less of it
    r"=>|==>|->|\.{2,}|-{2,}|>>|°[CF]",
    r"\d+x\d+",  # 3x4
    r"v\.v(?:\.\.\.|\.)?",
    r"[A-ZĐ]+&[A-ZĐ]+",
    rf"T\.Ư|[{_UPPER}]+(?:\.[{_LETTER}]+)+\.?",  # TP.HCM, PGS.TS, T.Ư
    rf"[{_LETTER}]+['’][{_LETTER}]+",  # H'Mông
    r"[A-ZĐ]+\.(?!$)",  # TP. but not the last of a line
    r"(?:Tp|Mr|Mrs|Ms|Dr|ThS)\.|Th\.[Ss]",
    r"e-mail|NĐ-CP",
    r"\d+[A-Z]+\d*-\d+",  # the plate of a vehicle: 43H-0530
    r"(?:ftp|http)s?:/{1,3}\S*[^\s`!()\[\]{};:'\".,<>?«»“”‘’]",
    r"[a-z0-9]+(?:[.\-][a-z0-9]+){0,8}\.[a-z]{2,13}/\S*[^\s`!()\[\]{};:'\".,<>?«»“”‘’]",
    r"(?<!@)[a-z0-9]+(?:[.\-][a-z0-9]+){0,8}\.[a-z]{2,13}\b/?(?!@)",
    r"[a-zA-Z0-9_.+-]{1,64}@[a-zA-Z0-9-]+\.[a-zA-Z0-9-.]+",
    r"\d{2,}-\d{3,}-\d{3,}",  # 024-3825-2357
    r"\d{1,2}/\d{1,2}/\d+|\d{1,2}/\d{1,4}|\d{1,2}-\d{1,2}-\d+|\d{1,2}-\d{1,4}|\d{1,2}\.\d{1,2}\.\d+",
    r"\d{4}/\d{1,2}/\d{1,2}|\d{2}:\d{2}:\d{2}",
    r"\d+[A-Z]+\d*",  # 4K
    r"\d+(?:\.\d+)+(?:,\d+)?|\d+(?:,\d+)+|\d+(?:_\d+)?",
    r":\)+|=\)\)+|:D+(?=\s|$)|<3|♥‿♥",
    r"\b\w+-[\w+-]*\w",  # bê-tông, CT-UBND
    r"\w+|:+|[^\w\s]",
)
token = re.compile("|".join(f"(?:{branch})" for branch in _BRANCHES))
