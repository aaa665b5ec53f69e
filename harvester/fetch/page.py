"""Whether a page of this machine is being served."""

from __future__ import annotations

import httpx
from tenacity import Retrying, retry_if_result, stop_after_attempt, wait_fixed

_WAIT_SECONDS = 0.25


def has_page(address: str, *, attempts: int = 1) -> bool:
    """Return whether ``address`` answers with a page.

    Args:
        address: ``http://…``.
        attempts: How often to ask, a quarter of a second apart, until it does.
    """
    asking = Retrying(
        retry=retry_if_result(lambda is_there: not is_there),
        stop=stop_after_attempt(attempts),
        wait=wait_fixed(_WAIT_SECONDS),
        retry_error_callback=lambda _: False,
    )
    return bool(asking(_answers, address))


def _answers(address: str) -> bool:
    try:
        # A server of this machine: no proxy knows it.
        return httpx.get(address, timeout=5, trust_env=False).is_success
    except httpx.HTTPError:
        return False
