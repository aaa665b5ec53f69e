"""``harvest policy``: who is believed, field by field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from harvester.reconcile import FieldPolicy

_HEADS = ("field", "rule", "believed first to last", "")
_LEGEND = """
prefer    the first source that gives a value
original  the same, but a translated title yields to one in the work's language
fuller    the longest list or highest count; of equals the order decides
align     everybody of the first source's byline, completed from the others
union     all entries, equal ones once
fill      the first source's value, its gaps filled from the next
derive    what follows from the values chosen for other fields"""


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--config", metavar="FILE", help="Configuration  [default: config.toml]")
def policy(as_json: bool, config: str | None) -> None:
    """Show which source is believed first for each field, and which rule decides.

    What your [policy] in config.toml changes is marked. A correction (`harvest set`)
    outranks all of it.

    \b
      harvest policy
      harvest policy --config other.toml --json
    """
    import msgspec

    from harvester.cli.report import write_json
    from harvester.config import load_settings
    from harvester.pipeline.rules import read_rules
    from harvester.reconcile import POLICY

    rows = read_rules(load_settings(config)).policy
    changed = {row.field for row in rows} - {r.field for r in rows if r in POLICY}
    if as_json:
        write_json(
            [
                {**msgspec.to_builtins(row), "is_yours": row.field in changed}
                for row in rows
            ]
        )
        return
    for line in _lines(rows, changed):
        click.echo(line)
    click.echo(_LEGEND)


def _lines(rows: Iterable[FieldPolicy], changed: set[str]) -> Iterator[str]:
    table = [
        (row.field, str(row.rule), ", ".join(row.order), "*" * (row.field in changed))
        for row in rows
    ]
    widths = [max(map(len, column)) for column in zip(_HEADS, *table, strict=True)]
    for cells in (_HEADS, *table):
        line = "  ".join(map(str.ljust, cells, widths))
        yield line.rstrip()
    if changed:
        yield "* yours, from config.toml"
