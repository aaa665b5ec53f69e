"""What a bare argument of the command line spells."""

from __future__ import annotations

import re

from harvester.errors import IdentifierError
from harvester.identify.find import find_identifiers
from harvester.model import DOI, PMCID, PMID, Identifier
from harvester.normalize.identifiers import (
    normalize_doi,
    normalize_identifier,
    normalize_pmid,
)

_NUMBER = re.compile(r"\d{1,8}")
_SPELLED = re.compile(
    r"(?P<scheme>pmid|pubmed|pmcid|pmc|doi)\s?(?:id)?\s?[:=#\s]\s?(?P<value>.+)",
    re.IGNORECASE,
)
_SCHEMES = {"pmid": PMID, "pubmed": PMID, "pmcid": PMCID, "pmc": PMCID, "doi": DOI}
_SIGNED = re.compile(r"[-+]?\d+(?:[.,]\d+)?")
_DOI_LIKE = re.compile(r"(?:^|\b|/)10\.(?P<registrant>[\d.]*)(?P<rest>.*)")
_WHOLE = "a PMID is a whole number from 1 to 99999999"


def read_argument(text: str) -> Identifier | None:
    """Return the one identifier that an argument spells, or None.

    Understood are bare PMIDs, DOIs and PMCIDs, their usual prefixes (``pmid:``,
    ``doi:``, ``PMCID:``) and the addresses of doi.org, PubMed, PMC and of
    publishers that carry a DOI. More than one identifier is none.

    Examples:
        >>> for spelled in ("22752376", "pmid:22752376", "https://doi.org/10.5555/X",
        ...                 "PMC4786461", "www.ncbi.nlm.nih.gov/pubmed/?term=22752376",
        ...                 "-1", "10.5555"):
        ...     print(read_argument(spelled))
        pmid:22752376
        pmid:22752376
        doi:10.5555/x
        pmcid:PMC4786461
        pmid:22752376
        None
        None
    """
    bare = text.strip().strip("\"'“”<>").strip()
    if _NUMBER.fullmatch(bare):
        return normalize_identifier(PMID, bare)
    if spelled := _SPELLED.fullmatch(bare):
        scheme = _SCHEMES[spelled["scheme"].casefold()]
        if identifier := normalize_identifier(scheme, spelled["value"].strip()):
            return _as_found(identifier)
    if re.fullmatch(r"10\.\S+", bare) and normalize_doi(bare):
        identifier = normalize_identifier(DOI, bare)
        return _as_found(identifier) if identifier else None
    found = {each.identifier.key: each.identifier for each in find_identifiers(bare)}
    if len(found) != 1 or _has_words(bare):
        return None
    return next(iter(found.values()))


def _as_found(identifier: Identifier) -> Identifier:
    """Return a DOI without what a sentence or address leaves behind it."""
    if identifier.scheme != DOI:
        return identifier
    found = find_identifiers(identifier.printed or identifier.value)
    return found[0].identifier if found else identifier


def _has_words(text: str) -> bool:
    """Tell whether an argument is prose, which is a document and no identifier."""
    return len(text.split()) > 4


def read_identifier(argument: str) -> Identifier:
    """Return the identifier that a user names an article by.

    Raises:
        IdentifierError: It is none; the text says why.
    """
    identifier = read_argument(argument)
    if identifier is None:
        raise IdentifierError(explain_not_identifier(argument))
    return identifier


def explain_not_identifier(text: str) -> str:
    """Return one sentence that says why ``text`` is no identifier.

    Examples:
        >>> print(explain_not_identifier("-1"))
        -1 is no PMID: a PMID is a whole number from 1 to 99999999.
        >>> print(explain_not_identifier("10.5555"))
        10.5555 is no DOI: behind 10.5555 a slash and a suffix are missing.
    """
    bare = text.strip()
    shown = bare if len(bare) <= 60 else f"{bare[:57]}…"
    if not bare:
        return "An empty argument is no identifier."
    if len({found.identifier.key for found in find_identifiers(bare)}) > 1:
        return (
            f"{shown} holds several identifiers: give each as an argument of its own."
        )
    spelled = _SPELLED.fullmatch(bare)
    scheme = _SCHEMES[spelled["scheme"].casefold()] if spelled else None
    value = spelled["value"].strip() if spelled else bare
    if scheme == PMCID or re.match(r"pmc", bare, re.IGNORECASE):
        return f"{shown} is no PMCID: a PMCID is PMC and a number, as in PMC4786461."
    doi = _DOI_LIKE.search(value)
    if scheme == DOI or (doi and scheme is None):
        return f"{shown} is no DOI: {_why_no_doi(doi)}."
    if scheme == PMID or _SIGNED.fullmatch(value):
        return f"{shown} is no PMID: {_why_no_pmid(value)}."
    return f"{shown} is neither a PMID, a DOI nor a PMCID."


def _why_no_pmid(value: str) -> str:
    if re.fullmatch(r"\d{9,}", value) and not normalize_pmid(value):
        return f"it has {len(value)} digits, and {_WHOLE}"
    return _WHOLE


def _why_no_doi(doi: re.Match[str] | None) -> str:
    if doi is None:
        return "a DOI begins with 10. and a number, as in 10.1000/182"
    registrant = doi["registrant"].strip(".")
    if not re.fullmatch(r"\d{4,9}(?:\.\d+)*", registrant):
        return "behind 10. a number of four to nine digits and a slash must follow"
    if not doi["rest"].startswith("/") or not doi["rest"].strip("/ "):
        missing = (
            "a suffix is" if doi["rest"].startswith("/") else "a slash and a suffix are"
        )
        return f"behind 10.{registrant} {missing} missing"
    return "it holds characters that no DOI has, such as blanks"
