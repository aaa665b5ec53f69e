"""``harvest set``, ``unset`` and ``corrections``: your word against the sources'."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from harvester.cli.options import library_options

if TYPE_CHECKING:
    from harvester.pipeline import Correcting
    from harvester.store import Account, KeptCorrection, Library


@click.command("set")
@click.argument("identifier", metavar="PMID|DOI|PMCID|URL")
@click.argument("field")
@click.argument("value", required=False)
@click.option("--why", metavar="REASON", help="Your reason; kept and shown.")
@click.option("--absent", is_flag=True, help="No source is right: there is none.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@library_options
def set_value(
    identifier: str,
    field: str,
    value: str | None,
    why: str | None,
    *,
    absent: bool,
    as_json: bool,
    db: str | None,
    config: str | None,
) -> None:
    """Correct a field of an article; your word outranks every source.

    It survives refresh and rebuild. What the sources say stays beside it, and a run
    that finds a source agreeing with you says so.

    \b
    Fields: title, original_title, journal, volume, issue, page, article_number,
    published (a date), type, languages, abstract, coi_statement. First and last page
    and the year follow.

    \b
      harvest set 38689169 volume 31 --why "as printed on the first page"
      harvest set 38689169 article_number --absent
      harvest unset 38689169 volume
    """
    from harvester.reconcile import field_named
    from harvester.store import no_account

    if (value is None) is not absent:
        raise click.UsageError(
            "give a value, or --absent to say that there is none (not both)"
        )
    name = field_named(field)
    with _correcting(identifier, db, config) as (library, run):
        number = run.set_value(name, value, why, _command())
        account = library.load_accounts(number).get(name) or no_account(name)
    _tell(account, as_json=as_json)


@click.command()
@click.argument("identifier", metavar="PMID|DOI|PMCID|URL")
@click.argument("field")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@library_options
def unset(
    identifier: str, field: str, *, as_json: bool, db: str | None, config: str | None
) -> None:
    """Take a correction back: the field says what the sources say again.

    \b
      harvest unset 38689169 volume
    """
    from harvester.reconcile import field_named
    from harvester.store import no_account

    name = field_named(field)
    with _correcting(identifier, db, config) as (library, run):
        number = run.withdraw(name, _command())
        account = library.load_accounts(number).get(name) or no_account(name)
    _tell(account, as_json=as_json)


@click.command()
@click.argument("identifier", required=False, metavar="[PMID|DOI|PMCID|URL]")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@library_options
def corrections(
    identifier: str | None, *, as_json: bool, db: str | None, config: str | None
) -> None:
    """List the corrections that were set, also those taken back; of one or all.

    \b
      harvest corrections
      harvest corrections 38689169
    """
    import msgspec

    from harvester.cli.report import write_json
    from harvester.cli.show import open_article
    from harvester.cli.terminal import printable
    from harvester.config import load_settings
    from harvester.store import Library

    if identifier:
        with open_article(identifier, db, config) as (library, number):
            kept = library.list_corrections(number)
    else:
        path = db or load_settings(config).library.database
        with Library.open(path, create=False, read_only=True) as library:
            kept = library.list_corrections()
    if as_json:
        write_json(msgspec.to_builtins(kept))
        return
    for one in kept:
        click.echo(printable(_line(one)))
    if not kept:
        click.echo("no correction was set; `harvest set` sets one", err=True)


def _line(kept: KeptCorrection) -> str:
    said = kept.correction
    told = [f"{':'.join(said.key)} {said.field} = {_value(said.printed)}"]
    if kept.meaning not in (None, said.printed):
        told.append(f"read as {kept.meaning}")
    told.append(f"set {said.set_at[:10]}")
    if said.why:
        told.append(f"because: {said.why}")
    if kept.state == "agreed":
        told.append(f"agreed by {', '.join(said.agreed_by or ())}")
    if kept.withdrawn_at:
        told.append(f"withdrawn {kept.withdrawn_at[:10]}")
    if kept.article_id is None:
        told.append("no article bears this identifier now")
    return " · ".join(told)


def _value(printed: str | None) -> str:
    return "(none)" if printed is None else " ".join(printed.split())


@contextmanager
def _correcting(
    identifier: str, db: str | None, config: str | None
) -> Iterator[tuple[Library, Correcting]]:
    from harvester.cli.show import open_article
    from harvester.config import load_settings
    from harvester.pipeline import Correcting
    from harvester.pipeline.rules import read_rules

    rules = read_rules(load_settings(config))
    with open_article(identifier, db, config, read_only=False) as (library, number):
        yield library, Correcting(library, number, rules, datetime.now(UTC))


def _command() -> str:
    return shlex.join(["harvest", *sys.argv[1:]])


def _tell(account: Account, *, as_json: bool) -> None:
    import msgspec

    from harvester.cli.report import write_json
    from harvester.cli.terminal import printable
    from harvester.cli.why import explain

    if as_json:
        write_json(msgspec.to_builtins(account))
    else:
        click.echo(printable(explain(account)))
