"""Identifiers: the canonical form of each scheme, or None for what is none."""

from __future__ import annotations

import html
import re
from urllib.parse import unquote

from harvester.model import DOI, PMCID, PMID, Identifier

_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+")
_DOI_PREFIX = re.compile(
    r"(?:https?://)?(?:(?:dx\.|www\.)?doi\.org/|)(?:info:doi/|urn:doi:|doi:\s*|doi\s+)?",
    re.IGNORECASE,
)
_PMID = re.compile(r"0*([1-9]\d{0,7})")
_PMCID = re.compile(r"(?:PMC\s*)?0*([1-9]\d*)(?:\.\d+)?", re.IGNORECASE)


def normalize_doi(printed: str) -> str | None:
    """Return the DOI that ``printed`` spells, in lower case without resolver.

    Examples:
        >>> normalize_doi("https://doi.org/10.1000/ABC")
        '10.1000/abc'
        >>> normalize_doi("doi: 10.1002/(SICI)1:2%3C3::AID%3E3.0.CO;2-Y")
        '10.1002/(sici)1:2<3::aid>3.0.co;2-y'
        >>> normalize_doi("10.12/x") is None
        True
    """
    text = html.unescape(printed.strip())
    match = _DOI_PREFIX.match(text)
    bare = text[match.end() :] if match else text
    if "%" in bare:
        bare = unquote(bare)
    return bare.lower() if _DOI.fullmatch(bare) else None


def normalize_pmid(printed: str) -> str | None:
    """Return the PMID: one to eight digits without leading zeros.

    Examples:
        >>> normalize_pmid("038689169"), normalize_pmid("0"), normalize_pmid("-1")
        ('38689169', None, None)
    """
    match = _PMID.fullmatch(printed.strip())
    return match[1] if match else None


def normalize_pmcid(printed: str) -> str | None:
    """Return the PMCID with its prefix and without version.

    Examples:
        >>> normalize_pmcid("pmc3706072.1"), normalize_pmcid("3706072")
        ('PMC3706072', 'PMC3706072')
    """
    match = _PMCID.fullmatch(printed.strip())
    return f"PMC{match[1]}" if match else None


_NORMALIZERS = {DOI: normalize_doi, PMID: normalize_pmid, PMCID: normalize_pmcid}


def normalize_identifier(scheme: str, printed: str) -> Identifier | None:
    """Return the identifier in canonical form, or None if it is none.

    A scheme without a canonical form keeps the printed value.
    """
    normalize = _NORMALIZERS.get(scheme)
    value = normalize(printed) if normalize else printed.strip() or None
    if value is None:
        return None
    return Identifier(
        scheme=scheme, value=value, printed=None if value == printed else printed
    )
