"""``harvest normalize``: any normaliser, open to inspection."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from harvester.cli.options import library_options

if TYPE_CHECKING:
    from harvester.model import Value

    Reader = Callable[[str], Value | None]

KINDS = (
    "name-pubmed",
    "name-crossref",
    "name-display",
    "pages",
    "volume-issue",
    "date",
    "title",
    "journal",
    "doi",
    "pmid",
    "pmcid",
    "orcid",
    "issn",
    "isbn",
    "language",
    "publication-type",
    "mesh",
)
_UNREAD = "unreadable"
_LEFT_OUT = {"rule", "printed", "kind", "role"}


@click.command()
@click.argument("kind", type=click.Choice(KINDS), metavar="KIND")
@click.argument("values", nargs=-1, metavar="[VALUE]...")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
@library_options
def normalize(
    kind: str,
    values: tuple[str, ...],
    as_json: bool,
    db: str | None,
    config: str | None,
) -> None:
    """Print what a printed VALUE is read as, and by which rule.

    Values come from arguments, or one per line from standard input.

    \b
    KIND      VALUE
    name-pubmed   'LastName=Dvořák ForeName=Jan Initials=Jan', 'de Azevedo WF Jr'
    name-crossref 'given=Roger family=A Light', or a JSON object
    name-display  'Gerard de Pouvourville'
    volume-issue  volume and issue with a tab between them
    pages, date, title, journal, doi, pmid, pmcid, orcid, issn, isbn, language,
    publication-type, mesh   as printed

    A mesh heading is looked up in the library (--db), where there is one.

    \b
      harvest normalize pages 1123-8 S12-5
      harvest normalize date '1998 Dec-1999 Jan' --json
    """
    lines = values or (line.rstrip("\r\n") for line in sys.stdin)
    with ExitStack() as stack:
        read = _reader(kind)
        if kind == "mesh":
            read = _mesh_reader(stack, read, db, config)
        for row in _rows(kind, read, lines):
            if as_json:
                click.echo(json.dumps(row, ensure_ascii=False))
                continue
            output = row["output"]
            shown = "-" if output is None else json.dumps(output, ensure_ascii=False)
            click.echo(f"{row['input']}\t{shown}\t{row['rule']}")


def _rows(kind: str, read: Reader, lines: Iterable[str]) -> Iterable[dict[str, Any]]:
    from harvester.normalize.families import rule_of_value

    for line in lines:
        value = read(line)
        yield {
            "input": line,
            "output": None if value is None else _fields(kind, value),
            "rule": _UNREAD if value is None else rule_of_value(value),
        }


def _mesh_reader(
    stack: ExitStack, read_text: Reader, db: str | None, config: str | None
) -> Reader:
    """Return what looks a heading up in the library; without one it is only read."""
    from harvester.config import load_settings
    from harvester.store import Library

    path = Path(db or load_settings(config).library.database)
    if db is None and not path.exists():
        return read_text
    library = stack.enter_context(Library.open(path, create=False, read_only=True))
    return library.find_mesh


def _reader(kind: str) -> Reader:
    from harvester.normalize import families, spelled
    from harvester.normalize.name_forms import parse_display_name

    structured: dict[str, Reader] = {
        "name-pubmed": spelled.read_pubmed_name,
        "name-crossref": spelled.read_crossref_name,
        "name-display": parse_display_name,
        "volume-issue": spelled.read_numbering,
    }
    return structured.get(kind) or families.FAMILIES[kind]


def _fields(kind: str, value: Value) -> dict[str, Any]:
    """Return the derived fields by their names; the value itself under its kind.

    Of volume and issue the parts stand apart, and ``issue`` has them once more as
    they are cited: ``1 Suppl 2``.
    """
    import msgspec

    from harvester.model import Numbering
    from harvester.normalize.numbering import build_numbering

    fields: dict[str, Any] = msgspec.to_builtins(value)
    if isinstance(value, Numbering):
        cited = zip(("volume", "issue"), build_numbering(value), strict=True)
        fields |= {name: text for name, text in cited if text}
    return {
        kind.replace("-", "_") if name == "value" else name: part
        for name, part in fields.items()
        if name not in _LEFT_OUT
    }
