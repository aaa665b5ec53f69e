"""The reference list of a record as a link set."""

from __future__ import annotations

from harvester.model import (
    DOI,
    PMCID,
    PMID,
    Key,
    Link,
    LinkKind,
    LinkSet,
    LinkState,
    Reference,
    SourceRecord,
)

_SCHEMES = {
    # PubMed's lists name PMIDs, Crossref's DOIs; each is the surer one there.
    "pubmed": (PMID, DOI, PMCID),
    "crossref": (DOI, PMID, PMCID),
}
PROVIDERS = {"pubmed": "pubmed-record", "crossref": "crossref"}
"""Who says so, by source: ``pubmed`` itself is ELink, a list of its own."""


def build_reference_set(record: SourceRecord) -> LinkSet | None:
    """Return the references that ``record`` deposits, in the order printed.

    An entry without identifier is kept with its words. Crossref's count may say
    more than the list holds; both are kept. The set belongs to the source's own key
    of the record, which stays when the article gains other identifiers.

    Returns:
        None where the record says nothing of references, which is not the same as
        having none.
    """
    if record.source not in PROVIDERS:
        return None
    if not record.references and not record.reference_count:
        return None
    schemes = _SCHEMES[record.source]
    links = tuple(
        Link(target=_target(entry, schemes), rank=rank, citation=entry.citation)
        for rank, entry in enumerate(record.references, start=1)
    )
    expected = max(record.reference_count or 0, len(links))
    return LinkSet(
        owner=(schemes[0], record.source_id),
        kind=LinkKind.REFERENCES,
        provider=PROVIDERS[record.source],
        state=LinkState.COMPLETE if len(links) == expected else LinkState.CUT,
        expected_count=expected,
        links=links,
        reason=None if len(links) == expected else "the source deposits fewer entries",
    )


def _target(entry: Reference, schemes: tuple[str, ...]) -> Key | None:
    for scheme in schemes:
        for identifier in entry.identifiers:
            if identifier.scheme == scheme and identifier.is_valid:
                return identifier.key
    return None
