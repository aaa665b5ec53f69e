"""Volume, issue, pages, journal: where an article is said to stand."""

from __future__ import annotations

import re

from harvester.findings.base import Case
from harvester.model import SourceRecord
from harvester.normalize.identifiers import normalize_issn
from harvester.normalize.journals import issns_of

_LONG = 500
_NUMBER = re.compile(r"\d{1,7}")
_ISSUED = "ppublish"
"""PubMed's word for an article that its issue has come out with."""


def find_reversed(case: Case) -> str | None:
    """Notice a last page that lies before the first, however it is completed."""
    for record in case.records:
        if record.locator and "not-forward" in (record.locator.rule or "").split("+"):
            return (
                f"{record.source} prints pages that run backwards: {_printed(record)}."
            )
    return None


def find_long(case: Case) -> str | None:
    """Notice an article of a journal that spans more than five hundred pages.

    One that begins on page 1 is a monograph which fills an issue.
    """
    if case.article.type != "article-journal":
        return None
    for record in case.records:
        locator = record.locator
        if locator is None or not (locator.first_page and locator.last_page):
            continue
        if _NUMBER.fullmatch(locator.first_page) and _NUMBER.fullmatch(
            locator.last_page
        ):
            count = int(locator.last_page) - int(locator.first_page) + 1
            if count > _LONG and int(locator.first_page) > 1:
                return f"{record.source} prints {count} pages: {_printed(record)}."
    return None


def _printed(record: SourceRecord) -> str:
    return record.page or f"{record.start_page or ''}-{record.end_page or ''}"


def find_no_pages(case: Case) -> str | None:
    """Notice an article that has a volume and neither pages nor article number.

    A publisher's own number in ``ELocationID`` is cited in their place.
    """
    article = case.article
    has_place = article.page or article.start_page or article.article_number
    has_number = any(
        identifier.scheme == "pii" and identifier.place == "ELocationID"
        for identifier in article.identifiers
    )
    is_out = article.publication_status == _ISSUED and article.volume
    if article.type == "article-journal" and is_out and not (has_place or has_number):
        return "It is published in print and has neither pages nor an article number."
    return None


def find_no_volume(case: Case) -> str | None:
    """Notice an article that is published in print and has no volume and no issue."""
    article = case.article
    is_out = article.publication_status == _ISSUED and article.type == "article-journal"
    if is_out and not article.volume and not article.issue:
        return "It is published in print and has neither volume nor issue."
    return None


def find_no_journal(case: Case) -> str | None:
    """Notice an article of a journal that nobody names."""
    article = case.article
    if article.type == "article-journal" and not (
        article.container and article.container.title
    ):
        return "It is an article of a journal that no source names."
    return None


def find_issn(case: Case) -> str | None:
    """Notice an ISSN whose check digit is wrong."""
    for record in case.records:
        if record.container is None:
            continue
        for issn in issns_of(record.container):
            if normalize_issn(issn) is None:
                return f"{record.source} gives an ISSN that is none: {issn}."
    return None
