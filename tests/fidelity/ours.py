"""Our records in the plain form of the judge."""

from __future__ import annotations

from typing import Any

import msgspec

from harvester.model import (
    Abstract,
    Affiliation,
    Contributor,
    Identifier,
    SourceRecord,
    Text,
)

DERIVED = frozenset({"locator", "numbering"})
"""Fields that the parser leaves to the normaliser."""

ELSEWHERE = frozenset(
    {"subtitles", "other_titles", "article_number", "subjects", "licenses"}
    | {"cited_by_count", "assertions", "location_labels", "sections"}
)
"""Fields of other sources and of books, which no article of a journal may have."""


def invented(record: SourceRecord) -> list[str]:
    """Return the fields that a verbatim article of PubMed must not have."""
    return [
        field for field in sorted(DERIVED | ELSEWHERE) if getattr(record, field)
    ] + [
        f"date {date.kind}"
        for date in record.dates
        if date.edtf or date.precision or date.rule
    ]


def plain_form(record: SourceRecord) -> dict[str, Any]:
    """Flatten one of our records as the judge flattens Biopython's."""
    form = {
        **_frame(record),
        **_journal(record),
        **_people(record),
        **_subjects(record),
        "corrections": tuple(
            (
                tie.kind.replace("_", ""),
                _only(tie.identifiers),
                tie.version,
                _rich(tie.citation),
                tie.note,
            )
            for tie in record.relations
        ),
        "references": tuple(
            (_rich(r.citation), _ids(r.identifiers), r.list_title)
            for r in record.references
        ),
        "dates": tuple(
            sorted(((d.kind, d.printed, d.time) for d in record.dates), key=str)
        ),
    }
    return {field: value for field, value in form.items() if value not in (None, ())}


def _frame(record: SourceRecord) -> dict[str, Any]:
    own = [i for i in record.identifiers if i.place == "PMID"]
    return {
        "pmid": _only(own) if _only(own) == record.source_id else own,
        "version": record.version,
        "owner": record.owner,
        "status": record.indexing_status,
        "method": record.indexing_method,
        "model": record.publication_model,
        "title": _rich(record.title),
        "vernacular": _rich(record.original_title),
        "languages": record.languages,
        "publication_status": record.publication_status,
        "e_location": tuple(
            (i.scheme, i.value, i.is_valid)
            for i in record.identifiers
            if i.place == "ELocationID"
        ),
        "article_ids": _ids(
            i for i in record.identifiers if i.place not in {"PMID", "ELocationID"}
        ),
        "subsets": record.citation_subsets,
        "genes": record.gene_symbols,
        "missions": record.space_flight_missions,
        "reference_count": None
        if record.reference_count is None
        else str(record.reference_count),
        "notes": tuple(
            zip(record.general_note_owners, record.general_notes, strict=True)
        ),
        "coi": _rich(record.coi_statement),
        "other": tuple(sorted(record.other)),
    }


def _journal(record: SourceRecord) -> dict[str, Any]:
    fields = msgspec.structs.asdict(record.container) if record.container else {}
    names = {
        "title": "journal",
        "iso_abbreviation": "iso",
        "medline_abbreviation": "medline",
    }
    journal = {names.get(name, name): value for name, value in fields.items()}
    for kind in ("print", "electronic"):
        issn = journal.pop(f"issn_{kind}", None)
        if issn is not None:
            journal["issn"] = (kind.capitalize(), issn)
    return {
        **journal,
        "volume": record.volume,
        "issue": record.issue,
        "pages": record.page,
        "start_page": record.start_page,
        "end_page": record.end_page,
    }


def _people(record: SourceRecord) -> dict[str, Any]:
    members = [c for c in record.contributors if c.role == "investigator"]
    byline = [c for c in record.contributors if c.role != "investigator"]
    (stated,) = record.contributor_lists or (None,)
    return {
        "author_count": None if stated is None else len(byline),
        "author_list": stated
        and (f"{stated.role}s", stated.is_complete, *filter(None, [stated.place])),
        "authors": tuple(map(_person, byline)),
        "investigators": tuple(map(_person, members)),
        "persons": tuple(map(_person, record.personal_name_subjects)),
    }


def _person(person: Contributor) -> dict[str, Any]:
    fields = msgspec.structs.asdict(person)
    marked = dict(fields.pop("printed"))
    literal, literal_markup = fields.pop("literal"), fields.pop("literal_markup")
    form = {
        name: (fields.pop(name), marked.get(name))
        for name in ("family", "given", "initials", "suffix")
        if fields[name] is not None
    }
    form |= {
        "group": None if literal is None else (literal, literal_markup),
        "group_id": fields.pop("group_id"),
        "is_wrong": None if fields.pop("is_valid") else True,
        "equal": fields.pop("equal_contribution"),
        "ids": _sources(fields.pop("identifiers")),
        "affiliations": tuple(map(_affiliation, fields.pop("affiliations"))),
    }
    fields.pop("role")
    form |= fields
    return {name: value for name, value in form.items() if value not in (None, ())}


def _affiliation(affiliation: Affiliation) -> tuple[Any, ...]:
    return (_rich(affiliation.name), _sources(affiliation.identifiers))


def _subjects(record: SourceRecord) -> dict[str, Any]:
    abstract = record.abstract
    return {
        "types": tuple((t.name, t.ui) for t in record.publication_types),
        "abstract": _sections(abstract),
        "copyright": abstract and abstract.copyright,
        "other_abstracts": tuple(
            (a.kind, a.language, _sections(a), a.copyright)
            for a in record.other_abstracts
        ),
        "mesh": tuple(
            (
                (h.descriptor, h.ui, h.is_major, h.kind, h.is_automatic),
                *(
                    (q.name, q.ui, q.is_major, None, q.is_automatic)
                    for q in h.qualifiers
                ),
            )
            for h in record.mesh_headings
        ),
        "supplementary": tuple(
            (s.name, s.ui, s.kind) for s in record.supplementary_concepts
        ),
        "chemicals": tuple((c.name, c.ui, c.registry_number) for c in record.chemicals),
        "keywords": tuple(
            (k.owner, "Y" if k.is_major else "N", _rich(k.text))
            for k in record.keywords
        ),
        "grants": tuple(
            ("; ".join(g.awards) or None, g.acronym, g.agency, g.country)
            for g in record.funding
        ),
        "grants_complete": _yes_or_no(record.funding_complete),
        "banks": tuple((b.name, b.accession_numbers) for b in record.data_banks),
        "banks_complete": _yes_or_no(record.data_banks_complete),
    }


def _sections(abstract: Abstract | None) -> tuple[Any, ...]:
    return tuple(
        (s.label, s.category, _rich(s.text))
        for s in (abstract.sections if abstract else ())
    )


def _rich(text: Text | None) -> tuple[str, str | None] | None:
    if text is None:
        return None
    formula = text.markup is not None and "<math" in text.markup
    return (text.plain, None if formula else text.markup)


def _ids(identifiers: Any) -> tuple[tuple[str, str], ...]:
    return tuple((i.scheme, i.value) for i in identifiers)


def _sources(identifiers: tuple[Identifier, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((i.scheme, i.value) for i in identifiers)


def _only(identifiers: Any) -> str | None:
    values = [i.value for i in identifiers]
    return values[0] if len(values) == 1 else values or None


def _yes_or_no(value: bool | None) -> str | None:  # noqa: FBT001 - a value, no switch
    return None if value is None else "Y" if value else "N"
