"""What each fault is to be taken for at each endpoint, and what a run then owes."""

from __future__ import annotations

from tests.fault_matrix import (
    ALWAYS,
    ATTEMPTS,
    ENDPOINTS,
    ONCE,
    ONE_EACH,
    SCHEMES,
    Result,
    pmid_of,
    wanted_of,
)

T, P, B, U, OK = "transient", "refused", "blocked", "unknown", "answer"
_X, _J = ("efetch", "esearch", "elink"), ("list", "single", "articles")


def _all(kind: str, **but: str) -> dict[str, str]:
    return {endpoint: but.get(endpoint, kind) for endpoint in ENDPOINTS}


CLASSES: dict[str, dict[str, str]] = {
    "busy": _all(T),
    "busy-200": _all(T),
    "error-500": _all(T),
    "error-502": _all(T),
    "error-503": _all(T),
    "error-504": _all(T),
    "forbidden": _all(B),
    "page": _all(T),
    "page-404": _all(P, list=T, single=T, dois=T),
    "too-long": _all(P),
    # Of JSON services an envelope of its own, without records.
    "error-element": _all(P, efetch=T, esearch=T, elink=T, list=T, single=T),
    "error-400": _all(P, efetch=T, esearch=T, elink=T),
    "error-json": _all(T),
    "no-ids": _all(P, efetch=U),
    "bad-parameter": _all(P),
    "bad-cursor": _all(P, dois=U),
    "not-found": _all(P, single=U, dois=U),
    "prolog": _all(T),
    "empty": _all(T),
    "truncated": _all(T),
    "omitted": _all(OK),
    # What a citation index says of another work is seen for what it is at once.
    "another-record": _all(OK, pubs=P, citations=P, references=P),
    "elsewhere": _all(P),
    "doubled-headers": _all(OK),
    "broken-gzip": _all(T),
    "bomb": _all(P),
    "slow": _all(OK),
    "refused": _all(T),
    "dropped": _all(T),
    "timeout": _all(T),
    "reset": _all(T),
    "cut": _all(T),
}
"""Fault → endpoint → what it is, written down by hand: worth another try, refused,
reason to leave the service alone, word that it does not know the id, an answer."""


def _expected(fault: str, endpoint: str, how: str) -> str:
    """Return what becomes of the article: healed, unknown or failed."""
    kind = CLASSES[fault][endpoint]
    if fault == "another-record":
        return _SWAPPED[endpoint][how]
    if fault == "omitted":
        return "unknown" if how == ALWAYS and endpoint == "efetch" else "healed"
    # What lists cannot give is asked for singly.
    if kind == OK or (endpoint == "list" and kind != U):
        return "healed"
    is_lost = how == ALWAYS or endpoint in ONE_EACH
    if kind == U:
        return "unknown" if is_lost else "healed"
    return "failed" if how == ALWAYS or (kind == P and is_lost) else "healed"


def complaints(
    fault: str, endpoint: str, position: str, how: str, clean: Result, result: Result
) -> list[str]:
    """Return which promises the run broke; none is as it must be."""
    kind = CLASSES[fault][endpoint]
    pmid = pmid_of(endpoint, position)
    source = {"eutils": "pubmed"}.get(ENDPOINTS[endpoint], ENDPOINTS[endpoint])
    name = f"{SCHEMES[endpoint]}:{wanted_of(endpoint, position)}"
    instead = _ASKED_INSTEAD.get(endpoint)
    records = {r for r in result.records if r[0] != instead or r in clean.records}
    healed = (
        records == clean.records
        and (result.sets, result.links) == (clean.sets, clean.links)
        and result.unknown == clean.unknown
        and result.exit_code == 0
    )
    most = clean.total + _most_more(kind, endpoint, how)
    missing = clean.records - records
    promises = {
        f"{result.total} requests, at most {most}": result.total <= most,
        "a fault was played": result.befallen > 0,
        "only that service lacks records": all(s == source for s, _ in missing)
        or endpoint in ("efetch", "esearch", "articles", "doiRA"),
        "nothing is made up": records <= clean.records,
        "what other providers list is there": {
            link for link in clean.links if link[-1] != source
        }
        <= result.links,
    }
    key = name.partition(":")[2]
    expected = "blocked" if kind == B else _expected(fault, endpoint, how)
    if expected == "blocked":
        promises |= {
            "exit code 1 or 3": result.exit_code in (1, 3),
            f"{name} is named": name in result.failed,
        }
    elif expected == "healed":
        promises["healed"] = healed
    elif expected == "unknown":
        promises |= {
            f"{key} is noted as unknown": (source, key) in result.unknown,
            "no failure": not result.failed,
        }
    else:
        lost = {(one, source) for one in (pmid, key)}
        others = {k: v for k, v in clean.sets.items() if k[::2] not in lost}
        kept = {k: v for k, v in result.sets.items() if k[::2] not in lost}
        promises |= {
            "exit code 3": result.exit_code == 3,
            f"only {name} is named, not {sorted(result.failed)}": (
                result.failed == {name}
            ),
            "the sets of others, and of other providers, are there": kept == others,
            "at most one article is lost": len(missing) <= _MOST_LOST[endpoint],
        }
    return [promise for promise, is_kept in promises.items() if not is_kept]


_ASKED_INSTEAD = {"esearch": "idconv", "list": "doira", "single": "doira"}
"""Endpoint → who is asked for the DOIs that it says it does not know: PMC for the
PMID, doi.org for the agency."""
_MOST_LOST = {
    "efetch": 3, "elink": 0, "esearch": 2, "list": 1, "single": 1, "articles": 3,
    "doiRA": 2, "dois": 1, "pubs": 0, "citations": 0, "references": 0,
}  # fmt: skip
"""Records of one article, with those that could not be asked for without it."""
_SWAPPED = {
    "efetch": {ONCE: "healed", ALWAYS: "failed"},
    "esearch": {ONCE: "healed", ALWAYS: "healed"},
    "elink": {ONCE: "healed", ALWAYS: "failed"},
    "list": {ONCE: "healed", ALWAYS: "healed"},
    "single": {ONCE: "failed", ALWAYS: "failed"},
    "articles": {ONCE: "healed", ALWAYS: "failed"},
    "doiRA": {ONCE: "healed", ALWAYS: "failed"},
    "dois": {ONCE: "failed", ALWAYS: "failed"},
    "pubs": {ONCE: "healed", ALWAYS: "failed"},
    "citations": {ONCE: "failed", ALWAYS: "failed"},
    "references": {ONCE: "failed", ALWAYS: "failed"},
}
"""What becomes of an article for which another is answered."""


def _most_more(kind: str, endpoint: str, how: str) -> int:
    """Return how many requests more than without a fault are right."""
    if how == ONCE:
        return 1 if kind == T else 4
    if kind != T:
        return 12 if endpoint == "elink" else 5
    # A batch and its bad half with all their tries; the good half.
    return 32 if endpoint == "elink" else 2 * ATTEMPTS + 2
