"""ORCID iDs that cannot be right where they stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from harvester.model import Contributor
from harvester.normalize.names import name_key, sort_name


def shared_orcids(people: Iterable[Contributor]) -> dict[str, tuple[str, ...]]:
    """Return the ORCID iDs that people of different names bear, with their names.

    A publisher that gives the iD of one author to all: it is nobody's then.
    """
    bearers: dict[str, dict[str, str]] = defaultdict(dict)
    for person in people:
        if person.orcid and person.is_valid:
            bearers[person.orcid][name_key(person)] = sort_name(person) or ""
    return {
        orcid: tuple(names.values())
        for orcid, names in bearers.items()
        if len(names) > 1
    }
