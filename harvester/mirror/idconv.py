"""The PMC ID Converter: PMID, PMCID and DOI of articles that are in PMC."""

from __future__ import annotations

import re

from harvester.mirror.answer import JSON, Answer, Asked, json_bytes
from harvester.mirror.folder import Folder
from harvester.mirror.reading import Reading

_MAX_IDS = 200
# Type -> form of its values, what the service says of a list that is not all so.
_FORMS = {
    "pmid": (r"[1-9]\d*", "invalid_pmids", "PubMed IDs (Positive Integers)"),
    "pmcid": (r"(?i:PMC)\d+(\.\d+)?", "invalid_pmcids", "PMC IDs"),
    "doi": (r"10\.\d{4,9}(\.\d+)*/\S+", "invalid_dois", "DOIs"),
    "mid": (r"[A-Za-z]+\d+", "invalid_mids", "Manuscript IDs"),
}
# Type -> names of the identifier in PubMed's ArticleIdList.
_SCHEMES = {"pmcid": ("pmc", "pmcid"), "doi": ("doi",), "mid": ("mid",)}


def idconv(asked: Asked, folder: Folder) -> Answer:
    """Answer with one record per id; all must be of one type, by default PMIDs."""
    ids = [part.strip() for part in ",".join(asked.all("ids")).split(",")]
    ids = [part for part in ids if part]
    kind = asked.get("idtype", "pmid")
    if kind not in _FORMS:
        return _refused("invalid_idtype", f"Unknown idtype: {kind}.")
    form, code, name = _FORMS[kind]
    if not ids or len(ids) > _MAX_IDS:
        return _refused("invalid_ids", f"Give between 1 and {_MAX_IDS} `ids`.")
    if not all(re.fullmatch(form, one) for one in ids):
        return _refused(code, f"All values of query param `ids` must be {name}.")
    records = [_record(folder, kind, one) for one in ids]
    return Answer(
        status=200,
        headers=(("Content-Type", JSON),),
        body=json_bytes({"status": "ok", "records": records}),
    )


def _record(folder: Folder, kind: str, one: str) -> dict[str, object]:
    """Return the identifiers of one article, or that PMC does not have it."""
    reading = _reading(folder, kind, one)
    identifiers = dict(reversed(reading.identifiers)) if reading else {}
    pmcid = identifiers.get("pmc") or identifiers.get("pmcid")
    if reading is None or pmcid is None:
        return {
            kind: int(one) if kind == "pmid" else one,
            "requested-id": one,
            "status": "error",
            "errmsg": "Identifier not found in PMC",
        }
    record: dict[str, object] = {}
    if "doi" in identifiers:
        record["doi"] = identifiers["doi"]
    return record | {"pmcid": pmcid, "pmid": int(reading.pmid), "requested-id": one}


def _reading(folder: Folder, kind: str, one: str) -> Reading | None:
    if kind == "pmid":
        return folder.reading(one)
    value = one.lower().partition(".")[0] if kind == "pmcid" else one.lower()
    for scheme in _SCHEMES[kind]:
        for pmid in folder.by_identifier.get((scheme, value), ()):
            return folder.reading(pmid)
    return None


def _refused(code: str, message: str) -> Answer:
    body = {
        "status": "error",
        "http_status": "400",
        "http_status_reason": "Bad Request",
        "errors": [{"message": message, "code": code}],
    }
    return Answer(status=400, headers=(("Content-Type", JSON),), body=json_bytes(body))
