"""``harvest why``: where the values of an article come from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from harvester.cli.exits import DONE, IN_PART, USAGE
from harvester.cli.options import library_options

if TYPE_CHECKING:
    from harvester.store import Library, Reading

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
    from harvester.cli.editorial import print_status
    from harvester.cli.report import write_json
    from harvester.cli.show import open_article
    from harvester.cli.terminal import printable
    from harvester.reconcile import FIELDS, explain_no_field, field_named

    if STATUS in fields and len(fields) > 1:
        raise click.UsageError(f"{STATUS} is no field: ask for it alone.")
    with open_article(identifier, db, config) as (library, number):
        accounts = load_accounts(library, number)
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
    chosen = [account_of(accounts, field) for field in known or accounts]
    if as_json:
        write_json(chosen)
    else:
        for account in chosen:
            click.echo(printable(explain(account)))
    return IN_PART if unknown else DONE


def load_accounts(library: Library, number: int) -> dict[str, dict[str, Any]]:
    """Return for every field of an article who said what, as JSON-ready values.

    Returns:
        By field: its origin, the ``value``, the same as ``shown`` to people, the reply
        that it and each losing value was read from (``payload_id``, ``fetched_at``),
        and the reason for a correction (``why``).
    """
    import msgspec

    from harvester.reconcile import print_value

    article = library.load_article(number)
    readings = library.load_readings(number)
    reasons = {
        (kept.correction.field, kept.correction.set_at): kept.correction.why
        for kept in library.list_corrections(number)
    }
    values = msgspec.to_builtins(article)
    accounts = {}
    for origin in article.origins:
        value = getattr(article, origin.field)
        told = _traced(msgspec.to_builtins(origin), readings)
        told["rejected"] = [_traced(r, readings) for r in told.get("rejected", ())]
        told["value"] = values.get(origin.field)
        told["shown"] = "(none)" if value is None else print_value(value)
        told["why"] = reasons.get((origin.field, origin.source_id))
        accounts[origin.field] = told
    return accounts


def account_of(accounts: dict[str, dict[str, Any]], field: str) -> dict[str, Any]:
    """Return who said what of ``field``; of one that nobody gives, all is null."""
    if field in accounts:
        return accounts[field]
    parts = ("source", "source_id", "rule", "payload_id", "fetched_at", "value", "why")
    nothing = dict.fromkeys(parts)
    return {"field": field, **nothing, "rejected": [], "shown": "(none)"}


def _traced(
    said: dict[str, Any], readings: dict[tuple[str, str], Reading]
) -> dict[str, Any]:
    reading = readings.get((said["source"], said["source_id"]))
    return {
        **said,
        "payload_id": reading and reading.payload_id,
        "fetched_at": reading and reading.fetched_at,
    }


def explain(account: dict[str, Any]) -> str:
    """Return one line: value, source, rule, reply, who agrees, who says otherwise."""
    if account["source"] is None:
        return f"{account['field']}: no source gives it"
    chosen = f"{account['source']} {account['source_id']} ({account['rule']})"
    told = [chosen + _reply(account)]
    if account["why"]:
        told.append(f"because: {_short(account['why'])}")
    if agreeing := account.get("agreeing"):
        told.append(f"agreed by {', '.join(agreeing)}")
    told += map(_against, _gravest_first(account["rejected"]))
    return f"{account['field']} = {_short(account['shown'])} · " + " · ".join(told)


def _gravest_first(rejected: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the losing values, the gravest conflicts first."""
    order = ("real", "precision", "formatting")
    return sorted(
        rejected,
        key=lambda r: order.index(r["kind"]) if r.get("kind") in order else len(order),
    )


def _against(rejected: dict[str, Any]) -> str:
    kind = f" ({rejected['kind']})" if rejected.get("kind") else ""
    return f"not {rejected['source']}: {_short(rejected['value'])}{kind}"


def _reply(said: dict[str, Any]) -> str:
    if said["payload_id"] is None:
        return ""
    return f", reply {said['payload_id']} of {said['fetched_at'][:10]}"


def _short(value: str) -> str:
    value = " ".join(value.split())
    return value if len(value) <= _SHOWN else f"{value[: _SHOWN - 1]}…"
