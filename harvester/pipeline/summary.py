"""What a run did, in numbers and words."""

from __future__ import annotations

from collections.abc import Mapping

from harvester.model import Finding, Value
from harvester.pipeline.gather import Failure


class Summary(Value, frozen=True, kw_only=True):
    """What a run did.

    Attributes:
        run_id: Its row in the run log.
        added, updated, unchanged: Articles, linked ones included.
        link_count: Links in the sets that were asked for.
        conflict_counts: Values that were not chosen in the articles that were merged,
            by what kind of difference it is.
        requests: Requests sent, by service.
        seconds: Wall time.
        findings: What was noticed that somebody should look at.
        notices: What else was noticed: how many articles, by the code of the check.
        failures: Questions without an answer.
    """

    run_id: int
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    link_count: int = 0
    conflict_counts: Mapping[str, int] = {}
    requests: Mapping[str, int]
    seconds: float
    findings: tuple[Finding, ...] = ()
    notices: Mapping[str, int] = {}
    failures: tuple[Failure, ...] = ()
