"""Identifiers that disagree, are none, or lead back to the article itself."""

from __future__ import annotations

from harvester.findings.base import Case
from harvester.model import ARTICLE_SCHEMES, DOI, Identifier
from harvester.normalize.identifiers import normalize_identifier


def find_dois(case: Case) -> str | None:
    """Notice that the sources of one article name different DOIs."""
    named = {}
    for record in case.several:
        values = {i.value for i in record.identifiers if i.scheme == DOI and i.is_valid}
        if values:
            named[record.source] = values
    names = sorted(named)
    for place, one in enumerate(names):
        for other in names[place + 1 :]:
            if named[one].isdisjoint(named[other]):
                return (
                    f"{one} gives the DOI {min(named[one])}, {other} "
                    f"{min(named[other])}."
                )
    return None


def find_not_valid(case: Case) -> str | None:
    """Notice what is given as a DOI, PMID or PMCID and has not its form."""
    for record in case.records:
        for identifier in record.identifiers:
            if identifier.scheme in ARTICLE_SCHEMES and not _has_form(identifier):
                return (
                    f"{record.source} gives a {identifier.scheme} that is none: "
                    f"{identifier.printed or identifier.value}."
                )
    return None


def _has_form(identifier: Identifier) -> bool:
    return normalize_identifier(identifier.scheme, identifier.value) is not None


def find_self_reference(case: Case) -> str | None:
    """Notice an article that stands in its own list of references."""
    own = set(case.article.article_keys)
    for record in case.records:
        for place, reference in enumerate(record.references, start=1):
            if own & {identifier.key for identifier in reference.identifiers}:
                return f"Reference {place} in {record.source} is the article itself."
    return None
