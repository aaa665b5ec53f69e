"""What a format cannot carry: of which article, and how much of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

from harvester.export.dates import read_points
from harvester.export.fields import (
    HISTORY,
    MEDLINE_TIES,
    other_subtitles,
    printed_pages,
)
from harvester.export.keys import citation_key
from harvester.export.names import is_complete
from harvester.export.notices import LABELS, build_notices
from harvester.model import Article, Container, Contributor, Text, Value
from harvester.normalize.relations import Direction, name_tie

_NAMED = {"author", "editor", "translator", "investigator"}
_OWN_SCHEMES = {"doi", "pmid", "pmcid"}
_PII_SCHEMES = {"pii", "mid", "bookaccession"}
_NOTHING = Container()


class Loss(Value, frozen=True, kw_only=True):
    """A part of an article that a format cannot carry.

    Attributes:
        key: The citation key of the article.
        pmid, doi: Its identifiers.
        part: The name of the part, as in ``PARTS``.
        count: How many values of it the article has.
    """

    key: str
    part: str
    count: int
    pmid: str | None = None
    doi: str | None = None


def find_losses(article: Article, held: Collection[str]) -> Iterator[Loss]:
    """Yield the parts of an article that are not among those that a format holds."""
    key = None
    for part, count in PARTS.items():
        if part not in held and (number := int(count(article))):
            key = key or citation_key(article)
            yield Loss(
                key=key, part=part, count=number, pmid=article.pmid, doi=article.doi
            )


def _box(article: Article) -> Container:
    return article.container or _NOTHING


def _texts(article: Article) -> Iterator[Text]:
    yield from filter(None, (article.title, article.original_title))
    yield from other_subtitles(article)


def _valid(article: Article) -> list[Contributor]:
    return [person for person in article.contributors if person.is_valid]


def _of_role(role: str) -> Callable[[Article], int]:
    return lambda article: sum(c.role == role for c in _valid(article))


def _people(part: str) -> Callable[[Article], int]:
    return lambda article: sum(bool(getattr(c, part)) for c in _valid(article))


def _list(field: str) -> Callable[[Article], int]:
    return lambda article: len(getattr(article, field))


def _one(field: str) -> Callable[[Article], int]:
    return lambda article: getattr(article, field) is not None


def _some(*fields: str) -> Callable[[Article], int]:
    return lambda article: sum(getattr(article, f) is not None for f in fields)


def _boxed(*fields: str) -> Callable[[Article], int]:
    return lambda article: sum(
        len(value) if isinstance(value, tuple) else value is not None
        for value in (getattr(_box(article), field) for field in fields)
    )


def _sections(article: Article) -> int:
    return (
        sum(bool(s.label) for s in article.abstract.sections) if article.abstract else 0
    )


def _abstract_markup(article: Article) -> int:
    sections = article.abstract.sections if article.abstract else ()
    return sum(section.text.markup is not None for section in sections)


def _copyright(article: Article) -> int:
    return bool(article.abstract and article.abstract.copyright)


def _history(article: Article) -> int:
    return sum(date.kind in HISTORY for date in article.dates)


def _other_dates(article: Article) -> int:
    return sum(
        date.kind not in HISTORY and date.edtf != article.published
        for date in article.dates
    )


def _ties(article: Article) -> list[str]:
    """Return what ties the article to others, what was done to it left out."""
    ties = (name_tie(r.kind, r.update_type) for r in article.relations)
    return [
        name
        for name, direction in ties
        if name not in LABELS or direction is not Direction.BY
    ]


def _has_day(article: Article) -> bool:
    return any(point.day for point in read_points(article.published))


def _is_vague(article: Article) -> bool:
    points = read_points(article.published)
    return len(points) > 1 or any(point.season for point in points)


PARTS: Mapping[str, Callable[[Article], int]] = {
    "type": _one("type"),
    "doi": _one("doi"),
    "pmid": _one("pmid"),
    "pmcid": _one("pmcid"),
    "pii and the like": lambda a: sum(
        i.scheme in _PII_SCHEMES and i.is_valid for i in a.identifiers
    ),
    "other identifiers": lambda a: sum(
        i.scheme not in _OWN_SCHEMES | _PII_SCHEMES or not i.is_valid
        for i in a.identifiers
    ),
    "title": _one("title"),
    "title markup": lambda a: sum(t.markup is not None for t in _texts(a)),
    "formulas": lambda a: sum("<math" in (t.markup or "") for t in _texts(a)),
    "original title": lambda a: bool(a.title and a.original_title),
    "subtitle": lambda a: len(other_subtitles(a)),
    "other titles": _list("other_titles"),
    "authors": _of_role("author"),
    "groups": _people("literal"),
    "suffixes": _people("suffix"),
    "et al.": lambda a: not is_complete(a),
    "editors": _of_role("editor"),
    "translators": _of_role("translator"),
    "investigators": _of_role("investigator"),
    "other roles": lambda a: sum(c.role not in _NAMED for c in _valid(a)),
    "names marked as wrong": lambda a: sum(not c.is_valid for c in a.contributors),
    "ORCID iDs": _people("orcid"),
    "affiliations": lambda a: sum(len(c.affiliations) for c in _valid(a)),
    "whose affiliation": lambda a: sum(len(c.affiliations) for c in _valid(a)),
    "journal or book": _boxed("title"),
    "journal abbreviation": lambda a: bool(
        _box(a).medline_abbreviation or _box(a).iso_abbreviation or _box(a).short_titles
    ),
    "issn": _boxed("issn_print", "issn_electronic", "issn_linking", "issns"),
    "isbn": _boxed("isbns"),
    "publisher": _boxed("publisher", "publisher_place"),
    "edition": _boxed("edition"),
    "series": _boxed("series_titles"),
    "volume title": _boxed("volume_title"),
    "event": _boxed("event"),
    "report number": _boxed("report_number"),
    "NLM id": _boxed("nlm_id"),
    "country of the journal": _boxed("country"),
    "volume": _one("volume"),
    "issue": _one("issue"),
    "pages": lambda a: printed_pages(a) is not None,
    "article number": _one("article_number"),
    "year": _one("year"),
    "day": _has_day,
    "season or interval": _is_vague,
    "history": _history,
    "other dates": _other_dates,
    "language": lambda a: bool(a.languages),
    "further languages": lambda a: max(len(a.languages) - 1, 0),
    "abstract": _one("abstract"),
    "abstract sections": _sections,
    "abstract markup": _abstract_markup,
    "abstract copyright": _copyright,
    "other abstracts": _list("other_abstracts"),
    "keywords": _list("keywords"),
    "subjects": _list("subjects"),
    "mesh": _list("mesh_headings"),
    "mesh identifiers": lambda a: sum(bool(m.ui) for m in a.mesh_headings),
    "supplementary concepts": _list("supplementary_concepts"),
    "chemicals": _list("chemicals"),
    "gene symbols": _list("gene_symbols"),
    "people as subjects": _list("personal_name_subjects"),
    "publication types": _list("publication_types"),
    "notices": lambda a: len(build_notices(a)),
    "comments and updates": lambda a: sum(name in MEDLINE_TIES for name in _ties(a)),
    "other relations": lambda a: sum(name not in MEDLINE_TIES for name in _ties(a)),
    "references": _list("references"),
    "funding": _list("funding"),
    "data banks": _list("data_banks"),
    "licenses": _list("licenses"),
    "conflict of interest": _one("coi_statement"),
    "general notes": _list("general_notes"),
    "space flight missions": _list("space_flight_missions"),
    "citation subsets": _list("citation_subsets"),
    "assertions": _list("assertions"),
    "table of contents": lambda a: len(a.location_labels) + len(a.sections),
    "record status": _some("publication_status", "indexing_status", "owner"),
    "indexing method": _some("publication_model", "indexing_method"),
    "counts": lambda a: sum(
        value is not None for value in (a.reference_count, a.cited_by_count)
    ),
    "other fields": _list("other"),
    "origins": _list("origins"),
}  # fmt: skip
"""Part of an article → how many values of it an article has.

A format that holds ``affiliations`` but not ``whose affiliation`` lists them without
saying whose they are; the same with markup and sections of what it holds plain.
"""
