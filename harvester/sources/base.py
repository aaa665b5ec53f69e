"""What a source is: a value with a handful of functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple, Protocol, runtime_checkable

from harvester.model import Citation, LinkKind, LinkSet, SourceRecord, Value
from harvester.wire import Flow, Payload


class Rate(Value, frozen=True, kw_only=True):
    """How fast a route class of a service may be asked.

    Attributes:
        per_second: Requests per second.
        concurrency: Requests under way at once.
    """

    per_second: float
    concurrency: int


class Politeness(Value, frozen=True, kw_only=True):
    """The manners that a service asks for.

    Attributes:
        rates: By route class, without a key or contact address.
        known_rates: By route class, for a caller who has given one.
        contact: How an address or key is given: ``ncbi`` (``tool``, ``email``,
            ``api_key`` in the body), ``mailto``, or None.
    """

    rates: dict[str, Rate]
    known_rates: dict[str, Rate]
    contact: str | None = None


class Fault(Value, frozen=True, kw_only=True):
    """A record of a reply that could not be read, set aside.

    Attributes:
        source_id: Its key where that could be read, else None.
        message: What is wrong with it, for a person.
        is_of_whole: Not a record is at fault, but the stream that they stand in: it
            is cut off, or something else.
    """

    source_id: str | None
    message: str
    is_of_whole: bool = False


class Piece(Value, frozen=True, kw_only=True):
    """A record as it stands in a stream, not read yet.

    Attributes:
        offset: Where it begins, in bytes of the stream.
        body: Its bytes.
    """

    offset: int
    body: bytes

    def cut_from(self, start: int) -> Piece:
        """Return what is left of it from a byte of ``body`` on."""
        return Piece(offset=self.offset + start, body=self.body[start:])


class Reply(Value, frozen=True, kw_only=True):
    """What a payload says.

    Attributes:
        records: In the order of the reply, normalised.
        faults: Records that could not be read.
        unknown: Identifiers (``scheme:value``) of which this payload says that
            the service does not know them.
    """

    records: tuple[SourceRecord, ...] = ()
    faults: tuple[Fault, ...] = ()
    unknown: tuple[str, ...] = ()


class Source(Protocol):
    """A service. Each is a module-level value that the registry names.

    ``asked`` of every request holds ``scheme:value`` strings.
    """

    @property
    def name(self) -> str:
        """Stable name: ``pubmed``, ``crossref``."""
        ...

    @property
    def accepts(self) -> tuple[str, ...]:
        """The identifier schemes it can be asked by, the best first.

        None for a source that holds no records, only links, or can only be searched.
        """
        ...

    @property
    def is_converter(self) -> bool:
        """Whether its records hold identifiers only.

        Then it need not be asked about an article known under two schemes already,
        unless another source refers to it.
        """
        ...

    @property
    def politeness(self) -> Politeness:
        """How it wants to be asked."""
        ...

    def lookup(
        self, scheme: str, ids: Sequence[str], *, singly: bool = True
    ) -> tuple[Flow, ...]:
        """Return conversations, independent of each other, that ask for ``ids``.

        Each asks for a batch and then, if ``singly``, for every identifier that
        the batch leaves out by itself, before it is called unknown.
        """
        ...

    def check(self, payload: Payload) -> None:
        """Raise the ``SourceError`` that a reply hides; accept an honest 404."""
        ...

    def parse(self, payload: Payload) -> Reply:
        """Read the records of a payload that passed ``check``."""
        ...


@runtime_checkable
class ReferredSource(Source, Protocol):
    """A source that is asked about what the replies of another one leave open."""

    @property
    def referred_schemes(self) -> tuple[str, ...]:
        """The schemes, of those it accepts, that it is asked by only if referred to."""
        ...

    def referred(self, source: str, reply: Reply) -> tuple[str, ...]:
        """Return what this source is to be asked about after a reply of another.

        Args:
            source: The name of the other one.
            reply: What it answered.

        Returns:
            Identifiers (``scheme:value``); none after what does not concern it.
        """
        ...


def needs_reference(source: Source, scheme: str) -> bool:
    """Return whether a source is asked by a scheme only if another refers to it."""
    return isinstance(source, ReferredSource) and scheme in source.referred_schemes


@runtime_checkable
class LinkSource(Source, Protocol):
    """A source that also knows which articles belong to which."""

    @property
    def link_scheme(self) -> str:
        """The scheme of the identifiers that its link sets are asked by."""
        ...

    @property
    def link_kinds(self) -> tuple[LinkKind, ...]:
        """The kinds of link sets it offers."""
        ...

    def related(self, kind: LinkKind, ids: Sequence[str]) -> tuple[Flow, ...]:
        """Return conversations that ask for the link sets of ``ids``.

        Kinds that one reply answers together are asked for with the first of them;
        for the others there is nothing to ask.

        Args:
            kind: One of ``link_kinds``.
            ids: Of ``link_scheme``.
        """
        ...

    def parse_links(self, payload: Payload) -> tuple[LinkSet, ...]:
        """Read a link set for every identifier asked for, of every kind answered.

        A reply to another question than ``related`` asks holds none.
        """
        ...


class Inquiry(NamedTuple):
    """A conversation that asks which of some records changed.

    Attributes:
        flow: The conversation.
        ids: The keys of the records asked about.
        routes: The route of each of its requests; where their number depends on the
            replies, of as many as there can be.
        is_most: Their number depends on the replies.
    """

    flow: Flow
    ids: tuple[str, ...]
    routes: tuple[str, ...]
    is_most: bool = False


class Changes(Value, frozen=True, kw_only=True):
    """What a reply tells of the records that were asked about.

    Attributes:
        changed: Keys of records to fetch again: they changed, or are not there. May
            name records that were not asked about.
        unchanged: Those that are as they were.
    """

    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()


@runtime_checkable
class ChangeSource(Source, Protocol):
    """A source that can say cheaply which of its records changed."""

    def changed_since(
        self, scheme: str, ids: Sequence[str], day: date
    ) -> tuple[Inquiry, ...]:
        """Return inquiries which of ``ids`` changed on or after ``day``.

        Args:
            scheme: The source's best.
            ids: Its own keys of records.
            day: In the source's time zone, whichever that is: ask a day too early.
        """
        ...

    def parse_changed(self, payload: Payload) -> Changes:
        """Return what a reply of an inquiry tells."""
        ...


@runtime_checkable
class JournalChangeSource(ChangeSource, Protocol):
    """A source that can also say which records of whole journals changed."""

    def changed_in_journals(
        self, issns: Mapping[str, Sequence[str]], day: date
    ) -> tuple[Inquiry, ...]:
        """Return inquiries which records of some journals changed since ``day``.

        A record that no reply tells of is most likely as it was; ``changed_since``
        tells it for certain.

        Args:
            issns: By the source's own keys of records.
            day: As of ``changed_since``.

        Returns:
            Inquiries about those records for which that takes fewer requests.
        """
        ...


@runtime_checkable
class SearchSource(Source, Protocol):
    """A source that can be asked for what a citation may mean."""

    def search(self, citation: Citation) -> tuple[Flow, ...]:
        """Return conversations that ask for candidates; ``parse`` reads their records.

        ``asked`` of the requests is empty: nobody knows yet what is wanted, and a
        record that comes is a candidate, not an answer.
        """
        ...
