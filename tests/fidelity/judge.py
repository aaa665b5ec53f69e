"""A second reading of PubMed's records, by Biopython and its DTDs.

It shares nothing with the parser under test: another XML library (expat), another
way of cutting the stream, another way to text (Biopython hands over inline markup
as literal tags between escaped texts, from which the tags are struck).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from Bio import Entrez

DTD = (
    b'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE PubmedArticleSet PUBLIC '
    b'"-//NLM//DTD PubMedArticle//EN" '
    b'"https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_%s.dtd">\n'
)
SCHEMES = {"pubmed": "pmid", "pmc": "pmcid"}  # reference ids also print "pmcid"
BATCH = 400  # records read at once: Biopython builds everything in memory

_ARTICLE = re.compile(rb"<PubmedArticle>.*?</PubmedArticle>", re.DOTALL)
_MATH = re.compile(r"<math\b.*?</math>", re.DOTALL)
_ANNOTATION = re.compile(r"<(annotation\S*)\b.*?</\1>", re.DOTALL)
_AROUND_TAGS = re.compile(r"[ \t\r\n]*(<[^>]*>)[ \t\r\n]*")
_TAG = re.compile(r"<[^>]*>")
_FOREIGN = re.compile(r"</?(?!/?(?:b|i|u|sub|sup)>)[^>]*>")
_HOLLOW = re.compile(r"<(b|i|u|sub|sup)></\1>")
_SPACE = re.compile(r"[ \t\r\n]+")


def judge_body(body: bytes, dtd: bytes = b"190101") -> Iterator[dict[str, Any]]:
    """Read the articles of a PubmedArticleSet, each in the plain form."""
    records = cut(body)
    while batch := list(islice(records, BATCH)):
        yield from judge_records(batch, dtd)


def judge_records(records: list[bytes], dtd: bytes) -> Iterator[dict[str, Any]]:
    """Read articles given as the bytes of their elements."""
    read = Entrez.read(io.BytesIO(DTD % dtd + article_set(records)), escape=True)
    # Until the DTD of 2015 a set was a list of articles.
    articles = read if isinstance(read, list) else read["PubmedArticle"]
    yield from map(plain_form, articles)


def article_set(records: list[bytes]) -> bytes:
    """Return a PubmedArticleSet of articles given as bytes."""
    return b"<PubmedArticleSet>%s</PubmedArticleSet>" % b"".join(records)


def cut(body: bytes) -> Iterator[bytes]:
    """Yield the bytes of every article."""
    return (match[0] for match in _ARTICLE.finditer(body))


def plain(value: Any) -> str | None:
    """Return the text of a string of Biopython, its literal tags struck."""
    if value is None:
        return None
    bare = _TAG.sub("", _MATH.sub(_formula, str(value)))
    return _fold(_unescape(bare))


def markup(value: Any) -> str | None:
    """Return the text with its inline tags; None for one without, or with a formula."""
    raw = str(value or "")
    if "<" not in raw or "<math" in raw:
        return None
    kept, before = _FOREIGN.sub("", raw), ""
    while kept != before:
        kept, before = _HOLLOW.sub("", kept), kept
    return _fold(kept) if "<" in kept else None


def rich(value: Any) -> tuple[str, str | None] | None:
    """Return a text plain and with its tags."""
    text = plain(value)
    return None if text is None else (text, markup(value))


def _formula(match: re.Match[str]) -> str:
    return _AROUND_TAGS.sub(r"\1", _ANNOTATION.sub("", match[0]))


def _unescape(raw: str) -> str:
    return raw.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _fold(raw: str) -> str | None:
    return _SPACE.sub(" ", raw).strip(" ") or None


def plain_form(record: Any) -> dict[str, Any]:
    """Flatten what Biopython says about an article."""
    citation, data = record["MedlineCitation"], record.get("PubmedData", {})
    article = citation["Article"]
    form = {
        **_frame(citation, article, data),
        **_journal(citation, article),
        **_people(citation, article),
        **_subjects(citation, article),
        **_ties(citation, data),
        "dates": _dates(citation, article, data),
    }
    return {field: value for field, value in form.items() if value not in (None, ())}


def _frame(citation: Any, article: Any, data: Any) -> dict[str, Any]:
    said, pmid = citation.attributes, citation.get("PMID")
    return {
        "pmid": plain(pmid),
        "version": None if pmid is None else pmid.attributes.get("Version"),
        "owner": said.get("Owner"),
        "status": said.get("Status"),
        "method": said.get("IndexingMethod"),
        "model": article.attributes.get("PubModel"),
        "title": rich(article.get("ArticleTitle")),
        "vernacular": rich(article.get("VernacularTitle")),
        "languages": _texts(article.get("Language")),
        "publication_status": plain(data.get("PublicationStatus")),
        "e_location": tuple(
            (i.attributes["EIdType"], text, i.attributes.get("ValidYN", "Y") == "Y")
            for i in article.get("ELocationID", ())
            if (text := plain(i)) is not None
        ),
        "article_ids": _ids(data.get("ArticleIdList")),
        "subsets": _texts(citation.get("CitationSubset")),
        "genes": _texts(citation.get("GeneSymbolList")),
        "missions": _texts(citation.get("SpaceFlightMission")),
        "reference_count": plain(citation.get("NumberOfReferences")),
        "notes": tuple(
            (note.attributes.get("Owner"), plain(note))
            for note in citation.get("GeneralNote", ())
            if plain(note)
        ),
        "coi": rich(citation.get("CoiStatement")),
        "other": tuple(
            sorted(
                [
                    (f"OtherID/{i.attributes['Source']}", plain(i))
                    for i in citation.get("OtherID", ())
                    if plain(i)
                ]
                + [(n, said[n]) for n in ("VersionID", "VersionDate") if n in said]
                + _objects(data.get("ObjectList", ()))
                + _marked_names(
                    article.get("Journal"), citation.get("MedlineJournalInfo")
                )
                + _empty_sections(article.get("Abstract"), *citation["OtherAbstract"])
            )
        ),
    }


def _objects(objects: Any) -> list[tuple[str, str | None]]:
    return [
        (
            f"ObjectList/{number}/{kind}/{param.attributes.get('Name')}",
            plain(param) or "",
        )
        for number, item in enumerate(objects, start=1)
        for kind in [item.attributes.get("Type")]
        for param in item
    ]


def _marked_names(*holders: Any) -> list[tuple[str, str | None]]:
    return [
        (f"{tag} (markup)", markup(value))
        for holder in holders
        for tag, value in (holder or {}).items()
        if isinstance(value, str) and markup(value)
    ]


def _empty_sections(*abstracts: Any) -> list[tuple[str, str | None]]:
    return [
        ("AbstractText/@Label", section.attributes["Label"])
        for abstract in abstracts
        for section in (abstract or {}).get("AbstractText", ())
        if plain(section) is None and "Label" in section.attributes
    ]


def _journal(citation: Any, article: Any) -> dict[str, Any]:
    journal, info = article.get("Journal", {}), citation.get("MedlineJournalInfo", {})
    issue, pages = journal.get("JournalIssue"), article.get("Pagination", {})
    issn = journal.get("ISSN")
    return {
        "journal": plain(journal.get("Title")),
        "iso": plain(journal.get("ISOAbbreviation")),
        "medline": plain(info.get("MedlineTA")),
        "nlm_id": plain(info.get("NlmUniqueID")),
        "country": plain(info.get("Country")),
        "issn": issn and (issn.attributes["IssnType"], plain(issn)),
        "issn_linking": plain(info.get("ISSNLinking")),
        "medium": issue and issue.attributes.get("CitedMedium"),
        "volume": issue and plain(issue.get("Volume")),
        "issue": issue and plain(issue.get("Issue")),
        "pages": plain(pages.get("MedlinePgn")),
        "start_page": plain(pages.get("StartPage")),
        "end_page": plain(pages.get("EndPage")),
    }


def _people(citation: Any, article: Any) -> dict[str, Any]:
    names = article.get("AuthorList")
    investigators = citation.get("InvestigatorList", ())
    return {
        "author_count": None if names is None else len(names),
        "author_list": (
            names is not None
            and (
                names.attributes.get("Type", "authors"),
                names.attributes.get("CompleteYN", "Y") == "Y",
            )
        )
        or None,
        "authors": tuple(map(_person, names or ())),
        "investigators": tuple(map(_person, investigators)),
        "persons": tuple(map(_person, citation.get("PersonalNameSubjectList", ()))),
    }


def _person(person: Any) -> dict[str, Any]:
    said = person.attributes
    group = person.get("CollectiveName")
    equal = said.get("EqualContrib")
    fields = {
        "family": rich(person.get("LastName")),
        "given": rich(person.get("ForeName")),
        "initials": rich(person.get("Initials")),
        "suffix": rich(person.get("Suffix")),
        "group": rich(group),
        "group_id": None if group is None else group.attributes.get("Investigators"),
        "is_wrong": said.get("ValidYN", "Y") == "N" or None,
        "equal": equal and equal == "Y",
        "ids": _identifiers(person.get("Identifier")),
        "affiliations": tuple(
            (rich(one.get("Affiliation")), _identifiers(one.get("Identifier")))
            for one in person.get("AffiliationInfo", ())
        ),
    }
    return {name: value for name, value in fields.items() if value not in (None, ())}


def _subjects(citation: Any, article: Any) -> dict[str, Any]:
    grants, banks = article.get("GrantList"), article.get("DataBankList")
    abstract = article.get("Abstract")
    return {
        "types": tuple(
            (plain(t), t.attributes.get("UI"))
            for t in article.get("PublicationTypeList", ())
        ),
        "abstract": _sections(abstract),
        "copyright": abstract and plain(abstract.get("CopyrightInformation")),
        "other_abstracts": tuple(
            (
                other.attributes.get("Type"),
                other.attributes.get("Language"),
                _sections(other),
                plain(other.get("CopyrightInformation")),
            )
            for other in citation.get("OtherAbstract", ())
        ),
        "mesh": tuple(
            tuple(map(_term, (heading["DescriptorName"], *heading["QualifierName"])))
            for heading in citation.get("MeshHeadingList", ())
        ),
        "supplementary": tuple(
            (plain(s), s.attributes.get("UI"), s.attributes.get("Type"))
            for s in citation.get("SupplMeshList", ())
        ),
        "chemicals": tuple(
            (
                plain(c["NameOfSubstance"]),
                c["NameOfSubstance"].attributes.get("UI"),
                plain(c.get("RegistryNumber")),
            )
            for c in citation.get("ChemicalList", ())
        ),
        "keywords": tuple(
            (words.attributes.get("Owner"), word.attributes["MajorTopicYN"], rich(word))
            for words in citation.get("KeywordList", ())
            for word in words
            if plain(word) is not None
        ),
        "grants": tuple(
            tuple(plain(g.get(n)) for n in ("GrantID", "Acronym", "Agency", "Country"))
            for g in grants or ()
        ),
        "grants_complete": (grants is not None and grants.attributes.get("CompleteYN"))
        or None,
        "banks": tuple(
            (plain(b["DataBankName"]), _texts(b.get("AccessionNumberList")))
            for b in banks or ()
        ),
        "banks_complete": (banks is not None and banks.attributes.get("CompleteYN"))
        or None,
    }


def _term(name: Any) -> tuple[Any, ...]:
    said = name.attributes
    return (
        plain(name),
        said.get("UI"),
        said.get("MajorTopicYN", "N") == "Y",
        said.get("Type"),
        said.get("AutoHM", "N") == "Y",
    )


def _sections(abstract: Any) -> tuple[Any, ...]:
    return tuple(
        (s.attributes.get("Label"), s.attributes.get("NlmCategory"), rich(s))
        for s in (abstract or {}).get("AbstractText", ())
        if plain(s) is not None
    )


def _ties(citation: Any, data: Any) -> dict[str, Any]:
    references = tuple(_references(data.get("ReferenceList", ()), ()))
    return {
        "corrections": tuple(
            (
                tie.attributes["RefType"].lower(),
                plain(tie.get("PMID")),
                tie["PMID"].attributes.get("Version") if "PMID" in tie else None,
                rich(tie.get("RefSource")),
                plain(tie.get("Note")),
            )
            for tie in citation.get("CommentsCorrectionsList", ())
        ),
        "references": references,
    }


def _references(lists: Any, titles: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
    for one in lists:
        title = plain(one.get("Title"))
        within = titles if title is None else (*titles, title)
        for reference in one.get("Reference", ()):
            yield (
                rich(reference.get("Citation")),
                _ids(reference.get("ArticleIdList")),
                " / ".join(within) or None,
            )
        yield from _references(one.get("ReferenceList", ()), within)


def _dates(citation: Any, article: Any, data: Any) -> tuple[Any, ...]:
    named = [
        ("created", citation.get("DateCreated")),
        ("completed", citation.get("DateCompleted")),
        ("revised_record", citation.get("DateRevised")),
        ("issue", article.get("Journal", {}).get("JournalIssue", {}).get("PubDate")),
    ]
    named += [("online", date) for date in article.get("ArticleDate", ())]
    named += [(date.attributes["PubStatus"], date) for date in data.get("History", ())]
    found = []
    for kind, date in named:
        parts = {tag: text for tag, p in (date or {}).items() if (text := plain(p))}
        clock = [
            parts.pop(tag).rjust(2, "0")
            for tag in ("Hour", "Minute", "Second")
            if tag in parts
        ]
        if parts:
            found.append((kind, " ".join(parts.values()), ":".join(clock) or None))
    return tuple(sorted(found, key=str))


def _ids(items: Any) -> tuple[tuple[str, str], ...]:
    return tuple(
        (SCHEMES.get(kind, kind), text)
        for i in items or ()
        for kind in [i.attributes.get("IdType", "pubmed").lower()]
        if (text := plain(i)) is not None
    )


def _identifiers(items: Any) -> tuple[tuple[str, str], ...]:
    return tuple(
        (i.attributes["Source"].lower(), text)
        for i in items or ()
        if (text := plain(i)) is not None
    )


def _texts(items: Any) -> tuple[str, ...]:
    return tuple(text for item in items or () if (text := plain(item)) is not None)
