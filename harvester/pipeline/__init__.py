"""The eight verbs in order; the one part that knows all the others."""

from harvester.pipeline.asked import Asked, ask_for_document, ask_for_identifier
from harvester.pipeline.correcting import Correcting
from harvester.pipeline.costs import harvest_costs, refresh_costs
from harvester.pipeline.duplicates import propose_duplicates
from harvester.pipeline.find import Match, match_with
from harvester.pipeline.gather import Failure
from harvester.pipeline.harvest import Harvest, Outcome
from harvester.pipeline.noticing import renew_early
from harvester.pipeline.outcomes import mark_watched
from harvester.pipeline.planning import Orders
from harvester.pipeline.rebuild import Rebuild, Rebuilt
from harvester.pipeline.refresh import Refresh, Report
from harvester.pipeline.settling import Decision, Settled, settle_case
from harvester.pipeline.summary import Summary

__all__ = [
    "Asked",
    "Correcting",
    "Decision",
    "Failure",
    "Harvest",
    "Match",
    "Orders",
    "Outcome",
    "Rebuild",
    "Rebuilt",
    "Refresh",
    "Report",
    "Settled",
    "Summary",
    "ask_for_document",
    "ask_for_identifier",
    "harvest_costs",
    "mark_watched",
    "match_with",
    "propose_duplicates",
    "refresh_costs",
    "renew_early",
    "settle_case",
]
