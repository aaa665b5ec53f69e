"""Who we say we are to a service."""

from __future__ import annotations

import hashlib

from harvester.model import Value
from harvester.sources.base import Politeness, Rate

INTRODUCING = frozenset({"tool", "email", "api_key", "mailto"})
"""The fields that ``introduction`` may return."""


class Contact(Value, frozen=True, kw_only=True):
    """Who we say we are; added to requests by the client and nowhere else.

    Attributes:
        tool: Name of the program, without spaces (NCBI ``tool``).
        email: Address for NCBI; None sends none.
        mailto: Address for Crossref and DataCite; None means their slower pools.
        api_key: NCBI API key: sent in POST bodies only.
    """

    tool: str = "harvester"
    email: str | None = None
    mailto: str | None = None
    api_key: str | None = None

    def __repr__(self) -> str:
        key = "set" if self.api_key else "not set"
        return f"Contact(tool={self.tool!r}, api_key={key})"


def introduction(
    contact: Contact, method: str, manners: Politeness
) -> tuple[tuple[str, str], ...]:
    """Return the fields that introduce us; the key only where a body carries it."""
    match manners.contact:
        case "ncbi":
            pairs = [("tool", contact.tool), ("email", contact.email)]
            if method == "POST":  # never in a URL
                pairs.append(("api_key", contact.api_key))
        case "mailto":
            pairs = [("mailto", contact.mailto)]
        case _:
            pairs = []
    return tuple((name, value) for name, value in pairs if value)


def agreed_rate(contact: Contact, route: str, manners: Politeness) -> Rate:
    """Return how fast we may ask, given whether the service knows us."""
    known = _known_by(contact, manners) is not None
    return (manners.known_rates if known else manners.rates)[route]


def counted_as(contact: Contact, route: str, manners: Politeness) -> str:
    """Return for whom the service counts our requests: a word for a file name.

    Requests with an NCBI key are counted by key, others by address. The key itself
    cannot be told from the word.
    """
    known = _known_by(contact, manners)
    if known is None or manners.known_rates[route] == manners.rates[route]:
        return "all"
    if manners.contact == "ncbi":
        return hashlib.sha256(known.encode()).hexdigest()[:12]
    return "known"


def _known_by(contact: Contact, manners: Politeness) -> str | None:
    known = {"ncbi": contact.api_key, "mailto": contact.mailto}
    return known.get(manners.contact or "") or None
