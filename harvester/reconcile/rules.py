"""By which rules records become articles: what the user may choose."""

from __future__ import annotations

from harvester.model import Value
from harvester.reconcile.cited_date import YearRule
from harvester.reconcile.policy import POLICY, FieldPolicy


class Rules(Value, frozen=True, kw_only=True):
    """What ``reconcile`` goes by.

    Attributes:
        policy: Who is believed, one row per field of ``Work``.
        year: Which date an article is cited under.
    """

    policy: tuple[FieldPolicy, ...] = POLICY
    year: YearRule = YearRule.ISSUE


DEFAULT_RULES = Rules()
"""What holds where the user chooses nothing."""
