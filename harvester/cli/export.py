"""``harvest export``: articles of the library as files for other programs."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from harvester.cli.options import library_options

if TYPE_CHECKING:
    from harvester.export import Format
    from harvester.model import Article
    from harvester.store import Library

_NAMES = ("bibtex", "ris", "csl-json", "nbib", "csv", "jsonl")
_STANDARD_OUTPUT = "-"
_ALL = "articles"
_TOLD = 8


@click.command()
@click.argument("query", nargs=-1)
@click.option(
    "--format",
    "name",
    type=click.Choice(_NAMES),
    help="What to write  [default: what the ending of FILE says]",
)
@click.option("-o", "--output", metavar="FILE", help="Where to  [default: stdout]")
@click.option(
    "--latex", is_flag=True, help="In BibTeX, letters beyond ASCII as LaTeX commands."
)
@click.option(
    "--losses",
    metavar="FILE",
    help="Write what the format cannot carry, a JSON object a line.",
)
@click.option("-q", "--quiet", is_flag=True, help="Print problems only.")
@library_options
def export(
    query: tuple[str, ...],
    name: str | None,
    output: str | None,
    latex: bool,
    losses: str | None,
    quiet: bool,
    db: str | None,
    config: str | None,
) -> None:
    """Write the articles that meet QUERY, or all, for other programs.

    QUERY is that of `harvest search`. The articles come in its order; without it, in
    the order in which they came into the library. A citation key is the first author,
    the year and the PMID: it is the same in every export.

    What a format cannot carry is told on stderr at the end.

    \b
      harvest export -o literature.bib
      harvest export 'mesh:"Neuroendocrine Tumors"+' --format ris -o met.ris
      harvest export --format bibtex --latex hepatectomy > refs.bib
      harvest export --format csl-json --losses losses.jsonl -o refs.json
    """
    from harvester.config import load_settings
    from harvester.store import Library

    form = _choose(name, output, latex=latex)
    path = db or load_settings(config).library.database
    lost: Counter[str] = Counter()
    with (
        Library.open(path, create=False, read_only=True) as library,
        open_target(losses or os.devnull) as report,
        open_target(output or _STANDARD_OUTPUT) as target,
    ):
        found = _articles(library, query)
        for piece in form.write(_watched(found, form, lost, report)):
            target.write(piece.encode())
    if not quiet:
        click.echo(_summary(form, lost, losses), err=True)


def _choose(name: str | None, output: str | None, *, latex: bool) -> Format:
    """Return the format that is asked for by name or by the ending of a file."""
    from harvester.export import FORMATS

    if name is None and output:
        ending = Path(output).suffix.lower()
        name = next((n for n in _NAMES if FORMATS[n].suffix == ending), None)
    if name is None:
        told = f"{output}: its ending names no format" if output else "no format"
        raise click.UsageError(f"{told}; give --format {'|'.join(_NAMES)}.")
    if latex and name != "bibtex":
        raise click.UsageError(f"--latex is for --format bibtex, not {name}.")
    return FORMATS[f"{name}-latex" if latex else name]


def _articles(library: Library, query: tuple[str, ...]) -> Iterator[Article]:
    """Yield the articles that meet a query, in the order of the search."""
    from harvester.search import parse_query

    if not query:
        yield from library.load_articles()
        return
    found = library.search(parse_query(" ".join(query)))
    for note in found.notes:
        click.echo(f"harvest: {note}", err=True)
    yield from library.load_articles(hit.article_id for hit in found.hits)


def _watched(
    articles: Iterable[Article], form: Format, lost: Counter[str], report: IO[bytes]
) -> Iterator[Article]:
    """Pass articles on, noting of each what the format cannot carry."""
    import msgspec

    from harvester.export import find_losses

    for article in articles:
        lost[_ALL] += 1
        for loss in find_losses(article, form.held):
            lost[loss.part] += 1
            report.write(msgspec.json.encode(loss) + b"\n")
        yield article


def _summary(form: Format, lost: Counter[str], losses: str | None) -> str:
    """Return how many articles were written, and of how many what is missing."""
    number = lost.pop(_ALL, 0)
    told = f"{number} article{'s' * (number != 1)} as {form.title}"
    if not lost:
        return told
    parts = [f"{part} ({count})" for part, count in lost.most_common(_TOLD)]
    more = len(lost) - len(parts)
    tail = f", {more} more" if more else ""
    where = f"see {losses}" if losses else "--losses FILE lists all"
    return (
        f"{told}; it cannot carry (articles concerned): {', '.join(parts)}{tail}; "
        f"{where}"
    )


@contextmanager
def open_target(path: str) -> Iterator[IO[bytes]]:
    """Open a file to be written, or ``-``; it is there only once it is whole.

    Raises:
        ClickException: It cannot be written.
    """
    if path == _STANDARD_OUTPUT:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    target = Path(path)
    is_special = target.exists() and not target.is_file()
    partial = target if is_special else target.with_name(f"{target.name}.part")
    try:
        with partial.open("wb") as stream:
            yield stream
        if not is_special:
            partial.replace(target)
    except OSError as error:
        raise click.ClickException(f"{path}: {error.strerror}.") from error
    finally:
        if not is_special:
            partial.unlink(missing_ok=True)
