"""Exit codes, as cron jobs and scripts read them."""

from __future__ import annotations

from harvester.errors import (
    ConfigError,
    CorrectionError,
    DocumentError,
    HarvesterError,
    IdentifierError,
    LibraryBusyError,
    SelectionError,
    UnknownNameError,
)

DONE = 0
FAILED = 1
USAGE = 2
IN_PART = 3
BUSY = 75
CONFIGURATION = 78
INTERRUPTED = 130

_CODES: tuple[tuple[type[HarvesterError], int], ...] = (
    (ConfigError, CONFIGURATION),
    (LibraryBusyError, BUSY),
    (IdentifierError, USAGE),
    (DocumentError, USAGE),
    (CorrectionError, USAGE),
    (UnknownNameError, USAGE),
    (SelectionError, USAGE),
)


def exit_code(error: HarvesterError) -> int:
    """Return the exit code that goes with ``error``."""
    return next((code for kind, code in _CODES if isinstance(error, kind)), FAILED)
