"""What the E-utilities have in common: ids, histories, errors, headers."""

from __future__ import annotations

import re
from datetime import date

import msgspec
from lxml import etree

from harvester.mirror.answer import (
    HTML,
    JSON,
    TEXT,
    XML,
    Answer,
    Asked,
    document,
    json_bytes,
    node,
)
from harvester.mirror.folder import Folder
from harvester.mirror.history import History

MAX_URI = 3_000
"""Bytes of a GET: about 300 identifiers were refused, 200 are promised to work."""
DTD = "https://eutils.ncbi.nlm.nih.gov/eutils/dtd"
_URI_TOO_LARGE = (
    b"<html><head><title>Submitted URI too large!</title></head>\n"
    b"<body><h1>Submitted URI too large!</h1></body></html>\n"
)
_ID = re.compile(r"\s*-?0*([1-9]\d{0,18})\s*")


class Desk(msgspec.Struct, frozen=True):
    """What an answer is made from.

    Attributes:
        folder: The records.
        history: The history server.
        today: The day that ``reldate`` counts back from.
    """

    folder: Folder
    history: History
    today: date


def answer(asked: Asked, content_type: str, body: bytes, status: int = 200) -> Answer:
    """Make an answer with the headers that NCBI sends.

    The rate is that of a caller with or without a key; the mirror never holds
    anybody off.
    """
    limit = 10 if asked.get("api_key") else 3
    return Answer(
        status=status,
        headers=(
            ("Content-Type", content_type),
            ("Cache-Control", "private"),
            ("Access-Control-Allow-Origin", "*"),
            ("X-RateLimit-Limit", str(limit)),
            ("X-RateLimit-Remaining", str(limit - 1)),
            ("Server", "Finatra"),
        ),
        body=body,
    )


def xml(asked: Asked, root: etree._Element, doctype: str, status: int = 200) -> Answer:
    """Answer with an XML document."""
    return answer(asked, XML, document(root, doctype), status)


def json(asked: Asked, kind: str, **content: object) -> Answer:
    """Answer with the JSON that every E-utility wraps in a header."""
    body = {"header": {"type": kind, "version": "0.3"}, **content}
    return answer(asked, JSON, json_bytes(body))


def text(asked: Asked, body: str) -> Answer:
    """Answer with plain text."""
    return answer(asked, TEXT, body.encode())


def uri_too_large(asked: Asked) -> Answer:
    """Refuse a GET whose address is too long (HTML, status 414)."""
    return answer(asked, HTML, _URI_TOO_LARGE, 414)


def error(root: str, message: str) -> etree._Element:
    """Build ``<root><ERROR>…</ERROR></root>``."""
    return node(root, node("ERROR", message))


def wants_json(asked: Asked) -> bool:
    """Whether ``retmode=json`` is asked for."""
    return asked.get("retmode").lower() == "json"


def bad_database(asked: Asked, name: str = "db") -> str | None:
    """Return the message for a database that is not PubMed, or None."""
    database = asked.get(name, "pubmed")
    return None if database == "pubmed" else f"Invalid db name specified: {database}"


def read_ids(value: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Divide a comma list into PMIDs, each once and in order, and what is none.

    Leading zeros and a sign are dropped, as the service does; ``0`` is no PMID.
    """
    parts = [part for part in value.split(",") if part.strip()]
    found = [(part, _ID.fullmatch(part)) for part in parts]
    good = dict.fromkeys(match[1] for _, match in found if match)
    return tuple(good), tuple(part for part, match in found if not match)


def asked_ids(asked: Asked, desk: Desk) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the PMIDs asked for, by list or history, and what is no PMID."""
    if asked.get("WebEnv") and asked.get("query_key"):
        stored = desk.history.recall(asked.get("WebEnv"), asked.get("query_key"))
        return page(asked, stored or ()), ()
    return read_ids(",".join(asked.all("id")))


def page(
    asked: Asked, pmids: tuple[str, ...], default: int = 10_000
) -> tuple[str, ...]:
    """Cut ``retstart`` and ``retmax`` out of a list."""
    start = asked.number("retstart", 0)
    return pmids[start : start + min(asked.number("retmax", default), 10_000)]
