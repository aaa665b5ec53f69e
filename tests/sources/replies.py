"""Made-up replies to what sources ask."""

from __future__ import annotations

from datetime import UTC, datetime

from harvester.wire import Payload, Request


def reply(request: Request, body: str, status: int = 200) -> Payload:
    """Return a payload for ``request``."""
    return Payload(
        request=request,
        status=status,
        body=body.encode(),
        content_type="",
        fetched_at=datetime(2026, 11, 20, tzinfo=UTC),
    )
