"""What the mirror is asked and what it answers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from urllib.parse import parse_qsl, urlsplit

import msgspec
from lxml import etree

from harvester.model.value import Value

XML = "text/xml; charset=UTF-8"
JSON = "application/json; charset=UTF-8"
TEXT = "text/plain; charset=UTF-8"
HTML = "text/html; charset=UTF-8"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Answer(Value, frozen=True, kw_only=True):
    """A reply, as a service would send it.

    Attributes:
        status: HTTP status.
        headers: (name, value) pairs in the service's own spelling.
        body: Not encoded for transfer, unless a header says so.
        failure: How the connection fails: ``refused``, ``dropped`` and ``timeout``
            before an answer, ``reset`` and ``cut`` after half of the body; empty
            where it does not. Only a script of faults asks for it.
        delay_seconds: How long the answer takes.
    """

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    failure: str = ""
    delay_seconds: float = 0.0

    def header(self, name: str) -> str | None:
        """Return a header's value by its name in any case, or None."""
        for key, value in self.headers:
            if key.lower() == name.lower():
                return value
        return None


class Served(Value, frozen=True, kw_only=True):
    """A request that was answered, for whoever counts them.

    Attributes:
        method: ``GET``, ``POST``, ``HEAD``.
        service: ``eutils``, ``crossref``, ``idconv``, ``datacite``, ``doira``,
            ``europepmc``, ``icite``, ``opencitations``, or ``unknown``.
        endpoint: ``efetch`` …; Crossref ``single``, ``agency``, ``list``; idconv
            ``articles``; DataCite ``dois``; doi.org ``doiRA``; Europe PMC ``search``;
            iCite ``pubs``; OpenCitations ``citations``, ``references``; ``unknown``.
        id_count: How many identifiers it named.
        status: HTTP status of the answer.
    """

    method: str
    service: str
    endpoint: str
    id_count: int
    status: int


class Asked(Value, frozen=True, kw_only=True):
    """A request, taken apart.

    Attributes:
        method: In capitals.
        host: In lower case, without port.
        path: Undecoded, since a DOI may hold an encoded slash.
        params: Of the query, then of a form body; repeated names kept, in order.
        headers: By name in lower case.
        uri_length: Bytes of path and query.
    """

    method: str
    host: str
    path: str
    params: tuple[tuple[str, str], ...]
    headers: dict[str, str]
    uri_length: int

    def all(self, name: str) -> list[str]:
        """Return every value of a parameter, in order."""
        return [value for key, value in self.params if key == name]

    def get(self, name: str, default: str = "") -> str:
        """Return the first value of a parameter; absent is ``default``."""
        return next(iter(self.all(name)), default)

    def number(self, name: str, default: int) -> int:
        """Return a parameter as a whole number; ``default`` where it is none."""
        value = self.get(name)
        return int(value) if value.isdecimal() else default


def take_apart(method: str, url: str, body: bytes, headers: Mapping[str, str]) -> Asked:
    """Read a request: the parameters of its query and of a form body."""
    parts = urlsplit(url)
    query = parse_qsl(parts.query, keep_blank_values=True)
    form = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)
    return Asked(
        method=method.upper(),
        host=(parts.hostname or "").lower(),
        path=parts.path,
        params=(*query, *form),
        headers={name.lower(): value for name, value in headers.items()},
        uri_length=len(parts.path) + len(parts.query) + 1,
    )


def node(name: str, *children: etree._Element | str, **marks: str) -> etree._Element:
    """Build an element: strings become its text, elements its children.

    Characters that XML cannot hold, as a query may, are left out.
    """
    element = etree.Element(name, marks)
    for child in children:
        if isinstance(child, str):
            element.text = _NOT_XML.sub("", child)
        else:
            element.append(child)
    return element


def nodes(name: str, texts: Sequence[str]) -> list[etree._Element]:
    """Build one element per text."""
    return [node(name, text) for text in texts]


def document(root: etree._Element, doctype: str) -> bytes:
    """Serialise a reply with the prolog that the E-utilities print."""
    prolog = f'<?xml version="1.0" encoding="UTF-8" ?>\n{doctype}\n'
    return prolog.encode() + etree.tostring(root, encoding="utf-8")


def json_bytes(value: object) -> bytes:
    """Serialise a reply as JSON."""
    return msgspec.json.encode(value)
