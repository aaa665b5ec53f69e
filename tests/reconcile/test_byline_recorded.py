"""Recorded bylines of Crossref, completed by what PubMed would print of them."""

from __future__ import annotations

from harvester.model import Affiliation, Contributor, SourceRecord, Text
from harvester.normalize.name_words import initials_of
from harvester.normalize.names import name_key, normalize_contributor
from harvester.reconcile.byline import merge_bylines
from harvester.sources.files import read_records


def recorded(shared_data):
    """Yield the authors of every work that has two and more, one of them an ORCID."""
    for path in sorted((shared_data / "crossref").rglob("*.json")):
        if path.parent.name == "errors" or b'"ORCID"' not in path.read_bytes():
            continue
        with path.open("rb") as stream:
            for record in read_records(stream):
                if not isinstance(record, SourceRecord):
                    continue
                people = tuple(p for p in record.authors if p.family and p.given)
                if len(people) > 1 and any(person.orcid for person in people):
                    yield people


def as_pubmed(place: int, person: Contributor) -> Contributor:
    """Return a person with initials, without ORCID iD, at an address of his own."""
    return normalize_contributor(
        Contributor(
            family=person.family,
            dropping_particle=person.dropping_particle,
            given=initials_of(person.given),
            suffix=person.suffix,
            affiliations=(Affiliation(name=Text(plain=f"House {place}.")),),
        )
    )


def bare(given: str | None) -> str:
    """Return the letters of given names."""
    return "".join(filter(str.isalpha, given or ""))


def test_what_either_source_says_arrives_at_the_right_person(shared_data):
    """ORCID iD and given names of Crossref, address of PubMed; whole lists or not."""
    works = orcids = 0
    for people in recorded(shared_data):
        printed = [as_pubmed(place, person) for place, person in enumerate(people)]
        keys = [name_key(person) for person in printed]
        for left_out in (None, 0, len(people) // 2):
            kept = [p for place, p in enumerate(printed) if place != left_out]
            merged = merge_bylines([tuple(kept), people])

            assert [p.orcid for p in merged] == [p.orcid for p in people]
            assert [bare(p.given) for p in merged] == [bare(p.given) for p in people]
            for place, person in enumerate(merged):
                homes = {a.name.plain for a in person.affiliations if a.name}
                houses = homes & {f"House {number}." for number in range(len(people))}
                is_clear = keys.count(keys[place]) == 1 or left_out is None
                right = {f"House {place}."} if place != left_out else set()
                assert houses == right if is_clear else houses <= right
        works += 1
        orcids += sum(bool(person.orcid) for person in people)
    assert works > 20
    assert orcids > 40
