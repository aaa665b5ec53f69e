"""What came of every question, and when it is to be asked again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from harvester.model import Key, LinkSet, LinkState
from harvester.pipeline.gather import Gathering
from harvester.schedule import (
    Question,
    Subject,
    rule_for,
    rule_for_links,
    traits_of,
)
from harvester.sources.doira import AGENCIES, registration
from harvester.store import Check, Library


def build_checks(
    library: Library,
    gathering: Gathering,
    *,
    homes: Mapping[tuple[str, str], int],
    changes: Mapping[tuple[str, str], str],
    today: datetime,
) -> tuple[list[Check], dict[str, list[Key]]]:
    """Return what came of everything that was gathered.

    An identifier that a service does not know is asked for again only if an article
    bears it: else it was a slip, and nobody waits for it.

    Args:
        library: With the articles saved.
        gathering: What was asked and what came.
        homes: The article of every record, by (source, source_id).
        changes: What saving did to every record.
        today: The moment of the run.

    Returns:
        The checks; and by source the identifiers that need not be asked for again:
        a record that has another key answered, or there is nothing to wait for.
    """
    checks = list(_record_checks(library, gathering, homes, changes, today))
    own = {(check.source, (check.scheme, check.value)) for check in checks}
    settled: dict[str, list[Key]] = {}
    for (source, key), verdict in gathering.verdicts().items():
        if (source, key) in own:
            continue
        is_elsewhere = verdict == "unknown" and _is_elsewhere(library, source, key)
        outcome = "elsewhere" if is_elsewhere else verdict
        if not _is_open(library, source, key, outcome):
            settled.setdefault(source, []).append(key)
        else:
            checks.append(
                Check(
                    source=source,
                    subject=Subject.RECORD,
                    scheme=key[0],
                    value=key[1],
                    outcome="unchanged" if outcome == "answered" else outcome,
                )
            )
    return checks, settled


def _record_checks(
    library: Library,
    gathering: Gathering,
    homes: Mapping[tuple[str, str], int],
    changes: Mapping[tuple[str, str], str],
    today: datetime,
) -> Iterator[Check]:
    """Yield what came of the questions for the own keys of the records that came."""
    for (source, source_id), record in gathering.records.items():
        published, is_watched = library.article_basis(homes.get((source, source_id), 0))
        if gathering.sources[source].is_converter:
            published = None  # identifiers do not change with a young article
        traits = traits_of(record, published, today.date(), is_watched=is_watched)
        yield Check(
            source=source,
            subject=Subject.RECORD,
            scheme=gathering.sources[source].accepts[0],
            value=source_id,
            outcome=changes.get((source, source_id), "unchanged"),
            rule=rule_for(traits),
        )


def _is_open(library: Library, source: str, key: Key, verdict: str) -> bool:
    """Return whether a question is to be asked again one day."""
    if verdict == "answered":
        return library.has_record(source, key)
    return verdict != "unknown" or library.find_article(key) is not None


def _is_elsewhere(library: Library, source: str, key: Key) -> bool:
    """Return whether doi.org says that another agency registered a DOI."""
    if source not in AGENCIES.values():
        return False
    known = registration(library.component([key]), key[1])
    return known is not None and known.is_elsewhere(source)


def build_link_checks(
    library: Library, link_sets: Iterable[LinkSet], today: datetime
) -> list[Check]:
    """Return what came of asking for link sets: failed if one of an owner's did."""
    failed: dict[tuple[str, Key], bool] = {}
    for link_set in link_sets:
        question = (link_set.provider, link_set.owner)
        is_failed = link_set.state is LinkState.FAILED
        failed[question] = failed.get(question, False) or is_failed
    checks = []
    for (source, (scheme, value)), is_failed in failed.items():
        article_id = library.find_article((scheme, value))
        published, _ = library.article_basis(article_id or 0)
        checks.append(
            Check(
                source=source,
                subject=Subject.LINKS,
                scheme=scheme,
                value=value,
                outcome="failed" if is_failed else "unchanged",
                rule=rule_for_links(traits_of(None, published, today.date())),
            )
        )
    return checks


def build_unchanged(
    library: Library,
    questions: Iterable[Question],
    today: datetime,
    outcome: str = "unchanged",
) -> list[Check]:
    """Return that nothing changed; a record may have grown out of its rule.

    Args:
        library: With the records.
        questions: About them.
        today: The moment of the run.
        outcome: ``unchanged``, or ``unlisted`` where that is not certain.
    """
    return [
        Check(
            source=question.source,
            subject=question.subject,
            scheme=question.scheme,
            value=question.value,
            outcome=outcome,
            rule="old" if question.rule == "old" else rule_of(library, question, today),
        )
        for question in questions
    ]


def rule_of(library: Library, question: Question, today: datetime) -> str:
    """Return the rule that a question falls under, by what the library holds."""
    basis = library.load_basis(question)
    traits = traits_of(
        basis.record, basis.published, today.date(), is_watched=basis.is_watched
    )
    return (rule_for if question.subject is Subject.RECORD else rule_for_links)(traits)


def mark_watched(
    library: Library, article_id: int, now: datetime, *, is_watched: bool
) -> None:
    """Have an article looked at more often, or as often as others again."""
    with library.transaction():
        if is_watched:
            library.watch(article_id, now)
        else:
            library.unwatch(article_id)
        for question in library.questions_about(article_id):
            library.set_rule(question, rule_of(library, question, now))
