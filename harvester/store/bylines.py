"""Contributors of an article as rows: who says so, and by what an author is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from harvester.model import Article, Contributor, Value
from harvester.normalize.name_words import fold_name
from harvester.normalize.names import name_key, sort_name
from harvester.reconcile import align, shared_orcids
from harvester.store.encoding import lines, to_json
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
        affiliations: Rows of ``article_affiliations`` without the article.
        sources: Who names each, one source per line.
        said: Rows of ``contributor_sources`` without the article.
        authors: Key → kind, ORCID iD, name and its key, in the order of appearance.
    """

    keys: tuple[str | None, ...]
    rows: tuple[Row, ...]
    affiliations: tuple[Row, ...]
    sources: tuple[str | None, ...]
    said: tuple[Row, ...]
    authors: dict[str, Row]

    @property
    def names(self) -> Iterator[tuple[str | None, str | None, str | None]]:
        """Key of the author, name and key of the name of everybody, in order."""
        for key, row in zip(self.keys, self.rows, strict=True):
            yield key, row[_NAME], row[_NAME_KEY]

    def number(self, numbers: Mapping[str, int]) -> dict[str, list[Row]]:
        """Return the rows of every table of a byline, without the article.

        Args:
            numbers: Of the authors, by key.
        """
        return {
            "contributors": [
                (*row, numbers[key] if key else None, sources)
                for key, row, sources in zip(
                    self.keys, self.rows, self.sources, strict=True
                )
            ],
            "article_affiliations": list(self.affiliations),
            "contributor_sources": list(self.said),
        }


def build_people(article: Article, records: Records) -> People:
    """Return the contributors of an article, which ``records`` were merged into."""
    people = article.contributors
    affiliations, borne = number_affiliations(people)
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
            (place, *_parts(one), positions, int(one.is_valid), *name)
            for place, (one, positions, name) in enumerate(
                zip(people, borne, names, strict=True), 1
            )
        ),
        affiliations=affiliations,
        sources=tuple(
            lines(sources.get(place, ())) for place in range(1, len(people) + 1)
        ),
        said=tuple(said),
        authors=authors,
    )


def number_affiliations(
    people: Sequence[Contributor],
) -> tuple[tuple[Row, ...], list[str | None]]:
    """Return the affiliations of a list of contributors, and who has which.

    Returns:
        Position from 1, name and identifiers of every affiliation, each once, in the
        order of the list; and the positions of each contributor's as a JSON list,
        None where it has none. One that says neither name nor identifier is left out.
    """
    numbers: dict[Row, int] = {}
    borne: list[str | None] = []
    for person in people:
        positions = [
            numbers.setdefault(row, len(numbers) + 1)
            for one in person.affiliations
            if any(row := (one.name and one.name.plain, lines(one.identifiers)))
        ]
        borne.append(to_json(positions) if positions else None)
    return tuple((place, *row) for row, place in numbers.items()), borne


def _author(key: str, person: Contributor) -> Row:
    return (
        "group" if person.family is None and person.literal else "person",
        person.orcid if key.startswith("orcid:") else None,
    )


def _parts(person: Contributor) -> Row:
    return (
        *(person.role, person.family, person.given, person.initials, person.suffix),
        *(person.literal, person.orcid),
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
