"""A derived string with the rule that made it."""

from __future__ import annotations

from harvester.model import Value

AS_PRINTED = "as-printed"


class Derived(Value, frozen=True, kw_only=True):
    """Our value of a printed string.

    Attributes:
        value: The derived string, never empty.
        rule: The rules that were applied, in order, joined by ``+``.
    """

    value: str
    rule: str = AS_PRINTED


def rule_of(*steps: str) -> str:
    """Join the names of the steps that were taken; ``""`` stands for none."""
    return "+".join(step for step in steps if step) or AS_PRINTED
