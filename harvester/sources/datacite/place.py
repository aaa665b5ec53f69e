"""What a resource is published in, and where in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from harvester.model import Container, Identifier, Value
from harvester.normalize.markup import read_markup
from harvester.sources.values import (
    child,
    objects,
    plain,
    spell,
    typed_identifier,
    words,
)

PUBLISHED_IN = "IsPublishedIn"
_PLACED = frozenset({
    "edition", "firstPage", "identifier", "identifierType", "issue", "lastPage",
    "number", "numberType", "publicationYear", "publisher", "relatedItemIdentifier",
    "relatedItemType", "relationType", "title", "titles", "type", "volume",
})  # fmt: skip


class Place(Value, frozen=True, kw_only=True):
    """Where in its container a resource stands, as printed."""

    volume: str | None = None
    issue: str | None = None
    start_page: str | None = None
    end_page: str | None = None
    article_number: str | None = None


def parse_container(resource: Mapping[str, object]) -> Container | None:
    """Return the journal, book or series, with the publisher; None without any.

    A related item that the resource ``IsPublishedIn`` says most; DataCite's own
    ``container`` fills its gaps, and identifiers of either form (ISSN, ISBN) come
    also from ``relatedIdentifiers``.
    """
    titles = [title for stated in _stated(resource) if (title := _title(stated))]
    text = read_markup(titles[0]) if titles else None
    found = tuple(dict.fromkeys(_identifiers(resource)))
    editions = [words(stated.get("edition")) for stated in _stated(resource)]
    container = Container(
        title=text.plain if text else None,
        title_markup=text.markup if text else None,
        publisher=publisher(resource),
        edition=next(filter(None, editions), None),
        issns=_of(found, "issn", "eissn", "lissn"),
        isbns=_of(found, "isbn"),
        identifiers=tuple(
            i for i in found if i.scheme not in {"issn", "eissn", "lissn", "isbn"}
        ),
    )
    return container if container != Container() else None


def publisher(resource: Mapping[str, object]) -> str | None:
    """Return the name of the publisher: a string, or an object with a name; or None."""
    stated = resource.get("publisher")
    return plain(stated) or plain(child(stated).get("name"))


def parse_place(resource: Mapping[str, object]) -> Place:
    """Return volume, issue, pages, and a ``number`` that counts articles."""
    return Place(
        volume=_first(resource, "volume"),
        issue=_first(resource, "issue"),
        start_page=_first(resource, "firstPage"),
        end_page=_first(resource, "lastPage"),
        article_number=next(
            (
                number
                for stated in _stated(resource)
                if words(stated.get("numberType")) == "Article"
                and (number := words(stated.get("number")))
            ),
            None,
        ),
    )


def unplaced(resource: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Yield what is said of the container and publisher and has no other place."""
    for name, text in child(resource.get("publisher")).items():
        if name != "name" and (said := spell(text)):
            yield f"publisher.{name}", said
    if kind := words(child(resource.get("container")).get("type")):
        yield "container.type", kind
    for stated in _stated(resource):
        kind = words(stated.get("numberType"))
        if kind != "Article" and (number := words(stated.get("number"))):
            yield f"number.{kind or 'Other'}", number
        for name in stated:
            if name not in _PLACED and (said := spell(stated[name])):
                yield f"container.{name}", said


def _stated(resource: Mapping[str, object]) -> list[Mapping[str, object]]:
    """Return what describes the container, the fullest first."""
    items = objects(resource.get("relatedItems"))
    found = [i for i in items if words(i.get("relationType")) == PUBLISHED_IN]
    return [*found[:1], child(resource.get("container"))]


def _first(resource: Mapping[str, object], name: str) -> str | None:
    values = (words(stated.get(name)) for stated in _stated(resource))
    return next(filter(None, values), None)


def _title(stated: Mapping[str, object]) -> str | None:
    titles = [words(title.get("title")) for title in objects(stated.get("titles"))]
    return next(filter(None, [*titles, words(stated.get("title"))]), None)


def _identifiers(resource: Mapping[str, object]) -> Iterator[Identifier]:
    for stated in _stated(resource):
        item = child(stated.get("relatedItemIdentifier"))
        for identifier in (
            typed_identifier(
                item.get("relatedItemIdentifierType"), item.get("relatedItemIdentifier")
            ),
            typed_identifier(stated.get("identifierType"), stated.get("identifier")),
        ):
            if identifier:
                yield identifier
    for related in objects(resource.get("relatedIdentifiers")):
        if words(related.get("relationType")) == PUBLISHED_IN:
            identifier = typed_identifier(
                related.get("relatedIdentifierType"), related.get("relatedIdentifier")
            )
            if identifier:
                yield identifier


def _of(found: tuple[Identifier, ...], *schemes: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(i.value for i in found if i.scheme in schemes))
