"""``harvest match``: which articles citations mean."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from harvester.cli.exits import DONE, FAILED, IN_PART, USAGE
from harvester.cli.options import library_options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harvester.config import Settings
    from harvester.match import Candidate
    from harvester.model import Work
    from harvester.pipeline import Match
    from harvester.store import Library


@click.command()
@click.argument("citations", nargs=-1, metavar="[CITATION|-]...")
@click.option(
    "--offline",
    is_flag=True,
    help="Answer from the records that ship with the package; no network.",
)
@click.option("--local", is_flag=True, help="Ask the library alone; no service.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@library_options
def match(
    citations: tuple[str, ...],
    offline: bool,
    local: bool,
    as_json: bool,
    db: str | None,
    config: str | None,
) -> int:
    """Say which article each CITATION means, in whatever style it is printed.

    Without arguments, or of -, one citation per line is read from standard input.
    Candidates come from the library, then from PubMed and Crossref; one is named only
    where the evidence is sufficient, else the line says ambiguous or unmatched.

    \b
      harvest match 'Musunuru S, et al. Arch Surg 2006;141:1000-4'
      harvest match --local --json < references.txt

    \b
    Exit codes: 0 all matched · 3 some not · 1 none · 2 usage.
    """
    from harvester.cli.files import STANDARD_INPUT
    from harvester.cli.report import write_json
    from harvester.config import load_settings
    from harvester.match import MatchState

    lines: list[str] = []
    for citation in citations or (STANDARD_INPUT,):
        if citation == STANDARD_INPUT:
            read = sys.stdin.buffer.read().decode("utf-8", "replace")
            lines += read.splitlines()
        else:
            lines.append(citation)
    wanted = tuple(" ".join(line.split()) for line in lines if line.strip())
    if not wanted:
        click.echo("harvest: no citation given; see `harvest match --help`.", err=True)
        return USAGE
    settings = load_settings(config)
    found = _match(wanted, settings, database=db, offline=offline, local=local)
    if as_json:
        write_json({"citations": [_as_json(one) for one in found]})
    else:
        for one in found:
            _print(one)
    for failure in dict.fromkeys(f for one in found for f in one.failures):
        click.echo(f"failed: {failure}", err=True)
    matched = sum(one.answer.state is MatchState.MATCHED for one in found)
    return DONE if matched == len(found) else IN_PART if matched else FAILED


def _match(
    wanted: Sequence[str],
    settings: Settings,
    *,
    database: str | None,
    offline: bool,
    local: bool,
) -> list[Match]:
    """Match every citation; the library is used where there is one."""
    import asyncio
    from contextlib import ExitStack
    from pathlib import Path

    from harvester.store import Library

    path = Path(database or settings.library.database)
    with ExitStack() as stack:
        library = None
        if path.exists() or local or database:
            library = stack.enter_context(
                Library.open(path, create=False, read_only=True)
            )
        return asyncio.run(
            _ask(wanted, settings, library, offline=offline, local=local)
        )


async def _ask(
    wanted: Sequence[str],
    settings: Settings,
    library: Library | None,
    *,
    offline: bool,
    local: bool,
) -> list[Match]:
    import asyncio

    from harvester.match import parse_citation
    from harvester.pipeline import match_with
    from harvester.pipeline.client import build_client
    from harvester.sources.registry import SOURCES

    parsed = [parse_citation(line) for line in wanted]
    if local:
        return [await match_with(one, library, None, SOURCES) for one in parsed]
    async with build_client(settings, offline=offline) as client:
        return list(
            await asyncio.gather(
                *(match_with(one, library, client, SOURCES) for one in parsed)
            )
        )


def _print(found: Match) -> None:
    """Print one line, and below it what an unsure answer rests on."""
    from harvester.cli.terminal import printable
    from harvester.match import MatchState

    answer = found.answer
    if answer.state is MatchState.MATCHED:
        best = answer.candidates[0]
        names = " ".join(_all_names(answer.candidates))
        click.echo(
            printable(f"{names} ({answer.confidence:.2f}) {_citation(best.work)}")
        )
        return
    asked = " ".join(answer.citation.printed.split())
    click.echo(printable(f"{answer.state}: {asked}"))
    for candidate in answer.candidates:
        judged = candidate.judgement
        told = ", ".join(f"{e.part} {e.verdict}" for e in judged.evidence)
        click.echo(
            printable(
                f"  {_names(candidate)} ({judged.confidence:.2f}: {told}) "
                f"{_citation(candidate.work)}"
            )
        )
    if not answer.candidates:
        click.echo(printable(f"  tried: {' · '.join(found.tried) or 'nothing'}"))


def _names(candidate: Candidate) -> str:
    return " ".join(f"{scheme}:{v}" for scheme, v in _pairs(candidate.work)) or "-"


def _all_names(candidates: Sequence[Candidate]) -> dict[str, None]:
    """Return every identifier of a work, each once: a work may be registered twice."""
    return dict.fromkeys(
        f"{scheme}:{value}"
        for candidate in candidates
        for scheme, value in _pairs(candidate.work)
    )


def _pairs(work: Work) -> list[tuple[str, str]]:
    from harvester.model import ARTICLE_SCHEMES

    pairs = ((scheme, work.identifier(scheme)) for scheme in ARTICLE_SCHEMES)
    return [(scheme, value) for scheme, value in pairs if value]


def _citation(work: Work) -> str:
    from harvester.export import build_citation
    from harvester.model import Article, SourceRecord
    from harvester.reconcile import merge_records

    if isinstance(work, SourceRecord):
        return build_citation(merge_records([work]))
    return build_citation(work) if isinstance(work, Article) else ""


def _as_json(found: Match) -> dict[str, Any]:
    import msgspec

    answer = found.answer
    parts = msgspec.to_builtins(answer.citation)
    return {
        "citation": parts.pop("printed"),
        "read_as": parts,
        "state": answer.state.value,
        "confidence": answer.confidence,
        "identifiers": list(_all_names(answer.candidates)) if answer.work else [],
        "candidates": [
            {
                "identifiers": dict(_pairs(candidate.work)),
                "citation": _citation(candidate.work),
                "confidence": candidate.judgement.confidence,
                "evidence": msgspec.to_builtins(candidate.judgement.evidence),
            }
            for candidate in answer.candidates
        ],
        "tried": list(found.tried),
        "failures": list(found.failures),
    }
