"""``harvest findings``: what a person may want to look at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from harvester.cli.options import library_options

if TYPE_CHECKING:
    from harvester.store import FindingCount, StoredFinding


@click.command()
@click.argument("code", required=False)
@click.option("--resolved", is_flag=True, help="Those that are so no more, too.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@library_options
def findings(
    code: str | None,
    as_json: bool,
    resolved: bool,
    db: str | None,
    config: str | None,
) -> None:
    """Count what was noticed, by check; or list what one check, CODE, found.

    A warning should be looked at; a notice is worth counting. What is so no more is
    kept as resolved.

    \b
      harvest findings
      harvest findings author-count-differs
    """
    import msgspec

    from harvester.cli.report import write_json
    from harvester.cli.terminal import printable
    from harvester.config import load_settings
    from harvester.errors import QueryError
    from harvester.store import Library

    if resolved and not code:
        raise click.UsageError("--resolved lists what CODE found: name one.")
    path = db or load_settings(config).library.database
    with Library.open(path, create=False, read_only=True) as library:
        counts = library.count_findings()
        found = library.load_findings(code, with_resolved=resolved) if code else ()
    if code and not found and code not in _names(counts):
        raise QueryError(_unknown(code, counts))
    if as_json:
        write_json(msgspec.to_builtins(found if code else counts))
    else:
        told = _listed(found) if code else _counted(counts)
        click.echo(printable("\n".join(told)))
        if found and (advice := _advice(code, counts)):
            click.echo(advice, err=True)


def _names(counts: Sequence[FindingCount]) -> set[str]:
    from harvester.findings import CODES

    return {*CODES, *(one.code for one in counts)}


def _unknown(code: str, counts: Sequence[FindingCount]) -> str:
    from difflib import get_close_matches

    names = sorted(_names(counts))
    near = get_close_matches(code.casefold(), names, n=1)
    hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(names)}"
    return f"no check is called {code!r}; {hint}"


def _counted(counts: Sequence[FindingCount]) -> Iterator[str]:
    if not counts:
        yield "Nothing was noticed."
    for one in counts:
        yield f"{one.severity:<8} {one.count:>7}  {one.code}"
        if told := _advice(one.code, counts):
            yield f"{'':18}{told}"


def _advice(code: str | None, counts: Sequence[FindingCount]) -> str:
    """Return what a check is about, and what to do; empty where it does not say."""
    from harvester.findings import BY_CODE

    what = f"{BY_CODE[code].what}. " if code in BY_CODE else ""
    advice = next((one.advice for one in counts if one.code == code), None)
    return f"{what[:1].upper()}{what[1:]}{advice or ''}".strip()


def _listed(found: Sequence[StoredFinding]) -> Iterator[str]:
    for one in found:
        ended = f" [resolved {one.resolved_at[:10]}]" if one.resolved_at else ""
        yield f"{one.message}{ended}"
        if one.citation:
            yield f"  {one.citation}"
    if not found:
        yield "Nothing was noticed."
