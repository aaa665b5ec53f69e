"""What a resource says and the record has no field for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from harvester.sources.datacite import dates, people, place
from harvester.sources.values import child, listed, objects, plain, spell, words

LEFT_OUT = {
    "xml": "is the whole deposit once more",
    "prefix": "is the beginning of the DOI",
    "suffix": "is the end of the DOI",
    "published": "is the year of publication once more",
    "viewCount": "is of the day, and of the repository",
    "downloadCount": "is of the day, and of the repository",
    "viewsOverTime": "is of the day, and of the repository",
    "downloadsOverTime": "is of the day, and of the repository",
    "citationsOverTime": "adds up to citationCount",
    "partCount": "counts the relations of others",
    "partOfCount": "counts the relations of others",
    "versionCount": "counts the relations of others",
    "versionOfCount": "counts the relations of others",
    "landingPage": "is what a check of the address found",
}
"""Fields that are left out on purpose, and why."""

KEPT_WHOLE = (
    "types", "version", "sizes", "formats", "geoLocations", "url", "contentUrl",
    "schemaVersion", "metadataVersion", "source", "state", "reason", "isActive",
)  # fmt: skip
"""Fields without a place of their own: they stand in ``other`` as they came."""

READ = frozenset({
    "alternateIdentifiers", "citationCount", "container", "dates", "descriptions",
    "doi", "fundingReferences", "identifiers", "language", "publicationYear",
    "publisher", "referenceCount", "relatedIdentifiers", "relatedItems", "rightsList",
    "subjects", "titles", "created", "registered", "updated", *people.LISTS,
    *KEPT_WHOLE, *LEFT_OUT,
})  # fmt: skip

_ENTRIES = {
    "titles": {"title", "titleType"},
    "subjects": {"subject", "subjectScheme"},
    "descriptions": {"description", "descriptionType"},
    "rightsList": {"rightsUri"},
    "fundingReferences": {
        "awardNumber", "funderIdentifier", "funderIdentifierType", "funderName",
    },
    "relatedIdentifiers": {
        "relatedIdentifier", "relatedIdentifierType", "relationType",
    },
}  # fmt: skip
"""Lists, and what is read of their entries; the rest stands in ``other``."""


def find_other(
    data: Mapping[str, object], resource: Mapping[str, object]
) -> Iterator[tuple[str, str]]:
    """Yield what has no field of its own: known, unplaced, and not known at all.

    Args:
        data: The resource object, with ``relationships``.
        resource: Its ``attributes``.
    """
    for name in KEPT_WHOLE:
        yield from _spelled(name, resource.get(name))
    yield from _of_entries(resource)
    yield from people.unplaced(resource)
    yield from place.unplaced(resource)
    yield from dates.unplaced(resource)
    for name in resource:
        if name not in READ:
            yield from _spelled(name, resource[name])
    for name, related in child(data.get("relationships")).items():
        if told := words(child(child(related).get("data")).get("id")):
            yield f"relationships.{name}", told


def _of_entries(resource: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Yield fields of list entries, and entries that stand nowhere else."""
    for field, read in _ENTRIES.items():
        for index, stated in enumerate(objects(resource.get(field))):
            for name in stated:
                if name not in read and (text := spell(stated[name])):
                    yield f"{field}[{index}].{name}", text
    for stated in objects(resource.get("descriptions")):
        kind = words(stated.get("descriptionType")) or "Other"
        if kind != "Abstract" and (text := plain(stated.get("description"))):
            yield f"descriptions.{kind}", text
    for item in objects(resource.get("relatedItems")):
        if words(item.get("relationType")) != place.PUBLISHED_IN:
            yield from _spelled("relatedItems", item)


def _spelled(name: str, value: object) -> Iterator[tuple[str, str]]:
    for member in listed(value):
        if text := spell(member):
            yield name, text
