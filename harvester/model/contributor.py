"""People and groups that stand in a byline."""

from __future__ import annotations

from harvester.model.identifier import Identifier
from harvester.model.value import Text, Value


class Affiliation(Value, frozen=True, kw_only=True):
    """An address of a contributor, with the identifiers printed beside it.

    Attributes:
        name: The whole address, or the name of the institution.
        identifiers: ROR and others, in the order printed.
        departments, places, acronyms: Where the source states them apart.
    """

    name: Text | None = None
    identifiers: tuple[Identifier, ...] = ()
    departments: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    acronyms: tuple[str, ...] = ()


class Contributor(Value, frozen=True, kw_only=True):
    """A person or a group, as CSL names the parts.

    Attributes:
        role: ``author``, ``editor``, ``translator``, ``chair``,
            ``container_author`` (of the book around a chapter),
            ``investigator`` (a member of a group), ``subject``; DataCite's types of
            contributors in snake case (``data_collector``).
        family: Surname with its non-dropping particles.
        given: Given names; only initials where the source has no more.
        initials: Initials without stops or spaces.
        suffix: ``Jr``, ``3rd`` …
        dropping_particle: A particle that the source prints with the given name.
        literal: The name of a group, or a name that cannot be divided.
        literal_markup: ``literal`` with inline markup, where there is any.
        prefix: A title before the name (Crossref ``prefix``).
        identifiers: ORCID and others, in the order printed.
        orcid_authenticated: Crossref ``authenticated-orcid``.
        affiliations: In the order printed.
        is_valid: False for a name the source marks as wrong (``ValidYN="N"``):
            kept here, left out of display lists.
        equal_contribution: ``EqualContrib``; None where the source is silent.
        group_id: Ties a group to its investigators (``@Investigators``, ``@ID``).
        sequence: Crossref ``first`` or ``additional``; never used for order.
        printed: The parts whose printed form differs: (part, printed) pairs.
        rule: The rule by which the parts were derived, where one was applied.
    """

    role: str = "author"
    family: str | None = None
    given: str | None = None
    initials: str | None = None
    suffix: str | None = None
    dropping_particle: str | None = None
    literal: str | None = None
    literal_markup: str | None = None
    prefix: str | None = None
    identifiers: tuple[Identifier, ...] = ()
    orcid_authenticated: bool | None = None
    affiliations: tuple[Affiliation, ...] = ()
    is_valid: bool = True
    equal_contribution: bool | None = None
    group_id: str | None = None
    sequence: str | None = None
    printed: tuple[tuple[str, str], ...] = ()
    rule: str | None = None

    @property
    def orcid(self) -> str | None:
        """The valid ORCID iD in its hyphenated form, or None."""
        for identifier in self.identifiers:
            if identifier.scheme == "orcid" and identifier.is_valid:
                return identifier.value
        return None


class ContributorList(Value, frozen=True, kw_only=True):
    """What a source says about one of its lists of names.

    Attributes:
        role: The role of the list's members.
        is_complete: False for "et al." (``CompleteYN="N"``); None where silent.
        place: ``book`` for the names of the whole book, else None.
    """

    role: str
    is_complete: bool | None = None
    place: str | None = None
