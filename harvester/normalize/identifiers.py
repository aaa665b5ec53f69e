"""Identifiers: the canonical form of each scheme, or None for what is none."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import unquote

from harvester.model import DOI, PMCID, PMID, Identifier
from harvester.normalize.derived import AS_PRINTED, Derived, rule_of
from harvester.normalize.markup import unescape

ORCID = "orcid"
ISSN = "issn"
ISBN = "isbn"

_INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_HYPHENS = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_LOWER = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")

_PREFIX = r"10\.[0-9]{4,9}(?:\.[0-9]+)*"
_BROKEN_PREFIX = _PREFIX.replace(r"10\.", r"10\.\s*", 1)
_PLAIN_DOI = re.compile(
    r"10\.(?!1037//)[0-9]{4,9}/[-._;/:a-z0-9]*"
    r"(?:\([-._:a-z0-9]*\)[-._;/:a-z0-9]*)*[a-z0-9]"
)
_DOI = re.compile(rf"{_PREFIX}/\S+")
_DOI_START = re.compile(rf"(?<![0-9.]){_BROKEN_PREFIX}\s*(?:/|%2[fF])")
_DOI_LABEL = re.compile(
    r"[\s\"'(<\[{“‘«]*"
    r"(?:(?:https?:/*)?(?:(?:dx|www)\.)?doi\.org\s*[/:]\s*|info:\s*doi\s*/\s*|urn:\s*doi:\s*"
    r"|doi\s*[:=]?\s*)*"
    r"[\s\"'(<\[{“‘«]*",
    re.IGNORECASE,
)
_URL = re.compile(r"\s*(?:https?:/|www\.)", re.IGNORECASE)
_PAGE_WORD = re.compile(
    r"/(?:abstract|abs|full|fulltext|full-text|pdf|epdf|epub|pdfplus|meta|summary"
    r"|references|html)$|\.pdf$",
    re.IGNORECASE,
)
_ENCODED = re.compile("%[0-9A-Fa-f]{2}")
_BREAKS = re.compile(r"(?<=^10\.)\s+|\s+(?=/)|(?<=[/_-])\s+(?=\S)")
_STRAY = ".,;:'\"’”»"
_BRACKETS = {")": "(", "]": "[", ">": "<", "}": "{"}

_PMID = re.compile(
    r"(?:(?:pubmed|medline|pmid|pm)\s*(?:id)?\s*[:#=]?\s*"
    r"|(?:https?://)?(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov/|"
    r"ncbi\.nlm\.nih\.gov/(?:m/)?pubmed/(?:\?term=)?))?"
    r"0*([1-9][0-9]{0,7})[/.,;]?",
    re.IGNORECASE,
)
_PMCID = re.compile(
    r"(?:(?:pmc|pmcid|pmc-id)\s*[:#=]\s*)?"
    r"(?:(?:https?://)?[\w.-]+/(?:[\w.-]+/)*)?"
    r"(?:PMC\s*)?0*([1-9][0-9]{0,8})(?:\.[0-9]+)?"
    r"[/.,]?(?:[?;].*)?",
    re.IGNORECASE | re.ASCII,
)
_ORCID = re.compile(
    r"(?:orcid(?:\s*id)?\s*[:=]?\s*)?(?:(?:https?:)?/*(?:www\.)?orcid\.org/+)?"
    r"([0-9]{4})[-\s]?([0-9]{4})[-\s]?([0-9]{4})[-\s]?([0-9]{3}[0-9X])[/.,;]?",
    re.IGNORECASE,
)
_ISSN = re.compile(
    r"(?:https?://[\w.-]+/(?:[\w-]+/)*)?(?:urn:)?(?:[ep]-?)?(?:issn)?(?:-l)?\s*[:=]?\s*"
    r"([0-9]{4})\s?-?\s?([0-9]{3}[0-9X])[/.,;]?",
    re.IGNORECASE | re.ASCII,
)
_ISBN = re.compile(
    r"(?:https?://[\w.-]+/(?:[\w-]+/)*)?(?:urn:)?(?:isbn)?(?:-1[03])?\s*[:=]?\s*"
    r"([0-9][-0-9\s]*[0-9X])[/.,;]?",
    re.IGNORECASE | re.ASCII,
)


def normalize_doi(printed: str) -> str | None:
    """Return the DOI that ``printed`` spells, in lower case without resolver.

    Examples:
        >>> for printed in ("https://doi.org/10.1000/ABC", "10.11607/prd.1113)",
        ...                 "doi: 10.1002/(SICI)1:2%3C3::AID%3E3.0.CO;2-Y",
        ...                 "10.1175/1520(1979)036&lt;0099:T&gt;2.0.CO;2", "10.1/x/",
        ...                 "10.36652/0042-4633-2023-102-5-404-413/", "10.12/x"):
        ...     print(normalize_doi(printed))
        10.1000/abc
        10.11607/prd.1113
        10.1002/(sici)1:2<3::aid>3.0.co;2-y
        10.1175/1520(1979)036<0099:t>2.0.co;2
        None
        10.36652/0042-4633-2023-102-5-404-413/
        None
    """
    if _PLAIN_DOI.fullmatch(printed):
        return printed
    derived = _derive_doi(printed)
    return derived.value if derived else None


def normalize_pmid(printed: str) -> str | None:
    """Return the PMID: one to eight digits without leading zeros.

    Examples:
        >>> normalize_pmid("038689169"), normalize_pmid("0"), normalize_pmid("-1")
        ('38689169', None, None)
    """
    return _value(_derive_pmid(printed))


def normalize_pmcid(printed: str) -> str | None:
    """Return the PMCID with its prefix and without version.

    Examples:
        >>> normalize_pmcid("pmc3706072.1"), normalize_pmcid("3706072")
        ('PMC3706072', 'PMC3706072')
    """
    return _value(_derive_pmcid(printed))


def normalize_orcid(printed: str) -> str | None:
    """Return the ORCID iD with hyphens; its check digit must be right.

    The check digit is that of ISO 7064, mod 11-2.

    Examples:
        >>> normalize_orcid("http://orcid.org/000000023372334x")
        '0000-0002-3372-334X'
        >>> normalize_orcid("0000-0002-3372-3341") is None
        True
    """
    return _value(_derive_orcid(printed))


def normalize_issn(printed: str) -> str | None:
    """Return the ISSN with its hyphen; its check digit (mod 11) must be right.

    Examples:
        >>> normalize_issn("http://id.crossref.org/issn/1932-6203")
        '1932-6203'
        >>> normalize_issn("1932-6204") is None
        True
    """
    return _value(_derive_issn(printed))


def normalize_isbn(printed: str) -> str | None:
    """Return the ISBN without hyphens, ten digits or thirteen as it was printed.

    Examples:
        >>> normalize_isbn("978-3-16-148410-0"), normalize_isbn("0-8044-2957-x")
        ('9783161484100', '080442957X')
    """
    return _value(_derive_isbn(printed))


def is_plain(scheme: str, value: str) -> bool:
    """Whether a value is canonical at first sight; False says nothing.

    Examples:
        >>> is_plain("pmid", "22752376"), is_plain("pmid", "022752376")
        (True, False)
    """
    plain = _PLAIN.get(scheme)
    return plain is not None and plain.fullmatch(value) is not None


def normalize_identifier(scheme: str, printed: str) -> Identifier | None:
    """Return the identifier in canonical form, or None if it is none.

    A scheme without a canonical form keeps the printed value.
    """
    if is_plain(scheme, printed):
        return Identifier(scheme=scheme, value=printed)
    value = _value(derive_identifier(scheme, printed))
    if value is None:
        return None
    return Identifier(
        scheme=scheme, value=value, printed=None if value == printed else printed
    )


def derive_identifier(scheme: str, printed: str) -> Derived | None:
    """Return the canonical form with the rules that led to it, or None.

    Examples:
        >>> derive_identifier("doi", "https://doi.org/10.1000/ABC")
        Derived(value='10.1000/abc', rule='prefix+lower-case')
    """
    derive = _SCHEMES.get(scheme)
    if derive:
        return derive(printed)
    value = printed.strip()
    return (
        Derived(value=value, rule=rule_of("trim" * (value != printed)))
        if value
        else None
    )


def _derive_doi(printed: str) -> Derived | None:
    """Take the steps from a printed DOI to the canonical one.

    In this order: characters without width, entities, resolver or label (of the page
    address of a publisher the part from ``10.`` on), percent encoding, white space
    where a line may have been broken (beside a slash, after a hyphen), the double
    slash of 10.1037, stray punctuation, ASCII case; and once more where a step has
    uncovered work for an earlier one.
    """
    if printed.isascii() and _PLAIN_DOI.fullmatch(lower := printed.lower()):
        # No other step has anything to do.
        return Derived(value=lower, rule=rule_of("lower-case" * (lower != printed)))
    steps: list[str] = []
    text = printed
    while True:
        before = text
        for name, change in _DOI_STEPS:
            changed = change(text)
            if changed is None:
                return None
            if changed != text:
                text = changed
                steps.append(name)
        if text == before:
            break
    if not _DOI.fullmatch(text) or text.endswith("…"):
        return None
    return Derived(value=text, rule=rule_of(*dict.fromkeys(steps)))


def _without_address(text: str) -> str | None:
    """Cut what stands before the DOI, and of an address also what follows it."""
    start = _DOI_START.search(text) or _DOI_START.search(text := _decoded(text))
    if start is None:
        return None
    head, bare = text[: start.start()], text[start.start() :]
    is_label = _DOI_LABEL.fullmatch(head)
    if not is_label and not _URL.match(head):
        return None
    if not is_label or "doi.org" in head.lower():
        # A bare "#" at the end is the check character of old SICIs, no fragment.
        bare = re.split(r"\?|#(?=[^/])", bare, maxsplit=1)[0]
    return bare if is_label else _PAGE_WORD.sub("", bare)


def _decoded(text: str) -> str:
    """Undo percent encoding, of an address encoded twice both times."""
    while _ENCODED.search(text):
        decoded = unquote(text, errors="strict") if _is_utf8(text) else text
        if decoded == text:
            break
        text = decoded
    return text


def _is_utf8(text: str) -> bool:
    try:
        unquote(text, errors="strict")
    except UnicodeDecodeError:
        return False
    return True


def _without_stray(text: str) -> str:
    """Cut stops and quotes from the end, and brackets that were never opened."""
    while text:
        last = text[-1]
        opening = _BRACKETS.get(last)
        if last in _STRAY or (opening and text.count(last) > text.count(opening)):
            text = text[:-1].rstrip()
        else:
            break
    return text


def _lower(text: str) -> str:
    return text.lower() if text.isascii() else text.translate(_LOWER)


_DOI_STEPS: tuple[tuple[str, Callable[[str], str | None]], ...] = (
    ("invisible", lambda text: _INVISIBLE.sub("", text)),
    ("trim", str.strip),
    ("entities", unescape),
    ("prefix", _without_address),
    ("percent", _decoded),
    ("joined", lambda text: _BREAKS.sub("", text)),
    ("apa-slash", lambda text: re.sub(r"^10\.1037/+", "10.1037/", text)),
    ("stray-end", _without_stray),
    ("lower-case", _lower),
)


def _derive_pmid(printed: str) -> Derived | None:
    return _matched(_PMID, printed, lambda match: match[1])


def _derive_pmcid(printed: str) -> Derived | None:
    return _matched(_PMCID, printed, lambda match: f"PMC{match[1]}")


def _derive_orcid(printed: str) -> Derived | None:
    def hyphenated(match: re.Match[str]) -> str | None:
        digits = "".join(match.groups()).upper()
        return "-".join(match.groups()).upper() if _is_mod_11_2(digits) else None

    return _matched(_ORCID, printed.translate(_HYPHENS), hyphenated, printed)


@lru_cache(maxsize=16384)
def _derive_issn(printed: str) -> Derived | None:
    def hyphenated(match: re.Match[str]) -> str | None:
        digits = f"{match[1]}{match[2]}".upper()
        return f"{digits[:4]}-{digits[4:]}" if _is_mod_11(digits) else None

    return _matched(_ISSN, printed.translate(_HYPHENS), hyphenated, printed)


def _derive_isbn(printed: str) -> Derived | None:
    def compact(match: re.Match[str]) -> str | None:
        digits = re.sub(r"[-\s]", "", match[1]).upper()
        if len(digits) == 13 and digits.isdigit():
            total = sum(int(d) * (3 if at % 2 else 1) for at, d in enumerate(digits))
            return digits if total % 10 == 0 else None
        return digits if len(digits) == 10 and _is_mod_11(digits) else None

    return _matched(_ISBN, printed.translate(_HYPHENS), compact, printed)


def _matched(
    pattern: re.Pattern[str],
    text: str,
    build: Callable[[re.Match[str]], str | None],
    printed: str | None = None,
) -> Derived | None:
    """Match the trimmed text and build the canonical form of what was matched."""
    match = pattern.fullmatch(_INVISIBLE.sub("", text).strip())
    value = build(match) if match else None
    if value is None:
        return None
    printed = text if printed is None else printed
    return Derived(value=value, rule=AS_PRINTED if value == printed else "canonical")


def _is_mod_11_2(digits: str) -> bool:
    """Whether the last digit is the check digit of ISO 7064 mod 11-2."""
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    return "0123456789X"[(12 - total % 11) % 11] == digits[-1]


def _is_mod_11(digits: str) -> bool:
    """Whether the weighted sum of ISSN and ISBN-10 is a multiple of 11."""
    if not digits[:-1].isdigit():
        return False
    total = sum(
        weight * (10 if digit == "X" else int(digit))
        for weight, digit in zip(range(len(digits), 0, -1), digits, strict=True)
    )
    return total % 11 == 0


def _value(derived: Derived | None) -> str | None:
    return derived.value if derived else None


_PLAIN = {
    DOI: _PLAIN_DOI,
    PMID: re.compile("[1-9][0-9]{0,7}"),
    PMCID: re.compile("PMC[1-9][0-9]{0,8}"),
}
_SCHEMES: dict[str, Callable[[str], Derived | None]] = {
    DOI: _derive_doi,
    PMID: _derive_pmid,
    PMCID: _derive_pmcid,
    ORCID: _derive_orcid,
    ISSN: _derive_issn,
    ISBN: _derive_isbn,
}
