"""``harvest bulk pubmed``: files of the PubMed baseline and its updates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from harvester.cli.bulk_loading import LoadOptions, load_as_run, loading_options

if TYPE_CHECKING:
    from harvester.bulk.folder import FoundFile
    from harvester.store import Library


@click.command()
@click.argument("places", nargs=-1, metavar="[DIR|FILE]…")
@click.option("--update", is_flag=True, help="Go on behind the last file loaded.")
@click.option(
    "--new-baseline",
    is_flag=True,
    help="These are all files of a new year's baseline: load it beside, then swap.",
)
@loading_options
def pubmed(
    places: tuple[str, ...], update: bool, new_baseline: bool, **options: Any
) -> int:
    """Load files of PubMed's baseline and updates into the library.

    Files are read in the order of their numbers, checked against the .md5 beside them,
    and loaded wholly or not at all: a load that is broken off goes on with the file
    that it was at, and what is loaded already is passed over. Where several files have
    a record the last one counts; records that a file deletes are marked, and stay
    readable. With --where or --ids a subset is kept, and what the library holds
    already is kept up to date. After an update of harvester, --again reads the files
    anew: what it understands better is changed, all else stays as it is.

    With --new-baseline a copy beside the library (FILE.new-baseline) is filled, and
    takes its place at once when every file is in; readers go on in the old one, other
    writers are kept out. Where a file is broken or the load is broken off, the library
    stays as it was and the same command goes on. What no file of the new baseline has
    is told and marked as gone. The disk needs room for the library twice more.

    \b
      harvest bulk pubmed baseline/
      harvest bulk pubmed baseline/ --where 'year>=2020 and mesh:"Liver Neoplasms"+'
      harvest bulk pubmed updatefiles/ --update
      harvest bulk pubmed --update          (the folders of the last load)
      harvest bulk pubmed baseline/ updatefiles/ --again
      harvest bulk pubmed baseline2027/ --new-baseline

    \b
    Exit codes: 0 done · 1 nothing could be loaded · 2 usage, no such files · 3 done,
    but for broken files or records · 75 the library is busy · 78 configuration.
    """
    from harvester.bulk.baseline import choose_new, sweep
    from harvester.bulk.folder import find_pubmed_files
    from harvester.bulk.forms import PUBMED

    if not places and not update:
        raise click.UsageError("Name a folder of PubMed files, or files.")

    def find(library: Library) -> Sequence[FoundFile]:
        folders = places or library.find_bulk_habit(PUBMED.source)[0]
        if not folders:
            raise click.UsageError(
                "Nothing was loaded yet: name the folder of the baseline."
            )
        files = find_pubmed_files(folders)
        return tuple(choose_new(library, files)) if update else files

    return load_as_run(
        PUBMED,
        LoadOptions(**options),
        find,
        goes_on=update,
        sweep=sweep if new_baseline else None,
    )
