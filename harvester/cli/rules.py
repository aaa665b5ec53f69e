"""What the configuration says of how articles are merged."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from harvester.config import Settings
    from harvester.reconcile import Rules


def read_rules(settings: Settings) -> Rules:
    """Return the rules that records become articles by.

    Raises:
        ConfigError: The policy names a field, source or rule that is not there.
    """
    from harvester.reconcile import Preference, Rules, YearRule, adjust_policy
    from harvester.sources.registry import SOURCES

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
