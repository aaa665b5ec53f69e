"""Crossref: what publishers deposit about their works."""

from __future__ import annotations

from harvester.model import DOI
from harvester.sources.base import Politeness, Rate, Source
from harvester.sources.crossref.check import check
from harvester.sources.crossref.flow import lookup
from harvester.sources.crossref.parse import NAME
from harvester.sources.crossref.reply import parse

__all__ = ["CROSSREF"]


class _Crossref:
    """The REST API; its limits are those of 1 December 2025."""

    name = NAME
    accepts = (DOI,)
    politeness = Politeness(
        rates={
            "single": Rate(per_second=5, concurrency=1),
            "list": Rate(per_second=1, concurrency=1),
        },
        known_rates={
            "single": Rate(per_second=10, concurrency=3),
            "list": Rate(per_second=3, concurrency=3),
        },
        contact="crossref",
    )
    lookup = staticmethod(lookup)
    check = staticmethod(check)
    parse = staticmethod(parse)


CROSSREF: Source = _Crossref()
