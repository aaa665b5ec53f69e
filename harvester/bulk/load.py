"""One file after the other into a library, each wholly or not at all."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import IO, Self, cast

from harvester.bulk.crew import Crew
from harvester.bulk.forms import Form
from harvester.bulk.keeping import Keeping
from harvester.bulk.preparing import Batch
from harvester.bulk.work import Work, choose_all
from harvester.cycles import collecting_by_hand
from harvester.errors import BulkError
from harvester.reconcile import DEFAULT_RULES, Rules
from harvester.selection import RecordTest
from harvester.sources.base import Fault, Piece
from harvester.store import BulkFile, Library, LoadedFile

_GZIP = b"\x1f\x8b"


class Load:
    """A bulk load of files, to be used in a ``with`` statement.

    Args:
        library: Where to.
        form: Of the files.
        run_id: The run in the log.
        rules: By which articles are made.
        now: The clock.
        workers: Processes that read; 0: none but this one.
        keeps_bytes: Keep records as they stand in the files, too.
        choose: Called in each process; returns which records are kept, None: all.
        advance: Called with a number of further records.
    """

    def __init__(  # noqa: PLR0913 - what a load depends on meets here
        self,
        library: Library,
        form: Form,
        run_id: int,
        *,
        rules: Rules = DEFAULT_RULES,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        workers: int = 0,
        keeps_bytes: bool = False,
        choose: Callable[[], RecordTest | None] = choose_all,
        advance: Callable[[int], None] = lambda _: None,
    ) -> None:
        self._library = library
        self.form = form
        self.run_id = run_id
        self._rules = rules
        self.now = now
        self.advance = advance
        work = Work(
            form=form,
            rules=rules,
            today=now().date(),
            first_years=library.load_first_years(),
            keeps_bytes=keeps_bytes,
            choose=choose,
        )
        self._crew: Crew[Piece, Batch] = Crew(workers, work.begin, Batch)

    def __enter__(self) -> Self:
        self._crew.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._crew.__exit__(kind, error, trace)

    def load(self, path: Path, file: BulkFile) -> tuple[LoadedFile, list[Fault]]:
        """Load one file, wholly or not at all.

        Records that stand in files that follow, loaded before, stay as they are. A
        file without a number follows whatever was loaded before it.

        Returns:
            What came of it, and which of its records cannot be read.

        Raises:
            BulkError: It is cut off, or another file; nothing of it is kept.
        """
        library = self._library
        with library.transaction(), opened(path) as stream, collecting_by_hand():
            payload_id = library.refer_to_file(file, self.run_id, self.now())
            last = library.find_last_file(self.form.source)
            is_late = file.number is not None and file.order < last
            keeping = Keeping(
                library,
                self.form,
                file,
                is_late=is_late,
                payload_id=payload_id,
                run_id=self.run_id,
                rules=self._rules,
                now=self.now(),
            )
            for batch in self._read(stream):
                keeping.take(batch)
                self.advance(batch.record_count)
            keeping.finish()
            loaded = keeping.loaded()
            library.note_loaded(file, loaded, self.now())
        return loaded, keeping.faults

    def _read(self, stream: IO[bytes]) -> Iterator[Batch]:
        try:
            cutting = self.form.cut(stream)
            yield from self._crew.run(cutting, cutting.given)
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise BulkError(
                f"is cut off or damaged ({error}); fetch it again"
            ) from error


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """Open a file, unpacked if it is packed."""
    with path.open("rb") as raw:
        is_zipped = raw.read(2) == _GZIP
        raw.seek(0)
        yield cast("IO[bytes]", gzip.GzipFile(fileobj=raw)) if is_zipped else raw
