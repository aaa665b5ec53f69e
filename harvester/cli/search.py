"""``harvest search``: the articles of the library that meet a query."""

from __future__ import annotations

import click

from harvester.cli.options import library_options


@click.command()
@click.argument("query", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@library_options
def search(
    query: tuple[str, ...], as_json: bool, db: str | None, config: str | None
) -> None:
    """List the articles of the library that meet QUERY.

    Words are searched for in title, abstract, authors, journal, MeSH and keywords;
    all must be there. mesh:"Liver Neoplasms" asks for that descriptor, with + behind
    it for that or a narrower one.

    \b
      harvest search recurrence hepatectomy
      harvest search 'mesh:"Neuroendocrine Tumors"+'
      harvest search 'mesh:"Liver Neoplasms/secondary*" "long term"'
    """
    import msgspec

    from harvester.cli.report import write_json
    from harvester.cli.terminal import printable
    from harvester.config import load_settings
    from harvester.search import parse_query
    from harvester.store import Library

    parsed = parse_query(" ".join(query))
    path = db or load_settings(config).library.database
    with Library.open(path, create=False, read_only=True) as library:
        found = library.search(parsed)
    for note in found.notes:
        click.echo(f"harvest: {note}", err=True)
    if as_json:
        complete = [
            {name: getattr(hit, name) for name in hit.__struct_fields__}
            for hit in found.hits
        ]
        write_json({"articles": complete, "notes": msgspec.to_builtins(found.notes)})
        return
    for hit in found.hits:
        ids = (("PMID", hit.pmid), ("doi", hit.doi), ("PMCID", hit.pmcid))
        named = " ".join(f"{label}: {value}." for label, value in ids if value)
        click.echo(printable(f"{hit.citation} {named}".rstrip()))
    if not found.hits:
        click.echo("no article of the library meets the query", err=True)
