"""Relations: what sources call a tie between two works → one name, one direction.

PubMed's ``CommentsCorrections/@RefType`` (DTD of 2019 and the tags of MEDLINE's text
format), Crossref's types of updates, and the ``relation`` map of its REST API (schema
``relations.xsd``) say the same ties in different words, from either end.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from harvester.model import DOI, PMCID, PMID, Key, Relation, Value
from harvester.normalize.dates import normalize_date
from harvester.normalize.identifiers import normalize_doi

OTHER = "other"
"""The name of a tie that no table here knows; its source's word is kept beside it."""


class Direction(StrEnum):
    """Which end of a tie the work is at."""

    OF = "of"
    """The work is what acts: the retraction of, the comment on, the preprint of."""
    BY = "by"
    """The other work acts on it: retracted by, commented on in, has preprint."""
    WITH = "with"
    """Both ends are alike, or the source does not say which is which."""

    @property
    def reverse(self) -> Direction:
        """The same tie, seen from the other work."""
        return _REVERSE[self]


_REVERSE = {
    Direction.OF: Direction.BY,
    Direction.BY: Direction.OF,
    Direction.WITH: Direction.WITH,
}


class Tie(Value, frozen=True, kw_only=True):
    """A relation in our words.

    Attributes:
        name: What ties the two: ``retraction``, ``comment``, ``preprint`` …
        direction: Which end this work is at.
        other: The best identifier of the other work; None where it is given in
            words only.
        date: When the other work acted on this one, as EDTF: an update's own date, or
            the date in the citation of what acts; None where neither is printed.
    """

    name: str
    direction: Direction
    other: Key | None = None
    date: str | None = None


_ENDS = (
    # name, what the work that acts is called, what the work is that is acted on
    ("retraction", "retraction_of", "retraction_in"),
    ("partial-retraction", "partial_retraction_of", "partial_retraction_in"),
    (
        "retracted-republication",
        "retracted_and_republished_from",
        "retracted_and_republished_in",
    ),
    ("correction", "erratum_for is_correction_of", "erratum_in has_correction"),
    (
        "corrected-republication",
        "corrected_and_republished_from",
        "corrected_and_republished_in",
    ),
    (
        "expression-of-concern",
        "expression_of_concern_for",
        "expression_of_concern_in",
    ),
    ("update", "update_of", "update_in"),
    ("comment", "comment_on is_comment_on", "comment_in has_comment"),
    ("republication", "republished_from", "republished_in"),
    ("reprint", "reprint_of", "reprint_in"),
    ("patient-summary", "original_report_in", "summary_for_patients_in"),
    (
        "dataset",
        "associated_publication is_data_basis_for",
        "associated_dataset based_on_data",
    ),
    ("citation", "cites references", "is_referenced_by"),
    ("preprint", "is_preprint_of", "has_preprint"),
    ("review", "is_review_of", "has_review"),
    ("reply", "is_reply_to", "has_reply"),
    ("version", "is_version_of", "has_version"),
    ("replacement", "replaces", "is_replaced_by"),
    ("manuscript", "is_manuscript_of", "has_manuscript"),
    ("translation", "is_translation_of", "has_translation"),
    ("expression", "is_expression_of", "has_expression"),
    ("manifestation", "is_manifestation_of", "has_manifestation"),
    ("format", "is_format_of", "has_format"),
    ("variant", "is_variant_form_of", "is_original_form_of"),
    ("derivation", "is_derived_from", "has_derivation"),
    ("basis", "is_basis_for", "is_based_on"),
    ("supplement", "is_supplement_to", "is_supplemented_by"),
    ("continuation", "continues", "is_continued_by"),
    ("part", "is_part_of", "has_part"),
    ("documentation", "documents", "is_documented_by"),
    ("compilation", "compiles", "is_compiled_by"),
    ("requirement", "is_required_by", "requires"),
    ("related-material", "is_related_material", "has_related_material"),
    ("funding", "finances", "is_financed_by"),
    ("award", "is_award_of", "has_award"),
)
"""Several words for one end are parted by blanks."""

_ALIKE = {
    "is_same_as": "same",
    "is_identical_to": "same",
    "retraction": "retraction",
    "correction": "correction",
    "erratum": "correction",
    "unspecified": OTHER,
}
"""Words that do not say which end the work is at."""

_UPDATES = {
    "retraction": "retraction",
    "partial_retraction": "partial-retraction",
    "withdrawal": "withdrawal",
    "removal": "removal",
    "reinstatement": "reinstatement",
    "expression_of_concern": "expression-of-concern",
    "correction": "correction",
    "corrigendum": "correction",
    "erratum": "correction",
    "addendum": "addendum",
    "clarification": "clarification",
    "new_version": "version",
    "new_edition": "edition",
}
"""Crossref's types of updates, the hyphens and blanks of depositors as underlines."""

_UPDATE_ENDS = {"update_to": Direction.OF, "updated_by": Direction.BY}
_SCHEMES = (PMID, DOI, PMCID)


_WORDS = {word: (name, Direction.WITH) for word, name in _ALIKE.items()} | {
    word: (name, direction)
    for name, acting, acted_on in _ENDS
    for direction, words in ((Direction.OF, acting), (Direction.BY, acted_on))
    for word in words.split()
}

_DOI_IN_TEXT = re.compile(r"\bdoi:?\s*(10\.\d{4,9}/\S+)", re.IGNORECASE)
_DATE_IN_SOURCE = re.compile(
    r"[.)]\s((?:1[89]|20)\d\d(?:\s[A-Z][a-z]{2}(?:-[A-Z][a-z]{2})?(?:\s\d{1,2})?)?)\s*[;.:]"
)


def read_tie(relation: Relation) -> Tie:
    """Return a relation of a record in our words.

    PubMed prints no date of its own: it is that of the citation (``RefSource``) of
    what acts on the work. A DOI is read there too where no PMID is given.

    Examples:
        >>> tie = read_tie(Relation(kind="updated_by", update_type="Retraction",
        ...                         date="2010-2-6"))
        >>> tie.name, tie.direction.value, tie.date
        ('retraction', 'by', '2010-02-06')
        >>> read_tie(Relation(kind="is_preprint_of")).direction.value
        'of'
        >>> read_tie(Relation(kind="is_cousin_of")).name
        'other'
    """
    name, direction = name_tie(relation.kind, relation.update_type)
    words = relation.citation.plain if relation.citation else ""
    source = words if direction is Direction.BY else ""
    return Tie(
        name=name,
        direction=direction,
        other=_other(relation, words),
        date=_date(relation.date) or _date_of_source(source),
    )


@lru_cache(maxsize=1024)
def name_tie(kind: str, update_type: str | None = None) -> tuple[str, Direction]:
    """Return name and direction of what a source calls ``kind``.

    Args:
        kind: As in ``Relation``: a RefType or a key of ``relation`` in snake case,
            ``update_to`` or ``updated_by``.
        update_type: Crossref's type of an update, as deposited.
    """
    if end := _UPDATE_ENDS.get(kind):
        word = re.sub(r"[\s-]+", "_", (update_type or "").strip().casefold())
        return _UPDATES.get(word, OTHER), end
    return _WORDS.get(kind, (OTHER, Direction.WITH))


def _other(relation: Relation, words: str) -> Key | None:
    keys = {i.scheme: i.key for i in relation.identifiers if i.is_valid}
    for scheme in _SCHEMES:
        if scheme in keys:
            return keys[scheme]
    if keys:
        return next(iter(keys.values()))
    doi = find_cited_doi(words)
    return (DOI, doi) if doi else None


def find_cited_doi(words: str) -> str | None:
    """Return the DOI in a citation as PubMed prints it, or None.

    Examples:
        >>> find_cited_doi("J Made Up. 2021;81(3):1341. doi: 10.5555/A(1).")
        '10.5555/a(1)'
    """
    found = _DOI_IN_TEXT.search(words)
    return normalize_doi(found[1].rstrip(".,;:")) if found else None


def _date(printed: str | None) -> str | None:
    date = normalize_date(printed) if printed else None
    return date.edtf if date else None


def _date_of_source(words: str) -> str | None:
    """Return the date in ``Lancet. 2010 Feb 6;375(9713):445``."""
    found = _DATE_IN_SOURCE.search(words)
    return _date(found[1]) if found else None
