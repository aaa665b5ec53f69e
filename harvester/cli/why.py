"""``harvest why``: where the values of an article come from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from harvester.cli.exits import DONE, IN_PART, USAGE
from harvester.cli.options import library_options

if TYPE_CHECKING:
    from harvester.store import Account, Against

STATUS = "status"
"""Asked for like a field: what has become of the article."""

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
) -> int:
    """Show who said what of an article, which value was taken, and by which rule.

    FIELD is a field of the merged record, such as volume, title, journal, year or
    contributors; none shows all. status says what has become of it: retracted,
    corrected, as of when. A value that was not taken stands with what kind of conflict
    it is: formatting (the same, written otherwise), precision (one says more), or real.

    \b
      harvest why 38689169 volume
      harvest why 38689169 status

    \b
    Exit codes: 0 done · 1 no such article · 2 no such field · 3 some fields are not
    there.
    """
    import msgspec

    from harvester.cli.editorial import print_status
    from harvester.cli.report import write_json
    from harvester.cli.show import open_article
    from harvester.cli.terminal import printable
    from harvester.reconcile import FIELDS, explain_no_field, field_named
    from harvester.store import no_account

    if STATUS in fields and len(fields) > 1:
        raise click.UsageError(f"{STATUS} is no field: ask for it alone.")
    with open_article(identifier, db, config) as (library, number):
        accounts = library.load_accounts(number)
        fate = library.load_fate(number)
    if fields == (STATUS,):
        print_status(fate, as_json=as_json)
        return DONE
    asked = {name: field_named(name) for name in fields}
    unknown = [name for name, field in asked.items() if field not in FIELDS]
    known = dict.fromkeys(field for field in asked.values() if field in FIELDS)
    for name in unknown:
        click.echo(f"harvest: {explain_no_field(name, accounts)}", err=True)
    if unknown and not known:
        return USAGE
    chosen = [accounts.get(f) or no_account(f) for f in known or accounts]
    if as_json:
        write_json(msgspec.to_builtins(chosen))
    else:
        for account in chosen:
            click.echo(printable(explain(account)))
    return IN_PART if unknown else DONE


def explain(account: Account) -> str:
    """Return one line: value, source, rule, reply, who agrees, who says otherwise."""
    if account.source is None:
        return f"{account.field}: no source gives it"
    chosen = f"{account.source} {account.source_id} ({account.rule})"
    told = [chosen + _reply(account)]
    if account.why:
        told.append(f"because: {_short(account.why)}")
    if account.agreeing:
        told.append(f"agreed by {', '.join(account.agreeing)}")
    told += map(_against, _gravest_first(account.rejected))
    return f"{account.field} = {_short(account.shown)} · " + " · ".join(told)


def _gravest_first(rejected: Iterable[Against]) -> list[Against]:
    """Return the losing values, the gravest conflicts first."""
    order = ("real", "precision", "formatting")
    return sorted(
        rejected,
        key=lambda r: order.index(r.kind) if r.kind in order else len(order),
    )


def _against(rejected: Against) -> str:
    kind = f" ({rejected.kind})" if rejected.kind else ""
    return f"not {rejected.source}: {_short(rejected.value)}{kind}"


def _reply(said: Account) -> str:
    if said.payload_id is None or said.fetched_at is None:
        return ""
    return f", reply {said.payload_id} of {said.fetched_at[:10]}"


def _short(value: str) -> str:
    value = " ".join(value.split())
    return value if len(value) <= _SHOWN else f"{value[: _SHOWN - 1]}…"
