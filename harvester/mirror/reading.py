"""What the mirror itself reads from a PubMed record: to search and to sum up."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from lxml import etree
from msgspec import field
from msgspec.structs import replace

from harvester.model.value import Value

_MONTH_NAMES = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)

_ARTICLE = "MedlineCitation/Article"
_BOOK = "BookDocument"
_JOURNAL = f"{_ARTICLE}/Journal"
_ISSUE = f"{_JOURNAL}/JournalIssue"

# PubStatus of a History date -> the search field that asks for it.
_HISTORY_FIELDS = {"pubmed": "edat", "entrez": "crdt", "medline": "mhda"}
_WORK = (*_HISTORY_FIELDS.values(), "cdat")
"""Dates on which NLM worked on a record."""
_LONG_AGO = "1966/01/01"
"""MEDLINE begins."""


class Author(Value, frozen=True, kw_only=True):
    """A name as ESummary prints it (``Smith JA Jr``), and in full."""

    name: str
    full: str
    kind: str = "Author"


class Reading(Value, frozen=True, kw_only=True):
    """One record as the mirror sees it; every text as printed, absent is ``""``.

    Attributes:
        identifiers: (type, value) of the record's own ``ArticleIdList``.
        locations: (type, value) of ``ELocationID``.
        texts: Folded texts by search field (``ti tiab all mh jour …``).
        dates: ``YYYY/MM/DD`` by search field; what is missing counts as the first.
        history: (PubStatus, ``YYYY/MM/DD HH:MM``) of the ``History``.
    """

    pmid: str
    identifiers: tuple[tuple[str, str], ...] = ()
    locations: tuple[tuple[str, str], ...] = ()
    title: str = ""
    authors: tuple[Author, ...] = ()
    pubdate: str = ""
    epubdate: str = ""
    source: str = ""
    journal: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    languages: tuple[str, ...] = ()
    nlm_id: str = ""
    issn: str = ""
    essn: str = ""
    publication_types: tuple[str, ...] = ()
    record_status: str = ""
    publication_status: str = ""
    has_abstract: bool = False
    book_title: str = ""
    publisher: str = ""
    history: tuple[tuple[str, str], ...] = ()
    texts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    dates: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def sort_date(self) -> str:
        """The publication date for sorting; unknown sorts last."""
        return min(self.dates.get("ppdt", ()), default="")


def fold(text: str) -> str:
    """Return a text's words in lower case without accents, between spaces."""
    plain = unicodedata.normalize("NFKD", text).lower()
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return " " + " ".join(re.findall(r"\w+", plain)) + " "


def read_record(pmid: str, record: etree._Element) -> Reading:
    """Read a ``PubmedArticle`` or ``PubmedBookArticle``."""
    is_book = record.tag == "PubmedBookArticle"
    reading = _book(pmid, record) if is_book else _article(pmid, record)
    data = "PubmedBookData" if is_book else "PubmedData"
    identifiers = dict.fromkeys(
        (element.get("IdType", ""), _text(element))
        for path in (
            f"{data}/ArticleIdList/ArticleId",
            f"{_BOOK}/ArticleIdList/ArticleId",
        )
        for element in record.iterfind(path)
    )
    reading = replace(
        reading,
        identifiers=tuple(identifiers),
        publication_status=_first(record, f"{data}/PublicationStatus"),
        history=tuple(_history(record, f"{data}/History/PubMedPubDate")),
    )
    return _with_search(reading, record)


def _article(pmid: str, record: etree._Element) -> Reading:
    """Read what stands in ``MedlineCitation``."""
    issns = {
        element.get("IssnType", ""): _text(element)
        for element in record.iterfind(f"{_JOURNAL}/ISSN")
    }
    status = record.find("MedlineCitation")
    return Reading(
        pmid=pmid,
        title=_first(record, f"{_ARTICLE}/ArticleTitle"),
        authors=tuple(_authors(record, f"{_ARTICLE}/AuthorList/Author")),
        pubdate=_printed_date(record.find(f"{_ISSUE}/PubDate")),
        epubdate=_printed_date(record.find(f"{_ARTICLE}/ArticleDate")),
        source=_first(record, "MedlineCitation/MedlineJournalInfo/MedlineTA"),
        journal=_first(record, f"{_JOURNAL}/Title"),
        volume=_first(record, f"{_ISSUE}/Volume"),
        issue=_first(record, f"{_ISSUE}/Issue"),
        pages=_first(record, f"{_ARTICLE}/Pagination/MedlinePgn"),
        languages=_texts(record, f"{_ARTICLE}/Language"),
        nlm_id=_first(record, "MedlineCitation/MedlineJournalInfo/NlmUniqueID"),
        issn=issns.get("Print", ""),
        essn=issns.get("Electronic", ""),
        publication_types=_texts(
            record, f"{_ARTICLE}/PublicationTypeList/PublicationType"
        ),
        record_status="" if status is None else status.get("Status", ""),
        has_abstract=record.find(f"{_ARTICLE}/Abstract") is not None,
        locations=tuple(
            (element.get("EIdType", ""), _text(element))
            for element in record.iterfind(f"{_ARTICLE}/ELocationID")
        ),
    )


def _book(pmid: str, record: etree._Element) -> Reading:
    """Read what stands in ``BookDocument``; a chapter's title before the book's."""
    book_title = _first(record, f"{_BOOK}/Book/BookTitle")
    return Reading(
        pmid=pmid,
        title=_first(record, f"{_BOOK}/ArticleTitle") or book_title,
        book_title=book_title,
        publisher=_first(record, f"{_BOOK}/Book/Publisher/PublisherName"),
        authors=tuple(
            author
            for path in (
                f"{_BOOK}/AuthorList/Author",
                f"{_BOOK}/Book/AuthorList/Author",
            )
            for author in _authors(record, path)
        ),
        pubdate=_printed_date(record.find(f"{_BOOK}/Book/PubDate")),
        languages=_texts(record, f"{_BOOK}/Language"),
        publication_types=_texts(record, f"{_BOOK}/PublicationType"),
        has_abstract=record.find(f"{_BOOK}/Abstract") is not None,
    )


def _with_search(reading: Reading, record: etree._Element) -> Reading:
    """Add the folded texts and the dates that searches ask for."""
    titles = (reading.title, *_texts(record, f"{_ARTICLE}/VernacularTitle"))
    abstract = tuple(
        text
        for path in (
            f"{_ARTICLE}/Abstract/AbstractText",
            "MedlineCitation/OtherAbstract/AbstractText",
            f"{_BOOK}/Abstract/AbstractText",
            "MedlineCitation/KeywordList/Keyword",
        )
        for text in _texts(record, path)
    )
    headings = tuple(_headings(record))
    names = tuple(
        name for author in reading.authors for name in (author.name, author.full)
    )
    printed = {
        "ti": titles,
        "tiab": titles + abstract,
        "au": tuple(author.name for author in reading.authors),
        "full": tuple(author.full for author in reading.authors),
        "mh": headings,
        "jour": (reading.journal, reading.source, reading.book_title, reading.nlm_id),
        "vol": (reading.volume,),
        "iss": (reading.issue,),
        "page": (reading.pages,),
        "pt": reading.publication_types,
        "la": reading.languages,
    }
    printed["all"] = (
        *titles,
        *abstract,
        *names,
        *headings,
        *printed["jour"],
        *(value for _, value in reading.identifiers + reading.locations),
    )
    texts = {
        name: tuple(fold(text) for text in values if text)
        for name, values in printed.items()
    }
    return replace(reading, texts=texts, dates=_dates(reading, record))


def _headings(record: etree._Element) -> Iterable[str]:
    """Yield ``Descriptor`` and ``Descriptor/qualifier`` of every MeSH heading."""
    for heading in record.iterfind("MedlineCitation/MeshHeadingList/MeshHeading"):
        descriptor = _first(heading, "DescriptorName")
        yield descriptor
        for qualifier in _texts(heading, "QualifierName"):
            yield f"{descriptor}/{qualifier}"


def _dates(reading: Reading, record: etree._Element) -> dict[str, tuple[str, ...]]:
    """Return the dates by search field, each as far as it is printed."""
    printed = {
        "ppdt": record.iterfind(f"{_ISSUE}/PubDate"),
        "epdt": record.iterfind(f"{_ARTICLE}/ArticleDate"),
        "book": record.iterfind(f"{_BOOK}/Book/PubDate"),
        "mdat": record.iterfind("MedlineCitation/DateRevised"),
        "cdat": record.iterfind("MedlineCitation/DateCompleted"),
    }
    dates = {
        name: tuple(date for date in map(_sortable, elements) if date)
        for name, elements in printed.items()
    }
    dates["ppdt"] += dates.pop("book")
    dates["pdat"] = dates["ppdt"] + dates["epdt"]
    for status, moment in reading.history:
        name = _HISTORY_FIELDS.get(status)
        if name:
            dates[name] = (*dates.get(name, ()), moment[:10])
    if not dates["mdat"]:  # a record that prints none has one all the same
        worked_on = (date for name in _WORK for date in dates.get(name, ()))
        dates["mdat"] = (max(worked_on, default=_LONG_AGO),)
    return dates


def _history(record: etree._Element, path: str) -> Iterable[tuple[str, str]]:
    """Yield (PubStatus, moment) of every history date."""
    for element in record.iterfind(path):
        hour = _first(element, "Hour") or "0"
        minute = _first(element, "Minute") or "0"
        moment = f"{_sortable(element)} {hour.zfill(2)}:{minute.zfill(2)}"
        yield element.get("PubStatus", ""), moment


def _printed_date(element: etree._Element | None) -> str:
    """Return a date as ESummary displays it: ``2023 May 31``, or verbatim."""
    if element is None:
        return ""
    verbatim = _first(element, "MedlineDate")
    month = _first(element, "Month")
    name = _MONTH_NAMES[int(month) - 1] if month.isdecimal() else month
    day = _first(element, "Day").lstrip("0")
    parts = (_first(element, "Year"), name or _first(element, "Season"), day)
    return verbatim or " ".join(part for part in parts if part)


def _sortable(element: etree._Element) -> str:
    """Return a date as ``YYYY/MM/DD``; what is missing counts as the first.

    A verbatim date counts from its first month, one that crosses years from January
    of the first, as in ESummary's ``sortpubdate``.
    """
    verbatim = _first(element, "MedlineDate")
    years = re.findall(r"\b\d{4}\b", _first(element, "Year") or verbatim)
    if not years:
        return ""
    month, day = _first(element, "Month"), _first(element, "Day") or "1"
    if verbatim and len(set(years)) == 1:
        month = " ".join(re.findall(r"[A-Za-z]{3,}", verbatim))
    name = month[:3].capitalize()
    named = _MONTH_NAMES.index(name) + 1 if name in _MONTH_NAMES else 1
    number = int(month) if month.isdecimal() else named
    return f"{years[0]}/{number:02d}/{day.zfill(2)}"


def _authors(record: etree._Element, path: str) -> Iterable[Author]:
    """Yield the names of an author list."""
    for element in record.iterfind(path):
        collective = _first(element, "CollectiveName")
        if collective:
            yield Author(name=collective, full=collective, kind="CollectiveName")
            continue
        family, given = _first(element, "LastName"), _first(element, "ForeName")
        short = (family, _first(element, "Initials"), _first(element, "Suffix"))
        yield Author(
            name=" ".join(part for part in short if part), full=f"{given} {family}"
        )


def _text(element: etree._Element) -> str:
    """Return all text below an element, white space folded."""
    return " ".join("".join(map(str, element.itertext())).split())


def _texts(element: etree._Element, path: str) -> tuple[str, ...]:
    return tuple(_text(found) for found in element.iterfind(path))


def _first(element: etree._Element, path: str) -> str:
    found = element.find(path)
    return "" if found is None else _text(found)
