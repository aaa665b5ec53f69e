"""``harvest similar``: the articles most like one, as services or we find them."""

from __future__ import annotations

import shlex
import sys
import textwrap
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from harvester.cli.exits import DONE
from harvester.cli.options import library_options

if TYPE_CHECKING:
    from harvester.model import Article, Key
    from harvester.similar import SimilarArticle
    from harvester.store import Library, LinkedWork

_MODELS = ("hybrid", "pmra")
_SCHEMES = ("pmid", "doi", "pmcid")
_SCORE = 1_000_000
"""Scores are kept as whole numbers, as those of services are."""
_WIDTH = 88


@click.command()
@click.argument("identifier", metavar="PMID|DOI|PMCID|URL")
@click.option("--local", is_flag=True, help="Compare the library's articles; no list.")
@click.option(
    "--limit", type=click.IntRange(1, 1000), default=20, show_default=True, metavar="N"
)
@click.option(
    "--model",
    type=click.Choice(_MODELS),
    help="What similar means, with --local  [default: hybrid]",
)
@click.option(
    "--save", is_flag=True, help="With --local: keep the list beside the services'."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@library_options
def similar(
    identifier: str,
    local: bool,
    limit: int,
    model: str | None,
    save: bool,
    as_json: bool,
    db: str | None,
    config: str | None,
) -> int:
    """List the articles most similar to one.

    Without --local: the lists that services gave. With it: the library's own articles,
    compared by the words of title and abstract, MeSH, shared references, shared citing
    works and authors (hybrid), or by PubMed's related-articles model (pmra); nothing is
    asked of any service. Scores are from 0 to 1; an article is 1 to itself.

    \b
      harvest similar 38689169
      harvest similar 38689169 --local --limit 5
      harvest similar 38689169 --local --model pmra --save
    """
    from harvester.cli.report import write_json
    from harvester.cli.show import open_article
    from harvester.cli.terminal import printable

    if not local and (model or save):
        raise click.UsageError("--model and --save need --local.")
    with open_article(identifier, db, config, read_only=not save) as (library, number):
        if local:
            found = _compare(library, number, model or _MODELS[0], limit)
            told = [_plain(library, one) for one in found]
            if save:
                _save(library, number, found)
        else:
            told = _stored(library, number, limit)
    if as_json:
        write_json(told)
        return DONE
    for one in told:
        click.echo(printable("\n".join(_lines(one))))
    if not told:
        where = "in the library" if local else "is listed; --local compares the library"
        click.echo(f"No similar article {where}.", err=True)
    return DONE


def _compare(
    library: Library, number: int, model: str, limit: int
) -> tuple[SimilarArticle, ...]:
    from harvester.similar import Model, SimilarIndex

    index = SimilarIndex(library.load_compared(number), Model(model))
    return index.find(number, limit)


def _plain(library: Library, found: SimilarArticle) -> dict[str, Any]:
    from harvester.export import build_citation
    from harvester.similar import PROVIDER

    article = library.load_article(found.name)
    return {
        "provider": PROVIDER,
        "rank": found.rank,
        "score": round(found.score, 4),
        "article_id": found.name,
        **{scheme: article.identifier(scheme) for scheme in _SCHEMES},
        "title": article.title.plain if article.title else None,
        "citation": build_citation(article),
        "shared": {
            "terms": list(found.terms),
            "references": found.shared_references,
            "citing_works": found.shared_citing,
            "authors": found.shared_authors,
        },
    }


def _stored(library: Library, number: int, limit: int) -> list[dict[str, Any]]:
    """Return what is listed still, of each provider the first ones."""
    kept: dict[str, list[LinkedWork]] = {}
    for work in library.load_links(number).similar:
        if work.last_seen_at is None:
            kept.setdefault(work.provider, []).append(work)
    return [
        {
            "provider": work.provider,
            "rank": work.rank,
            "score": work.score,
            "article_id": work.article_id,
            **{
                scheme: getattr(work, scheme)
                or (work.value if work.scheme == scheme else None)
                for scheme in _SCHEMES
            },
            "title": work.title,
            "citation": work.citation,
        }
        for works in kept.values()
        for work in works[:limit]
    ]


def _save(library: Library, number: int, found: Sequence[SimilarArticle]) -> None:
    """Keep a list as ours; an article without any identifier cannot have one."""
    from harvester.model import Link, LinkKind, LinkSet, LinkState
    from harvester.similar import PROVIDER

    owner = _key(library.load_article(number))
    keys = [(one, _key(library.load_article(one.name))) for one in found]
    links = tuple(
        Link(target=key, rank=one.rank, score=round(one.score * _SCORE))
        for one, key in keys
        if key
    )
    if owner is None:
        raise click.ClickException("an article without identifier keeps no list")
    started = datetime.now(UTC)
    run = library.begin_run(shlex.join(["harvest", *sys.argv[1:]]), started)
    library.save_link_set(
        LinkSet(
            owner=owner,
            kind=LinkKind.SIMILAR,
            provider=PROVIDER,
            state=LinkState.COMPLETE if links else LinkState.EMPTY,
            expected_count=len(links),
            links=links,
        ),
        run,
        started,
    )
    library.finish_run(run, {"similar": len(links)}, datetime.now(UTC))


def _key(article: Article) -> Key | None:
    """Return the identifier by which lists name an article."""
    for scheme in _SCHEMES:
        if value := article.identifier(scheme):
            return scheme, value
    return None


def _lines(told: dict[str, Any]) -> list[str]:
    name = next((f"{s}:{told[s]}" for s in _SCHEMES if told[s]), "")
    score = "" if told["score"] is None else f" ({told['score']})"
    words = told["citation"] or told["title"] or "not in the library"
    head = f"{told['rank']}. [{told['provider']}{score}] {words} {name}".rstrip()
    lines = textwrap.wrap(head, _WIDTH, subsequent_indent="   ", break_on_hyphens=False)
    if shared := told.get("shared"):
        counts = [
            f"{shared[key]} {words if shared[key] != 1 else words[:-1]}"
            for key, words in (
                ("references", "references"),
                ("citing_works", "citing works"),
                ("authors", "authors"),
            )
            if shared[key]
        ]
        both = ", ".join([*shared["terms"], *counts])
        lines += textwrap.wrap(
            f"both: {both}", _WIDTH, initial_indent="   ", subsequent_indent="   "
        )
    return lines
