"""The eight verbs in order; the one part that knows all the others."""

from harvester.pipeline.asked import Asked, ask_for_document, ask_for_identifier
from harvester.pipeline.gather import Failure
from harvester.pipeline.harvest import Harvest, Outcome, Summary
from harvester.pipeline.rebuild import Rebuild, Rebuilt

__all__ = [
    "Asked",
    "Failure",
    "Harvest",
    "Outcome",
    "Rebuild",
    "Rebuilt",
    "Summary",
    "ask_for_document",
    "ask_for_identifier",
]
