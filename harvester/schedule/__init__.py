"""What is due for a look, in which order, and what that costs."""

from harvester.schedule.due import (
    RULES,
    DueClass,
    Traits,
    due_classes,
    retry_days,
    rule_for,
    rule_for_links,
    traits_of,
)
from harvester.schedule.plan import (
    Cost,
    Question,
    Subject,
    batch_by_age,
    is_covered,
    take,
)

__all__ = [
    "RULES",
    "Cost",
    "DueClass",
    "Question",
    "Subject",
    "Traits",
    "batch_by_age",
    "due_classes",
    "is_covered",
    "retry_days",
    "rule_for",
    "rule_for_links",
    "take",
    "traits_of",
]
