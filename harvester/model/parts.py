"""The smaller parts of a bibliographic record."""

from __future__ import annotations

from harvester.model.identifier import Identifier
from harvester.model.value import Text, Value


class RecordDate(Value, frozen=True, kw_only=True):
    """A date with the precision that the source prints.

    Attributes:
        kind: ``issue`` (PubDate), ``print``, ``online``, ``received``,
            ``accepted``, ``entrez``, ``completed``, ``revised``, … ; Crossref's
            own words in snake case.
        printed: As the source prints it; parts joined by a space
            (``1998 Dec-1999 Jan``), numbers of Crossref by hyphens.
        time: Time of day as printed, ``HH:MM`` or longer, where there is one.
        edtf: The date as EDTF level 1 or 2; None where it cannot be read.
        precision: ``day``, ``month``, ``year``, ``season``, ``quarter``,
            ``semester``, ``interval``; None where it cannot be read.
        rule: The rule by which ``edtf`` was derived.
    """

    kind: str
    printed: str
    time: str | None = None
    edtf: str | None = None
    precision: str | None = None
    rule: str | None = None


class AbstractSection(Value, frozen=True, kw_only=True):
    """A paragraph of an abstract with its label and NLM category."""

    text: Text
    label: str | None = None
    category: str | None = None


class Abstract(Value, frozen=True, kw_only=True):
    """An abstract: its sections in order, and what stands around them.

    Attributes:
        sections: At least one.
        copyright: The copyright line.
        kind: Type of another abstract (``plain-language-summary`` …); None for
            the record's own.
        language: As printed; None where the source is silent.
    """

    sections: tuple[AbstractSection, ...]
    copyright: str | None = None
    kind: str | None = None
    language: str | None = None


class MeshQualifier(Value, frozen=True, kw_only=True):
    """A qualifier of a heading."""

    name: str
    ui: str | None = None
    is_major: bool = False
    is_automatic: bool = False


class MeshHeading(Value, frozen=True, kw_only=True):
    """A MeSH heading: descriptor, its qualifiers, and where the stars stand.

    Attributes:
        descriptor: The name of the descriptor.
        ui: Its unique identifier (``D…``).
        is_major: The star stands on the descriptor itself.
        qualifiers: In the order printed.
        kind: ``Geographic`` where the source says so.
        is_automatic: Assigned by machine (``AutoHM="Y"``).
    """

    descriptor: str
    ui: str | None = None
    is_major: bool = False
    qualifiers: tuple[MeshQualifier, ...] = ()
    kind: str | None = None
    is_automatic: bool = False

    @property
    def is_major_topic(self) -> bool:
        """Whether the descriptor or any of its qualifiers bears the star."""
        return self.is_major or any(q.is_major for q in self.qualifiers)


class SupplementaryConcept(Value, frozen=True, kw_only=True):
    """A supplementary MeSH concept (``SupplMeshName``)."""

    name: str
    ui: str | None = None
    kind: str | None = None


class Chemical(Value, frozen=True, kw_only=True):
    """A substance (``Chemical``); ``registry_number`` as printed, often ``0``."""

    name: str
    ui: str | None = None
    registry_number: str | None = None


class Keyword(Value, frozen=True, kw_only=True):
    """A keyword, with the list that it stands in (``KeywordList/@Owner``)."""

    text: Text
    owner: str | None = None
    is_major: bool = False


class PublicationType(Value, frozen=True, kw_only=True):
    """A publication type; ``ui`` for those of MeSH."""

    name: str
    ui: str | None = None


class Funding(Value, frozen=True, kw_only=True):
    """A grant of PubMed or a funder of Crossref.

    Attributes:
        agency: Name of the agency or funder.
        awards: Grant or award numbers, as printed.
        acronym: PubMed's acronym of the institute.
        country: As printed.
        identifiers: Funder DOI, ROR …
        asserted_by: Crossref ``doi-asserted-by``.
    """

    agency: str | None = None
    awards: tuple[str, ...] = ()
    acronym: str | None = None
    country: str | None = None
    identifiers: tuple[Identifier, ...] = ()
    asserted_by: str | None = None


class DataBank(Value, frozen=True, kw_only=True):
    """A data bank or trial registry with the numbers given there."""

    name: str
    accession_numbers: tuple[str, ...] = ()


class License(Value, frozen=True, kw_only=True):
    """A licence of Crossref; ``start`` as printed, ``delay_days`` in days."""

    url: str
    content_version: str | None = None
    start: str | None = None
    delay_days: int | None = None


class LocationLabel(Value, frozen=True, kw_only=True):
    """Where in a book a part stands (``Chapter 5``), with the kind of part."""

    text: str
    kind: str | None = None


class Section(Value, frozen=True, kw_only=True):
    """A heading of a book's table of contents.

    Attributes:
        title: The heading; None where only a label stands.
        label: What stands before the heading.
        level: Depth of nesting, from 1.
        target: Where the heading leads in the book: (``book`` | ``part`` |
            ``sec``, name) pairs.
    """

    title: Text | None = None
    label: LocationLabel | None = None
    level: int = 1
    target: tuple[tuple[str, str], ...] = ()


class Relation(Value, frozen=True, kw_only=True):
    """A tie between this work and another, as the source states it.

    Attributes:
        kind: In snake case: PubMed's RefType (``retraction_in``), Crossref's
            relation (``has_preprint``), or ``update_to`` / ``updated_by``; DataCite's
            relationType (``is_supplement_to``).
        update_type: Crossref's type of an update (``retraction`` …).
        identifiers: Of the other work; ``()`` where only a citation is given.
        citation: The other work in words (``RefSource``).
        note: As printed.
        asserted_by: ``publisher``, ``retraction-watch``, ``subject`` …
        date: The date of the update, as printed.
        label: Crossref's label.
        record_id: The number in the Retraction Watch database.
        version: PubMed's version of the other record, as printed.
    """

    kind: str
    update_type: str | None = None
    identifiers: tuple[Identifier, ...] = ()
    citation: Text | None = None
    note: str | None = None
    asserted_by: str | None = None
    date: str | None = None
    label: str | None = None
    record_id: str | None = None
    version: str | None = None


class Reference(Value, frozen=True, kw_only=True):
    """An entry of a reference list, as deposited; nothing is completed.

    Attributes:
        key: Crossref's key of the entry.
        citation: The whole entry in words.
        identifiers: Of the cited work.
        asserted_by: Who matched the DOI: ``publisher`` or ``crossref``.
        list_title: Titles of the (nested) lists that it stands in, joined by
            `` / ``.
        article_title, container_title, volume_title, series_title, author, year,
        volume, issue, first_page, edition: As deposited.
        other: Further deposited fields as (name, value).
    """

    key: str | None = None
    citation: Text | None = None
    identifiers: tuple[Identifier, ...] = ()
    asserted_by: str | None = None
    list_title: str | None = None
    article_title: str | None = None
    container_title: str | None = None
    volume_title: str | None = None
    series_title: str | None = None
    author: str | None = None
    year: str | None = None
    volume: str | None = None
    issue: str | None = None
    first_page: str | None = None
    edition: str | None = None
    other: tuple[tuple[str, str], ...] = ()


class Assertion(Value, frozen=True, kw_only=True):
    """A statement of the publisher about the work (Crossref ``assertion``).

    ``group`` is the name of the group that it belongs to, ``group_label`` the name
    for people.
    """

    name: str
    value: str | None = None
    label: str | None = None
    group: str | None = None
    group_label: str | None = None
    url: str | None = None
    order: int | None = None
    explanation_url: str | None = None


class Container(Value, frozen=True, kw_only=True):
    """The journal, book or series that a work stands in.

    Attributes:
        title: Full title as printed.
        iso_abbreviation, medline_abbreviation: PubMed's two short forms.
        short_titles: Crossref's short forms.
        series_titles: Titles of the series around the container.
        nlm_id: ``NlmUniqueID``.
        issn_print, issn_electronic, issn_linking: With hyphen.
        issns: Those of no stated type.
        isbns: As printed.
        country, medium: PubMed's country of the journal and ``CitedMedium``.
        publisher, publisher_place, edition, volume_title, report_number: Of a
            book.
        title_markup: The title with inline markup, where there is any.
        event: Name of a conference.
        identifiers: Of the container itself (the DOI of a chapter's book).
    """

    title: str | None = None
    title_markup: str | None = None
    iso_abbreviation: str | None = None
    medline_abbreviation: str | None = None
    short_titles: tuple[str, ...] = ()
    series_titles: tuple[str, ...] = ()
    nlm_id: str | None = None
    issn_print: str | None = None
    issn_electronic: str | None = None
    issn_linking: str | None = None
    issns: tuple[str, ...] = ()
    isbns: tuple[str, ...] = ()
    country: str | None = None
    medium: str | None = None
    publisher: str | None = None
    publisher_place: str | None = None
    edition: str | None = None
    volume_title: str | None = None
    report_number: str | None = None
    event: str | None = None
    identifiers: tuple[Identifier, ...] = ()


class Locator(Value, frozen=True, kw_only=True):
    """Where in its container a work stands, derived from the printed pages.

    Attributes:
        first_page, last_page: Written out in full; ``last_page`` is None for a
            single page.
        article_number: Where the source counts articles, not pages.
        segments: Further page ranges, in full (``"1839-1840"``).
        note: What stands beside the pages (``discussion 1005``, ``passim``).
        rule: The rule that was applied.
    """

    first_page: str | None = None
    last_page: str | None = None
    article_number: str | None = None
    segments: tuple[str, ...] = ()
    note: str | None = None
    rule: str | None = None


class Numbering(Value, frozen=True, kw_only=True):
    """Volume and issue, taken apart.

    Attributes:
        volume, issue: The numbers themselves, as text (``007`` stays ``007``).
        supplement, part: What the printed value adds to them.
        year: A year printed in place of, or beside, the numbers.
        rule: The rule that was applied.
    """

    volume: str | None = None
    issue: str | None = None
    supplement: str | None = None
    part: str | None = None
    year: str | None = None
    rule: str | None = None
