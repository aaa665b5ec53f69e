"""PMIDs and PMCIDs in running text: only where something says that they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harvester.identify.found import INVISIBLE, Found
from harvester.model import PMCID, PMID
from harvester.normalize.identifiers import normalize_identifier

_END = r"(?![0-9]|[-–.,][0-9])"
_NUMBER = rf"(?P<id>[0-9]{{1,8}}){_END}"
# Text browsers number the links: "PMID: [15]99000001".
_LINK = r"(?:\[[0-9]{1,4}\])?"
_BETWEEN = rf"(?:[\s:：=#\"'\]>*•·–—|{INVISIBLE}]|-(?=\s)){{0,60}}" + _LINK

_LABELLED_PMID = re.compile(
    rf"""(?<![A-Za-z0-9])(?P<label>
      (?:pubmed|medline)?[ _-]?pmid(?P<plural>s|\(s\))?(?:\s(?:no\.?|number))?
    | pubmed[\s_-]?(?:unique[\s_-])?(?:id(?:entifier)?(?P<plural2>s|\(s\))?|accession)
    | info:pmid/ | pmid/
    )(?P<between>{_BETWEEN}){_NUMBER}""",
    re.VERBOSE | re.IGNORECASE,
)
_GLUED_PMID = re.compile(rf"(?<=[a-z0-9])(?P<label>PMID:\s?){_NUMBER}")
_LOOSE_PMID = re.compile(
    rf"(?P<label>\[\s?PubMed\s?:?\s?){_NUMBER}\s?\]"
    rf"|(?<![A-Za-z])(?P<label2>PubMed:\s?)(?P<id2>[0-9]{{7,8}}){_END}",
    re.IGNORECASE,
)
_PUBMED_URL = re.compile(
    r"""(?P<label>
      pubmed\.ncbi\.nlm\.nih\.gov/
    | ncbi\.nlm\.nih\.gov/(?:m/)?(?:pubmed|entrez/pubmed)/
    | (?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/(?:m/)?pubmed)/?
        \?(?:[^\s"'<>&]{0,60}&(?:amp;)?)?(?:term|list_uids|uid)=(?:pmid:|%22)?
    | ncbi\.nlm\.nih\.gov/entrez/[^\s"'<>]{0,150}?(?:list_uids|uid)=
    | europepmc\.org/(?:abstract|article)/med/
    | identifiers\.org/pubmed[:/]
    )(?P<id>[0-9]{1,8})(?![0-9A-Za-z+]|[-–.,][0-9]|%20[0-9A-Za-z])""",
    re.VERBOSE | re.IGNORECASE,
)
_MORE = re.compile(
    r"(?:\s{0,3}[,;/|]\s{0,3}(?:and\s|&\s)?|\s{1,3}(?:and|&)\s{1,3})"
    rf"([0-9]{{1,8}})(?![A-Za-z]){_END}"
)
_PMCID = re.compile(
    rf"""
    (?P<label>(?:(?<![A-Za-z])|(?<=[0-9]))PMC[ ]?ID(?:s|\(s\))?{_BETWEEN}
    | PubMed[ ]?Central[ ]ID{_BETWEEN}
    | PubMed[ ]?Central{_BETWEEN}(?=PMC|[0-9]{{5}})  # a year may follow the words
    | PMC[ ]free[ ]article:?[ ]?
    )(?P<id>(?:PMC[ ]?)?[0-9]{{1,9}}(?:\.[0-9]{{1,2}})?){_END}
    | (?<![A-Za-z_])(?P<id2>PMC(?:[0-9]{{1,9}}|[ ][0-9]{{6,9}})(?:\.[0-9]{{1,2}})?)
    (?![0-9A-Za-z])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_PMC_URL = re.compile(
    r"(?P<label>(?:ncbi\.nlm\.nih\.gov/(?:pmc/)?|europepmc\.org/)articles?/(?:pmc/)?)"
    r"(?P<id>(?:PMC)?\d{3,9})(?!\d)",
    re.IGNORECASE,
)


def find_pmids(text: str) -> Iterator[Found]:
    """Yield every PMID that has a label or stands in an address of PubMed.

    A bare number is none. ``PMIDs: 1, 2 and 3`` names all of its numbers; after
    the singular only further numbers of seven or eight digits count.
    """
    for match in _LABELLED_PMID.finditer(text):
        yield from _first(match, PMID)
        plural = bool(match["plural"] or match["plural2"])
        yield from _more(text, match, at_least=1 if plural else 7)
    for pattern in (_GLUED_PMID, _LOOSE_PMID, _PUBMED_URL):
        for match in pattern.finditer(text):
            yield from _first(match, PMID)


def find_pmcids(text: str) -> Iterator[Found]:
    """Yield every PMCID; the words ``PMC article`` are none."""
    for match in _PMC_URL.finditer(text):
        yield from _first(match, PMCID)
    for match in _PMCID.finditer(text):
        yield from _first(match, PMCID)


def _first(match: re.Match[str], scheme: str) -> Iterator[Found]:
    groups = match.groupdict()
    name = "id" if groups.get("id") is not None else "id2"
    label = groups.get("label") or groups.get("label2") or ""
    start, end = match.span(name)
    label = " ".join((label + (groups.get("between") or "")).split())
    identifier = normalize_identifier(scheme, match[name])
    if identifier:
        yield Found(
            identifier=identifier,
            offset=start,
            end=end,
            label=label.rstrip(" •*-–") or None,
        )


def _more(text: str, first: re.Match[str], *, at_least: int) -> Iterator[Found]:
    position = first.end("id")
    while (match := _MORE.match(text, position)) and len(match[1]) >= at_least:
        identifier = normalize_identifier(PMID, match[1])
        if identifier:
            yield Found(
                identifier=identifier,
                offset=match.start(1),
                end=match.end(1),
                label=" ".join(first["label"].split()),
            )
        position = match.end()
