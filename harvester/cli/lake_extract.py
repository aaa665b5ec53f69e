"""``harvest lake extract``: a library to browse, out of Parquet tables."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from harvester.cli.exits import DONE
from harvester.cli.options import library_options

if TYPE_CHECKING:
    from harvester.pipeline.extract import Extracted
    from harvester.reconcile import YearRule
    from harvester.search import Query
    from harvester.selection import RecordTest


@click.command()
@click.argument("lake", metavar="LAKE")
@click.option(
    "--query",
    required=True,
    metavar="QUERY",
    help="Which records: the language of harvest search, and and, or, not.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("-q", "--quiet", is_flag=True, help="Print problems only.")
@library_options
def extract(
    lake: str,
    query: str,
    as_json: bool,
    quiet: bool,
    db: str | None,
    config: str | None,
) -> int:
    """Make a library of the records of LAKE that QUERY asks for, or add them to one.

    Records of the other sources that share a DOI with them, and do not speak against
    it, come along; all are merged as in every harvest. Narrower headings (a + behind)
    are those of the MeSH in the library: load that first.

    \b
      harvest mesh load desc2026.xml --db literature.db
      harvest lake extract lake --db literature.db \\
          --query 'year>=2020 and mesh:"Neuroendocrine Tumors"+'

    \b
    Exit codes: 0 done (also: nothing found) · 1 failed, or LAKE is no lake · 2 QUERY
    cannot be understood.
    """
    from harvester.cli.lake_needs import need_extra

    need_extra()

    from harvester.cli.progress import progress
    from harvester.config import load_settings
    from harvester.lake.narrowing import build_narrowing
    from harvester.lake.reading import Lake
    from harvester.pipeline.extract import Extraction
    from harvester.pipeline.rules import read_rules
    from harvester.search import parse_selection
    from harvester.store import Library

    settings = load_settings(config)
    path = db or settings.library.database
    rules = read_rules(settings)
    asked = parse_selection(query)
    opened = Lake(lake)
    test = _build_test(asked, path, rules.year)
    is_shown = not (quiet or as_json)
    with (
        Library.open(path) as library,
        progress(shown=is_shown, what="extracting") as advance,
    ):
        run = Extraction(library, opened, rules=rules, advance=advance)
        done = run.run(
            shlex.join(["harvest", *sys.argv[1:]]),
            query=query,
            test=test,
            narrowing=build_narrowing(asked, rules.year),
        )
    if as_json or not quiet:
        _print(path, done, as_json=as_json)
    return DONE


def _build_test(asked: Query, path: str, year_rule: YearRule) -> RecordTest:
    """Return the test of a query, by the MeSH of a library that is there already."""
    from harvester.selection import build_test
    from harvester.store import Library

    if not Path(path).exists():
        return build_test(asked, None, year_rule=year_rule)
    with Library.open(path, create=False, read_only=True) as library:
        return build_test(asked, library, year_rule=year_rule)


def _print(path: str, done: Extracted, *, as_json: bool) -> None:
    from msgspec import to_builtins

    from harvester.cli.report import write_json

    if as_json:
        write_json(to_builtins(done))
        return

    def counted(counts: dict[str, int]) -> str:
        words = ("added", "updated", "unchanged")
        return ", ".join(f"{counts.get(word, 0):,} {word}" for word in words)

    click.echo(
        f"{path}: {done.chosen_count:,} records asked for, {done.partner_count:,} that "
        f"share their DOIs · records {counted(dict(done.records))} · "
        f"articles {counted(dict(done.articles))} · {done.seconds:.2f} s"
    )
