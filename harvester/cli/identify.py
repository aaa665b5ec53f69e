"""``harvest identify``: what documents are and what they mention."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from harvester.cli.exits import DONE, IN_PART, USAGE
from harvester.cli.terminal import printable

if TYPE_CHECKING:
    from harvester.errors import DocumentError
    from harvester.model import Document, Identifier, Mention


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE|FOLDER|-...")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
def identify(files: tuple[str, ...], as_json: bool) -> int:
    """Print which article every FILE is, and which ones it mentions.

    Nothing is fetched or stored. A FILE may be a PDF, a saved page, a text, RIS,
    BibTeX, JSON, PubMed XML or text, or a table; - is standard input.

    \b
      harvest identify saved-page.html paper.pdf
      harvest identify --json folder

    Exit codes: 0 all were read · 3 some were not · 2 none was.
    """
    from harvester.logs import set_up_logging
    from harvester.model import Document

    set_up_logging(verbose=False)
    read = problems = 0
    for each in _documents(files):
        if isinstance(each, Document):
            read += 1
            click.echo(build_json(each) if as_json else build_text(each))
        else:
            problems += 1
            click.echo(printable(f"harvest: {each}"), err=True)
    if not problems:
        return DONE
    return IN_PART if read else USAGE


def _documents(arguments: tuple[str, ...]) -> Iterator[Document | DocumentError]:
    from harvester.cli.files import find_files, read_file
    from harvester.errors import DocumentError
    from harvester.identify import identify_document

    for argument in arguments:
        try:
            files = find_files(argument)
        except DocumentError as error:
            yield error
            continue
        if files.note:
            click.echo(printable(files.note), err=True)
        for path in files.paths or (argument,):
            try:
                yield identify_document(*read_file(path))
            except DocumentError as error:
                yield error


def build_json(document: Document) -> str:
    """Return a document on one line of JSON.

    ``own`` has where each own identifier is first printed, ``metadata`` what the
    document says of its article (the shape of docs/source-record.schema.json), ``{}``
    where it says nothing, and ``values`` the same field by field, each with its place.
    """
    import msgspec

    own = [_first(document, identifier) for identifier in document.own]
    line = {
        "name": document.name,
        "reader": document.reader,
        "own": [_place(mention) for mention in own],
        "mentions": [
            {
                **_place(mention),
                "role": mention.role.value,
                "section": mention.section,
                "item": mention.item,
                "alternatives": [other.value for other in mention.alternatives],
            }
            for mention in document.mentions
        ],
        "metadata": msgspec.to_builtins(document.record) if document.record else {},
        "values": [msgspec.to_builtins(value) for value in document.values],
        "unresolved": document.unresolved,
    }
    return json.dumps(line, ensure_ascii=False)


def _first(document: Document, identifier: Identifier) -> Mention:
    return next(m for m in document.mentions if m.identifier.key == identifier.key)


def _place(mention: Mention) -> dict[str, Any]:
    return {
        "scheme": mention.identifier.scheme,
        "identifier": mention.identifier.value,
        "offset": mention.offset,
        "label": mention.label,
        "evidence": mention.evidence,
    }


def build_text(document: Document) -> str:
    """Return a document in a few lines: what it is, and how many it mentions."""
    own = ", ".join(f"{i.scheme.upper()} {i.value}" for i in document.own)
    lines = [f"{document.name} ({document.reader}): {own or document.unresolved}"]
    if document.record and document.record.title:
        lines.append(f"  {document.record.title.plain}")
    keys = {(m.role.value, m.identifier.key) for m in document.mentions}
    counts = Counter(role for role, _ in keys if role != "own")
    if counts:
        told = ", ".join(f"{count} {role}" for role, count in sorted(counts.items()))
        lines.append(f"  identifiers: {told}")
    return "\n".join(printable(line) for line in lines)
