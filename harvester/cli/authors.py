"""``harvest authors``: who wrote what is in the library."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from harvester.cli.options import library_options

if TYPE_CHECKING:
    from harvester.store import Author, AuthorWork

_LIKE_ORCID = re.compile(r"(?i)\S*orcid\S*|[\dx\s-]{12,}")
_FORMS_SHOWN = 5


@click.command()
@click.argument("words", nargs=-1, metavar="[NAME|ORCID]...")
@click.option(
    "-n",
    "--limit",
    type=click.IntRange(1),
    default=50,
    show_default=True,
    help="How many.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@library_options
def authors(
    words: tuple[str, ...],
    limit: int,
    as_json: bool,
    db: str | None,
    config: str | None,
) -> None:
    """List authors of the library, those with most works first.

    NAME is the beginning of a surname, with given names or initials if you like; case
    and accents do not matter. An ORCID iD, or a name that one author only has, shows
    the works too. Without an ORCID iD an author is a name, which several people may
    share: equal names are never joined across ORCID iDs.

    \b
      harvest authors gudmundsdottir
      harvest authors 'doe jane'
      harvest authors 0000-0002-1825-0097
    """
    import msgspec

    from harvester.cli.report import write_json
    from harvester.cli.terminal import printable
    from harvester.config import load_settings
    from harvester.store import Library

    text = " ".join(words).strip()
    orcid = _read_orcid(text)
    path = db or load_settings(config).library.database
    with Library.open(path, create=False, read_only=True) as library:
        if orcid:
            found = tuple(filter(None, [library.authors.with_orcid(orcid)]))
        else:
            # One more, to know whether there are more.
            found = library.authors.find(text, limit=limit + 1)
        has_more, found = len(found) > limit, found[:limit]
        is_one = bool(text) and len(found) == 1 and not has_more
        works = library.authors.works(found[0].id) if is_one else ()
    if as_json:
        listed = [{"orcid": None, **msgspec.to_builtins(author)} for author in found]
        if is_one:
            listed[0]["works"] = [msgspec.to_builtins(work) for work in works]
        write_json(listed)
    else:
        for author in found:
            click.echo(printable(_line(author)))
        for work in works:
            click.echo(printable(f"  {_work(work)}"))
    if not found:
        raise click.ClickException(f"no author in {path} answers to {text!r}.")
    if has_more:
        click.echo(f"only the first {limit}; --limit shows more", err=True)


def _read_orcid(text: str) -> str | None:
    """Return the ORCID iD that a user names, or None: it is a name.

    Raises:
        IdentifierError: It looks like an ORCID iD and is none.
    """
    from harvester.errors import IdentifierError
    from harvester.normalize.identifiers import normalize_orcid

    orcid = normalize_orcid(text)
    if orcid is None and _LIKE_ORCID.fullmatch(text):
        raise IdentifierError(
            f"{text!r} is no ORCID iD: it has 16 digits, the last of which must fit "
            "the others (it may be X); compare it with the page at orcid.org."
        )
    return orcid


def _line(author: Author) -> str:
    """Return number of works, name, ORCID iD and the other forms in one line."""
    told = [f"{author.work_count:>4}  {author.name}"]
    if author.orcid:
        told.append(f"ORCID {author.orcid}")
    if author.kind == "group":
        told.append("group")
    others = [form.name for form in author.forms if form.name != author.name]
    if others:
        more = len(others) - _FORMS_SHOWN
        told.append(
            "also "
            + "; ".join(others[:_FORMS_SHOWN])
            + (f"; and {more} more" if more > 0 else "")
        )
    return " · ".join(told)


def _work(work: AuthorWork) -> str:
    ids = (("PMID", work.pmid), ("doi", work.doi))
    named = " ".join(f"{label}: {value}." for label, value in ids if value)
    role = f" [{work.role}]" if work.role != "author" else ""
    return f"{work.citation or 'no citation'} {named}".rstrip() + role
