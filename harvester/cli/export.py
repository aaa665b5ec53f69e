"""``harvest export``: articles of the library as files for other programs."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from harvester.cli.options import library_options

if TYPE_CHECKING:
    from harvester.export import Format
    from harvester.export.graph import GraphFormat
    from harvester.model import Article
    from harvester.store import Library

_FORMATS = (
    "bibtex", "ris", "csl-json", "nbib", "endnote-xml", "jats-ref", "csv", "jsonl",
    "parquet", "markdown", "html",
)  # fmt: skip
_GRAPHS = ("graphml", "gexf", "csv")
_NAMES = tuple(dict.fromkeys((*_FORMATS, *_GRAPHS)))
_NETWORKS = ("citations", "similar", "co-authors", "mesh")
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
@click.option(
    "--network",
    type=click.Choice(_NETWORKS),
    help="Write what ties the articles  [default for graphml and gexf: citations]",
)
@click.option("-q", "--quiet", is_flag=True, help="Print problems only.")
@library_options
def export(
    query: tuple[str, ...],
    name: str | None,
    output: str | None,
    latex: bool,
    losses: str | None,
    network: str | None,
    quiet: bool,
    db: str | None,
    config: str | None,
) -> None:
    """Write the articles that meet QUERY, or all, for other programs.

    QUERY is that of `harvest search`. The articles come in its order; without it, in
    the order in which they came into the library. A citation key is the first author,
    the year and the PMID: it is the same in every export. What a format cannot carry
    is told on stderr at the end.

    With --network, what ties the articles, as graphml, gexf or csv: a table of edges,
    and beside FILE.csv one of nodes, FILE.nodes.csv.

    \b
      harvest export -o literature.bib
      harvest export 'mesh:"Neuroendocrine Tumors"+' --format ris -o met.ris
      harvest export --format bibtex --latex hepatectomy > refs.bib
      harvest export --format csl-json --losses losses.jsonl -o refs.json
      harvest export --network co-authors -o people.gexf
    """
    from harvester.config import load_settings
    from harvester.store import Library

    name = _choose(name, output, _GRAPHS if network else _NAMES)
    is_network = network is not None or name not in _FORMATS
    if latex and (is_network or name != "bibtex"):
        raise click.UsageError(f"--latex is for --format bibtex, not {name}.")
    if losses and is_network:
        raise click.UsageError("--losses is for articles, not for a network.")
    path = db or load_settings(config).library.database
    with Library.open(path, create=False, read_only=True) as library:
        numbers = find_numbers(library, query)
        if is_network:
            told = _write_network(library, numbers, network, name, output)
        else:
            chosen = f"{name}-latex" if latex else name
            told = _write_articles(library, numbers, chosen, output, losses)
    if not quiet:
        click.echo(told, err=True)


def _choose(name: str | None, output: str | None, names: tuple[str, ...]) -> str:
    """Return the format that is asked for by name or by the ending of a file."""
    from harvester.export import FORMATS
    from harvester.export.graph import GRAPH_FORMATS

    if name in names:
        return name
    told = name or "no format"
    if name is None and output:
        forms: dict[str, Format | GraphFormat] = {**GRAPH_FORMATS, **FORMATS}
        # The longest ending counts: .jats.xml is no .xml.
        for known in sorted(names, key=lambda known: -len(forms[known].suffix)):
            if output.lower().endswith(forms[known].suffix):
                return known
        told = f"{output}: its ending names no format"
    raise click.UsageError(f"{told}; give --format {'|'.join(names)}.")


def find_numbers(library: Library, query: tuple[str, ...]) -> Sequence[int] | None:
    """Return the articles that meet a query, in the order of the search.

    Returns:
        None where nothing is asked: all articles.
    """
    from harvester.search import parse_query

    if not query:
        return None
    found = library.search(parse_query(" ".join(query)))
    for note in found.notes:
        click.echo(f"harvest: {note}", err=True)
    return [hit.article_id for hit in found.hits]


def _write_network(
    library: Library,
    numbers: Sequence[int] | None,
    network: str | None,
    name: str,
    output: str | None,
) -> str:
    """Write a network; return what was written, for a person."""
    from harvester.export.graph import GRAPH_FORMATS
    from harvester.store import NetworkKind

    form, kind = GRAPH_FORMATS[name], NetworkKind(network or _NETWORKS[0])
    with open_target(output or _STANDARD_OUTPUT) as target:
        for piece in form.write(library.build_network(kind, numbers)):
            target.write(piece.encode())
    told = f"network of {kind} as {form.title}"
    if form.write_nodes is None:
        return told
    if output is None:
        return f"{told}; with -o FILE there is a table of nodes, too"
    nodes = str(Path(output).with_suffix(f".nodes{form.suffix}"))
    with open_target(nodes) as target:
        for piece in form.write_nodes(library.build_network(kind, numbers)):
            target.write(piece.encode())
    return f"{told}; nodes in {nodes}"


def _write_articles(
    library: Library,
    numbers: Sequence[int] | None,
    name: str,
    output: str | None,
    losses: str | None,
) -> str:
    """Write articles; return what was written and what is lost, for a person."""
    from harvester.export import FORMATS, write_bytes

    form = FORMATS[name]
    _check_installed(form)
    lost: Counter[str] = Counter()
    with ExitStack() as opened:
        report = opened.enter_context(open_target(losses)) if losses else None
        target = opened.enter_context(open_target(output or _STANDARD_OUTPUT))
        articles = library.load_articles(numbers)
        for piece in write_bytes(name, _watched(articles, form, lost, report)):
            target.write(piece)
    return _summary(form, lost, losses)


def _check_installed(form: Format) -> None:
    """Refuse a format whose package is not there."""
    if form.needs and not form.is_ready:
        package, extra = form.needs
        raise click.ClickException(
            f"{form.title} needs {package}: pip install 'harvester[{extra}]'."
        )


def _watched(
    articles: Iterable[Article],
    form: Format,
    lost: Counter[str],
    report: IO[bytes] | None,
) -> Iterator[Article]:
    """Pass articles on, noting of each what the format cannot carry."""
    import msgspec

    from harvester.export import find_losses

    for article in articles:
        lost[_ALL] += 1
        for loss in find_losses(article, form.held):
            lost[loss.part] += 1
            if report:
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
    except BrokenPipeError:  # of standard output: not a matter of this file
        raise
    except OSError as error:
        raise click.ClickException(f"{path}: {error.strerror}.") from error
    finally:
        if not is_special:
            partial.unlink(missing_ok=True)
