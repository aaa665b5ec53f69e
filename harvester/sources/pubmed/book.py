"""``PubmedBookArticle``: a book of the Bookshelf, or a chapter of one."""

from __future__ import annotations

from harvester.model import LocationLabel, Section, SourceRecord
from harvester.sources.pubmed.article import PAGINATION, PUBMED_DATA
from harvester.sources.pubmed.dates import date_into
from harvester.sources.pubmed.draft import (
    Draft,
    Element,
    Table,
    children_of,
    container_text,
    container_texts,
    read_children,
    rich_text_into,
    text_into,
    texts_into,
)
from harvester.sources.pubmed.identifiers import (
    find_e_location_id,
    read_article_ids,
    read_e_location_id,
    read_pmid,
    read_references,
)
from harvester.sources.pubmed.people import (
    read_author_list,
    read_book_author_list,
    read_investigator_list,
)
from harvester.sources.pubmed.subjects import (
    read_abstract,
    read_grants,
    read_keywords,
    read_publication_type,
)
from harvester.xml import rich_text, text

_LINK_ATTRIBUTES = ("book", "part", "sec")


def parse_book(element: Element) -> SourceRecord:
    """Read a ``PubmedBookArticle``, values as printed.

    A ``BookDocument`` with an ``ArticleTitle`` is a chapter: the book around it
    is its container, with the book's own identifiers and names. Without one it
    is the book itself.

    Raises:
        RecordError: It has no PMID.
    """
    draft = Draft()
    is_chapter = text(element.find("BookDocument/ArticleTitle")) is not None
    draft.single["type"] = "chapter" if is_chapter else "book"
    document = _CHAPTER if is_chapter else _BOOK_DOCUMENT
    read_children(
        element,
        draft,
        {
            "BookDocument": children_of(document),
            "PubmedBookData": children_of(PUBMED_DATA),
        },
    )
    return draft.build()


def _read_book_title(element: Element, draft: Draft) -> None:
    rich_text_into("title")(element, draft)
    _note_target(element, draft)


def _read_title_of_container(element: Element, draft: Draft) -> None:
    title = rich_text(element)
    if title is not None:
        draft.container["title"] = title.plain
        if title.markup is not None:
            draft.container["title_markup"] = title.markup
    _note_target(element, draft)


def _read_collection_title(element: Element, draft: Draft) -> None:
    container_texts("series_titles")(element, draft)
    _note_target(element, draft)


def _read_container_id(element: Element, draft: Draft) -> None:
    found = find_e_location_id(element)
    if found:
        draft.container_many["identifiers"].extend(found)


def _note_target(element: Element, draft: Draft) -> None:
    """Keep the names by which the Bookshelf addresses what a title stands for."""
    for name, value in _target(element):
        draft.note(f"{element.tag}/@{name}", value)


def _target(element: Element) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name, value)
        for name in _LINK_ATTRIBUTES
        if (value := element.get(name)) is not None
    )


def _read_location_label(element: Element, draft: Draft) -> None:
    label = _label(element)
    if label is not None:
        draft.many["location_labels"].append(label)


def _label(element: Element) -> LocationLabel | None:
    value = text(element)
    return (
        None if value is None else LocationLabel(text=value, kind=element.get("Type"))
    )


def _read_sections(element: Element, draft: Draft) -> None:
    """Read ``Sections``, flattened in order, each with its depth."""
    draft.many["sections"].extend(_sections(element, 1))


def _sections(element: Element, level: int) -> list[Section]:
    found: list[Section] = []
    for section in element:
        if section.tag != "Section":
            continue
        title = label = None
        target: tuple[tuple[str, str], ...] = ()
        for child in section:
            if child.tag == "SectionTitle":
                title, target = rich_text(child), _target(child)
            elif child.tag == "LocationLabel":
                label = _label(child)
        found.append(Section(title=title, label=label, level=level, target=target))
        found.extend(_sections(section, level + 1))
    return found


def _read_items(element: Element, draft: Draft) -> None:
    for item in element:
        value = text(item)
        if value is not None:
            draft.note(f"ItemList/{element.get('ListType', '')}", value)


_PUBLISHER: Table = {
    "PublisherName": container_text("publisher"),
    "PublisherLocation": container_text("publisher_place"),
}

_BOOK: Table = {
    "Publisher": children_of(_PUBLISHER),
    "BookTitle": _read_book_title,
    "PubDate": date_into("issue"),
    "BeginningDate": date_into("beginning"),
    "EndingDate": date_into("ending"),
    "AuthorList": read_author_list,
    "InvestigatorList": read_investigator_list,
    "Volume": text_into("volume"),
    "VolumeTitle": container_text("volume_title"),
    "Edition": container_text("edition"),
    "CollectionTitle": _read_collection_title,
    "Isbn": container_texts("isbns"),
    "ELocationID": read_e_location_id,
    "Medium": container_text("medium"),
    "ReportNumber": container_text("report_number"),
}

_BOOK_AROUND: Table = {
    **_BOOK,
    "BookTitle": _read_title_of_container,
    "AuthorList": read_book_author_list,
    "ELocationID": _read_container_id,
}

_BOOK_DOCUMENT: Table = {
    "PMID": read_pmid,
    "ArticleIdList": read_article_ids,
    "Book": children_of(_BOOK),
    "LocationLabel": _read_location_label,
    "ArticleTitle": _read_book_title,
    "VernacularTitle": rich_text_into("original_title"),
    "Pagination": children_of(PAGINATION),
    "Language": texts_into("languages"),
    "AuthorList": read_author_list,
    "InvestigatorList": read_investigator_list,
    "PublicationType": read_publication_type,
    "Abstract": read_abstract,
    "Sections": _read_sections,
    "KeywordList": read_keywords,
    "ContributionDate": date_into("contribution"),
    "DateRevised": date_into("revised_record"),
    "GrantList": read_grants,
    "ItemList": _read_items,
    "ReferenceList": read_references,
}

_CHAPTER: Table = {**_BOOK_DOCUMENT, "Book": children_of(_BOOK_AROUND)}
