"""``harvest duplicates``: records that may be one article, or belong together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from harvester.cli.exits import DONE, FAILED, IN_PART, USAGE
from harvester.cli.options import library_options

if TYPE_CHECKING:
    from harvester.duplicates import Pair
    from harvester.model import Work
    from harvester.store import KnownPair

_FIND = "find"


class _Verbs(click.Group):
    """``find`` is what a first argument that names no verb means."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the default verb first where no verb stands there."""
        if not args or args[0] not in self.commands.keys() | {"-h", "--help"}:
            args = [_FIND, *args]
        return super().parse_args(ctx, args)


@click.group(cls=_Verbs)
def duplicates() -> None:
    """Show which records may be one article, or belong together as two.

    Without FILEs the pairs proposed in the library are listed. Nothing is ever merged
    by it: a person confirms or rejects, and that is remembered. Of FILEs (RIS, BibTeX,
    MEDLINE, PubMed XML, JSON, tables) the records are compared, without a library.

    \b
      harvest duplicates
      harvest duplicates --find
      harvest duplicates export.ris search.csv --json
      harvest duplicates confirm 3 7
      harvest duplicates reject 4 --why 'two abstracts of one meeting'
      harvest duplicates reopen 4

    `harvest duplicates find --help` tells the options.

    \b
    Exit codes: 0 done · 1 no such pair · 2 no file was of use · 3 some files or
    numbers were not.
    """


@duplicates.command(_FIND)
@click.argument("files", nargs=-1, metavar="[FILE|FOLDER|-]...")
@click.option("--find", "again", is_flag=True, help="Compare the whole library first.")
@click.option("--all", "with_decided", is_flag=True, help="List decided pairs, too.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@library_options
def find(
    files: tuple[str, ...],
    again: bool,
    with_decided: bool,
    as_json: bool,
    db: str | None,
    config: str | None,
) -> int:
    """List the pairs of the library, or find those in FILEs (the default).

    \b
      harvest duplicates find --all
      harvest duplicates export.ris search.csv
    """
    if files and (again or with_decided):
        raise click.UsageError("--find and --all ask the library; give them no FILE.")
    if files:
        return _compare_files(files, as_json=as_json)
    from harvester.config import load_settings
    from harvester.pipeline import propose_duplicates
    from harvester.store import Library, PairState

    path = db or load_settings(config).library.database
    states = tuple(PairState) if with_decided else (PairState.PROPOSED,)
    with Library.open(path, create=False, read_only=not again) as library:
        if again:
            count = propose_duplicates(library, datetime.now(UTC))
            click.echo(f"{count} new proposal{'s' * (count != 1)}", err=True)
        pairs = library.load_pairs(states)
    _print_known(pairs, as_json=as_json)
    if not pairs:
        hint = "" if again else "; --find compares the whole library"
        click.echo(f"No pairs{hint}.", err=True)
    return DONE


def _verb(name: str, state: str, told: str) -> None:
    """Make the command by which a person decides."""

    @duplicates.command(name, help=f"{told}\n\n\b\n  harvest duplicates {name} 3 7")
    @click.argument("numbers", nargs=-1, required=True, type=int, metavar="N...")
    @click.option("--why", metavar="REASON", help="Your reason; kept and shown.")
    @click.option("--json", "as_json", is_flag=True, help="Print JSON.")
    @library_options
    def decide(
        numbers: tuple[int, ...],
        why: str | None,
        as_json: bool,
        db: str | None,
        config: str | None,
    ) -> int:
        from harvester.config import load_settings

        path = db or load_settings(config).library.database
        decided = _decide(path, numbers, state, why)
        _print_known(decided, as_json=as_json)
        lost = [n for n in numbers if n not in {pair.id for pair in decided}]
        for number in lost:
            click.echo(f"harvest: {path} has no pair {number}", err=True)
        if not lost:
            return DONE
        return IN_PART if decided else FAILED


_verb("confirm", "confirmed", "Say that pairs are what they were taken for.")
_verb("reject", "rejected", "Say that pairs are not; they are not proposed again.")
_verb("reopen", "proposed", "Take a decision back.")


def _decide(
    path: str, numbers: Sequence[int], state: str, why: str | None
) -> tuple[KnownPair, ...]:
    """Keep a decision; return the pairs of ``numbers`` that there are."""
    from harvester.store import Library, PairState

    now = datetime.now(UTC)
    with Library.open(path, create=False) as library:
        for number in numbers:
            library.decide_pair(number, PairState(state), why, now)
        pairs = library.load_pairs((PairState(state),))
    return tuple(pair for pair in pairs if pair.id in numbers)


def _compare_files(files: Sequence[str], *, as_json: bool) -> int:
    """Compare the records of files with each other, and print the pairs."""
    from harvester.cli.report import write_json
    from harvester.cli.terminal import printable
    from harvester.duplicates import find_duplicates, group_same

    works: list[Work] = []
    problems = 0
    for each in _read(files):
        if isinstance(each, str):
            problems += 1
            click.echo(printable(f"harvest: {each}"), err=True)
        else:
            works += each
    if not works:
        return USAGE
    pairs = find_duplicates(works)
    groups = group_same(pairs)
    if as_json:
        write_json(_as_json(works, pairs, groups))
    else:
        _print_found(works, pairs, groups)
    return IN_PART if problems else DONE


def _read(arguments: Sequence[str]) -> Iterator[Sequence[Work] | str]:
    """Yield the records of every file, or why there are none."""
    from harvester.cli.files import find_files, read_file
    from harvester.errors import DocumentError
    from harvester.identify import read_works

    for argument in arguments:
        try:
            paths = find_files(argument).paths or (argument,)
        except DocumentError as error:
            yield str(error)
            continue
        for path in paths:
            try:
                yield read_works(*read_file(path))
            except DocumentError as error:
                yield str(error)


def _as_json(
    works: Sequence[Work],
    pairs: Sequence[Pair],
    groups: Sequence[Sequence[int]],
) -> dict[str, Any]:
    import msgspec

    named = [_named(work) for work in works]
    return {
        "record_count": len(works),
        "groups": [[named[at] for at in group] for group in groups],
        "pairs": [
            {
                "first": named[pair.first],
                "second": named[pair.second],
                **msgspec.to_builtins(pair.verdict),
            }
            for pair in pairs
        ],
    }


def _named(work: Work) -> dict[str, Any]:
    from harvester.model import SourceRecord

    return {
        "record": work.source_id if isinstance(work, SourceRecord) else None,
        "identifiers": dict(work.article_keys),
        "citation": _citation(work),
    }


def _citation(work: Work) -> str:
    from harvester.export import build_citation
    from harvester.model import SourceRecord
    from harvester.reconcile import reconcile

    if not isinstance(work, SourceRecord):
        return ""
    article, *_ = reconcile([work]).articles
    return build_citation(article)


def _print_found(
    works: Sequence[Work],
    pairs: Sequence[Pair],
    groups: Sequence[Sequence[int]],
) -> None:
    from harvester.cli.terminal import printable
    from harvester.duplicates import Kind

    surplus = sum(len(group) - 1 for group in groups)
    click.echo(
        f"records: {len(works)} · articles among them: {len(works) - surplus} · "
        f"there more than once: {len(groups)}"
    )
    for pair in sorted(pairs, key=lambda p: p.verdict.kind is not Kind.SAME):
        verdict = pair.verdict
        click.echo(f"\n{verdict.kind} ({verdict.confidence:.2f}): {verdict.why}")
        for at in (pair.first, pair.second):
            named = _named(works[at])
            click.echo(printable(f"  {named['record']}  {named['citation']}"))
        agreeing = [f"{e.part} {e.verdict}: {e.detail}" for e in verdict.agreeing]
        differing = [f"{e.part}: {e.detail}" for e in verdict.differing]
        _print_evidence(agreeing, differing)


def _print_known(pairs: Sequence[KnownPair], *, as_json: bool) -> None:
    import msgspec

    from harvester.cli.report import write_json
    from harvester.cli.terminal import printable

    if as_json:
        write_json({"pairs": [msgspec.to_builtins(pair) for pair in pairs]})
        return
    for pair in pairs:
        why = f" – {pair.why}" if pair.why else ""
        click.echo(
            printable(
                f"{pair.id}  {pair.kind} ({pair.confidence:.2f}), {pair.state}{why}: "
                f"{pair.reason}"
            )
        )
        click.echo(printable(f"  {pair.article_id}  {pair.citation}"))
        click.echo(printable(f"  {pair.other_article_id}  {pair.other_citation}"))
        _print_evidence(pair.agreeing, pair.differing)


def _print_evidence(agreeing: Sequence[str], differing: Sequence[str]) -> None:
    from harvester.cli.terminal import printable

    for sign, told in (("+", agreeing), ("-", differing)):
        if told:
            click.echo(printable(f"  {sign} {' · '.join(told)}"))
