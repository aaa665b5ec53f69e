"""The eight verbs in order; the one part that knows all the others."""

from harvester.pipeline.asked import Asked, ask_for_document, ask_for_identifier
from harvester.pipeline.find import Match, match_with
from harvester.pipeline.gather import Failure
from harvester.pipeline.harvest import Harvest, Outcome, Summary

__all__ = [
    "Asked",
    "Failure",
    "Harvest",
    "Match",
    "Outcome",
    "Summary",
    "ask_for_document",
    "ask_for_identifier",
    "match_with",
]
