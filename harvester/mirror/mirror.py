"""The mirror: a request in, the service's answer out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from harvester.mirror import datacite, doira, europepmc, eutils
from harvester.mirror.answer import TEXT, Answer, Asked, Served, take_apart
from harvester.mirror.citation_indexes import (
    ICITE_PATH,
    INDEX_PATH,
    icite,
    opencitations,
)
from harvester.mirror.crossref import crossref, endpoint_of
from harvester.mirror.eutils import Desk
from harvester.mirror.eutils_citmatch import ecitmatch
from harvester.mirror.eutils_fetch import efetch
from harvester.mirror.eutils_info import einfo
from harvester.mirror.eutils_link import elink
from harvester.mirror.eutils_post import epost
from harvester.mirror.eutils_search import esearch
from harvester.mirror.eutils_summary import esummary
from harvester.mirror.folder import Folder
from harvester.mirror.history import History
from harvester.mirror.idconv import idconv

EUTILS = "eutils.ncbi.nlm.nih.gov"
PMC = "pmc.ncbi.nlm.nih.gov"
CROSSREF = "api.crossref.org"
DATACITE = "api.datacite.org"
DOI_ORG = "doi.org"
EBI = "www.ebi.ac.uk"
ICITE = "icite.od.nih.gov"
OPENCITATIONS = "api.opencitations.net"
_EUTILS_PATH = "/entrez/eutils/"
_IDCONV_PATH = "/tools/idconv/api/v1/articles"
_ADDRESSES = (
    (DATACITE, datacite.PATH, "datacite", "dois"),
    (DOI_ORG, doira.PATH, "doira", "doiRA"),
    (EBI, europepmc.PATH, "europepmc", "search"),
    (ICITE, ICITE_PATH, "icite", "pubs"),
)
"""Host, beginning of the path, service and endpoint."""
_EUTILS: dict[str, Callable[[Asked, Desk], Answer]] = {
    "efetch": efetch,
    "esearch": esearch,
    "elink": elink,
    "epost": epost,
    "esummary": esummary,
    "einfo": einfo,
    "ecitmatch": ecitmatch,
}
_SERVICES: dict[str, Callable[[Asked, Folder], Answer]] = {
    "crossref": crossref,
    "datacite": datacite.datacite,
    "doira": doira.doira,
    "europepmc": europepmc.europepmc,
    "icite": icite,
    "opencitations": opencitations,
    "idconv": idconv,
}


class Mirror:
    """Answers for all services from a folder of records.

    The same folder gives the same answers; only the history server remembers.

    Args:
        folder: The folder of records (layout: ``harvester.mirror.folder``).
        later: A folder of later states of them, for an answer that has changed.
        today: The day that ``reldate`` counts back from; by default the day of
            the request.

    Attributes:
        requests: What was answered so far, in order.

    Raises:
        HarvesterError: The folder is no folder of records.
    """

    def __init__(
        self,
        folder: Path | str,
        *,
        later: Path | str | None = None,
        today: date | None = None,
    ) -> None:
        self._folder = Folder(Path(folder), Path(later) if later else None)
        self._history = History()
        self._today = today
        self.requests: list[Served] = []

    def answer(
        self,
        method: str,
        url: str,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Answer one request as its service would; an unknown address is a 404.

        Args:
            method: ``GET``, ``POST`` or ``HEAD``.
            url: Absolute, with its query.
            body: Of a POST, form-encoded.
            headers: Of the request; ``User-Agent`` may name a contact.
        """
        asked = take_apart(method, url, body, headers or {})
        service, endpoint = locate(asked)
        answer = self._answer(asked, service, endpoint)
        self.requests.append(
            Served(
                method=asked.method,
                service=service,
                endpoint=endpoint,
                id_count=_id_count(asked, endpoint),
                status=answer.status,
            )
        )
        return answer

    def _answer(self, asked: Asked, service: str, endpoint: str) -> Answer:
        """Let the service answer."""
        if service in _SERVICES:
            return _SERVICES[service](asked, self._folder)
        if service == "eutils":
            return self._eutils(asked, _EUTILS[endpoint])
        return Answer(
            status=404, headers=(("Content-Type", TEXT),), body=b"Not found.\n"
        )

    def _eutils(self, asked: Asked, utility: Callable[[Asked, Desk], Answer]) -> Answer:
        if asked.method == "GET" and asked.uri_length > eutils.MAX_URI:
            return eutils.uri_too_large(asked)
        today = self._today or date.today()  # noqa: DTZ011 - a day, not a moment
        return utility(asked, Desk(self._folder, self._history, today))


def locate(asked: Asked) -> tuple[str, str]:
    """Name the service and the endpoint that are asked, as in ``Served``."""
    if asked.host == CROSSREF:
        return "crossref", endpoint_of(asked)
    if asked.host == PMC and asked.path.rstrip("/") == _IDCONV_PATH:
        return "idconv", "articles"
    if asked.host == OPENCITATIONS and asked.path.startswith(INDEX_PATH):
        return "opencitations", asked.path.removeprefix(INDEX_PATH).partition("/")[0]
    for host, path, service, endpoint in _ADDRESSES:
        if asked.host == host and asked.path.startswith(path):
            return service, endpoint
    name = asked.path.removeprefix(_EUTILS_PATH).partition(".")[0]
    ending = "cgi" if name == "ecitmatch" else "fcgi"
    is_utility = asked.path == f"{_EUTILS_PATH}{name}.{ending}" and name in _EUTILS
    if is_utility and asked.host == EUTILS:
        return "eutils", name
    return "unknown", "unknown"


def _id_count(asked: Asked, endpoint: str) -> int:
    """Count the identifiers that a request names."""
    if endpoint in ("single", "agency", "dois", "citations", "references"):
        return 1
    if endpoint == "doiRA":
        return asked.path.count(",") + 1
    if endpoint == "list":
        return f",{asked.get('filter')}".count(",doi:")
    lists = asked.all("id") + asked.all("ids") + asked.all("pmids")
    return sum(1 for value in lists for part in value.split(",") if part.strip())
