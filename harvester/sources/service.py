"""What the sources have in common."""

from __future__ import annotations

from collections.abc import Sequence

from harvester.errors import IdentifierError
from harvester.model import Value
from harvester.sources.base import Politeness, Reply
from harvester.wire import Flow, Payload


class Service(Value, frozen=True, kw_only=True):
    """A source that refuses to be asked by what it does not accept; see ``Source``.

    As it stands it holds no records: those that do say how they are asked
    (``_lookup``) and how replies are read (``parse``).

    Attributes:
        title: What people call it, as a message begins with it.
    """

    name: str
    title: str
    politeness: Politeness
    accepts: tuple[str, ...] = ()
    is_converter: bool = False

    def lookup(
        self, scheme: str, ids: Sequence[str], *, singly: bool = True
    ) -> tuple[Flow, ...]:
        """Return conversations that ask for ``ids``; see ``Source.lookup``.

        Raises:
            IdentifierError: The source does not accept the scheme.
        """
        self.must_accept(scheme)
        return self._lookup(scheme, ids, singly=singly)

    def must_accept(self, scheme: str) -> None:
        """Refuse identifiers of a scheme that the source is not asked by.

        Raises:
            IdentifierError: The source does not accept the scheme.
        """
        if not self.accepts:
            raise IdentifierError(f"{self.title} is not asked for records by {scheme}")
        if scheme not in self.accepts:
            names = " or ".join(accepted.upper() for accepted in self.accepts)
            raise IdentifierError(f"{self.title} is asked by {names}, not by {scheme}")

    def _lookup(
        self, scheme: str, ids: Sequence[str], *, singly: bool
    ) -> tuple[Flow, ...]:
        """Return conversations that ask for ``ids``, of an accepted scheme."""
        del scheme, ids, singly
        return ()

    def parse(self, payload: Payload) -> Reply:
        """Return that a reply holds no records."""
        del payload
        return Reply()
