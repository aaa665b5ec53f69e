"""``harvest bulk citations``: a dump of citations into the library."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from harvester.cli.options import library_options

if TYPE_CHECKING:
    from harvester.bulk.citations import CitationsLoaded, Dump

_UNITS = {"read": "lines", "kept": "articles"}
_DATED = re.compile(
    r"(?<!\d)(20\d\d)[-_.](0[1-9]|1[0-2])(?:[-_.]([0-2]\d|3[01]))?(?!\d)"
)


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option(
    "--date",
    metavar="YYYY-MM[-DD]",
    help="The day that the dump is of  [default: what a file's name says]",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("-q", "--quiet", is_flag=True, help="Print problems only.")
@library_options
def citations(
    files: tuple[str, ...],
    date: str | None,
    as_json: bool,
    quiet: bool,
    db: str | None,
    config: str | None,
) -> int:
    """Load a dump of citations: who cites the articles of the library, whom they cite.

    FILEs are all files of one dump, plain, .gz or .zip: NIH's Open Citation Collection
    (citing,referenced) or one of OpenCitations (columns citing and cited). Only pairs
    with an article of the library are kept. Every article gets both lists, as of the
    dump's date; later lists stay. A run that was broken off goes on where it was.

    \b
      harvest bulk citations open_citation_collection.zip --date 2025-11
      harvest bulk citations opencitations-2025-07-10/*.zip

    \b
    Exit codes: 0 done · 1 a file cannot be read to its end (what was read is kept
    beside the library) · 2 usage · 3 done, but for broken lines · 75 the library is
    busy · 78 configuration.
    """
    import sys

    import msgspec

    from harvester.bulk.citations import load_citations, read_dump
    from harvester.cli.exits import DONE, IN_PART
    from harvester.cli.progress import stages
    from harvester.cli.report import write_json
    from harvester.config import load_settings
    from harvester.store import Library
    from harvester.store.lock import exclusive

    path = db or load_settings(config).library.database
    paths = [Path(name) for name in files]
    dump = read_dump(paths, _read_date(date, paths))
    now = datetime.now(UTC)
    with exclusive(Path(path), now), Library.open(path, create=False) as library:
        run_id = library.begin_run(f"harvest {' '.join(sys.argv[1:])}", now)
        summary, outcome = None, "interrupted"
        try:
            with stages(shown=not (quiet or as_json), units=_UNITS) as tell:
                loaded = load_citations(
                    library, dump, run_id=run_id, now=now, tell=tell
                )
            summary = msgspec.to_builtins(loaded)
            outcome = "in part" if loaded.broken_count else "done"
        finally:
            library.finish_run(run_id, summary, datetime.now(UTC), outcome=outcome)
    if as_json:
        write_json(summary)
    else:
        _print(dump, loaded, is_quiet=quiet)
    return IN_PART if loaded.broken_count else DONE


def _read_date(date: str | None, paths: list[Path]) -> datetime | None:
    """Return the day that was given, or that the name of a file or its folder says.

    Of a month its last day is not known to be over: the first counts.
    """
    if date is not None:
        match = _DATED.fullmatch(date)
        if match is None:
            raise click.BadParameter(f"{date} is no YYYY-MM or YYYY-MM-DD.")
        return _midnight(match)
    for path in paths:
        for name in (path.name, path.absolute().parent.name):
            if match := _DATED.search(name):
                return _midnight(match)
    return None


def _midnight(match: re.Match[str]) -> datetime:
    year, month, day = match.groups()
    try:
        return datetime(int(year), int(month), int(day or 1), tzinfo=UTC)
    except ValueError as error:
        raise click.BadParameter(f"{match[0]} is no day.") from error


def _print(dump: Dump, loaded: CitationsLoaded, *, is_quiet: bool) -> None:
    from harvester.cli.terminal import printable

    as_of = f", as of {dump.date:%Y-%m-%d}" if dump.date else ""
    lines = [
        f"{loaded.row_count:,} lines of {loaded.provider}{as_of}",
        f"citations of or by articles that are here: {loaded.pair_count:,}",
        f"lists kept: {loaded.complete_count:,}, and {loaded.empty_count:,} empty ones",
    ]
    if loaded.newer_count:
        lines.append(f"left as they are, being later: {loaded.newer_count:,} lists")
    if loaded.unnamed_count:
        lines.append(
            f"{loaded.unnamed_count:,} works are named by OMID only, which is no "
            "identifier of articles"
        )
    if not is_quiet:
        click.echo("\n".join(lines))
    if loaded.broken_count:
        click.echo(
            f"harvest: lines that are no pair of works: {loaded.broken_count:,}",
            err=True,
        )
    for part, number, text in loaded.broken:
        click.echo(printable(f"  {part}, line {number}: {text}"), err=True)
