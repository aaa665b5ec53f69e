"""PubMed's text format (MEDLINE, ``.nbib``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from harvester.export.citation import build_place
from harvester.export.dates import date_in_words
from harvester.export.fields import (
    HISTORY,
    MEDLINE_TIES,
    abstract_text,
    heading,
    printed_pages,
)
from harvester.export.markup import one_line
from harvester.export.names import family_name, named
from harvester.export.notices import LABELS, find_notices
from harvester.model import Article, Contributor, RecordDate, Relation
from harvester.normalize.names import short_name
from harvester.normalize.relations import Direction, name_tie

_Line = tuple[str, str | None]
_WRAPPED = frozenset({"TI", "BTI", "TT", "AB", "AD", "MH", "SO"})
"""What readers put together again; other lines stay whole, however long."""
_WIDTH = 82
_STAMPS = {"entrez": "CRDT", "pubmed": "EDAT", "medline": "MHDA"}
_DAYS = {"completed": "DCOM", "revised_record": "LR"}


def write_nbib(articles: Iterable[Article]) -> Iterator[str]:
    """Yield a record for every article, a blank line behind it."""
    for article in articles:
        lines = (
            _fold(tag, text)
            for tag, value in _lines(article)
            if value and (text := one_line(value))
        )
        yield "\n".join([*lines, "", ""])


def _fold(tag: str, text: str) -> str:
    """Return a tag and its value, over several lines where that is long."""
    if tag not in _WRAPPED or len(text) <= _WIDTH:
        return f"{tag:<4}- {text}"
    rows: list[str] = []
    while len(text) > _WIDTH:
        place = text.rfind(" ", 0, _WIDTH + 1)
        if place < 0:  # a word that is longer than a line
            place = text.find(" ")
        if place < 0:
            break
        rows.append(text[:place])
        text = text[place + 1 :]
    return f"{tag:<4}- " + "\n      ".join([*rows, text])


def _lines(article: Article) -> Iterator[_Line]:
    yield "PMID", article.pmid
    yield "OWN", article.owner
    yield "STAT", article.indexing_status
    yield from _days(article)
    yield from _numbers(article)
    yield from _place(article)
    if article.abstract:
        yield "AB", abstract_text(article.abstract)
        yield "CI", article.abstract.copyright
    for abstract in article.other_abstracts:
        yield "OAB", abstract_text(abstract)
    for person in article.authors:
        yield from _person(person, "FAU", "AU", "AD")
    for person in named(article, "editor"):
        yield from _person(person, "FED", "ED", "AD")
    yield from _kinds(article)
    yield from _journal(article)
    yield from _subjects(article)
    for person in named(article, "investigator"):
        yield from _person(person, "FIR", "IR", "IRAD")
    yield from _ties(article)
    yield from _ends(article)


def _days(article: Article) -> Iterator[_Line]:
    for date in article.dates:
        yield _DAYS.get(date.kind, ""), _digits(date) if date.kind in _DAYS else None


def _digits(date: RecordDate) -> str | None:
    return date.edtf.replace("-", "") if date.edtf and date.precision == "day" else None


def _numbers(article: Article) -> Iterator[_Line]:
    container = article.container
    if container:
        typed = (
            (container.issn_print, "Print"),
            (container.issn_electronic, "Electronic"),
            (container.issn_linking, "Linking"),
        )
        for issn, kind in typed:
            yield "IS", f"{issn} ({kind})" if issn else None
        for isbn in container.isbns:
            yield "ISBN", isbn
    yield "VI", article.volume
    yield "IP", article.issue
    issue = article.date("issue")
    yield "DP", issue.printed if issue else date_in_words(article.published)


def _place(article: Article) -> Iterator[_Line]:
    container = article.container
    yield "TI", article.title.plain if article.title else None
    if container and article.type in {"book", "chapter"}:
        yield ("CTI" if article.type == "book" else "BTI"), container.title
    if container:
        yield "VTI", container.volume_title
        yield "EN", container.edition
        yield "PB", container.publisher
    yield "PG", printed_pages(article) or article.article_number
    ids = [(i.value, i.scheme) for i in article.identifiers if i.place == "ELocationID"]
    if article.doi and (article.doi, "doi") not in ids:
        ids.append((article.doi, "doi"))
    for value, scheme in ids:
        yield "LID", f"{value} [{scheme}]"


def _person(
    person: Contributor, full: str, short: str, address: str
) -> Iterator[_Line]:
    if person.family is None:
        yield "CN", person.literal or person.given
    else:
        given = " ".join(filter(None, (person.given or person.initials, person.suffix)))
        yield full, ", ".join(filter(None, (family_name(person), given)))
        yield short, short_name(person)
    if person.orcid:
        yield "AUID", f"ORCID: {person.orcid}"
    for affiliation in person.affiliations:
        if affiliation.name:
            yield address, affiliation.name.plain


def _kinds(article: Article) -> Iterator[_Line]:
    for language in article.languages:
        yield "LA", language
    for bank in article.data_banks:
        for number in bank.accession_numbers or (None,):
            yield "SI", "/".join(filter(None, (bank.name, number)))
    for grant in article.funding:
        for award in grant.awards or (None,):
            parts = (award, grant.acronym, grant.agency, grant.country)
            yield "GR", "/".join(filter(None, parts))
    for kind in article.publication_types:
        yield "PT", kind.name
    yield "TT", article.original_title.plain if article.original_title else None
    online = article.date("online")
    yield "DEP", _digits(online) if online else None


def _journal(article: Article) -> Iterator[_Line]:
    container = article.container
    if container:
        yield "PL", container.country or container.publisher_place
        yield "TA", container.medline_abbreviation or container.iso_abbreviation
        if article.type not in {"book", "chapter"}:
            yield "JT", container.title
        yield "JID", container.nlm_id


def _subjects(article: Article) -> Iterator[_Line]:
    for chemical in article.chemicals:
        yield "RN", f"{chemical.registry_number or '0'} ({chemical.name})"
    for concept in article.supplementary_concepts:
        yield "NM", concept.name
    for subset in article.citation_subsets:
        yield "SB", subset
    for mesh in article.mesh_headings:
        yield "MH", heading(mesh)
    yield from (("GS", gene) for gene in article.gene_symbols)
    for person in article.personal_name_subjects:
        yield from _person(person, "FPS", "PS", "AD")
    yield from _keywords(article)
    yield from (("SFM", mission) for mission in article.space_flight_missions)
    yield from (("GN", note) for note in article.general_notes)


def _keywords(article: Article) -> Iterator[_Line]:
    owner = None
    for keyword in article.keywords:
        if keyword.owner != owner:
            owner = keyword.owner
            yield "OTO", owner
        yield "OT", "*" * keyword.is_major + keyword.text.plain


def _ties(article: Article) -> Iterator[_Line]:
    """Yield relations under their tags, and notices that have none as notes."""
    notices = {notice.kind for notice in find_notices(article)}
    told = set()
    for relation in article.relations:
        name, direction = name_tie(relation.kind, relation.update_type)
        acts = direction is Direction.OF
        is_notice = name in LABELS and not acts
        if direction is Direction.WITH or name not in MEDLINE_TIES:
            continue
        if not is_notice or name in notices:
            told.add(name)
            yield MEDLINE_TIES[name][0 if acts else 1], _other_work(relation)
    for notice in find_notices(article):
        if notice.kind not in told:
            tags = MEDLINE_TIES.get(notice.kind)
            yield (tags[1], notice.source) if tags else ("GN", str(notice))


def _other_work(relation: Relation) -> str:
    words = relation.citation.plain.rstrip(".") if relation.citation else None
    names = [f"{i.scheme.upper()}: {i.value}" for i in relation.identifiers]
    return ". ".join(filter(None, (words, *names, relation.note)))


def _ends(article: Article) -> Iterator[_Line]:
    yield "PMC", article.pmcid
    for identifier in article.identifiers:
        if identifier.scheme == "mid":
            yield "MID", identifier.value
    yield "COIS", article.coi_statement.plain if article.coi_statement else None
    for date in article.dates:
        if date.kind in _STAMPS and date.edtf:
            yield _STAMPS[date.kind], _stamp(date)
    for date in article.dates:
        if (
            date.kind in HISTORY
            and date.kind not in _DAYS
            and date.edtf
            and date.precision == "day"
        ):
            yield "PHST", f"{_stamp(date)} [{date.kind}]"
    for identifier in article.identifiers:
        if identifier.scheme in {"doi", "pii", "bookaccession"} and identifier.is_valid:
            yield "AID", f"{identifier.value} [{identifier.scheme}]"
    yield "PST", article.publication_status
    place = build_place(article)
    doi = f" doi: {article.doi}." if article.doi else ""
    yield "SO", f"{place}.{doi}" if place else None


def _stamp(date: RecordDate) -> str:
    """Return a date of PubMed's history, ``2018/12/21 06:00``."""
    day = (date.edtf or "").replace("-", "/")
    return f"{day} {(date.time or '00:00')[:5]}"
