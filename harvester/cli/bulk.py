"""``harvest bulk``: whole files of records and of citations."""

from __future__ import annotations

import click

from harvester.cli.lazy import LazyGroup

PLACES = {
    "pubmed": ("harvester.cli.bulk_pubmed", "pubmed"),
    "crossref": ("harvester.cli.bulk_crossref", "crossref"),
    "citations": ("harvester.cli.bulk_citations", "citations"),
    "check": ("harvester.cli.bulk_check", "check"),
}
"""Command → where it lives."""


@click.group(cls=LazyGroup, places=PLACES)
def bulk() -> None:
    """Check and load whole files: PubMed's baseline, Crossref's, dumps of citations."""
