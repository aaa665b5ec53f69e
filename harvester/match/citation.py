"""A citation in any style → its parts, as far as they can be read.

Nothing is guessed: a part that does not stand out stays None. What is read only finds
candidates and speaks against them; what speaks for a candidate is asked of the whole
text (see ``score``).
"""

from __future__ import annotations

import re

from harvester.match.fields import read_fields
from harvester.match.words import COMMON
from harvester.model import Citation, Identifier
from harvester.normalize.identifiers import normalize_identifier

_IDENTIFIERS = (
    (
        "doi",
        re.compile(
            r"(?:https?://)?(?:(?:dx\.)?doi\.org/|doi:?\s*)?(10\.\d{4,9}/[^\s\"]+)",
            re.IGNORECASE,
        ),
    ),
    ("pmid", re.compile(r"(?:PMID|PubMed(?: ID)?)\s*:?\s*(\d{1,8})\b", re.IGNORECASE)),
    ("pmcid", re.compile(r"\b(PMC\s?\d{2,9})\b", re.IGNORECASE)),
)  # fmt: skip
_BARE_PMID = re.compile(r"\s*(\d{5,8})\s*")
_NUMBER = r"(?:[0-9]+[A-Z]\d+|[A-Z]-?\d+[A-Z]?|[A-Za-z]{0,3}\d+[A-Za-z]{0,2})"
_RANGE = rf"(?P<first>{_NUMBER})(?:\s*-\s*(?P<last>{_NUMBER}))?"
_SPAN = rf"(?P<first>{_NUMBER})\s*-\s*(?P<last>{_NUMBER})"
_PAGE_MARK = r"(?:pp?\.?\s*|pages?\s*|art(?:icle)?\.?\s*(?:no\.?|id)?\s*)"
_NUMBER_MARK = r"(?i:no\.?|n°|issue|iss\.?|num\.?)"
_VOLUME = r"(?P<volume>\d+[A-Za-z]?(?:\s*[-/]\s*\d+)?|[IVXLC]+)"
_ISSUE = r"\((?P<issue>[^()]{1,24})\)"
_PLACES = tuple(
    re.compile(pattern)
    for pattern in (
        # vol. 12, no. 3, pp. 45-67
        (
            rf"(?i:\bvol(?:ume|\.)?|\bv\.)\s*{_VOLUME}[,.;]?\s*"
            rf"(?:\(?{_NUMBER_MARK}\s*(?P<issue>[\w/-]+)\)?[,.;]?\s*)?"
            rf"(?:(?i:{_PAGE_MARK}){_RANGE})?"
        ),
        # 12, no. 3 (2006): 45-67
        (
            rf"(?<![\w.]){_VOLUME}\s*,\s*(?i:no\.|issue)\s*(?P<issue>[\w/-]+)\s*"
            rf"(?:\([^()]*\d{{4}}\))?\s*[:,]\s*(?i:{_PAGE_MARK})?{_RANGE}"
        ),
        # 12(3):45-67 · 12 (3), pp. 45-67 · 12(Suppl 1):S3
        rf"(?<![\w.]){_VOLUME}\s*,?\s*{_ISSUE}\s*[:,;.]\s*(?i:{_PAGE_MARK})?{_RANGE}",
        # 12: 3, 45-67
        rf"(?<![\w.:]){_VOLUME}\s*:\s*(?P<issue>\d{{1,3}})\s*,\s*{_SPAN}",
        # 2006;12:45-67
        rf";\s*{_VOLUME}\s*:\s*(?i:{_PAGE_MARK})?{_RANGE}",
        # 12:45-67
        rf"(?<![\w.:]){_VOLUME}\s*:\s*(?i:{_PAGE_MARK})?{_RANGE}",
        # 2006, 12, 45-67
        rf"\d{{4}}\s*,\s*{_VOLUME}\s*(?:{_ISSUE})?\s*,\s*(?i:{_PAGE_MARK})?{_RANGE}",
        # Volume and pages parted by a comma, the year behind.
        (
            rf"(?<![\w.-])(?<!p\.)(?<!p\.\s){_VOLUME}\s*,\s*(?i:{_PAGE_MARK})?"
            rf"(?!(?:1[6-9]|20)\d\d\.?$){_RANGE}"
        ),
        # 12. 45-67
        rf"(?<![\w.-])(?<!p\.)(?<!p\.\s){_VOLUME}\.\s+(?i:{_PAGE_MARK})?{_SPAN}",
        # 12(3) without pages
        rf"(?<![\w.]){_VOLUME}\s*{_ISSUE}",
        # 2006;12
        rf"\d{{4}}[^;]{{0,12}};\s*{_VOLUME}(?!\d)",
        # pp. 45-67
        rf"(?i:\bpp?\.\s*){_RANGE}",
        # Arch Trees:45-67
        rf"(?<=[^\W\d_]):\s*{_RANGE}\.?$",
        # 2006:45-67
        rf"(?:1[89]|20)\d\d[a-z]?\)?\s*[:,]\s*(?i:{_PAGE_MARK})?{_RANGE}",
    )
)
_YEARS = (
    re.compile(
        r"\((?:[A-Z][a-z]{2,8}\.?\s+(?:\d{1,2},?\s+)?)?((?:1[6-9]|20)\d\d)[a-z]?"
        r"(?:,\s*[^()]{1,20})?\)"
    ),
    re.compile(r"(?<![\d-])((?:1[6-9]|20)\d\d)[a-z]?(?:\s+[A-Z][a-z]{2}[^;:]{0,12})?\s*;"),
    re.compile(r"(?<![\d:-])(?<![:(]\s)((?:1[6-9]|20)\d\d)[a-z]?(?!\d|\s*-\s*\d)"),
)  # fmt: skip
_DASHES = re.compile(r"\s*[\u2010-\u2015\u2212]\s*|(?<=\d)\s*--+\s*(?=\w)")
_TAIL = 60
"""Characters behind volume and pages; numbers before are the title's."""
_ITEM = re.compile(
    r"^(?:\[\d{1,3}\]|\(\d{1,3}\)|\d{1,3}[.)]|[•*]|\d{1,3}(?=\s[A-Z][\w'’-]+,?\s[A-Z]))\s+"
)
_QUOTED = re.compile(r"[\"“”„«]\s*(.{12,}?)\s*[,.]?\s*[\"“”»]")
_END_OF_SENTENCE = re.compile(r"(?<=[^\s.][^\s.])(?:\.|\?|!)(?=\s|$)|[?!](?=\s)")
_INITIALS = r"(?:[A-Z]{1,4}|(?:[A-Z][a-z]?\.[\s-]?){1,4})"
_SURNAME = (
    r"(?:(?:[dD]e|[dD]el|[dD]os|[dD]a|[dD]i|[vV]an|[vV]on|[dD]er|[dD]en|[lL]a|[lL]e|"
    r"[aA]l|[eE]l|[bB]en|[tT]en|[tT]er)[\s-]+){0,3}[^\W\d_][\w'’-]+(?:\s[^\W\d_][\w'’-]+)?"
)
_INVERTED = re.compile(
    rf"(?P<family>{_SURNAME}),?\s+{_INITIALS}(?:\s*,?\s*(?:Jr|Sr|[23](?:nd|rd)|I{{2,3}})\.?)?$"
)
_DIRECT = re.compile(
    rf"(?:[A-Z]{{1,4}}\s+|(?:[A-Z][a-z]?\.[\s-]?){{1,4}}\s*)(?P<family>{_SURNAME})$"
)
_ET_AL = re.compile(r"[,;]?\s*(?:\band others\b|\bet\.?\s*al\.?)", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:,\s*(?:&|and)\s+|[,;]\s*|\s+(?:&|and)\s+)")
_NAME_ENDS = re.compile(r"[.:](?=\s)|$")


def parse_citation(printed: str) -> Citation:
    """Read a citation.

    Examples:
        >>> c = parse_citation("Musunuru S, et al. Arch Surg 2006;141:1000-4")
        >>> c.authors, c.journal, c.year, c.volume, c.first_page, c.last_page, c.title
        (('Musunuru',), 'Arch Surg', '2006', '141', '1000', '4', None)
    """
    text = re.sub(r"(?<=[^\W\d_])-\s*\n\s*(?=[a-z])", "", printed)
    text = _ITEM.sub("", " ".join(_DASHES.sub("-", text).split()))
    identifiers, text = _take_identifiers(text)
    if fields := read_fields(text):
        return _from_fields(printed, identifiers, fields)
    place = _find_place(text)
    year, year_at = _find_year(text, place)
    numbers_at = min(
        [p for p in (place.start() if place else None, year_at) if p is not None]
        or [len(text)]
    )
    authors, rest_at = _take_authors(text)
    title, journal = _title_and_journal(text, rest_at, numbers_at, place)
    parts = place.groupdict() if place else {}
    if year is None and re.fullmatch("(?:1[89]|20)[0-9]{2}", parts.get("volume") or ""):
        year, parts["volume"] = parts["volume"], None  # 1977:26-9
    return Citation(
        printed=printed,
        identifiers=identifiers,
        authors=authors,
        year=year,
        title=title,
        journal=journal,
        volume=parts.get("volume"),
        issue=parts.get("issue"),
        first_page=parts.get("first"),
        last_page=parts.get("last"),
    )


def _from_fields(
    printed: str, identifiers: tuple[Identifier, ...], fields: dict[str, str]
) -> Citation:
    first, _, last = re.sub("-+", "-", fields.get("page", "")).partition("-")
    names = re.split(r"\s+and\s+|\s*;\s*", fields.get("author", ""))
    authors = (n.partition(",")[0] if "," in n else n.rpartition(" ")[2] for n in names)
    year = re.search(r"\d{4}", fields.get("year", ""))
    return Citation(
        printed=printed,
        identifiers=identifiers,
        authors=tuple(filter(None, authors)),
        year=year[0] if year else None,
        title=fields.get("title"),
        journal=fields.get("journal"),
        volume=fields.get("volume"),
        issue=fields.get("issue"),
        first_page=first.strip() or None,
        last_page=last.strip() or None,
    )


def without_identifiers(text: str) -> str:
    """Return a citation without the identifiers printed in it, and their labels."""
    if _BARE_PMID.fullmatch(text):
        return ""
    for _, pattern in _IDENTIFIERS:
        text = pattern.sub(" ", text)
    return text


def _take_identifiers(text: str) -> tuple[tuple[Identifier, ...], str]:
    found: dict[tuple[str, str], Identifier] = {}
    if bare := _BARE_PMID.fullmatch(text):
        text = f"PMID {bare[1]}"
    for scheme, pattern in _IDENTIFIERS:
        for match in pattern.finditer(text):
            if identifier := normalize_identifier(scheme, match[1]):
                found.setdefault(identifier.key, identifier)
    rest = without_identifiers(text)
    return tuple(found.values()), " ".join(rest.split()).rstrip(" .")


def _find_place(text: str) -> re.Match[str] | None:
    """Return the volume and pages at the end, by the most telling pattern."""
    for pattern in _PLACES:
        matches = [m for m in pattern.finditer(text) if m.end() > len(text) - _TAIL]
        if matches:
            return matches[-1]
    return None


def _find_year(text: str, place: re.Match[str] | None) -> tuple[str | None, int | None]:
    """Return the year, and where it stands; never a number of the place."""
    spans = [] if place is None else [
        place.span(name)
        for name, value in place.groupdict().items()
        if value is not None
    ]  # fmt: skip
    for pattern in _YEARS:
        free = [
            match
            for match in pattern.finditer(text)
            if not any(a <= match.start(1) < b for a, b in spans)
        ]
        if free:
            chosen = free[0] if pattern is _YEARS[0] else free[-1]
            return chosen[1], chosen.start()
    return None, None


def _take_authors(text: str) -> tuple[tuple[str, ...], int]:
    """Return the family names that open the text, and where they end."""
    if quoted := _QUOTED.search(text):
        return _families(text[: quoted.start()]), quoted.start()
    dated = re.search(r"\(?\b(?:1[6-9]|20)\d\d[a-z]?\)?[.,:]?\s", text)
    for end in _ends_of_authors(text, dated):
        if names := _families(text[:end]):
            return names, end
    return (), 0


def _ends_of_authors(text: str, dated: re.Match[str] | None) -> list[int]:
    """Return where the authors may end, the likeliest first."""
    ends = []
    if et_al := _ET_AL.search(text, 0, 400):
        ends.append(et_al.end())
    if dated and dated[0].startswith("("):
        ends.append(dated.start())
    for stop in re.finditer(r"(?<=\S)[.:](?=\s)", text):
        before = text[: stop.start()]
        if re.search(r"(?:^|[\s.-])[A-Z]$", before) and re.match(
            rf"\s(?:[A-Z]\.|{_INITIALS}\b|&|and\b|[,;])", text[stop.end() :]
        ):
            continue
        ends.append(stop.start() + 1)
        if len(ends) > 3:
            break
    if dated and not dated[0].startswith("("):
        ends.append(dated.start())
    return ends


def _families(text: str) -> tuple[str, ...]:
    """Return the family names, or ``()`` where the text is no row of names."""
    text = _ET_AL.sub("", text).strip(" ,;:")
    if not re.search(r"\b[A-Z]\.$", text):
        text = text.rstrip(" .,;:")
    pieces = [piece.strip() for piece in _BETWEEN.split(text) if piece.strip()]
    names: list[str] = []
    strange = 0
    for piece in pieces:
        if re.fullmatch(rf"{_INITIALS}\.?|(?:Jr|Sr|[23](?:nd|rd))\.?", piece):
            continue
        found = _INVERTED.match(piece) or _DIRECT.match(piece)
        if found:
            names.append(found["family"])
        elif re.fullmatch(_SURNAME, piece):
            names.append(piece)
        else:
            strange += 1
    plausible = bool(names) and strange * 3 <= len(names)
    return tuple(names) if plausible else ()


def _title_and_journal(
    text: str, start: int, numbers_at: int, place: re.Match[str] | None
) -> tuple[str | None, str | None]:
    """Return what stands between authors and numbers, parted where it can be."""
    if quoted := _QUOTED.search(text):
        after = text[quoted.end() :]
        end = re.search(r"\d|\bvol\b|\(", after)
        return quoted[1], _clean(after[: end.start()] if end else after)
    body = text[start:]
    body = re.sub(r"^[\s.,:;]*\(?(?:1[6-9]|20)\d\d[a-z]?\)?[\s.,:;]*", "", body)
    offset = len(text) - len(body)
    limits = [
        at - offset
        for at in (numbers_at, place.start() if place else None)
        if at is not None and at - offset > 3
    ]
    body = body[: min(limits)] if limits else body
    sentences = [part for s in _END_OF_SENTENCE.split(body) if (part := _clean(s))]
    if not sentences:
        return None, None
    if len(sentences) == 1:
        only = sentences[0]
        telling = [w for w in only.split() if w.lower() not in COMMON]
        return (only, None) if len(telling) > 8 else (None, only)
    if len(body.split()) <= 6 and all(len(s.split()) <= 2 for s in sentences):
        return None, ". ".join(sentences)  # the stops of an abbreviated journal
    if len(sentences) > 2 and len(sentences[0]) < 12:
        return ". ".join(sentences[:2]), " ".join(sentences[2:])
    return sentences[0], " ".join(sentences[1:])


def _clean(text: str) -> str | None:
    return re.sub(r"^(?:in|In):?\s+", "", text.strip(" .,;:()[]'\"“”")) or None
