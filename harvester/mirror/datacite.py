"""DataCite's REST API: one DOI."""

from __future__ import annotations

from urllib.parse import unquote

from harvester.mirror.answer import Answer, Asked, json_bytes
from harvester.mirror.folder import Folder

PATH = "/dois/"
_JSON = "application/json; charset=utf-8"
_NOT_FOUND = "The resource you are looking for doesn't exist."


def datacite(asked: Asked, folder: Folder) -> Answer:
    """Answer with the resource as it lies in the folder."""
    if asked.method not in ("GET", "HEAD"):
        return _reply(405, _errors(405, "Method not allowed"))
    resource = folder.resource_bytes(unquote(asked.path.removeprefix(PATH)))
    if resource is None:
        return _reply(404, _errors(404, _NOT_FOUND))
    return _reply(200, b'{"data":' + resource.strip() + b"}")


def _errors(status: int, title: str) -> bytes:
    return json_bytes({"errors": [{"status": str(status), "title": title}]})


def _reply(status: int, body: bytes) -> Answer:
    return Answer(status=status, headers=(("Content-Type", _JSON),), body=body)
