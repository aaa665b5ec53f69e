"""``harvest quarantine`` and ``harvest settle``: identities in doubt."""

from __future__ import annotations

import shlex
import sys
import textwrap
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from harvester.cli.exits import DONE, IN_PART
from harvester.cli.options import library_options

if TYPE_CHECKING:
    from harvester.pipeline import Settled
    from harvester.store import Case

_WIDTH = 88


@click.command()
@click.option("--all", "shows_all", is_flag=True, help="Also those decided or gone.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@library_options
def quarantine(
    shows_all: bool,
    as_json: bool,
    db: str | None,
    config: str | None,
) -> None:
    """List records that an identifier ties together and that do not agree.

    They are kept apart until they agree, or until `harvest settle` decides. What a
    person decided is remembered.

    \b
      harvest quarantine
      harvest settle 3 --apart --why "the DOI is that of the next letter"
    """
    from harvester.cli.report import write_json
    from harvester.cli.terminal import printable
    from harvester.cli.view import view_case
    from harvester.config import load_settings
    from harvester.store import CaseState, Library

    path = db or load_settings(config).library.database
    states = set(CaseState) if shows_all else {CaseState.OPEN}
    with Library.open(path, create=False, read_only=True) as library:
        cases = library.quarantine.cases(states)
    if as_json:
        write_json([view_case(case) for case in cases])
        return
    for case in cases:
        click.echo(printable("\n".join(_lines(case))))
    open_count = sum(case.state is CaseState.OPEN for case in cases)
    if open_count:
        click.echo(
            f"{path}: {open_count} open; `harvest settle N --join` where both are one "
            "work, `--apart` where not.",
            err=True,
        )
    else:
        click.echo(f"{path}: no identity is in doubt.", err=True)


def _lines(case: Case) -> Iterator[str]:
    from harvester.cli.view import cited_records

    doubt = case.doubt
    since = f"since {(case.decided_at or case.first_seen_at)[:10]}"
    head = (
        f"{case.number}: {' '.join(doubt.key)} · {case.state} {since} · {doubt.reason}"
    )
    yield from textwrap.wrap(head, _WIDTH, subsequent_indent="   ")
    rows = [(f"{source} {key}", told) for source, key, told in cited_records(case)]
    rows += [
        (name, "; ".join(said))
        for name, said in (("for", doubt.agreeing), ("against", doubt.differing))
        if said
    ]
    rows += [("why", case.why)] if case.why else []
    for name, told in rows:
        yield from textwrap.wrap(
            f"{name}: {told}",
            _WIDTH,
            initial_indent="   ",
            subsequent_indent="     ",
            break_on_hyphens=False,
        )
    yield ""


@click.command()
@click.argument("number", type=click.IntRange(min=1), metavar="N")
@click.option("--join", is_flag=True, help="Both are one work.")
@click.option("--apart", is_flag=True, help="They are two works.")
@click.option("--undo", is_flag=True, help="Take a decision back.")
@click.option("--why", metavar="REASON", help="Your reason; kept and shown.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@library_options
def settle(
    number: int,
    join: bool,
    apart: bool,
    undo: bool,
    why: str | None,
    as_json: bool,
    db: str | None,
    config: str | None,
) -> int:
    """Decide case N of `harvest quarantine`, and merge what it is about again.

    The decision outlasts every refresh and rebuild; it can be changed or taken back.

    \b
      harvest settle 3 --join --why "checked in the journal"

    Exit codes: 0 done · 1 no such case · 2 usage · 3 decided, but they stay apart.
    """
    from harvester.cli.report import write_json
    from harvester.cli.terminal import printable
    from harvester.config import load_settings
    from harvester.pipeline import Decision, settle_case
    from harvester.pipeline.rules import read_rules
    from harvester.store import CaseState, Library

    said = {CaseState.JOINED: join, CaseState.APART: apart, CaseState.OPEN: undo}
    if sum(said.values()) != 1:
        raise click.UsageError("say one of --join, --apart and --undo.")
    (state,) = (state for state, is_said in said.items() if is_said)
    settings = load_settings(config)
    path = db or settings.library.database
    with Library.open(path, create=False) as library:
        done = settle_case(
            library,
            Decision(number=number, state=state, why=why),
            read_rules(settings),
            now=datetime.now(UTC),
            command=shlex.join(["harvest", *sys.argv[1:]]),
        )
    if done is None:
        raise click.ClickException(
            f"there is no case {number} in {path}; `harvest quarantine` lists those "
            "that are open, with --all every one."
        )
    if as_json:
        write_json(_view_settled(done))
    else:
        click.echo(printable("\n".join(_settled_lines(done))))
    if done.obstacle:
        click.echo(f"harvest: {done.obstacle}.", err=True)
    return IN_PART if done.obstacle else DONE


def _view_settled(done: Settled) -> dict[str, Any]:
    return {
        "number": done.case.number,
        "was": done.case.state.value,
        "state": done.decision.state.value,
        "articles": [
            {
                "article_id": merged.article_id,
                "pmid": merged.article.pmid,
                "doi": merged.article.doi,
                "change": merged.change,
            }
            for merged in done.articles
        ],
        "obstacle": done.obstacle,
    }


def _settled_lines(done: Settled) -> Iterator[str]:
    from harvester.export import build_citation

    words = {"joined": "joined", "apart": "kept apart", "open": "undecided again"}
    yield f"{done.case.number}: {words[done.decision.state]} (was {done.case.state})"
    for merged in done.articles:
        citation = build_citation(merged.article)
        yield f"   article {merged.article_id}, {merged.change}: {citation}"
