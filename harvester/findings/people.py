"""Bylines: authors that are missing, twice there, or not as printed."""

from __future__ import annotations

import re
from collections import Counter
from typing import TypeVar

from harvester.findings.base import Case
from harvester.model import Contributor, SourceRecord
from harvester.normalize.identifiers import normalize_orcid
from harvester.normalize.names import sort_name
from harvester.normalize.publication_types import is_notice
from harvester.reconcile import align

_ODD = re.compile(r"[0-9@*†‡§¶#=<>]|\bMD\b|\bPhD\b|https?:")
_GROUPS_SINCE = 2000
_Entry = TypeVar("_Entry")
_LETTER = re.compile(r"[^\W\d_]")
_FULL_GIVEN = re.compile(r"[^\W\d_]{3,}")


def _people(record: SourceRecord) -> list[Contributor]:
    return [author for author in record.authors if author.family]


def find_no_authors(case: Case) -> str | None:
    """Notice an article with an abstract that nobody is said to have written.

    Until 1999 PubMed printed groups in the title instead.
    """
    article = case.article
    if article.type != "article-journal" or article.authors or not article.abstract:
        return None
    if (article.year or 0) < _GROUPS_SINCE:
        return None
    if is_notice(article.publication_types):
        return None
    return "It has an abstract and no author."


def find_count(case: Case) -> str | None:
    """Notice that two sources name different numbers of people.

    Groups do not count, which one source may list and the other spell out; nor a list
    that its source itself calls incomplete.
    """
    counts = {}
    for record in case.several:
        is_cut = any(
            part.role == "author" and part.is_complete is False
            for part in record.contributor_lists
        )
        if (people := _people(record)) and not is_cut:
            counts[record.source] = len(people)
    if len(set(counts.values())) < 2:
        return None
    told = ", ".join(f"{source} {count}" for source, count in sorted(counts.items()))
    return f"The sources name different numbers of authors: {told}."


def find_capitals(case: Case) -> str | None:
    """Notice a byline in which family names of four letters and more are capitals."""
    for record in case.records:
        printed = [
            dict(person.printed).get("family", person.family or "")
            for person in _people(record)
        ]
        loud = [name for name in printed if name.isupper()]
        if loud := [name for name in loud if len(_LETTER.findall(name)) > 3]:
            return (
                f"{record.source} prints {len(loud)} of {len(printed)} family names in "
                f"capitals: {loud[0]}."
            )
    return None


def find_twice(case: Case) -> str | None:
    """Notice a person who stands in a byline twice: by ORCID iD, or by full name."""
    for record in case.records:
        people = _people(record)
        names = [
            (person.family, person.given, person.suffix)
            for person in people
            if person.given and _FULL_GIVEN.search(person.given)
        ]
        if twice := _recurring(names):
            (family, given, _), count = twice
            return f"{record.source} names {given} {family} {count} times."
        if shared := _recurring([person.orcid for person in people if person.orcid]):
            orcid, count = shared
            return f"{record.source} gives {count} authors the ORCID iD {orcid}."
    return None


def _recurring(entries: list[_Entry]) -> tuple[_Entry, int] | None:
    """Return the first entry that is there several times, and how often; or None."""
    if len(set(entries)) == len(entries):
        return None
    return next((one, count) for one, count in Counter(entries).items() if count > 1)


def find_odd_name(case: Case) -> str | None:
    """Notice a name in which degrees, digits or marks of footnotes stand."""
    for record in case.records:
        for person in _people(record):
            name = f"{person.given or ''} {person.family or ''}".strip()
            if _ODD.search(name):
                return f"{record.source} prints more than a name: {name!r}."
    return None


def find_orcid(case: Case) -> str | None:
    """Notice an ORCID iD whose check digit is wrong."""
    for record in case.records:
        for person in record.contributors:
            for one in person.identifiers:
                if one.scheme == "orcid" and normalize_orcid(one.value) is None:
                    return (
                        f"{record.source} gives an ORCID iD that is none: {one.value}."
                    )
    return None


def find_other_orcid(case: Case) -> str | None:
    """Notice a person to whom a source gives another ORCID iD than was taken."""
    people = case.article.contributors
    if not any(person.orcid for person in people):
        return None
    for record in case.records:
        if record.contributors == people:
            continue
        for i, j in align(people, record.contributors):
            taken, given = people[i].orcid, record.contributors[j].orcid
            if taken and given and taken != given:
                return (
                    f"{sort_name(people[i])} has the ORCID iD {taken}; "
                    f"{record.source} says {given}."
                )
    return None
