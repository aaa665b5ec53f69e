"""What the configuration says of how articles are merged."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from harvester.config import Settings
    from harvester.reconcile import Rules


def read_rules(settings: Settings) -> Rules:
    """Return the rules that records become articles by."""
    from harvester.reconcile import Rules, YearRule

    return Rules(year=YearRule(settings.articles.year))
