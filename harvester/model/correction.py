"""What a person says against all sources."""

from __future__ import annotations

from harvester.model.link import Key
from harvester.model.value import Value

USER = "user"
"""The name under which a person stands among the sources."""


class Correction(Value, frozen=True, kw_only=True):
    """A person's word on one field of one article.

    Attributes:
        key: The identifier that the article is known by: it stays, numbers move.
        field: A field of ``Work``, or ``published``.
        printed: The value as the person gave it; None: there is none, whatever the
            sources say.
        set_at: When it was said (UTC, ISO 8601); of two on one field the later holds.
        why: The person's reason.
        agreed_by: The sources that said the same when last compared; None where
            they were not compared yet.
    """

    key: Key
    field: str
    printed: str | None
    set_at: str
    why: str | None = None
    agreed_by: tuple[str, ...] | None = None
