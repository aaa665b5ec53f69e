"""Pages: the printed page field → first and last page in full, or an article number.

MEDLINE prints only the digits that change, up to three sets of pages, and words beside
them; Crossref prints both ends, a first page alone, or an article number.
"""

from __future__ import annotations

import re
from functools import lru_cache

from harvester.model import Locator
from harvester.normalize.derived import rule_of

_DASHES = re.compile("[‐‑‒–—―−➖﹘－]|--+")
_NOTHING = frozenset(
    {"", "n/a", "na", "null", "none", "undefined", "-", ".", "n/a-n/a", "no-no"}
)
_COVERS = frozenset({"ifc", "ibc", "ofc", "obc", "ifc-ifc", "ibc-ibc", "cover"})
_MONTHS = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip
_SPREADSHEET = re.compile(rf"([0-9]{{1,2}})-({'|'.join(_MONTHS)})", re.IGNORECASE)
_LABEL = re.compile(r"(?:pages?|pp?|ss?|seiten?)(?:\.\s*|\s+)(?=[0-9])", re.IGNORECASE)
_SUPPLEMENT = re.compile(
    r"(suppl(?:ement)?\.?(?:\s*[0-9A-Za-z]{1,3}(?=\s*:|\s+[0-9]))?)\s*:?\s*(?=[0-9A-Za-z])",
    re.IGNORECASE,
)
_WORDS = re.compile(
    r"[\s,]*\b(contd|cont'd|continued|concl|concluded|passim)\b\.?", re.IGNORECASE
)
_GLUED = re.compile(r"(?<=[0-9])(?=(?:contd|concl|passim))", re.IGNORECASE)
_BESIDE = re.compile(
    r"[\s,]*\b(author(?:s'?|'s)? reply|discussion|quiz|reply|comments?|appendix|"
    r"table of contents|back cover|inside|following|preceding)\b",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"\s*\(([^()]*[A-Za-z]{2}[^()]*)\)$")
_NOTE = re.compile(r"((?:[A-Za-z'.]+\s+)+)([0-9].*)")
_BETWEEN = re.compile(r"\s*[,+&]\s*|\.\s+(?=[0-9])|\s+and\s+")
_EXTENT = re.compile(r"\[(.+)\]|([0-9]+(?:\s+pp?\.?|pp?\.|\s+pages?))")

_ROMAN = re.compile(
    r"(?=[ivxlcdm])m{0,4}(?:cm|cd|d?c{0,4})(?:xc|xl|l?x{0,4})(?:ix|iv|v?i{0,4})",
    re.IGNORECASE,
)
_PAGE = re.compile(
    r"(?:\([0-9]+\)\s?)?[A-Za-z]{0,5}[0-9]+(?:[A-Za-z]{1,2}[0-9]*)?(?:\.[A-Za-z]?[0-9]+)?"
    r"[A-Za-z]{0,2}"
)
_ARTICLE = re.compile(
    r"e[0-9][0-9.]*[0-9A-Za-z]*|[a-z]{2,}[0-9]{4,}|[a-z]{3,}[0-9]{3,}|[A-Z]{2,}[0-9]{5,}"
    r"|[0-9]{4,}[A-Z]{1,3}[0-9]{5,}|e[0-9]{2}\.[0-9]{4,}(?:-[0-9]+)?"
)
_NUMBERED = re.compile(r"(?P<head>(?:.*[^0-9])?)(?P<digits>[0-9]+)(?P<tail>[A-Za-z]*)")
_EXTENSION = re.compile(r"\.[A-Za-z][0-9]+$")
_HYPHENED = re.compile(r"[A-Za-z0-9.]+-[A-Za-z0-9.]+")
_PLAIN = re.compile(r"([1-9][0-9]*)-([0-9]+)")
_Range = tuple[str, str | None, str]
_SUFFIXED = re.compile(r"(?<=[0-9])_[0-9]{1,2}$")


def normalize_pages(
    page: str | None,
    *,
    start: str | None = None,
    end: str | None = None,
    article_number: str | None = None,
) -> Locator | None:
    """Return the pages in full, or the article number, or None for nothing.

    A last page shorter than the first takes over the digits that it leaves out, where
    both are plain numbers or have the same letters; so does a last page without the
    letters of the first. Roman numerals and pages with unlike letters stay as
    they are. Of a range that does not go forward the first page is kept. Further
    sets of pages become ``segments``, words beside the pages ``note``.

    Args:
        page: The printed field (``MedlinePgn``, Crossref ``page``).
        start: ``StartPage``; read where ``page`` is absent.
        end: ``EndPage``; the same.
        article_number: Given by a source that counts articles (Crossref
            ``article-number``); a ``page`` that repeats it is no page.

    Examples:
        >>> for page in ("304-10", "S12-5", "1595-603.e9", "129e1- 4", "iii-viii",
        ...              "34-6, 87-91, 110-2 passim", "44; discussion 44-8", "e66",
        ...              "Suppl 2:17-8", "544S-8S", "509a-511", "362-300"):
        ...     locator = normalize_pages(page)
        ...     print(f"{page:<26}{build_pages(locator):<27}{locator.rule}")
        304-10                    304-310                    range+elided
        S12-5                     S12-S15                    range+elided
        1595-603.e9               1595-1603.e9               range+elided
        129e1- 4                  129e1-129e4                range+elided
        iii-viii                  iii-viii                   range
        34-6, 87-91, 110-2 passim 34-36, 87-91, 110-112      range+elided+segments+note
        44; discussion 44-8       44                         single-page+note
        e66                       e66                        article-number
        Suppl 2:17-8              17-18                      range+elided+note
        544S-8S                   544S-548S                  range+elided
        509a-511                  509a-511                   range
        362-300                   362                        not-forward
    """
    if page is None and start is not None:
        page = f"{start}-{end}" if end else start
    locator = _read(page) if page else None
    number = article_number.strip() if article_number else ""
    if not number:
        return locator
    if locator is None or number in {locator.article_number, page and page.strip()}:
        return Locator(article_number=number, rule="article-number")
    return Locator(
        first_page=locator.first_page,
        last_page=locator.last_page,
        article_number=number,
        segments=locator.segments,
        note=locator.note,
        rule=rule_of(locator.rule or "", "article-number"),
    )


def build_pages(locator: Locator) -> str:
    """Return the pages, or else the article number, as one text in full."""
    if locator.first_page is None:
        return locator.article_number or ""
    main = "-".join(filter(None, (locator.first_page, locator.last_page)))
    return ", ".join((main, *locator.segments))


@lru_cache(maxsize=16384)
def _read(printed: str) -> Locator | None:
    plain = _PLAIN.fullmatch(printed)
    return _read_plain(plain[1], plain[2]) if plain else _read_other(printed)


def _read_other(printed: str) -> Locator | None:
    text = _LABEL.sub("", _DASHES.sub("-", printed).strip(" \t\r\n,;"), count=1)
    text = re.sub(r"\s*-\s*", "-", text)
    lower = text.lower()
    if lower in _NOTHING:
        return None
    if lower in _COVERS:
        return Locator(note=text, rule="cover")
    if extent := _EXTENT.fullmatch(text):
        return Locator(note=extent[1] or extent[2], rule="extent")
    if date := _SPREADSHEET.fullmatch(text):
        pages = sorted((int(date[1]), _MONTHS.index(date[2].lower()) + 1))
        first, last = map(str, pages)
        return Locator(first_page=first, last_page=last, rule="spreadsheet-date")
    if _ARTICLE.fullmatch(text):
        return Locator(article_number=text, rule="article-number")
    return _read_sets(text)


def _read_plain(first: str, last: str) -> Locator:
    """Read a range of plain numbers, as most are, by the same rules in short."""
    full = first[: max(len(first) - len(last), 0)] + last
    if full == first:
        return Locator(first_page=first, rule="single-page")
    if full < first.zfill(len(full)):
        return Locator(first_page=first, rule="not-forward")
    rule = "range" if full == last else "range+elided"
    return Locator(first_page=first, last_page=full, rule=rule)


def _read_sets(text: str) -> Locator:
    """Read sets of pages with words around them."""
    text, notes = _without_words(text)
    sets: list[_Range] = []
    for piece in _BETWEEN.split(text):
        if not piece:
            continue
        pages = _range(piece)
        if pages is None:
            if not sets:
                return Locator(note="; ".join([text, *notes]), rule="unreadable")
            notes.append(piece)
        else:
            sets.append(pages)
    if not sets:
        return Locator(note="; ".join(notes), rule="unreadable")
    (first, last, rule), *others = sets
    return Locator(
        first_page=first,
        last_page=last,
        segments=tuple(_joined(first, last) for first, last, _ in others),
        note="; ".join(notes) or None,
        rule=rule_of(rule, "segments" if others else "", "note" if notes else ""),
    )


def _without_words(text: str) -> tuple[str, list[str]]:
    """Part the pages from what stands beside them; pages there are written in full."""
    text = _GLUED.sub(" ", text)
    main, *others = re.split(r"\s*;\s*", _BESIDE.sub(r"; \1", text).strip(" ;"))
    notes = []
    while supplement := _SUPPLEMENT.match(main):
        notes.append(supplement[1].rstrip(".: "))
        main = main[supplement.end() :]
    if bracketed := _BRACKETED.search(main):
        notes.append(bracketed[1])
        main = main[: bracketed.start()]
    notes += _WORDS.findall(main)
    main = _WORDS.sub("", main)
    for other in filter(None, others):
        note = _NOTE.fullmatch(other)
        pages = _range(note[2]) if note else _range(other)
        if note and pages:
            notes.append(f"{note[1].strip()} {_joined(*pages[:2])}")
        elif pages:
            main = f"{main}, {other}"
        else:
            notes.append(other)
    return main, notes


def _joined(first: str, last: str | None) -> str:
    return f"{first}-{last}" if last else first


def _range(piece: str) -> _Range | None:
    """Return first page, last page and rule of one set, or None if it is none."""
    parts = [_SUFFIXED.sub("", part.strip()) for part in piece.split("-")]
    if parts[-1] in {"", "null"}:
        parts.pop()
    rule = "doubt" if parts and re.match(r"\?+[0-9]", parts[0]) else ""
    if rule:
        parts[0] = parts[0].lstrip("?")
    if len(parts) == 4 and parts[0] == parts[2]:
        # Pages counted by section: 1-1 to 1-9.
        ends = "-".join(parts[:2]), "-".join(parts[2:])
        return (*ends, "section-pages") if all(map(_HYPHENED.fullmatch, ends)) else None
    if len(parts) > 1 and re.fullmatch("[A-Z]{1,5}", parts[0]) and parts[1].isdigit():
        # The hyphen stands inside of the page: ORL-704.
        inner = _range("-".join(parts[1:]))
        prefix = f"{parts[0]}-"
        return inner and (prefix + inner[0], inner[1] and prefix + inner[1], inner[2])
    if not parts or not all(map(_is_page, parts)):
        return None
    if len(parts) > 2:
        return parts[0], None, rule_of("unclear-range", rule)
    last, how = _complete(parts[0], parts[-1])
    if last == parts[0]:
        return parts[0], None, rule_of("single-page", rule)
    return parts[0], last, rule_of(how, rule)


def _is_page(text: str) -> bool:
    return bool(
        _PAGE.fullmatch(text) or _ROMAN.fullmatch(text) or _ARTICLE.fullmatch(text)
    )


def _complete(first: str, last: str) -> tuple[str | None, str]:
    """Return the last page with what it leaves out of the first, and the rule."""
    if first.startswith(last) and not first[len(last) : len(last) + 1].isdigit():
        return first, "range"
    extension = _EXTENSION.search(last)
    if extension and not _EXTENSION.search(first):
        full, how = _complete(first, last[: extension.start()])
        return (full + extension[0] if full else None), how
    start, end = _NUMBERED.fullmatch(first), _NUMBERED.fullmatch(last)
    if start and end and end["head"] in {"", start["head"]}:
        return _with_left_out(start, end)
    return last, "range"


def _with_left_out(start: re.Match[str], end: re.Match[str]) -> tuple[str | None, str]:
    """Put the digits and letters of the first page before those of the last."""
    left_out = len(start["digits"]) - len(end["digits"])
    if start["tail"] != end["tail"]:
        return (None, "unclear-range") if left_out > 0 else (end[0], "range")
    if left_out < 0 and not end["head"] and re.search("[0-9]", start["head"]):
        return end[0], "range"
    digits = start["digits"][: max(left_out, 0)] + end["digits"]
    if digits.zfill(len(start["digits"])) < start["digits"].zfill(len(digits)):
        return None, "not-forward"
    whole = f"{start['head']}{digits}{end['tail']}"
    return whole, "range" if whole == end[0] else "range+elided"
