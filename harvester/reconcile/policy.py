"""Which source is believed, field by field.

The reasons, by field family: PubMed's text is curated by NLM, Crossref's is what
the publisher deposited; MeSH is PubMed's own; licences, funders and most references
are only at Crossref. Losing values are kept beside the chosen one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from difflib import get_close_matches
from enum import StrEnum
from types import NoneType
from typing import get_args

import msgspec

from harvester.errors import ConfigError
from harvester.model import Container, Value, Work
from harvester.reconcile.fields import field_named

PUBMED_FIRST = ("pubmed", "crossref", "datacite", "idconv", "doira")
CROSSREF_FIRST = ("crossref", "datacite", "pubmed", "idconv", "doira")


class Rule(StrEnum):
    """How the values of several sources become one."""

    PREFER = "prefer"
    """The first source, in the order of preference, that gives a value."""
    ORIGINAL = "original"
    """As ``prefer``, but a translated title yields to one in the work's language."""
    FULLER = "fuller"
    """The longest list or highest count; of equals the order of preference decides."""
    UNION = "union"
    """All entries, in the order of preference, equal ones once."""
    FILL = "fill"
    """The first source's value, its gaps filled from the next."""
    ALIGN = "align"
    """Everybody of the first source's list, completed from the others, in its order;
    see ``merge_bylines``."""
    DERIVE = "derive"
    """What follows from the printed values that were chosen; not a choice itself."""


class FieldPolicy(Value, frozen=True, kw_only=True):
    """One row of the policy: a field of ``Work``, a rule, an order of sources.

    Sources that ``order`` does not name come after those it names, by name. It is
    ``()`` where the value is derived.
    """

    field: str
    rule: Rule
    order: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return the rule as it is stored with the value, ``prefer pubmed``."""
        return " ".join((self.rule, *self.order[:1]))


class Preference(Value, frozen=True, kw_only=True):
    """What a user wants otherwise of one field.

    Attributes:
        order: The sources to believe first; the others keep their order behind them.
        rule: Instead of the rule of the table; None keeps it.
    """

    order: tuple[str, ...] = ()
    rule: str | None = None


def _rows(rule: Rule, order: tuple[str, ...], *fields: str) -> tuple[FieldPolicy, ...]:
    return tuple(FieldPolicy(field=field, rule=rule, order=order) for field in fields)


POLICY: tuple[FieldPolicy, ...] = (
    # Crossref knows which of two DOIs is the prime one and which its alias.
    *_rows(Rule.UNION, CROSSREF_FIRST, "identifiers"),
    # Crossref tells a preprint, a chapter and an article apart.
    *_rows(Rule.PREFER, CROSSREF_FIRST, "type"),
    # NLM translates titles; the translation is kept among the other titles.
    *_rows(Rule.ORIGINAL, PUBMED_FIRST, "title"),
    *_rows(Rule.PREFER, PUBMED_FIRST, "original_title"),
    *_rows(Rule.UNION, CROSSREF_FIRST, "subtitles", "other_titles"),
    *_rows(Rule.ALIGN, PUBMED_FIRST, "contributors"),
    *_rows(Rule.PREFER, PUBMED_FIRST, "contributor_lists"),
    *_rows(Rule.FILL, PUBMED_FIRST, "container"),
    *_rows(Rule.PREFER, PUBMED_FIRST, "volume", "issue", "page"),
    *_rows(Rule.PREFER, PUBMED_FIRST, "start_page", "end_page"),
    # Crossref has a field of its own for it, PubMed prints it among the pages.
    *_rows(Rule.PREFER, CROSSREF_FIRST, "article_number"),
    *_rows(Rule.DERIVE, (), "numbering", "locator"),
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
    # Crossref's 0 says that no list was deposited, not that there is none.
    *_rows(Rule.FULLER, CROSSREF_FIRST, "reference_count"),
    *_rows(Rule.PREFER, CROSSREF_FIRST, "cited_by_count"),
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

_PARALLEL = {"general_notes", "general_note_owners"}
"""Lists whose entries belong together one by one: they are taken as they are."""

_TYPES = {field.name: field.type for field in msgspec.structs.fields(Work)}


def adjust_policy(
    wanted: Mapping[str, Preference], sources: Collection[str]
) -> tuple[FieldPolicy, ...]:
    """Return the policy table with what a user wants otherwise.

    Args:
        wanted: By field, or a word of people for it.
        sources: The names of all sources there are.

    Raises:
        ConfigError: A field, source or rule is not there, or a rule is not one for
            such a field; the message names it and what there is.
    """
    named = {row.field: row for row in POLICY}
    for name, preference in wanted.items():
        field = field_named(name)
        if field == "published":
            raise ConfigError(
                f"policy.{name}: it is chosen among the dates; year under [articles] "
                "says which"
            )
        if field not in named:
            raise ConfigError(f"policy.{name}: no such field{_meant(name, named)}")
        named[field] = _adjust(named[field], preference, sources)
    return tuple(named.values())


def _adjust(
    row: FieldPolicy, wanted: Preference, sources: Collection[str]
) -> FieldPolicy:
    if row.rule is Rule.DERIVE:
        raise ConfigError(
            f"policy.{row.field}: it is derived from the values that were chosen for "
            "page and article_number, or volume and issue; name those instead"
        )
    for source in wanted.order:
        if source not in sources:
            raise ConfigError(
                f"policy.{row.field}: no such source {source!r}; there are "
                f"{', '.join(sources)}"
            )
    fitting = rules_for(row.field)
    rule = wanted.rule or row.rule
    if rule not in fitting:
        raise ConfigError(
            f"policy.{row.field}: no rule {rule!r} for this field; it can be "
            f"{' or '.join(fitting)}"
        )
    order = tuple(dict.fromkeys((*wanted.order, *row.order)))
    return FieldPolicy(field=row.field, rule=Rule(rule), order=order)


def rules_for(field: str) -> tuple[Rule, ...]:
    """Return the rules that can be applied to a field, by the kind of its values."""
    if get_args(_TYPES[field]) == (Container, NoneType):
        return Rule.PREFER, Rule.FILL
    if field in _PARALLEL:
        return (Rule.PREFER,)
    if field == "contributors":
        return Rule.ALIGN, Rule.PREFER, Rule.FULLER
    if getattr(_TYPES[field], "__origin__", None) is tuple:
        return Rule.PREFER, Rule.FULLER, Rule.UNION
    if get_args(_TYPES[field]) == (int, NoneType):
        return Rule.PREFER, Rule.FULLER
    return (Rule.PREFER, Rule.ORIGINAL) if field == "title" else (Rule.PREFER,)


def _meant(field: str, named: Collection[str]) -> str:
    near = get_close_matches(field, named, n=1)
    return f"; did you mean {near[0]}?" if near else "; `harvest policy` lists them"
