"""Whether a service can be reached, and how it takes us."""

from __future__ import annotations

from harvester.model import Value


class Probe(Value, frozen=True, kw_only=True):
    """The answer to one question.

    Attributes:
        status: HTTP status.
        pool: Crossref's ``x-api-pool``: ``polite…``, ``public…``; None elsewhere.
        seconds: How long it took.
    """

    status: int
    pool: str | None
    seconds: float
