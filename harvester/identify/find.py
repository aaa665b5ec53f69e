"""Identifiers of articles in any text."""

from __future__ import annotations

from harvester.identify.dois import find_dois
from harvester.identify.found import Found
from harvester.identify.pubmed_ids import find_pmcids, find_pmids

__all__ = ["Found", "find_identifiers"]


def find_identifiers(text: str) -> tuple[Found, ...]:
    """Return every DOI, PMID and PMCID of ``text`` in the order they stand there.

    Nothing is taken for an identifier because of its digits alone: a PMID has a
    label or stands in an address of PubMed. The same identifier is returned as
    often as it is printed.

    Args:
        text: Any text, in pages or lines as it came.

    Examples:
        >>> [str(found.identifier) for found in find_identifiers(
        ...     "doi:10.5555/s10434-8PMID: 99000001 Free PMC article. Scopus 8487646"
        ... )]
        ['doi:10.5555/s10434-8', 'pmid:99000001']
    """
    everything = [*find_dois(text), *find_pmids(text), *find_pmcids(text)]
    everything.sort(key=lambda found: (found.offset, -found.end))
    kept: list[Found] = []
    for found in everything:
        # What lies within a longer one is a part of it (a PMCID within a DOI).
        if not kept or found.offset >= kept[-1].end:
            kept.append(found)
    return tuple(kept)
