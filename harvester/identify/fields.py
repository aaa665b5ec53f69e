"""Values that a page prints beside or below their labels."""

from __future__ import annotations

import re
from collections.abc import Collection

from harvester.identify.headings import heading_key
from harvester.identify.page import Page
from harvester.model import Keyword, Text

NOTHING = frozenset({"", "-", "–", "—", "n/a", "none", "no data available"})
"""What pages print where there is no value."""


def labelled(page: Page, labels: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Return the values of each label, in the order printed.

    ``volume`` and its value stand on one line with a colon, or the value follows
    below, up to the next label or heading. ``-`` means that there is none.

    Args:
        page: The page.
        labels: In lower case.
    """
    values: dict[str, list[str]] = {}
    headings = {section.offset for section in page.sections if section.heading}
    current: list[str] | None = None
    for line in page.lines:
        key = heading_key(line.text)
        name, colon, rest = line.text.partition(":")
        if key in labels:
            current = values.setdefault(key, [])
        elif colon and heading_key(name) in labels:
            current = values.setdefault(heading_key(name), [])
            if rest.strip().casefold() not in NOTHING:
                current.append(rest.strip())
        elif line.offset in headings:
            current = None
        elif current is not None and line.text.casefold() not in NOTHING:
            current.append(line.text)
    return {label: tuple(found) for label, found in values.items() if found}


_NO_TITLE = re.compile(
    r"^[(•*]|^\[\d|^\d{1,2}/\d{1,2}/\d{2,4}|https?:|\bdoi\b|\bPMC?ID\b|^(?:18|19|20)\d\d\b|@|©|copyright|\bcookies?\b"
    r"|sign in|log ?in|skip to|access (?:to|provided)|^by\b|^volume\b"
    r"|subscri(?:be|ption)|free article|^published|^received|^accepted|download"
    r"|department of|university|official website|\.gov\b|access keys|site is secure"
    r"|\bet al\b|javascript|browser|government",
    re.IGNORECASE,
)


_FURNITURE = frozenset(
    re.findall(
        r"\w+",
        """
        a about access account actions advanced alert alerts all an and
        article articles back browse by citation citations cite collections
        contact contents copy create dashboard display download email export
        favorites file filter follow for format free from full go help home in
        issue issues journal journals library links log login main manage menu
        more my navigation new next of on open options or page pdf permalink
        previous print privacy profile publish read register results rss save
        search see send settings share sign site skip sort subscribe text the
        this to tools top up view
        """,
    )
)
"""Words of which buttons and menus consist."""


def looks_like_title(text: str) -> bool:
    """Tell whether a line may be an article's title: words, not furniture."""
    words = text.split()
    return (
        3 <= len(words) <= 60
        and len(text) <= 400
        and not _NO_TITLE.search(text)
        and not all(word.strip(".,:|·…").casefold() in _FURNITURE for word in words)
    )


def split_keywords(values: Collection[str]) -> tuple[Keyword, ...]:
    """Return the keywords; semicolons divide them, commas belong to them."""
    parts = (part.strip(" .;") for value in values for part in value.split(";"))
    return tuple(
        Keyword(text=Text(plain=part))
        for part in parts
        if part.casefold() not in NOTHING
    )


_AFFILIATED = frozenset(
    {"affiliations", "affiliation", "author affiliations", "author information"}
)
_PLACED = re.compile(
    r"\b(?:univer\w+|hospital|depart\w+|institut\w*|school|faculty|cent(?:er|re)|clinic"
    r"|college|division|laborator\w+|klinik\w*|ministry|foundation|inc|ltd|gmbh)\b",
    re.IGNORECASE,
)
_MARK = re.compile(r"^(?:\d{1,2}|[¹²³⁴-⁹]+|[a-z*†‡§])[\s.)]+(?=[A-Z])")


def find_affiliations(page: Page) -> tuple[tuple[str, str], ...]:
    """Return the affiliations that a page lists, as the record keeps them.

    Whose they are the marks before them would say, which a copied page has lost.
    """
    return tuple(
        ("affiliation", _MARK.sub("", line.text))
        for section in page.sections
        if section.key in _AFFILIATED
        for line in section.lines
        if _PLACED.search(line.text) and not line.found
    )


def page_range(first: str | None, last: str | None) -> str | None:
    """Return the pages as one printed range: ``5-9`` or ``5``; None without a first."""
    return f"{first}-{last}" if first and last and last != first else first
