"""``harvest bulk crossref``: files of Crossref's public data file."""

from __future__ import annotations

from typing import Any

import click

from harvester.cli.bulk_loading import LoadOptions, load_as_run, loading_options


@click.command()
@click.argument("places", nargs=-1, required=True, metavar="DIR|FILE…")
@loading_options
def crossref(places: tuple[str, ...], **options: Any) -> int:
    """Load files of Crossref's public data file into the library.

    FILEs hold works: a list under "items", or a work a line, packed or not. A work
    joins the article that bears its DOI only if a second witness says so (title, first
    author, year, journal and place), as in a harvest; what is in doubt goes to the
    quarantine. A work that the library has in a later state stays as it is. Files are
    loaded wholly or not at all, once each.

    \b
      harvest bulk crossref crossref-2025/ --ids dois.txt
      harvest bulk crossref 0.json.gz --where 'journal:"Archives of Surgery"'

    \b
    Exit codes: 0 done · 1 nothing could be loaded · 2 usage, no such files · 3 done,
    but for broken files or works · 75 the library is busy · 78 configuration.
    """
    from harvester.bulk.crossref_files import find_crossref_files
    from harvester.bulk.folder import FoundFile
    from harvester.bulk.forms import CROSSREF

    files = [FoundFile(path=path) for path in find_crossref_files(places)]
    return load_as_run(CROSSREF, LoadOptions(**options), lambda _: files)
