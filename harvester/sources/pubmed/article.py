"""``PubmedArticle``: an article of a journal.

The tables name every element of the DTD's content model; what they do not name
is unknown, and ``account`` counts it.
"""

from __future__ import annotations

from harvester.model import SourceRecord
from harvester.sources.pubmed.dates import date_into, read_article_date, read_history
from harvester.sources.pubmed.draft import (
    Draft,
    Element,
    Table,
    children_of,
    container_text,
    read_children,
    rich_text_into,
    text_into,
    texts_into,
)
from harvester.sources.pubmed.identifiers import (
    read_article_ids,
    read_e_location_id,
    read_pmid,
    read_references,
    read_relations,
)
from harvester.sources.pubmed.people import (
    read_author_list,
    read_investigator_list,
    read_subjects,
)
from harvester.sources.pubmed.subjects import (
    read_abstract,
    read_chemicals,
    read_data_banks,
    read_grants,
    read_keywords,
    read_mesh_headings,
    read_other_abstract,
    read_publication_types,
    read_supplementary_concepts,
)
from harvester.xml import text

_ISSNS = {"Print": "issn_print", "Electronic": "issn_electronic"}


def parse_article(element: Element) -> SourceRecord:
    """Read a ``PubmedArticle``, values as printed.

    Raises:
        RecordError: It has no PMID.
    """
    draft = Draft()
    draft.single["type"] = "article-journal"
    read_children(element, draft, _PUBMED_ARTICLE)
    return draft.build()


def _read_citation(element: Element, draft: Draft) -> None:
    single = draft.single
    single["owner"] = element.get("Owner", "NLM")
    single["indexing_status"] = element.get("Status")
    single["indexing_method"] = element.get("IndexingMethod")
    read_children(element, draft, _MEDLINE_CITATION)
    for name in ("VersionID", "VersionDate"):
        value = element.get(name)
        if value is not None:
            draft.note(name, value)


def _read_article(element: Element, draft: Draft) -> None:
    draft.single["publication_model"] = element.get("PubModel")
    read_children(element, draft, _ARTICLE)


def _read_issn(element: Element, draft: Draft) -> None:
    value = text(element)
    if value is None:
        return
    field = _ISSNS.get(element.get("IssnType", ""))
    if field is None or field in draft.container:
        draft.container_many["issns"].append(value)
    else:
        draft.container[field] = value


def _read_journal_issue(element: Element, draft: Draft) -> None:
    medium = element.get("CitedMedium")
    if medium is not None:
        draft.container["medium"] = medium
    read_children(element, draft, _JOURNAL_ISSUE)


def _read_reference_count(element: Element, draft: Draft) -> None:
    value = text(element)
    if value is None:
        return
    if value.isdecimal():
        draft.put("reference_count", int(value))
    else:
        draft.note("NumberOfReferences", value)


def _read_general_note(element: Element, draft: Draft) -> None:
    value = text(element)
    if value is not None:
        draft.many["general_notes"].append(value)
        draft.many["general_note_owners"].append(element.get("Owner", "NLM"))


def _read_other_id(element: Element, draft: Draft) -> None:
    value = text(element)
    if value is not None:
        draft.note(f"OtherID/{element.get('Source', '')}", value)


def read_objects(element: Element, draft: Draft) -> None:
    """Read ``ObjectList``: things beside the article, such as a grant's page."""
    for number, item in enumerate(element, start=1):
        kind = item.get("Type", "")
        if not len(item):
            draft.note(f"ObjectList/{number}/{kind}", "")
        for param in item:
            name = f"ObjectList/{number}/{kind}/{param.get('Name', '')}"
            draft.note(name, text(param) or "")


_JOURNAL_ISSUE: Table = {
    "Volume": text_into("volume"),
    "Issue": text_into("issue"),
    "PubDate": date_into("issue"),
}

_JOURNAL: Table = {
    "ISSN": _read_issn,
    "JournalIssue": _read_journal_issue,
    "Title": container_text("title"),
    "ISOAbbreviation": container_text("iso_abbreviation"),
}

PAGINATION: Table = {
    "StartPage": text_into("start_page"),
    "EndPage": text_into("end_page"),
    "MedlinePgn": text_into("page"),
}

_ARTICLE: Table = {
    "Journal": children_of(_JOURNAL),
    "ArticleTitle": rich_text_into("title"),
    "Pagination": children_of(PAGINATION),
    "ELocationID": read_e_location_id,
    "Abstract": read_abstract,
    "AuthorList": read_author_list,
    "Language": texts_into("languages"),
    "DataBankList": read_data_banks,
    "GrantList": read_grants,
    "PublicationTypeList": read_publication_types,
    "VernacularTitle": rich_text_into("original_title"),
    "ArticleDate": read_article_date,
}

_JOURNAL_INFO: Table = {
    "Country": container_text("country"),
    "MedlineTA": container_text("medline_abbreviation"),
    "NlmUniqueID": container_text("nlm_id"),
    "ISSNLinking": container_text("issn_linking"),
}

_MEDLINE_CITATION: Table = {
    "PMID": read_pmid,
    "DateCreated": date_into("created"),  # until the DTD of 2018
    "DateCompleted": date_into("completed"),
    "DateRevised": date_into("revised_record"),
    "Article": _read_article,
    "MedlineJournalInfo": children_of(_JOURNAL_INFO),
    "ChemicalList": read_chemicals,
    "SupplMeshList": read_supplementary_concepts,
    "CitationSubset": texts_into("citation_subsets"),
    "CommentsCorrectionsList": read_relations,
    "GeneSymbolList": children_of({"GeneSymbol": texts_into("gene_symbols")}),
    "MeshHeadingList": read_mesh_headings,
    "NumberOfReferences": _read_reference_count,
    "PersonalNameSubjectList": read_subjects,
    "OtherID": _read_other_id,
    "OtherAbstract": read_other_abstract,
    "KeywordList": read_keywords,
    "CoiStatement": rich_text_into("coi_statement"),
    "SpaceFlightMission": texts_into("space_flight_missions"),
    "InvestigatorList": read_investigator_list,
    "GeneralNote": _read_general_note,
}

PUBMED_DATA: Table = {
    "History": read_history,
    "PublicationStatus": text_into("publication_status"),
    "ArticleIdList": read_article_ids,
    "ObjectList": read_objects,
    "ReferenceList": read_references,
}

_PUBMED_ARTICLE: Table = {
    "MedlineCitation": _read_citation,
    "PubmedData": children_of(PUBMED_DATA),
}
