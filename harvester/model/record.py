"""Two shapes of record: what one source says, and what we say."""

from __future__ import annotations

from harvester.model.contributor import Contributor, ContributorList
from harvester.model.identifier import ARTICLE_SCHEMES, DOI, PMCID, PMID, Identifier
from harvester.model.parts import (
    Abstract,
    Assertion,
    Chemical,
    Container,
    DataBank,
    Funding,
    Keyword,
    License,
    LocationLabel,
    Locator,
    MeshHeading,
    Numbering,
    PublicationType,
    RecordDate,
    Reference,
    Relation,
    Section,
    SupplementaryConcept,
)
from harvester.model.value import Text, Value


class Work(Value, frozen=True, kw_only=True):
    """The content of a bibliographic record, in CSL's words.

    Printed values stand as the source prints them; what we derive from them
    stands beside (``locator`` beside ``page``, ``numbering`` beside ``volume``
    and ``issue``, ``edtf`` beside ``printed`` in every date).
    """

    type: str | None = None
    identifiers: tuple[Identifier, ...] = ()

    title: Text | None = None
    original_title: Text | None = None
    subtitles: tuple[Text, ...] = ()
    other_titles: tuple[Text, ...] = ()
    container: Container | None = None
    volume: str | None = None
    issue: str | None = None
    page: str | None = None
    start_page: str | None = None
    end_page: str | None = None
    article_number: str | None = None
    numbering: Numbering | None = None
    locator: Locator | None = None
    dates: tuple[RecordDate, ...] = ()
    languages: tuple[str, ...] = ()

    contributors: tuple[Contributor, ...] = ()
    contributor_lists: tuple[ContributorList, ...] = ()

    abstract: Abstract | None = None
    other_abstracts: tuple[Abstract, ...] = ()
    publication_types: tuple[PublicationType, ...] = ()
    mesh_headings: tuple[MeshHeading, ...] = ()
    supplementary_concepts: tuple[SupplementaryConcept, ...] = ()
    chemicals: tuple[Chemical, ...] = ()
    gene_symbols: tuple[str, ...] = ()
    personal_name_subjects: tuple[Contributor, ...] = ()
    keywords: tuple[Keyword, ...] = ()
    subjects: tuple[str, ...] = ()

    funding: tuple[Funding, ...] = ()
    funding_complete: bool | None = None
    data_banks: tuple[DataBank, ...] = ()
    data_banks_complete: bool | None = None
    licenses: tuple[License, ...] = ()
    relations: tuple[Relation, ...] = ()
    references: tuple[Reference, ...] = ()
    reference_count: int | None = None
    cited_by_count: int | None = None
    coi_statement: Text | None = None
    general_notes: tuple[str, ...] = ()
    general_note_owners: tuple[str, ...] = ()
    """Who wrote each of the general notes, in the same order."""
    space_flight_missions: tuple[str, ...] = ()
    citation_subsets: tuple[str, ...] = ()
    assertions: tuple[Assertion, ...] = ()
    location_labels: tuple[LocationLabel, ...] = ()
    sections: tuple[Section, ...] = ()

    publication_status: str | None = None
    publication_model: str | None = None
    indexing_status: str | None = None
    indexing_method: str | None = None
    owner: str | None = None
    other: tuple[tuple[str, str], ...] = ()
    """What has no field of its own: (name in the source, value)."""

    def identifier(self, scheme: str) -> str | None:
        """Return the first valid identifier of ``scheme``, or None."""
        for identifier in self.identifiers:
            if identifier.scheme == scheme and identifier.is_valid:
                return identifier.value
        return None

    @property
    def pmid(self) -> str | None:
        """The PubMed identifier, or None."""
        return self.identifier(PMID)

    @property
    def doi(self) -> str | None:
        """The DOI in lower case, or None."""
        return self.identifier(DOI)

    @property
    def pmcid(self) -> str | None:
        """The PMC identifier with its prefix, without version, or None."""
        return self.identifier(PMCID)

    @property
    def article_keys(self) -> tuple[tuple[str, str], ...]:
        """(scheme, value) of every valid identifier that can name an article."""
        return tuple(
            identifier.key
            for identifier in self.identifiers
            if identifier.is_valid and identifier.scheme in ARTICLE_SCHEMES
        )

    def date(self, kind: str) -> RecordDate | None:
        """Return the first date of ``kind``, or None."""
        for date in self.dates:
            if date.kind == kind:
                return date
        return None

    @property
    def authors(self) -> tuple[Contributor, ...]:
        """The authors in byline order, those marked as wrong left out."""
        return tuple(c for c in self.contributors if c.role == "author" and c.is_valid)


class SourceRecord(Work, frozen=True, kw_only=True):
    """What one source says about one work.

    Attributes:
        source: Name of the source, as in the registry (``pubmed``).
        source_id: The source's own key: PMID, DOI.
        version: PubMed's version of the record, as printed; None elsewhere.
    """

    source: str
    source_id: str
    version: str | None = None


class Rejected(Value, frozen=True, kw_only=True):
    """A value that a source prints otherwise than the one that was chosen.

    Attributes:
        source, source_id: Whose it is.
        value: As it is shown to people.
        kind: How far it is from the chosen one: ``formatting``, ``precision`` or
            ``real`` (see ``reconcile.conflict``).
    """

    source: str
    source_id: str
    value: str
    kind: str | None = None


class Origin(Value, frozen=True, kw_only=True):
    """Where the value of one field of an article comes from.

    Attributes:
        field: Name of the field in ``Work``, or ``published``.
        source: The source whose value was chosen; ``user`` for a correction.
        source_id: The key of its record there; of a correction the time it was set.
        rule: The rule of the policy table that chose it.
        agreeing: Other sources that say the same, be it in another form.
        rejected: The values that differ in any character, in the order of the policy.
    """

    field: str
    source: str
    source_id: str
    rule: str
    agreeing: tuple[str, ...] = ()
    rejected: tuple[Rejected, ...] = ()


class Article(Work, frozen=True, kw_only=True):
    """What we say about one work: the merged fields and their origins.

    Attributes:
        sources: (source, source_id) of the records it was merged from, sorted.
        origins: One per field that has a value, or that a person says has none, in
            the order of the policy.
        year: The year under which the work is cited; None where unknown.
        published: The date under which it is cited, as EDTF.
    """

    sources: tuple[tuple[str, str], ...]
    origins: tuple[Origin, ...] = ()
    year: int | None = None
    published: str | None = None
