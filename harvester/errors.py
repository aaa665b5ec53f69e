"""The errors of the harvester: the class says what to do next.

HarvesterError
├── ConfigError          stop: the user must edit config.toml (exit 78)
├── IdentifierError      tell the user which input is no identifier (exit 2)
├── DocumentError        tell the user which file cannot be read (exit 2)
├── CorrectionError      tell the user why a value cannot be set so (exit 2)
├── UnknownNameError     tell the user that nothing is called so (exit 2)
├── SelectionError       tell the user what a selection cannot ask (exit 2)
├── AbsentError          tell the user to harvest it first (exit 1)
├── BulkError            tell the user which file is left out, go on (exit 3)
├── RecordError          set this record aside, go on
├── LakeError            stop: a lake cannot be built or read so (exit 1)
├── LibraryError         stop: this file is not a library we can use (exit 1)
│   └── LibraryBusyError     somebody else is writing (exit 75)
└── SourceError          the upstream service
    ├── TransientError   try again later (429, 5xx, time-out, an error hidden in a 200)
    ├── NotFoundError    remember that this service does not know this id
    ├── IncompleteError  keep what came; report the identifiers that it names
    └── ProtocolError    do not ask this again: refused, or not what the API promises
        └── BlockedError     ask this service nothing more in this run
            └── BudgetError      the requests allowed for now are used up
"""

from __future__ import annotations

from collections.abc import Sequence


class HarvesterError(Exception):
    """Anything the harvester raises on purpose; its text is fit for a user."""


class ConfigError(HarvesterError):
    """The configuration cannot be used until the user edits it."""


class IdentifierError(HarvesterError):
    """An input is no identifier of the scheme it was given for."""


class DocumentError(HarvesterError):
    """A document cannot be read, or holds nothing that is text."""


class CorrectionError(HarvesterError):
    """A field cannot be corrected, or not to such a value."""


class AbsentError(HarvesterError):
    """The library does not hold an article."""


class UnknownNameError(HarvesterError):
    """No check, field or format has the name that is asked for."""


class SelectionError(HarvesterError):
    """A selection asks for what is unknown, or what records do not say."""


class BulkError(HarvesterError):
    """A file of records cannot be loaded; nothing of it is kept."""


class RecordError(HarvesterError):
    """One record cannot be read; the others of its reply are not affected."""


class LakeError(HarvesterError):
    """A lake cannot be built or read as asked."""


class LibraryError(HarvesterError):
    """A file is not a library that this version can use."""


class LibraryBusyError(LibraryError):
    """Another process is writing to the library."""


class SourceError(HarvesterError):
    """An upstream service did not give what was asked for.

    Args:
        message: What went wrong, for a person.
        source: The name of the service, as in the registry.
        retry_after: Seconds the service asks to wait, where it says so.
    """

    def __init__(
        self, message: str, *, source: str, retry_after: float | None = None
    ) -> None:
        super().__init__(message)
        self.source = source
        self.retry_after = retry_after


class TransientError(SourceError):
    """The same request may succeed later."""


class NotFoundError(SourceError):
    """The service does not know the identifier; asking again will not help."""


class ProtocolError(SourceError):
    """The request is refused, or the reply is not what the interface promises.

    The same request will fail again; one for fewer identifiers may succeed.
    """


class BlockedError(ProtocolError):
    """The service is to be asked nothing more in this run."""


class BudgetError(BlockedError):
    """The requests that the user allows for now are used up."""


class IncompleteError(SourceError):
    """A conversation went on to its end, but some identifiers got no answer.

    Args:
        failures: (identifier, why), in the order in which they were given up.
        source: The name of the service.
    """

    def __init__(
        self, failures: Sequence[tuple[str, SourceError]], *, source: str
    ) -> None:
        reasons = dict.fromkeys(str(error) for _, error in failures)
        super().__init__("; ".join(reasons), source=source)
        self.failures = tuple(failures)
