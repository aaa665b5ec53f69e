"""Link sets: what belongs to them, how far they are known, what to fetch."""

from harvester.link.limits import Limits, settle_link_sets
from harvester.link.references import build_reference_set

__all__ = ["Limits", "build_reference_set", "settle_link_sets"]
