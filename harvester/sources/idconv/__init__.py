"""The PMC ID Converter: PMCID → PMID and DOI, for articles in PMC only."""

from __future__ import annotations

from harvester.model import PMCID
from harvester.sources.base import Politeness, Rate, Source
from harvester.sources.idconv.flow import lookup
from harvester.sources.idconv.reply import NAME, check, parse

__all__ = ["IDCONV"]


class _IdConverter:
    """The converter at ``pmc.ncbi.nlm.nih.gov``; it has one rate for all callers."""

    name = NAME
    accepts = (PMCID,)
    politeness = Politeness(
        rates={"idconv": Rate(per_second=3, concurrency=1)},
        known_rates={"idconv": Rate(per_second=3, concurrency=1)},
        contact="ncbi",
    )
    lookup = staticmethod(lookup)
    check = staticmethod(check)
    parse = staticmethod(parse)


IDCONV: Source = _IdConverter()
