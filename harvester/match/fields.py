"""A citation given as fields: BibTeX, or ``jtitle=… year=… volume=…``."""

from __future__ import annotations

import re

_NAMES = {
    "title": "title", "atitle": "title", "booktitle": "journal", "jtitle": "journal",
    "journal": "journal", "journaltitle": "journal", "year": "year", "date": "year",
    "volume": "volume", "number": "issue", "issue": "issue", "pages": "page",
    "spage": "page", "author": "author", "authors": "author",
}  # fmt: skip
_KEY = re.compile(rf"\b({'|'.join(_NAMES)})\s*=\s*", re.IGNORECASE)
_FEWEST = 3


def read_fields(text: str) -> dict[str, str]:
    """Return the fields of a citation under our names, or ``{}`` if it is no such row.

    Examples:
        >>> read_fields('@article{a, title={On {Elms}}, year = 1996, volume="61"}')
        {'title': 'On Elms', 'year': '1996', 'volume': '61'}
        >>> read_fields("jtitle=Tree Lett year=1996 spage=10")
        {'journal': 'Tree Lett', 'year': '1996', 'page': '10'}
    """
    keys = list(_KEY.finditer(text))
    if len(keys) < _FEWEST:
        return {}
    ends = [*(key.start() for key in keys[1:]), len(text)]
    fields: dict[str, str] = {}
    for key, end in zip(keys, ends, strict=True):
        value = _value(text[key.end() : end])
        if value:
            fields.setdefault(_NAMES[key[1].lower()], value)
    return fields


def _value(printed: str) -> str:
    """Return what stands in braces or quotes, or up to the next field."""
    printed = printed.strip()
    if printed[:1] == "{":
        depth = 0
        for at, letter in enumerate(printed):
            depth += (letter == "{") - (letter == "}")
            if depth == 0:
                printed = printed[:at]
                break
    elif quoted := re.match(r'"([^"]*)"', printed):
        printed = quoted[1]
    return " ".join(re.sub(r"[{}]", "", printed).split()).strip(" ,;&")
