"""Link sets: what belongs to them, how far they are known, what to fetch."""

from harvester.link.limits import Limits, settle_link_sets
from harvester.link.references import build_reference_set
from harvester.link.tree import Branch, grow_tree

__all__ = [
    "Branch",
    "Limits",
    "build_reference_set",
    "grow_tree",
    "settle_link_sets",
]
