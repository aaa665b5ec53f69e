"""``harvest lake``: many files as Parquet tables, and libraries out of them."""

from __future__ import annotations

import click

from harvester.cli.lazy import LazyGroup

PLACES = {
    "build": ("harvester.cli.lake_build", "build"),
    "extract": ("harvester.cli.lake_extract", "extract"),
}
"""Command → where it lives."""


@click.group(cls=LazyGroup, places=PLACES)
def lake() -> None:
    """Build Parquet tables out of many files, on one machine or a cluster.

    The tables are for DuckDB, Spark, pandas and polars (docs/lake.md); a library to
    browse is taken out of them. Needs: pip install 'harvester[lake]'.
    """
