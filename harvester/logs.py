"""Log handlers: where messages go and how much of them."""

from __future__ import annotations

import logging
import sys


def set_up_logging(*, verbose: bool) -> None:
    """Send our log to stderr: warnings, with ``verbose`` every request.

    httpx and httpcore are kept silent: at INFO they print whole URLs, which hold
    contact addresses. pypdf tells of every flaw of a PDF; what matters is an error.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(message)s"))
    logger = logging.getLogger("harvester")
    logger.handlers[:] = [handler]
    logger.propagate = False
    logger.setLevel(logging.DEBUG if verbose else logging.WARNING)
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
