"""ORCID iDs that contradict each other, as findings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from harvester.model import Article, Contributor, Finding, SourceRecord
from harvester.normalize.names import name_key, sort_name
from harvester.reconcile.alignment import align

CONFLICT = "orcid-conflict"
REPEATED = "orcid-repeated"


def find_orcid_faults(
    article: Article, records: Iterable[SourceRecord]
) -> Iterator[Finding]:
    """Yield what is wrong with the ORCID iDs of an article.

    ``orcid-conflict``: a source gives a person another iD than the one that was
    taken. ``orcid-repeated``: a source gives several people of one byline the same
    iD.

    Args:
        article: Merged from ``records``.
        records: What the sources say.
    """
    subject = ":".join(next(iter(article.article_keys), article.sources[0]))
    people = article.contributors
    for record in records:
        for i, j in align(people, record.contributors):
            taken, given = people[i].orcid, record.contributors[j].orcid
            if taken and given and taken != given:
                yield Finding(
                    code=CONFLICT,
                    subject=subject,
                    message=f"{sort_name(people[i])} has ORCID iD {taken}; "
                    f"{record.source} {record.source_id} says {given}.",
                    advice="Look at both pages of orcid.org; one is another person's, "
                    "or one person has two.",
                )
        yield from _repeated(subject, record)


def shared_orcids(people: Iterable[Contributor]) -> dict[str, tuple[str, ...]]:
    """Return the ORCID iDs that people of different names bear, with their names.

    A publisher that gives the iD of one author to all: it is nobody's then.
    """
    bearers: dict[str, dict[str, str]] = defaultdict(dict)
    for person in people:
        if person.orcid and person.is_valid:
            bearers[person.orcid][name_key(person)] = sort_name(person) or ""
    return {
        orcid: tuple(names.values())
        for orcid, names in bearers.items()
        if len(names) > 1
    }


def _repeated(subject: str, record: SourceRecord) -> Iterator[Finding]:
    for orcid, names in shared_orcids(record.contributors).items():
        yield Finding(
            code=REPEATED,
            subject=subject,
            message=f"{record.source} {record.source_id} gives ORCID iD {orcid} "
            f"to {' and '.join(names)}.",
            advice="No author is known by it here; see whose it is at orcid.org.",
        )
