"""The resource object of a DataCite DOI → a source record, as deposited.

Fields are those of the REST API (JSON:API, ``data.attributes``), whose meaning is
that of the properties of the DataCite Metadata Schema 4.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from harvester.errors import RecordError
from harvester.model import (
    DOI,
    Abstract,
    Funding,
    Identifier,
    Keyword,
    License,
    Relation,
    SourceRecord,
    Text,
)
from harvester.model.parts import AbstractSection
from harvester.normalize.markup import read_markup
from harvester.sources.datacite import people, place
from harvester.sources.datacite.dates import parse_dates
from harvester.sources.datacite.other import find_other
from harvester.sources.datacite.types import csl_type, snake
from harvester.sources.dois import lowered
from harvester.sources.values import (
    child,
    count,
    objects,
    plain,
    strings,
    typed_identifier,
    words,
)

NAME = "datacite"

_FUNDER_ID = "crossref funder id"


def parse_doi(data: object) -> SourceRecord:
    """Return what DataCite says about one DOI, verbatim.

    Texts lose their markup to ``Text.markup``, and ``source_id`` is the DOI in lower
    case. A field of an unexpected type is absent. What has no place in the record
    stands in ``other`` under DataCite's name, a member of a list with its number:
    ``titles[1].lang``.

    Args:
        data: The decoded ``data`` of a reply, with ``attributes``; or these alone.

    Raises:
        RecordError: It is no object, or has no DOI.
    """
    resource = child(child(data).get("attributes")) or child(data)
    own = words(resource.get("doi"))
    if own is None or "/" not in own:
        raise RecordError("a reply of DataCite has no DOI: it is left out")
    title, subtitles, others = _titles(resource)
    abstracts = _abstracts(resource)
    where = place.parse_place(resource)
    return SourceRecord(
        source=NAME,
        source_id=lowered(own),
        type=csl_type(child(resource.get("types"))),
        identifiers=_identifiers(own, resource),
        title=title,
        subtitles=subtitles,
        other_titles=others,
        container=place.parse_container(resource),
        volume=where.volume,
        issue=where.issue,
        start_page=where.start_page,
        end_page=where.end_page,
        article_number=where.article_number,
        dates=parse_dates(resource),
        languages=strings(resource.get("language")),
        contributors=people.parse_contributors(resource),
        abstract=abstracts[0] if abstracts else None,
        other_abstracts=abstracts[1:],
        keywords=_keywords(resource),
        funding=_funding(resource),
        licenses=_licenses(resource),
        relations=tuple(_relations(resource)),
        reference_count=count(resource.get("referenceCount")),
        cited_by_count=count(resource.get("citationCount")),
        other=tuple(find_other(child(data), resource)),
    )


def _identifiers(own: str, resource: Mapping[str, object]) -> tuple[Identifier, ...]:
    """Return the DOI, then what else the same resource is known by."""
    found = [Identifier(scheme=DOI, value=own)]
    for field, kind, value in (
        ("identifiers", "identifierType", "identifier"),
        ("alternateIdentifiers", "alternateIdentifierType", "alternateIdentifier"),
    ):
        for stated in objects(resource.get(field)):
            identifier = typed_identifier(stated.get(kind), stated.get(value))
            if identifier:
                found.append(identifier)
    return tuple(dict.fromkeys(found))


def _titles(
    resource: Mapping[str, object],
) -> tuple[Text | None, tuple[Text, ...], tuple[Text, ...]]:
    """Return the main title, subtitles, and all others.

    The main title is the first one without a type, else the first that is no
    subtitle.
    """
    typed = [
        (words(stated.get("titleType")), text)
        for stated in objects(resource.get("titles"))
        if (raw := words(stated.get("title"))) and (text := read_markup(raw))
    ]
    subtitles = tuple(text for kind, text in typed if kind == "Subtitle")
    others = [(kind, text) for kind, text in typed if kind != "Subtitle"]
    main = next((one for one in others if one[0] is None), None)
    main = main or (others[0] if others else None)
    if main is None:
        return None, subtitles, ()
    others.remove(main)
    return main[1], subtitles, tuple(text for _, text in others)


def _abstracts(resource: Mapping[str, object]) -> tuple[Abstract, ...]:
    return tuple(
        Abstract(
            sections=(AbstractSection(text=text),), language=words(stated.get("lang"))
        )
        for stated in objects(resource.get("descriptions"))
        if words(stated.get("descriptionType")) == "Abstract"
        if (raw := words(stated.get("description"))) and (text := read_markup(raw))
    )


def _keywords(resource: Mapping[str, object]) -> tuple[Keyword, ...]:
    return tuple(
        Keyword(text=text, owner=words(stated.get("subjectScheme")))
        for stated in objects(resource.get("subjects"))
        if (raw := words(stated.get("subject"))) and (text := read_markup(raw))
    )


def _funding(resource: Mapping[str, object]) -> tuple[Funding, ...]:
    found = []
    for stated in objects(resource.get("fundingReferences")):
        kind = (words(stated.get("funderIdentifierType")) or "").lower()
        # The ids of the Funder Registry are DOIs.
        scheme = DOI if kind == _FUNDER_ID else kind
        identifier = typed_identifier(scheme, stated.get("funderIdentifier"))
        funding = Funding(
            agency=plain(stated.get("funderName")),
            awards=strings(stated.get("awardNumber")),
            identifiers=(identifier,) if identifier else (),
        )
        found += [funding] if funding != Funding() else []
    return tuple(found)


def _licenses(resource: Mapping[str, object]) -> tuple[License, ...]:
    """Return the licences that have an address; ``other`` keeps all words."""
    return tuple(
        License(url=url)
        for stated in objects(resource.get("rightsList"))
        if (url := words(stated.get("rightsUri")))
    )


def _relations(resource: Mapping[str, object]) -> Iterator[Relation]:
    """Yield related identifiers, then related items that are no container.

    ``IsVersionOf`` is ``is_version_of``: this resource is a version of the other.
    """
    for stated in objects(resource.get("relatedIdentifiers")):
        target = typed_identifier(
            stated.get("relatedIdentifierType"), stated.get("relatedIdentifier")
        )
        if target:
            kind = words(stated.get("relationType")) or "Other"
            yield Relation(kind=snake(kind), identifiers=(target,))
    for stated in objects(resource.get("relatedItems")):
        kind = words(stated.get("relationType")) or "Other"
        if kind == place.PUBLISHED_IN:
            continue
        item = child(stated.get("relatedItemIdentifier"))
        target = typed_identifier(
            item.get("relatedItemIdentifierType"), item.get("relatedItemIdentifier")
        )
        titles = [words(title.get("title")) for title in objects(stated.get("titles"))]
        title = next(filter(None, titles), None)
        if target or title:
            yield Relation(
                kind=snake(kind),
                identifiers=(target,) if target else (),
                citation=read_markup(title) if title else None,
            )
