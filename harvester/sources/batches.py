"""Asking for many identifiers at once without one of them spoiling the rest."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence

from harvester.errors import BlockedError, IncompleteError, SourceError
from harvester.wire import Flow, Payload, Request

Ask = Callable[[tuple[str, ...]], Generator[Request, Payload, Sequence[str]]]
"""Asks for a batch in one request; returns those that are to be asked for again,
each by itself."""


def ask_in_parts(
    source: str,
    scheme: str,
    ids: Sequence[str],
    ask: Ask,
    ask_one: Ask | None = None,
) -> Flow:
    """Converse about ``ids`` as one batch, then about parts of it.

    A batch that fails for good is halved, and so is each half that fails, until
    what cannot be asked for stands alone. Where both halves fail, the fault is not
    with one identifier, and all of them are asked for singly: the worst case is one
    request for each and three. A service that is to be left alone ends it.

    Args:
        source: The name of the service.
        scheme: What ``ids`` are.
        ids: Distinct values.
        ask: Asks for a batch.
        ask_one: Asks for one; None asks as for a batch of one.

    Raises:
        IncompleteError: At the end, if there are identifiers without an answer.
    """
    conversation = _Conversation(ask, ask_one or ask)
    yield from conversation.begin(tuple(ids))
    if conversation.failures:
        failures = [(f"{scheme}:{one}", error) for one, error in conversation.failures]
        raise IncompleteError(failures, source=source)


class _Conversation:
    """What went wrong so far, and how to go on."""

    def __init__(self, ask: Ask, ask_one: Ask) -> None:
        self._ask = ask
        self._ask_one = ask_one
        self._stop: BlockedError | None = None
        self.failures: list[tuple[str, SourceError]] = []

    def begin(self, ids: tuple[str, ...]) -> Flow:
        error = yield from self._try(ids)
        if error is not None:
            yield from self._divide(ids, error)

    def _divide(self, ids: tuple[str, ...], error: SourceError) -> Flow:
        """Go on after ``ids``, asked for together, failed with ``error``."""
        if len(ids) == 1 or self._stop:
            self.failures += [(one, error) for one in ids]
            return
        middle = len(ids) // 2
        failed = []
        for half in (ids[:middle], ids[middle:]):
            problem = yield from self._try(half)
            if problem is not None:
                failed.append((half, problem))
        for half, problem in failed:
            if len(failed) == 1 or len(half) == 1 or self._stop:
                yield from self._divide(half, problem)
            else:
                yield from self._ask_singly(half)

    def _try(
        self, ids: tuple[str, ...]
    ) -> Generator[Request, Payload, SourceError | None]:
        """Ask for ``ids`` together; return the error that it ends with."""
        if self._stop:
            return self._stop
        try:
            ask = self._ask_one if len(ids) == 1 else self._ask
            left = yield from ask(ids)
        except SourceError as error:
            self._stop = error if isinstance(error, BlockedError) else None
            return error
        yield from self._ask_singly(left)
        return None

    def _ask_singly(self, ids: Sequence[str]) -> Flow:
        for one in ids:
            problem = yield from self._try((one,))
            if problem is not None:
                self.failures.append((one, problem))
