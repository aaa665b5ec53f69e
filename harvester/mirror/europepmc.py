"""Europe PMC's search, over the PubMed records and the preprints of the folder.

Of its query language as much as ``FIELD:word`` and ``FIELD:"phrase"`` for titles and
abstracts, in groups of ``AND`` that are joined by ``OR``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from lxml import etree

from harvester.mirror.answer import JSON, Answer, Asked, json_bytes
from harvester.mirror.folder import Folder, Json
from harvester.mirror.reading import Reading, fold

PATH = "/europepmc/webservices/rest/search"
_TERM = re.compile(r'(TITLE|ABSTRACT|TITLE_ABS):(?:"([^"]*)"|([^\s()"]+))')
_TEXTS = {"TITLE": "ti", "ABSTRACT": "tiab", "TITLE_ABS": "tiab"}
_MOST_ROWS = 1_000
_LONGEST = 1_500
_ABSTRACT = "MedlineCitation/Article/Abstract/AbstractText"
_AUTHOR = "MedlineCitation/Article/AuthorList/Author"

Terms = list[list[tuple[str, str]]]
"""Groups, of which one must hold, of (kind of text, folded words), which all must."""


def europepmc(asked: Asked, folder: Folder) -> Answer:
    """Answer with the works that hold the terms; what is wrong comes with 200, too."""
    query = asked.get("query").strip()
    if not query or len(query) >= _LONGEST:
        return _refused(
            "No search criteria provided. Please provide a search criteria which is "
            "less than 1500 characters."
        )
    rows = asked.number("pageSize", 25)
    if not 1 <= rows <= _MOST_ROWS:
        return _refused("Invalid page size provided. Valid size is between 1 and 1000")
    found = list(_results(folder, _terms(query)))
    body = {
        "version": "6.9",
        "hitCount": len(found),
        "request": {"queryString": query, "resultType": "core", "pageSize": rows},
        "resultList": {"result": list(islice(found, rows))},
    }
    return Answer(status=200, headers=(("Content-Type", JSON),), body=json_bytes(body))


def _terms(query: str) -> Terms:
    return [
        [
            (_TEXTS[field], fold(phrase or word))
            for field, phrase, word in _TERM.findall(group)
        ]
        for group in query.split(" OR ")
    ]


def _results(folder: Folder, terms: Terms) -> Iterator[dict[str, Any]]:
    for pmid, reading in folder.readings.items():
        if _holds(reading.texts, terms):
            record = folder.record(pmid)
            if record is not None:
                yield _of_pubmed(reading, etree.fromstring(record))
    for number, work in enumerate(folder.works(), start=1):
        if work.get("type") == "posted-content":
            title = tuple(map(fold, work.get("title", ())))
            abstract = fold(work.get("abstract", ""))
            if _holds({"ti": title, "tiab": (*title, abstract)}, terms):
                yield _of_preprint(number, work)


def _holds(texts: dict[str, tuple[str, ...]], terms: Terms) -> bool:
    return any(
        group
        and all(
            any(words in text for text in texts.get(kind, ())) for kind, words in group
        )
        for group in terms
    )


def _of_pubmed(reading: Reading, record: etree._Element) -> dict[str, Any]:
    """Return a result of the collection ``MED``; absent values are left out."""
    identifiers = dict(reversed(reading.identifiers))
    result: dict[str, Any] = {
        "id": reading.pmid,
        "source": "MED",
        "pmid": reading.pmid,
        "pmcid": identifiers.get("pmc"),
        "doi": identifiers.get("doi"),
        "title": reading.title,
        "authorString": ", ".join(author.name for author in reading.authors) + ".",
        "authorList": {"author": list(map(_author, record.iterfind(_AUTHOR)))},
        "journalInfo": {
            "volume": reading.volume,
            "issue": reading.issue,
            "dateOfPublication": reading.pubdate,
            "journal": {
                "title": reading.journal,
                "medlineAbbreviation": reading.source,
                "issn": reading.issn,
                "essn": reading.essn,
                "nlmid": reading.nlm_id,
            },
        },
        "pubYear": reading.pubdate[:4],
        "pageInfo": reading.pages,
        "abstractText": "".join(map(_section, record.iterfind(_ABSTRACT))),
        "language": next(iter(reading.languages), ""),
        "pubTypeList": {"pubType": list(reading.publication_types)},
    }
    return {name: value for name, value in result.items() if value}


def _author(element: etree._Element) -> dict[str, str]:
    names = {
        "firstName": element.findtext("ForeName"),
        "lastName": element.findtext("LastName"),
        "initials": element.findtext("Initials"),
        "collectiveName": element.findtext("CollectiveName"),
    }
    return {name: value for name, value in names.items() if value}


def _section(element: etree._Element) -> str:
    """Return a paragraph of an abstract, its label between heading tags."""
    label = element.get("Label")
    text = " ".join("".join(map(str, element.itertext())).split())
    return f"<h4>{label.capitalize()}</h4>{text}" if label else text


def _of_preprint(number: int, work: Json) -> dict[str, Any]:
    """Return a result of the collection ``PPR``."""
    authors = work.get("author", ())
    parts = next(iter(work.get("issued", {}).get("date-parts", ())), ())
    return {
        "id": f"PPR{number}",
        "source": "PPR",
        "doi": work["DOI"],
        "title": next(iter(work.get("title", ())), ""),
        "authorList": {
            "author": [
                {"firstName": a.get("given", ""), "lastName": a.get("family", "")}
                for a in authors
            ]
        },
        "pubYear": str(next(iter(parts), "")),
        "abstractText": work.get("abstract", ""),
        "bookOrReportDetails": {"publisher": work.get("publisher", "")},
    }


def _refused(message: str) -> Answer:
    body = json_bytes({"errCode": 404, "errMsg": message})
    return Answer(status=200, headers=(("Content-Type", JSON),), body=body)
