"""Crossref's REST API: one work, its agency, and lists of works."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

from harvester.mirror.answer import Answer, Asked, json_bytes
from harvester.mirror.crossref_list import RefusalError, list_works
from harvester.mirror.folder import Folder

JSON = "application/json"
_JSON_CHARSET = "application/json;charset=utf-8"
_NOT_FOUND = b"Resource not found."
_MAX_URI = 4_092
_ALLOWED_ON_ONE = ("mailto",)
# Pool and kind of route -> requests per second, requests at once.
_LIMITS = {
    "public-single": ("5", "1"),
    "public-array": ("1", "1"),
    "polite-single": ("10", "3"),
    "polite-array": ("3", "3"),
}
_ROUTE = re.compile(r"(?:/v1)?/works(?:/(?P<doi>.+?)(?P<agency>/agency)?)?/?")


def endpoint_of(asked: Asked) -> str:
    """Name the endpoint: ``single``, ``agency``, ``list``, ``unknown``."""
    route = _ROUTE.fullmatch(asked.path)
    if route is None:
        return "unknown"
    if route["agency"]:
        return "agency"
    return "list" if route["doi"] is None else "single"


def crossref(asked: Asked, folder: Folder) -> Answer:
    """Answer a request."""
    route = _ROUTE.fullmatch(asked.path)
    if route is None:
        return _reply(asked, "single", 404, "text/plain", _NOT_FOUND)
    if asked.method not in ("GET", "HEAD"):
        return _reply(asked, "single", 405, "text/plain", b"")
    if asked.uri_length > _MAX_URI:
        return _reply(asked, "single", 414, "text/html", b"")
    answer = _ENDPOINTS[endpoint_of(asked)]
    return answer(asked, folder, unquote(route["doi"] or ""))


def _single(asked: Asked, folder: Folder, doi: str) -> Answer:
    """Answer with the work as it lies in the folder, or send to the prime DOI."""
    if asked.path.endswith("/"):
        # A DOI's own last slash must be sent encoded.
        return _reply(asked, "single", 404, "text/plain", _NOT_FOUND)
    problems = [
        _not_allowed(name) for name, _ in asked.params if name not in _ALLOWED_ON_ONE
    ]
    if problems:
        return _failed(asked, "single", 400, "validation-failure", problems)
    prime = folder.aliases.get(doi.lower())
    if prime is not None:
        location = f"https://api.crossref.org/works/{quote(prime, safe='')}"
        return _reply(asked, "single", 301, "text/plain", b"", ("location", location))
    work = folder.work_bytes(doi)
    if work is None:
        return _reply(asked, "single", 404, "text/plain", _NOT_FOUND)
    envelope = (
        b'{"status":"ok","message-type":"work","message-version":"1.0.0","message":'
    )
    return _reply(asked, "single", 200, JSON, envelope + work.strip() + b"}")


def _agency(asked: Asked, folder: Folder, doi: str) -> Answer:
    """Answer that Crossref registered what the folder holds; else not found."""
    work = folder.work(folder.aliases.get(doi.lower(), doi))
    if work is None:
        return _reply(asked, "single", 404, _JSON_CHARSET, _NOT_FOUND)
    agency = {"DOI": doi.lower(), "agency": {"id": "crossref", "label": "Crossref"}}
    return _reply(asked, "single", 200, JSON, _envelope("work-agency", agency))


def _list(asked: Asked, folder: Folder, _doi: str) -> Answer:
    """Answer with a list of works, or with everything that is wrong about it."""
    try:
        message = list_works(asked, folder)
    except RefusalError as refusal:
        kind = "resource-failure" if refusal.status == 404 else "validation-failure"
        return _failed(asked, "array", refusal.status, kind, refusal.details)
    return _reply(asked, "array", 200, JSON, _envelope("work-list", message))


_ENDPOINTS = {"single": _single, "agency": _agency, "list": _list}


def _not_allowed(name: str) -> dict[str, str]:
    if name.startswith("query") or name in ("filter", "facet", "rows", "select"):
        said = f"This route does not support {name}"
        return {"type": "parameter-not-allowed", "value": name, "message": said}
    said = f"Parameter {name} specified but there is no such parameter available "
    said += "on any route"
    return {"type": "unknown-parameter", "value": name, "message": said}


def _envelope(kind: str, message: object) -> bytes:
    return json_bytes(
        {
            "status": "ok",
            "message-type": kind,
            "message-version": "1.0.0",
            "message": message,
        }
    )


def _failed(
    asked: Asked, route: str, status: int, kind: str, details: list[dict[str, str]]
) -> Answer:
    """Say what is wrong; ``message`` is then a list."""
    body = json_bytes({"status": "failed", "message-type": kind, "message": details})
    media = JSON if status == 404 else _JSON_CHARSET
    return _reply(asked, route, status, media, body)


def _reply(
    asked: Asked,
    route: str,
    status: int,
    media: str,
    body: bytes,
    *more: tuple[str, str],
) -> Answer:
    """Make an answer with Crossref's headers, which are on errors too."""
    is_known = bool(asked.get("mailto")) or "mailto:" in asked.headers.get(
        "user-agent", ""
    )
    pool = f"{'polite' if is_known else 'public'}-{route}"
    per_second, at_once = _LIMITS[pool]
    return Answer(
        status=status,
        headers=(
            ("content-type", media),
            ("access-control-allow-origin", "*"),
            ("x-api-pool", pool),
            ("x-rate-limit-limit", per_second),
            ("x-rate-limit-interval", "1s"),
            ("x-concurrency-limit", at_once),
            *more,
        ),
        body=b"" if asked.method == "HEAD" else body,
    )
