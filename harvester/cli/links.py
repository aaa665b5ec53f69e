"""``harvest links``: what an article is tied to, as a list or a tree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from harvester.cli.options import library_options

if TYPE_CHECKING:
    from harvester.link import Branch

_KINDS = ("similar", "cited-by", "references")
_ENDS = {
    "cycle": " [a cycle: it stands above]",
    "again": " [followed elsewhere]",
    "depth": " […]",
}


@click.command()
@click.argument("identifier", metavar="PMID|DOI|PMCID|URL")
@click.option(
    "--kind",
    type=click.Choice(_KINDS),
    default="cited-by",
    show_default=True,
    help="Which links.",
)
@click.option("--tree", is_flag=True, help="Follow them within the library.")
@click.option(
    "--depth",
    type=click.IntRange(1, 50),
    default=3,
    show_default=True,
    help="How far a tree is followed.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@library_options
def links(
    identifier: str,
    kind: str,
    depth: int,
    *,
    tree: bool,
    as_json: bool,
    db: str | None,
    config: str | None,
) -> None:
    """List what an article is similar to, is cited by, or cites.

    With --tree, what those are tied to in turn, as far as they are in the library. A
    work that stands in the tree already is named again, not followed again, and that
    is said. […] marks where --depth ends. Of works that are not in the library the
    identifiers are shown.

    \b
      harvest links 38689169
      harvest links 38689169 --kind cited-by --tree --depth 2
      harvest links 38689169 --kind references --json

    \b
    Exit codes: 0 done (also: nothing is known) · 1 not in the library · 2 no
    identifier.
    """
    from harvester.cli.report import write_json
    from harvester.cli.show import open_article
    from harvester.cli.terminal import printable

    with open_article(identifier, db, config) as (library, number):
        root = library.load_tree(number, kind, depth=depth if tree else 1)
        sets = [s for s in library.load_links(number).sets if s.kind == kind]
    if as_json:
        import msgspec

        write_json({"kind": kind, "sets": msgspec.to_builtins(sets), **_view(root)})
        return
    for line in _lines(root):
        click.echo(printable(line if tree else line.removesuffix(_ENDS["depth"])))
    known = "; ".join(
        f"{one.provider}: {one.state}" + (f" ({one.reason})" if one.reason else "")
        for one in sets
    )
    click.echo(printable(f"{kind}: {known or 'never asked for'}"), err=True)


def _view(branch: Branch) -> dict[str, Any]:
    return {
        "article_id": branch.article_id,
        "identifiers": list(branch.identifiers),
        "citation": branch.citation,
        "providers": list(branch.providers),
        "end": branch.end,
        "branches": [_view(one) for one in branch.branches],
    }


def _lines(branch: Branch) -> Iterator[str]:
    yield _words(branch)
    yield from _below(branch.branches, "")


def _below(branches: Sequence[Branch], indent: str) -> Iterator[str]:
    for place, one in enumerate(branches, 1):
        is_last = place == len(branches)
        yield f"{indent}{'└── ' if is_last else '├── '}{_words(one)}"
        yield from _below(one.branches, indent + ("    " if is_last else "│   "))


def _words(branch: Branch) -> str:
    named = " ".join(branch.identifiers)
    words = branch.citation or "not in the library"
    return f"{words} {named}".rstrip() + _ENDS.get(branch.end or "", "")
