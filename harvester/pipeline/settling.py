"""A person decides whether two records are of one work."""

from __future__ import annotations

from datetime import datetime

from harvester.model import Value
from harvester.pipeline.merging import Merged, merge_articles
from harvester.reconcile import Rules
from harvester.store import Case, CaseState, Library


class Decision(Value, frozen=True, kw_only=True):
    """What a person says of a case.

    Attributes:
        number: Of the case.
        state: ``JOINED``, ``APART``, or ``OPEN`` to take a decision back.
        why: The reason.
    """

    number: int
    state: CaseState
    why: str | None = None


class Settled(Value, frozen=True, kw_only=True):
    """What came of a decision.

    Attributes:
        case: As it was before.
        decision: What was decided.
        articles: Those that the two records are in now.
        obstacle: Why a decision to join has not joined them; None where it has.
    """

    case: Case
    decision: Decision
    articles: tuple[Merged, ...]
    obstacle: str | None = None


def settle_case(
    library: Library,
    decision: Decision,
    rules: Rules,
    *,
    now: datetime,
    command: str,
) -> Settled | None:
    """Keep a decision and merge what it is about again, in one transaction.

    Args:
        library: That it is kept in.
        decision: What the person says.
        rules: By which articles are merged.
        now: The clock.
        command: The command line, for the run log.

    Returns:
        None where there is no case of that number.
    """
    with library.transaction():
        case = library.quarantine.settle(
            decision.number, decision.state, decision.why, now
        )
        if case is None:
            return None
        run_id = library.begin_run(command, now)
        keys = {key for record in case.records for key in record.article_keys}
        merger = merge_articles(library, keys, rules, now=now, run_id=run_id)
        library.finish_run(run_id, {}, now)
    pair = set(case.doubt.pair)
    articles = tuple(m for m in merger.articles if pair & set(m.article.sources))
    obstacle = None
    if decision.state is CaseState.JOINED and len(articles) > 1:
        obstacle = (
            "they stay apart: what they belong to cannot be one article, since that "
            "would bring two records of one source, or records in doubt, together"
        )
    return Settled(case=case, decision=decision, articles=articles, obstacle=obstacle)
