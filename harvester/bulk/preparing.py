"""Bytes of records → what is kept of them: all that needs no library.

It is most of the work of a bulk load, and is done in as many processes as are wanted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from harvester.changes import judge_status
from harvester.export import build_citation
from harvester.findings import Case, find_defects
from harvester.model import SourceRecord, Value
from harvester.normalize.record import normalize_record
from harvester.reconcile import DEFAULT_RULES, Rules, reconcile
from harvester.selection import RecordTest
from harvester.sources.base import Fault, Piece
from harvester.sources.pubmed import Deletion, Entry
from harvester.store import Addition, Place, build_addition


class Batch(Value, frozen=True, kw_only=True):
    """What comes of records that stood together in a file.

    Attributes:
        additions: What is to be kept, in their order.
        faults: What cannot be read.
        deletions: What the file says is no more.
        skipped: How many records the selection leaves out.
    """

    additions: tuple[Addition, ...] = ()
    faults: tuple[Fault, ...] = ()
    deletions: tuple[Deletion, ...] = ()
    skipped: int = 0

    @property
    def record_count(self) -> int:
        """How many records were read."""
        return len(self.additions) + self.skipped


def refer(piece: Piece) -> Place:
    """Return where a piece stands; its bytes are not kept."""
    return Place(offset=piece.offset, length=len(piece.body))


class Preparation:
    """How records are made ready to be kept.

    Args:
        rules: By which articles are made.
        today: The day of the run, for findings.
        first_years: In which journals began; see ``findings.Case``.
        is_wanted: Which records are kept; None: all.
    """

    def __init__(
        self,
        rules: Rules = DEFAULT_RULES,
        *,
        today: date,
        first_years: Mapping[str, int],
        is_wanted: RecordTest | None = None,
    ) -> None:
        self._rules = rules
        self._today = today
        self._first_years = first_years
        self._is_wanted = is_wanted

    def prepare(
        self,
        found: Iterable[tuple[Piece, Entry]],
        place: Callable[[Piece], Place] = refer,
    ) -> Batch:
        """Return what is to be kept.

        Args:
            found: What was read, each with where it stands.
            place: Returns what is kept of where a record stands.
        """
        additions, faults, deletions = [], [], []
        skipped = 0
        for piece, entry in found:
            if isinstance(entry, Fault):
                faults.append(entry)
            elif isinstance(entry, Deletion):
                deletions.append(entry)
            else:
                record = normalize_record(entry)
                if self._is_wanted is None or self._is_wanted(record):
                    additions.append(self._build(record, place(piece)))
                else:
                    skipped += 1
        return Batch(
            additions=tuple(additions),
            faults=tuple(faults),
            deletions=tuple(deletions),
            skipped=skipped,
        )

    def _build(self, record: SourceRecord, place: Place) -> Addition:
        found = reconcile([record], self._rules)
        (article,) = found.articles
        judgement = judge_status([(record.source, record)], article.article_keys)
        defects = find_defects(
            Case(
                article=article,
                records=(record,),
                status=judgement.status,
                events=judgement.events,
                doubts=judgement.doubts,
                first_years=self._first_years,
                today=self._today,
            )
        )
        return build_addition(
            record,
            article,
            citation=build_citation(article),
            judgement=judgement,
            findings=(*found.findings, *defects),
            place=place,
        )
