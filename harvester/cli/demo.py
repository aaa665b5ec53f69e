"""``harvest demo``: a library to look at, without a network."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from harvester.cli.exits import DONE, FAILED

if TYPE_CHECKING:
    from harvester.pipeline import Asked

_COMMAND = "harvest demo"
_NEXT = (
    ("serve", "then open http://{host}:{port}/ in a browser"),
    ("show 99000001", "an article, with what is similar to it and cites it"),
    ("search 'is:retracted'", "what was retracted"),
    ("quarantine", "two records that share a DOI and do not agree"),
)


@click.command()
@click.argument("path", default="demo.db", metavar="[FILE]")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def demo(path: str, *, as_json: bool) -> int:
    """Build a library to look at, from records that ship with the package.

    It needs no network, and goes the way of every harvest: fetched, merged, linked.
    Most articles are made up; among them are retracted and corrected ones, conflicts
    between PubMed and Crossref, a case for a person to decide, and documents. FILE is
    demo.db unless you say otherwise; a library of yours is not touched.

    \b
      harvest demo
      harvest demo /tmp/demo.db
      harvest serve --db demo.db

    \b
    Exit codes: 0 done · 1 failed, or FILE is there and no demo.
    """
    from harvester.cli.get import harvest_asked
    from harvester.cli.report import write_json
    from harvester.config import Settings
    from harvester.pipeline.rules import read_limits

    _refuse_other(path)
    settings = Settings()
    outcomes, summary = harvest_asked(
        list(_asked()),
        settings,
        database=path,
        limits=read_limits(settings),
        offline=True,
        form="quiet",
        command=shlex.join([*_COMMAND.split(), path]),
    )
    articles = len({one.article_id for one in outcomes if one.article_id is not None})
    serve = settings.serve
    steps = {
        f"harvest {command} --db {shlex.quote(path)}": why.format(
            host=serve.host, port=serve.port
        )
        for command, why in _NEXT
    }
    if as_json:
        write_json({"library": path, "articles": articles, "next": list(steps)})
    else:
        click.echo(f"{path}: {articles} articles, {summary.link_count} links. Now try")
        width = max(map(len, steps))
        for step, why in steps.items():
            click.echo(f"  {step:<{width}}  # {why}")
    return FAILED if summary.failures else DONE


def _refuse_other(path: str) -> None:
    """Raise for a file that is no demo: it may be somebody's library."""
    from harvester.store import Library

    if not Path(path).exists():
        return
    with Library.open(path, create=False, read_only=True) as library:
        runs = library.load_runs(limit=1)
    if not all((run.command or "").startswith(_COMMAND) for run in runs):
        raise click.ClickException(
            f"{path} is a library of yours; name another file: harvest demo FILE"
        )


def _asked() -> Iterator[Asked]:
    """Yield all that ships with the package: records and documents."""
    from harvester.cli.inputs import read_inputs
    from harvester.mirror import shipped_folder

    folder = shipped_folder()
    pmids = sorted(file.stem for file in folder.glob("pubmed/*.xml"))
    dois = [
        record.get("DOI") or record["id"]
        for source in ("crossref", "datacite")
        for file in sorted(folder.glob(f"{source}/*.json"))
        for record in [json.loads(file.read_text("utf-8"))]
    ]
    documents = [
        str(file) for file in sorted(folder.glob("documents/*")) if file.suffix != ".md"
    ]
    yield from read_inputs(documents, {"pmid": pmids, "doi": dois}).asked
