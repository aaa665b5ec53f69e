"""What the configuration says of how articles are merged, and how many fetched."""

from __future__ import annotations

from harvester.config import Settings
from harvester.link import Limits
from harvester.reconcile import Preference, Rules, YearRule, adjust_policy
from harvester.sources.registry import SOURCES


def read_rules(settings: Settings) -> Rules:
    """Return the rules that records become articles by.

    Raises:
        ConfigError: The policy names a field, source or rule that is not there.
    """
    wanted = {
        field: Preference(order=said)
        if isinstance(said, tuple)
        else Preference(order=said.order, rule=said.rule)
        for field, said in settings.policy.items()
    }
    return Rules(
        policy=adjust_policy(wanted, tuple(SOURCES)),
        year=YearRule(settings.articles.year),
    )


def read_limits(settings: Settings) -> Limits:
    """Return how many linked articles are fetched."""
    links = settings.links
    return Limits(
        similar=links.similar, cited_by=links.cited_by, references=links.references
    )
