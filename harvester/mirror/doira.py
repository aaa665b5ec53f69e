"""doi.org's service ``doiRA``: who registered a DOI."""

from __future__ import annotations

import re
from urllib.parse import unquote

from harvester.mirror.answer import JSON, TEXT, Answer, Asked, json_bytes
from harvester.mirror.folder import Folder

PATH = "/doiRA/"
_DOI = re.compile(r"10\.\d{4,9}(\.\d+)*/\S+")


def doira(asked: Asked, folder: Folder) -> Answer:
    """Answer with one entry for every DOI of the path; commas part them.

    A comma of a DOI must be encoded. Nobody has printed what the service makes of
    one, nor how many DOIs it takes.
    """
    if asked.method not in ("GET", "HEAD"):
        return Answer(status=405, headers=(("Content-Type", TEXT),))
    dois = [unquote(part) for part in asked.path.removeprefix(PATH).split(",")]
    body = json_bytes([_entry(folder, doi) for doi in dois])
    return Answer(status=200, headers=(("Content-Type", JSON),), body=body)


def _entry(folder: Folder, doi: str) -> dict[str, str]:
    """Return the agency of a DOI, or why there is none."""
    if not _DOI.fullmatch(doi):
        return {"DOI": doi, "status": "Invalid DOI"}
    if agency := folder.agency(doi):
        return {"DOI": doi, "RA": agency}
    return {"DOI": doi, "status": "DOI does not exist"}
