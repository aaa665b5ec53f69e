"""What the harvester noticed and a person may want to look at."""

from __future__ import annotations

from enum import StrEnum

from harvester.model.value import Value


class Severity(StrEnum):
    """How much a finding asks of a person."""

    WARNING = "warning"
    """Somebody should look: something may be wrong that is relied on."""
    NOTICE = "notice"
    """Worth counting; told only to whom asks."""


class Finding(Value, frozen=True, kw_only=True):
    """Something noticed while harvesting.

    Attributes:
        code: Stable name of the check (``doi-mismatch``).
        subject: What it is about: an identifier or a document's name.
        message: One sentence for a person.
        advice: What to do about it; None where there is nothing to do.
        severity: How much it asks of a person.
    """

    code: str
    subject: str
    message: str
    advice: str | None = None
    severity: Severity = Severity.WARNING
