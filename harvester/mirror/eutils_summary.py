"""ESummary: a short description of records, in XML of two versions and JSON."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from harvester.mirror import eutils
from harvester.mirror.answer import Answer, Asked, node
from harvester.mirror.eutils import Desk
from harvester.mirror.reading import Reading

_V1_DOCTYPE = (
    '<!DOCTYPE eSummaryResult PUBLIC "-//NLM//DTD esummary v1 20041029//EN"'
    f' "{eutils.DTD}/20041029/esummary-v1.dtd">'
)
_V2_DOCTYPE = (
    '<!DOCTYPE eSummaryResult PUBLIC "-//NLM//DTD esummary pubmed 20160808//EN"'
    f' "{eutils.DTD}/20160808/esummary_pubmed.dtd">'
)
_UNKNOWN = "cannot get document summary"
_STATUS = {
    "MEDLINE": "PubMed - indexed for MEDLINE",
    "PubMed-not-MEDLINE": "PubMed",
    "In-Process": "PubMed - in process",
    "In-Data-Review": "PubMed - in process",
    "OLDMEDLINE": "PubMed - OLDMEDLINE",
    "Publisher": "PubMed - as supplied by publisher",
}

Json = dict[str, object]
Items = list[tuple[str, str, object]]


def esummary(asked: Asked, desk: Desk) -> Answer:
    """Answer ESummary; an unknown PMID is an error in its own place only."""
    message = eutils.bad_database(asked)
    if message is None and not asked.get("id") and not asked.get("query_key"):
        message = "Neither query_key nor id specified"
    if message is not None:
        return _failed(asked, message)
    pmids, invalid = eutils.asked_ids(asked, desk)
    readings = [(pmid, desk.folder.reading(pmid)) for pmid in pmids]
    if eutils.wants_json(asked):
        return _as_json(asked, readings, invalid)
    if asked.get("version") == "2.0":
        return _as_xml_2(asked, readings)
    return _as_xml_1(asked, readings)


def _failed(asked: Asked, message: str) -> Answer:
    if eutils.wants_json(asked):
        return eutils.json(asked, "esummary", error=message)
    return eutils.xml(asked, eutils.error("eSummaryResult", message), _V1_DOCTYPE)


def _as_json(
    asked: Asked,
    readings: Sequence[tuple[str, Reading | None]],
    invalid: Sequence[str],
) -> Answer:
    if not readings and not invalid:
        return eutils.json(
            asked, "esummary", esummaryresult=["Empty id list - nothing todo"]
        )
    result: Json = {"uids": [pmid for pmid, _ in readings]}
    for pmid, reading in readings:
        result[pmid] = (
            {"uid": pmid, "error": _UNKNOWN} if reading is None else _summary(reading)
        )
    if invalid:
        message = f"Invalid uid {invalid[0]} at position= 0"
        return eutils.json(asked, "esummary", error=message, result=result)
    return eutils.json(asked, "esummary", result=result)


def _summary(reading: Reading) -> Json:
    """Return the fields under their JSON names; what is absent is ``""`` or ``[]``."""
    names = [
        {"name": author.name, "authtype": author.kind, "clusterid": ""}
        for author in reading.authors
    ]
    return {
        "uid": reading.pmid,
        "pubdate": reading.pubdate,
        "epubdate": reading.epubdate,
        "source": reading.source,
        "authors": names,
        "lastauthor": names[-1]["name"] if names else "",
        "title": reading.title,
        "sorttitle": reading.title.lower().rstrip("."),
        "volume": reading.volume,
        "issue": reading.issue,
        "pages": reading.pages,
        "lang": reading.languages,
        "nlmuniqueid": reading.nlm_id,
        "issn": reading.issn,
        "essn": reading.essn,
        "pubtype": reading.publication_types,
        "recordstatus": _STATUS.get(reading.record_status, "PubMed"),
        "pubstatus": reading.publication_status,
        "articleids": [
            {"idtype": scheme, "idtypen": 1, "value": value}
            for scheme, value in reading.identifiers
        ],
        "history": [
            {"pubstatus": status, "date": moment} for status, moment in reading.history
        ],
        "references": [],
        "attributes": ["Has Abstract"] if reading.has_abstract else [],
        "fulljournalname": reading.journal,
        "elocationid": _location(reading),
        "doctype": "book" if reading.book_title else "citation",
        "booktitle": reading.book_title,
        "publishername": reading.publisher,
        "sortpubdate": f"{reading.sort_date} 00:00" if reading.sort_date else "",
        "sortfirstauthor": names[0]["name"] if names else "",
    }


def _location(reading: Reading) -> str:
    return ". ".join(f"{scheme}: {value}" for scheme, value in reading.locations)


def _as_xml_1(asked: Asked, readings: Sequence[tuple[str, Reading | None]]) -> Answer:
    """Version 1: ``<DocSum>`` with typed ``<Item>``s."""
    root = node("eSummaryResult")
    for pmid, reading in readings:
        if reading is None:
            root.append(node("ERROR", f"UID={pmid}: {_UNKNOWN}"))
            continue
        root.append(node("DocSum", node("Id", pmid), *map(_item, _items(reading))))
    return eutils.xml(asked, root, _V1_DOCTYPE)


def _items(reading: Reading) -> Items:
    """Return (name, type, value or items) of version 1."""

    def strings(name: str, values: Sequence[str]) -> Items:
        return [(name, "String", value) for value in values]

    names = [author.name for author in reading.authors]
    dois = [value for scheme, value in reading.identifiers if scheme == "doi"]
    return [
        ("PubDate", "Date", reading.pubdate),
        ("EPubDate", "Date", reading.epubdate),
        ("Source", "String", reading.source),
        ("AuthorList", "List", strings("Author", names)),
        ("LastAuthor", "String", names[-1] if names else ""),
        ("Title", "String", reading.title),
        ("Volume", "String", reading.volume),
        ("Issue", "String", reading.issue),
        ("Pages", "String", reading.pages),
        ("LangList", "List", strings("Lang", reading.languages)),
        ("NlmUniqueID", "String", reading.nlm_id),
        ("ISSN", "String", reading.issn),
        ("ESSN", "String", reading.essn),
        ("PubTypeList", "List", strings("PubType", reading.publication_types)),
        ("RecordStatus", "String", _STATUS.get(reading.record_status, "PubMed")),
        ("PubStatus", "String", reading.publication_status),
        (
            "ArticleIds",
            "List",
            [(scheme, "String", value) for scheme, value in reading.identifiers],
        ),
        ("DOI", "String", dois[0] if dois else ""),
        (
            "History",
            "List",
            [(status, "Date", moment) for status, moment in reading.history],
        ),
        ("References", "List", []),
        ("HasAbstract", "Integer", str(int(reading.has_abstract))),
        ("FullJournalName", "String", reading.journal),
        ("ELocationID", "String", _location(reading)),
    ]


def _item(item: tuple[str, str, object]) -> etree._Element:
    name, kind, value = item
    element = node("Item", Name=name, Type=kind)
    if isinstance(value, str):
        element.text = value
    elif isinstance(value, list):
        element.extend(_item(inner) for inner in value)
    return element


def _as_xml_2(asked: Asked, readings: Sequence[tuple[str, Reading | None]]) -> Answer:
    """Version 2: ``<DocumentSummary uid="…">`` with one element per field."""
    summaries = node("DocumentSummarySet", status="OK")
    for pmid, reading in readings:
        element = node("DocumentSummary", uid=pmid)
        if reading is None:
            element.append(node("error", _UNKNOWN))
        else:
            element.extend(_elements(reading))
        summaries.append(element)
    return eutils.xml(asked, node("eSummaryResult", summaries), _V2_DOCTYPE)


def _elements(reading: Reading) -> list[etree._Element]:
    """Return the elements of version 2."""
    authors = [
        node("Author", node("Name", author.name), node("AuthType", author.kind))
        for author in reading.authors
    ]
    identifiers = [
        node(
            "ArticleId",
            node("IdType", scheme),
            node("IdTypeN", "1"),
            node("Value", value),
        )
        for scheme, value in reading.identifiers
    ]
    plain = {
        "PubDate": reading.pubdate,
        "EPubDate": reading.epubdate,
        "Source": reading.source,
    }
    numbering = {
        "Title": reading.title,
        "Volume": reading.volume,
        "Issue": reading.issue,
        "Pages": reading.pages,
    }
    serial = {
        "NlmUniqueID": reading.nlm_id,
        "ISSN": reading.issn,
        "ESSN": reading.essn,
    }
    ending = {
        "FullJournalName": reading.journal,
        "ELocationID": _location(reading),
        "DocType": "book" if reading.book_title else "citation",
        "BookTitle": reading.book_title,
        "PublisherName": reading.publisher,
        "SortPubDate": f"{reading.sort_date} 00:00" if reading.sort_date else "",
    }

    def fields(values: dict[str, str]) -> list[etree._Element]:
        return [node(name, value) for name, value in values.items()]

    return [
        *fields(plain),
        node("Authors", *authors),
        *fields(numbering),
        node("Lang", *[node("string", language) for language in reading.languages]),
        *fields(serial),
        node("PubType", *[node("flag", kind) for kind in reading.publication_types]),
        node("ArticleIds", *identifiers),
        *fields(ending),
    ]
