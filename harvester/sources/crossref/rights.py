"""Money, licences, trials and statements: who paid, who may, who says what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from harvester.model import Assertion, DataBank, Funding, License
from harvester.sources.crossref.dates import printed_date
from harvester.sources.values import (
    child,
    count,
    doi,
    objects,
    plain,
    spell,
    strings,
    typed_identifier,
    words,
)


def parse_funding(work: Mapping[str, object]) -> tuple[Funding, ...]:
    """Return the funders in their order, with awards and identifiers.

    The funder's DOI stands in ``DOI`` and once more in ``id``; it is given once.
    """
    found = (_funding(entry) for entry in objects(work.get("funder")))
    return tuple(funding for funding in found if funding != Funding())


def _funding(entry: Mapping[str, object]) -> Funding:
    stated = objects(entry.get("id"))
    identifiers = [
        doi(entry.get("DOI")),
        *(typed_identifier(each.get("id-type"), each.get("id")) for each in stated),
    ]
    awards = [
        *strings(entry.get("award")),
        *(
            number
            for info in objects(entry.get("award-info"))
            for number in strings(info.get("award-number"))
        ),
    ]
    asserters = [
        words(entry.get("doi-asserted-by")),
        *(words(each.get("asserted-by")) for each in stated),
    ]
    return Funding(
        agency=plain(entry.get("name")),
        awards=tuple(dict.fromkeys(awards)),
        identifiers=tuple(
            {found.key: found for found in identifiers if found}.values()
        ),
        asserted_by=next(filter(None, asserters), None),
    )


def parse_licenses(work: Mapping[str, object]) -> tuple[License, ...]:
    """Return the licences in their order; one without an address is none."""
    return tuple(
        License(
            url=url,
            content_version=words(entry.get("content-version")),
            start=printed_date(entry.get("start")),
            delay_days=count(entry.get("delay-in-days")),
        )
        for entry in objects(work.get("license"))
        if (url := words(entry.get("URL")))
    )


def parse_trials(work: Mapping[str, object]) -> tuple[DataBank, ...]:
    """Return the clinical trial registries, each with its numbers as printed.

    The name is the registry's DOI, which is all that Crossref gives.
    """
    registries: dict[str, list[str]] = {}
    for entry in objects(work.get("clinical-trial-number")):
        number = words(entry.get("clinical-trial-number"))
        registry = words(entry.get("registry"))
        if number or registry:
            numbers = registries.setdefault(registry or "clinical-trial-number", [])
            numbers += [number] if number else []
    return tuple(
        DataBank(name=name, accession_numbers=tuple(dict.fromkeys(numbers)))
        for name, numbers in registries.items()
    )


def unplaced(work: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Yield trials that state their phase (``type``), whole."""
    for entry in objects(work.get("clinical-trial-number")):
        if spell(entry.get("type")):
            yield "clinical-trial-number", spell(entry) or ""


def parse_assertions(work: Mapping[str, object]) -> tuple[Assertion, ...]:
    """Return the publisher's statements in the order given.

    ``order`` repeats within groups and is kept, not sorted by.
    """
    return tuple(
        Assertion(
            name=name,
            value=words(entry.get("value")),
            label=words(entry.get("label")),
            group=words(child(entry.get("group")).get("name")),
            group_label=words(child(entry.get("group")).get("label")),
            url=words(entry.get("URL")),
            order=count(entry.get("order")),
            explanation_url=words(child(entry.get("explanation")).get("URL")),
        )
        for entry in objects(work.get("assertion"))
        if (name := words(entry.get("name")))
    )
