"""iCite and OpenCitations: what ``indexes.json`` has of them, in their words."""

from __future__ import annotations

from urllib.parse import unquote

from harvester.mirror.answer import JSON, Answer, Asked, json_bytes
from harvester.mirror.folder import Folder, Links

ICITE_PATH = "/api/pubs"
INDEX_PATH = "/index/v2/"
_MAX_PMIDS = 200
_OPERATIONS = ("citations", "references")


def icite(asked: Asked, folder: Folder) -> Answer:
    """Answer with one entry per PMID that iCite knows; others are absent."""
    pmids = [part.strip() for part in asked.get("pmids").split(",") if part.strip()]
    if not pmids or len(pmids) > _MAX_PMIDS or not all(p.isdecimal() for p in pmids):
        return _json({"error": f"give 1 to {_MAX_PMIDS} pmids"}, 400)
    known = folder.indexes.get("icite", {})
    data = [
        {
            "pmid": int(pmid),
            "citation_count": len(links.cited_by),
            "cited_by": [int(one) for one in links.cited_by],
            "references": [int(one) for one in links.references],
        }
        for pmid in dict.fromkeys(pmids)
        if (links := known.get(pmid)) is not None
    ]
    return _json({"meta": {"limit": _MAX_PMIDS}, "data": data})


def opencitations(asked: Asked, folder: Folder) -> Answer:
    """Answer with one row per citation; an unknown work has none."""
    operation, name = _operation(asked)
    if operation not in _OPERATIONS:
        return _json({"error": "no such operation"}, 404)
    own = _pmid(folder, name)
    links = folder.indexes.get("opencitations", {}).get(own or "", Links())
    is_citing = operation == "references"
    rows = []
    for other in links.references if is_citing else links.cited_by:
        citing, cited = (own, other) if is_citing else (other, own)
        rows.append(
            {
                "oci": f"06{citing}-06{cited}",
                "citing": _names(folder, str(citing)),
                "cited": _names(folder, str(cited)),
                "creation": "",
                "timespan": "",
                "journal_sc": "no",
                "author_sc": "no",
            }
        )
    return _json(rows)


def _operation(asked: Asked) -> tuple[str, str]:
    """Return the operation and the identifier of a path."""
    operation, _, name = asked.path.removeprefix(INDEX_PATH).partition("/")
    return operation, unquote(name)


def _pmid(folder: Folder, name: str) -> str | None:
    scheme, _, value = name.partition(":")
    if scheme == "pmid":
        return value
    found = folder.by_identifier.get((scheme, value.lower()), ())
    return next(iter(found), None)


def _names(folder: Folder, pmid: str) -> str:
    """Return the identifiers of a work in one text."""
    reading = folder.reading(pmid)
    dois = [v for s, v in reading.identifiers if s == "doi"] if reading else []
    dois = [f"doi:{doi.lower()}" for doi in dict.fromkeys(dois)]
    return " ".join((f"omid:br/06{pmid}", *dois, f"pmid:{pmid}"))


def _json(value: object, status: int = 200) -> Answer:
    return Answer(
        status=status, headers=(("Content-Type", JSON),), body=json_bytes(value)
    )
