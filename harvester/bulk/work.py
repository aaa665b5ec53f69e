"""What a process of a bulk load does; it imports no more than that takes."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

import msgspec

from harvester.bulk.forms import Form
from harvester.bulk.preparing import Batch, Preparation, refer
from harvester.model import Value
from harvester.reconcile import Rules
from harvester.selection import RecordTest
from harvester.sources.base import Piece
from harvester.store import Place


def choose_all() -> None:
    """Keep every record: no test is made."""


class Work(Value, frozen=True, kw_only=True):
    """What a process does with records that were cut out of a file.

    Attributes:
        form: Of the file.
        rules: By which articles are made.
        today: The day of the run.
        first_years: In which journals began.
        keeps_bytes: Whether records are kept as they stand in the file, too.
        choose: Returns which records are kept, in the process that asks.
    """

    form: Form
    rules: Rules
    today: date
    first_years: Mapping[str, int]
    keeps_bytes: bool
    choose: Callable[[], RecordTest | None]

    def begin(self) -> Callable[[list[Piece], Any], Batch]:
        """Return what is done with a chunk and what goes with it."""
        preparation = Preparation(
            self.rules,
            today=self.today,
            first_years=self.first_years,
            is_wanted=self.choose(),
        )

        def work(chunk: list[Piece], given: Any) -> Batch:
            place = partial(self._pack, given=given) if self.keeps_bytes else refer
            return preparation.prepare(self.form.parse(chunk, given), place)

        return work

    def _pack(self, piece: Piece, given: Any) -> Place:
        body = zlib.compress(self.form.part(piece.body, given))
        return msgspec.structs.replace(refer(piece), body=body)
