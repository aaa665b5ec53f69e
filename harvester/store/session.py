"""A library's file, open: connection, transactions."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from harvester.store.opening import open_connection
from harvester.store.trouble import explained

if TYPE_CHECKING:
    from harvester.store.tools import Database


class Session:
    """An open file; what is in it is the matter of ``Library``."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._db = connection

    @classmethod
    def open(
        cls, path: str | Path, *, create: bool = True, read_only: bool = False
    ) -> Self:
        """Open the library at ``path``; use it in a ``with`` statement.

        A library made by an older version is brought up to date.

        Args:
            path: The file.
            create: Make it where there is none.
            read_only: Nothing will be saved; no need to wait for a writer.

        Raises:
            LibraryBusyError: Another process is writing to it.
            LibraryError: It is no library that this version can use.
        """
        path = Path(path)
        return cls(path, open_connection(path, create=create, read_only=read_only))

    def close(self) -> None:
        """Close the file; what was not committed is lost."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @cached_property
    def _savepoints(self) -> Database:
        from harvester.store.tools import Database  # noqa: PLC0415 - see there

        return Database(self._db, recursive_triggers=False, execute_plugins=False)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Do all that stands in the ``with`` block, or nothing of it.

        May be nested: an inner block that fails takes back only itself.
        """
        with explained(self.path):
            if self._db.in_transaction:
                with self._savepoints.atomic():
                    yield
                return
            # At once a writer: one that became it later could not wait its turn.
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                self._db.rollback()
                raise

    @contextmanager
    def trial(self) -> Iterator[None]:
        """Do all that stands in the ``with`` block, and take it back at its end."""
        with explained(self.path):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            finally:
                self._db.rollback()
