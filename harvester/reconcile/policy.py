"""Which source is believed, field by field.

The reasons, by field family: PubMed's text is curated by NLM, Crossref's is what
the publisher deposited; MeSH is PubMed's own; licences, funders and most references
are only at Crossref. Losing values are kept beside the chosen one.
"""

from __future__ import annotations

from enum import StrEnum

from harvester.model import Value

PUBMED_FIRST = ("pubmed", "crossref", "datacite", "idconv", "doira")
CROSSREF_FIRST = ("crossref", "datacite", "pubmed", "idconv", "doira")


class Rule(StrEnum):
    """How the values of several sources become one."""

    PREFER = "prefer"
    """The first source, in the order of preference, that gives a value."""
    FULLER = "fuller"
    """The longest list; at equal length the order of preference decides."""
    UNION = "union"
    """All entries, in the order of preference, equal ones once."""
    FILL = "fill"
    """The first source's value, its gaps filled from the next."""
    ALIGN = "align"
    """Everybody of the first source's list, completed from the others, in its order;
    see ``merge_bylines``."""


class FieldPolicy(Value, frozen=True, kw_only=True):
    """One row of the policy: a field of ``Work``, a rule, an order of sources."""

    field: str
    rule: Rule
    order: tuple[str, ...]

    def __str__(self) -> str:
        """Return the rule as it is stored with the value, ``prefer pubmed``."""
        return f"{self.rule} {self.order[0]}"


def _rows(rule: Rule, order: tuple[str, ...], *fields: str) -> tuple[FieldPolicy, ...]:
    return tuple(FieldPolicy(field=field, rule=rule, order=order) for field in fields)


POLICY: tuple[FieldPolicy, ...] = (
    # Crossref knows which of two DOIs is the prime one and which its alias.
    *_rows(Rule.UNION, CROSSREF_FIRST, "identifiers"),
    # Crossref tells a preprint, a chapter and an article apart.
    *_rows(Rule.PREFER, CROSSREF_FIRST, "type"),
    *_rows(Rule.PREFER, PUBMED_FIRST, "title", "original_title"),
    *_rows(Rule.UNION, CROSSREF_FIRST, "subtitles", "other_titles"),
    *_rows(Rule.ALIGN, PUBMED_FIRST, "contributors"),
    *_rows(Rule.PREFER, PUBMED_FIRST, "contributor_lists"),
    *_rows(Rule.FILL, PUBMED_FIRST, "container"),
    *_rows(Rule.PREFER, PUBMED_FIRST, "volume", "issue", "page"),
    *_rows(Rule.PREFER, PUBMED_FIRST, "start_page", "end_page"),
    # Crossref has a field of its own for it, PubMed prints it among the pages.
    *_rows(Rule.PREFER, CROSSREF_FIRST, "article_number"),
    *_rows(Rule.PREFER, PUBMED_FIRST, "numbering", "locator"),
    *_rows(Rule.UNION, PUBMED_FIRST, "dates"),
    *_rows(Rule.PREFER, PUBMED_FIRST, "languages"),
    *_rows(Rule.PREFER, PUBMED_FIRST, "abstract"),
    *_rows(Rule.UNION, PUBMED_FIRST, "other_abstracts", "publication_types"),
    *_rows(Rule.PREFER, PUBMED_FIRST, "mesh_headings", "supplementary_concepts"),
    *_rows(Rule.PREFER, PUBMED_FIRST, "chemicals", "gene_symbols"),
    *_rows(Rule.PREFER, PUBMED_FIRST, "personal_name_subjects"),
    *_rows(Rule.UNION, PUBMED_FIRST, "keywords", "subjects"),
    *_rows(Rule.UNION, PUBMED_FIRST, "funding", "data_banks"),
    *_rows(Rule.PREFER, PUBMED_FIRST, "funding_complete", "data_banks_complete"),
    *_rows(Rule.UNION, CROSSREF_FIRST, "licenses", "assertions"),
    *_rows(Rule.UNION, PUBMED_FIRST, "relations"),
    *_rows(Rule.FULLER, CROSSREF_FIRST, "references"),
    *_rows(Rule.PREFER, CROSSREF_FIRST, "reference_count", "cited_by_count"),
    *_rows(Rule.PREFER, PUBMED_FIRST, "coi_statement"),
    *_rows(Rule.PREFER, PUBMED_FIRST, "general_notes", "general_note_owners"),
    *_rows(Rule.PREFER, PUBMED_FIRST, "location_labels", "sections"),
    *_rows(Rule.UNION, PUBMED_FIRST, "space_flight_missions"),
    *_rows(Rule.UNION, PUBMED_FIRST, "citation_subsets"),
    *_rows(Rule.PREFER, PUBMED_FIRST, "publication_status", "publication_model"),
    *_rows(Rule.PREFER, PUBMED_FIRST, "indexing_status", "indexing_method", "owner"),
    *_rows(Rule.UNION, PUBMED_FIRST, "other"),
)
"""One row per field of ``Work``, in the order in which they are merged."""
