"""Telling a service of the user's own that something happened."""

from __future__ import annotations

from urllib.parse import urlsplit

import httpx

from harvester.errors import HarvesterError


def post_json(url: str, body: bytes, *, timeout_seconds: float) -> None:
    """POST ``body`` as JSON to ``url``, once; redirects are not followed.

    Raises:
        HarvesterError: It was not accepted. The address may hold a secret: only its
            host is named.
    """
    try:
        response = httpx.post(
            url,
            content=body,
            headers={"Content-Type": "application/json"},
            timeout=timeout_seconds,
            follow_redirects=False,
        )
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        reason = f"cannot be reached ({type(error).__name__})"
    else:
        if response.is_success:
            return
        reason = f"answered with {response.status_code}"
    raise HarvesterError(f"the webhook at {_host(url)} {reason}")


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or "an unreadable address"
    except ValueError:
        return "an unreadable address"
