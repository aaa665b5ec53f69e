"""Settings → the client: who we are, and what answers."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from harvester import __version__
from harvester.config import Settings
from harvester.fetch import (
    Allowance,
    Client,
    Contact,
    InProcessTransport,
    Timeouts,
    default_state_folder,
)
from harvester.mirror import Mirror, shipped_folder

_Result = TypeVar("_Result")


def build_client(settings: Settings, *, offline: bool) -> Client:
    """Return the client that ``settings`` ask for.

    Args:
        settings: Contact, time-outs, and a mirror where one is set.
        offline: Answer from the records that ship with the package, whatever the
            settings say.
    """
    transport = None
    if folder := _folder(settings, offline=offline):
        transport = InProcessTransport(Mirror(folder))
    contact, fetch = settings.contact, settings.fetch
    return Client(
        Contact(
            tool=contact.tool,
            email=contact.email or None,
            mailto=contact.crossref_mailto or contact.email or None,
            api_key=contact.ncbi_api_key or None,
        ),
        version=__version__,
        timeouts=Timeouts(
            connect=fetch.connect_timeout_seconds,
            read=fetch.read_timeout_seconds,
            total=fetch.total_timeout_seconds,
            attempts=fetch.attempts,
        ),
        allowances={
            "pubmed": Allowance(
                per_day=fetch.pubmed_per_day or None,
                in_peak_hours=fetch.pubmed_in_peak_hours or None,
            ),
            "crossref": Allowance(per_day=fetch.crossref_per_day or None),
        },
        transport=transport,
        paced=transport is None,
        state_folder=default_state_folder(),
        origin=None if transport else settings.mirror.url or None,
    )


def _folder(settings: Settings, *, offline: bool) -> str | None:
    if offline:
        return str(shipped_folder())
    return settings.mirror.folder or None


def run_with(client: Client, work: Coroutine[Any, Any, _Result]) -> _Result:
    """Do ``work``, which asks through ``client``; its connections are closed then."""

    async def closing() -> _Result:
        async with client:
            return await work

    return asyncio.run(closing())
