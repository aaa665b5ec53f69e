"""What the files of MeSH hold, and what a look-up in them finds."""

from __future__ import annotations

from harvester.model import Value


class Term(Value, frozen=True, kw_only=True):
    """A term by which a record is found (``Term``).

    Attributes:
        text: As listed; inversions and permutations are terms of their own.
        relation: How the term's concept is related to that of the heading: ``NRW``,
            ``BRD``, ``REL``; None for the heading's own concept.
        lexical_tag: ``NON``, ``ABB``, ``ACR``, ``EPO``, ``LAB``, ``TRD`` …
        is_permuted: A permutation that NLM derived (``IsPermutedTermYN``).
    """

    text: str
    relation: str | None = None
    lexical_tag: str | None = None
    is_permuted: bool = False


class Qualifier(Value, frozen=True, kw_only=True):
    """A qualifier (``QualifierRecord``, or where a descriptor allows it).

    Attributes:
        ui: ``Q…``.
        name: Its name.
        abbreviation: Two letters.
        terms: All terms; without those of other records, ``()``.
    """

    ui: str
    name: str
    abbreviation: str | None = None
    terms: tuple[Term, ...] = ()


class Descriptor(Value, frozen=True, kw_only=True):
    """A heading (``DescriptorRecord``).

    Attributes:
        ui: ``D…``, 7 or 10 characters.
        name: The heading.
        kind: ``DescriptorClass``: 1 topic, 2 publication type, 3 check tag,
            4 place.
        tree_numbers: In the order listed; a few descriptors have none.
        terms: All terms, the heading among them.
        qualifiers: Those allowed with it.
        previous_indexing: Under what articles stood before there was this heading
            (``PreviousIndexing``), as printed. These are *other* headings, mostly
            broader ones: no names of this one.
        history_note: ``HistoryNote`` as printed.
        active_years: ``ActiveMeSHYearList``; files of recent years have none.
    """

    ui: str
    name: str
    kind: str | None = None
    tree_numbers: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()
    qualifiers: tuple[Qualifier, ...] = ()
    previous_indexing: tuple[str, ...] = ()
    history_note: str | None = None
    active_years: tuple[int, ...] = ()


class Mapping(Value, frozen=True, kw_only=True):
    """A heading that a supplementary record is mapped to (``HeadingMappedTo``).

    Attributes:
        descriptor_ui: ``D…``.
        qualifier_ui: ``Q…``, where it is mapped to a heading with a qualifier.
        is_major: The star before the UI of either.
    """

    descriptor_ui: str
    qualifier_ui: str | None = None
    is_major: bool = False


class SupplementaryRecord(Value, frozen=True, kw_only=True):
    """A supplementary concept: substance, protocol, disease … (``C…``).

    Attributes:
        ui: ``C…``.
        name: Its name.
        kind: ``SCRClass``: 1 substance, 2 protocol, 3 disease, 4 organism …
        terms: All terms, the name among them.
        mapped_to: The headings under which articles about it stand.
        previous_indexing: As in ``Descriptor``.
    """

    ui: str
    name: str
    kind: str | None = None
    terms: tuple[Term, ...] = ()
    mapped_to: tuple[Mapping, ...] = ()
    previous_indexing: tuple[str, ...] = ()


class TreeRow(Value, frozen=True, kw_only=True):
    """A line of a table of headings or of the tree file.

    Attributes:
        name: The heading.
        ui: ``D…``; the tree file (``mtrees``) has none.
        tree_number: None in a table of headings alone.
    """

    name: str
    ui: str | None = None
    tree_number: str | None = None


VocabularyRecord = Descriptor | Qualifier | SupplementaryRecord | TreeRow


class MeshMatch(Value, frozen=True, kw_only=True):
    """What a term means in MeSH.

    Attributes:
        ui: Of the descriptor, supplementary record or qualifier.
        name: Its name in the newest vocabulary loaded.
        term: The term that matched, as listed.
        kind: ``heading``, ``entry``, ``previous`` (a name that it had in an older
            vocabulary), ``record`` (as a harvested record names it),
            ``supplementary`` or ``qualifier``.
        rule: ``ui``, ``as-listed`` or ``folded-key``; then, joined by ``+``,
            ``successor`` where the record found was replaced, and ``qualified``.
        mesh_year: Of the vocabulary that lists it; None where no file does.
        replaced_ui: The record found, where ``ui`` is its successor.
        tree_numbers: Where it stands in the trees, sorted.
        mapped_to: UIs of the headings that a supplementary record is mapped to.
        qualifiers: Those named behind it, each with its own star.
        is_major: The star stands on the term itself.
    """

    ui: str
    name: str
    term: str
    kind: str
    rule: str
    mesh_year: int | None = None
    replaced_ui: str | None = None
    tree_numbers: tuple[str, ...] = ()
    mapped_to: tuple[str, ...] = ()
    qualifiers: tuple[MeshMatch, ...] = ()
    is_major: bool = False


class Serial(Value, frozen=True, kw_only=True):
    """A journal in NLM's list of serials.

    Attributes:
        nlm_id: ``NlmUniqueID``.
        title: In full.
        medline_abbreviation: ``MedlineTA``.
        issn_print, issn_electronic, issn_linking: With hyphen.
        first_year: In which its publication began; None: not known to the year.
        last_year: In which it ended; None: it goes on, or is not known.
    """

    nlm_id: str
    title: str | None = None
    medline_abbreviation: str | None = None
    issn_print: str | None = None
    issn_electronic: str | None = None
    issn_linking: str | None = None
    first_year: int | None = None
    last_year: int | None = None
