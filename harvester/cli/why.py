"""``harvest why``: where the values of an article come from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from harvester.cli.options import library_options

if TYPE_CHECKING:
    from harvester.model import Article, Origin

_SHOWN = 70


@click.command()
@click.argument("identifier", metavar="PMID|DOI|PMCID|URL")
@click.argument("fields", nargs=-1, metavar="[FIELD]...")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@library_options
def why(
    identifier: str,
    fields: tuple[str, ...],
    as_json: bool,
    db: str | None,
    config: str | None,
) -> None:
    """Show who said what of an article, which value was taken, and by which rule.

    FIELD is a field of the merged record, such as volume, title or contributors; none
    shows all. status says what has become of it: retracted, corrected, as of when.

    \b
      harvest why 38689169 volume
      harvest why 38689169 status
    """
    import msgspec

    from harvester.cli.editorial import print_status
    from harvester.cli.report import write_json
    from harvester.cli.show import open_article
    from harvester.cli.terminal import printable

    with open_article(identifier, db, config) as (library, number):
        article = library.load_article(number)
        fate = library.load_fate(number)
    if fields == ("status",):
        print_status(fate, as_json=as_json)
        return
    given = {origin.field: origin for origin in article.origins}
    for field in fields:
        if field not in given:
            raise click.ClickException(
                f"no source gives {field!r} for it; it has {', '.join(given)}."
            )
    chosen = [given[field] for field in fields or given]
    if as_json:
        values: dict[str, Any] = msgspec.to_builtins(article)
        write_json(
            [{**msgspec.to_builtins(o), "value": values[o.field]} for o in chosen]
        )
        return
    for origin in chosen:
        click.echo(printable(_line(article, origin)))


def _line(article: Article, origin: Origin) -> str:
    """Return field, value, source and rule, who agrees and who says otherwise."""
    from harvester.reconcile import print_value

    value = print_value(getattr(article, origin.field))
    told = [f"{origin.source} {origin.source_id} ({origin.rule})"]
    if origin.agreeing:
        told.append(f"agreed by {', '.join(origin.agreeing)}")
    told += [f"not {r.source}: {_short(r.value)}" for r in origin.rejected]
    return f"{origin.field} = {_short(value)} · " + " · ".join(told)


def _short(value: str) -> str:
    value = " ".join(value.split())
    return value if len(value) <= _SHOWN else f"{value[: _SHOWN - 1]}…"
