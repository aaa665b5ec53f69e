"""Contributors of an article as rows: who says so, and by what an author is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from harvester.model import Article, Contributor, Value
from harvester.normalize.name_words import fold_name
from harvester.normalize.names import name_key, sort_name
from harvester.reconcile import align, shared_orcids
from harvester.store.encoding import lines
from harvester.store.rows import Row
from harvester.store.status import Records

_NAME, _NAME_KEY = -2, -1
_Name = tuple[str | None, str]
"""The whole name, surname first, and the key of a name."""


class People(Value, frozen=True, kw_only=True):
    """The contributors of an article, as they are kept.

    Attributes:
        keys: By what each one's author is known, in order; None: it is nobody's.
        rows: Of ``contributors``, from ``position`` to ``name_key``.
        sources: Who names each, one source per line.
        said: Rows of ``contributor_sources`` without the article.
        authors: Key → kind, ORCID iD, name and its key, in the order of appearance.
    """

    keys: tuple[str | None, ...]
    rows: tuple[Row, ...]
    sources: tuple[str | None, ...]
    said: tuple[Row, ...]
    authors: dict[str, Row]

    @property
    def names(self) -> Iterator[tuple[str | None, str | None, str | None]]:
        """Key of the author, name and key of the name of everybody, in order."""
        for key, row in zip(self.keys, self.rows, strict=True):
            yield key, row[_NAME], row[_NAME_KEY]

    def number(self, numbers: Mapping[str, int]) -> list[Row]:
        """Return the rows of ``contributors`` without the article.

        Args:
            numbers: Of the authors, by key.
        """
        return [
            (*row, numbers[key] if key else None, sources)
            for key, row, sources in zip(
                self.keys, self.rows, self.sources, strict=True
            )
        ]


def build_people(article: Article, records: Records) -> People:
    """Return the contributors of an article, which ``records`` were merged into."""
    people = article.contributors
    names = [(sort_name(one), name_key(one)) for one in people]
    said = _said(people, names, records)
    sources: dict[int, list[str]] = {}
    for place, source, *_ in said:
        sources.setdefault(place, []).append(source)
    keys = _keys(people, names)
    authors: dict[str, Row] = {}
    for key, person, name in zip(keys, people, names, strict=True):
        if key and key not in authors:
            authors[key] = (*_author(key, person), *name)
    return People(
        keys=tuple(keys),
        rows=tuple(
            (place, *_parts(one), *name)
            for place, (one, name) in enumerate(zip(people, names, strict=True), 1)
        ),
        sources=tuple(
            lines(sources.get(place, ())) for place in range(1, len(people) + 1)
        ),
        said=tuple(said),
        authors=authors,
    )


def _author(key: str, person: Contributor) -> Row:
    return (
        "group" if person.family is None and person.literal else "person",
        person.orcid if key.startswith("orcid:") else None,
    )


def _parts(person: Contributor) -> Row:
    return (
        *(person.role, person.family, person.given, person.initials, person.suffix),
        *(person.literal, person.orcid),
        lines(a.name.plain for a in person.affiliations if a.name),
        int(person.is_valid),
    )


def _said(
    people: tuple[Contributor, ...], names: Sequence[_Name], records: Records
) -> list[Row]:
    """Return place, source, place there, name, ORCID iD, number of affiliations."""
    rows: dict[tuple[int, str], Row] = {}
    for source, record in records:
        theirs = record.contributors
        is_same = theirs == people
        links = (
            [(index, index) for index in range(len(people))]
            if is_same
            else align(people, theirs)
        )
        for i, j in links:
            one = theirs[j]
            name = names[j][0] if is_same else sort_name(one)
            rows.setdefault(
                (i + 1, source),
                (i + 1, source, j + 1, name, one.orcid, len(one.affiliations)),
            )
    return list(rows.values())


def _keys(people: Sequence[Contributor], names: Sequence[_Name]) -> list[str | None]:
    """Return the key of every contributor's author; None: it is nobody."""
    shared = shared_orcids(people)
    keys: list[str | None] = []
    for person, (_, name) in zip(people, names, strict=True):
        if not person.is_valid or not name.strip("| "):
            keys.append(None)
        elif person.orcid and person.orcid not in shared:
            keys.append(f"orcid:{person.orcid}")
        elif person.family is None and person.literal:
            keys.append(f"group:{fold_name(person.literal)}")
        else:
            keys.append(f"name:{name}")
    return keys
