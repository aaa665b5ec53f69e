"""ESearch: PMIDs that match a query."""

from __future__ import annotations

from datetime import timedelta

from lxml import etree

from harvester.mirror import eutils
from harvester.mirror.answer import Answer, Asked, node, nodes
from harvester.mirror.eutils import Desk
from harvester.mirror.folder import Folder
from harvester.mirror.query import FIELDS, Found, in_range, search
from harvester.model.value import Value

CEILING = 9_999
"""Only so many records of a result can be reached."""
_DOCTYPE = (
    '<!DOCTYPE eSearchResult PUBLIC "-//NLM//DTD esearch 20060628//EN"'
    f' "{eutils.DTD}/20060628/esearch.dtd">'
)
_BEYOND = (
    "Search Backend failed: Exception:\n'retstart' cannot be larger than {last}. "
    "For PubMed, ESearch can only retrieve the first {ceiling} records matching the "
    "query. To obtain more than {ceiling} PubMed records, consider using EDirect "
    "that contains additional logic to batch PubMed search results automatically so "
    "that an arbitrary number can be retrieved. For details see "
    "https://www.ncbi.nlm.nih.gov/books/NBK25499/"
)
_NO_TERM = "Empty term and query_key - nothing todo"
_RESTRICTED = "Restrictions achieved. start and count adjusted to {start}, {count}"


class _Page(Value, frozen=True, kw_only=True):
    """The part of a result that is given."""

    count: int
    start: int
    pmids: tuple[str, ...]
    found: Found
    warnings: tuple[str, ...] = ()
    history: tuple[str, str] | None = None


def esearch(asked: Asked, desk: Desk) -> Answer:
    """Answer ESearch in XML or JSON."""
    term = asked.get("term").strip()
    has_history = bool(asked.get("query_key") and asked.get("WebEnv"))
    message = eutils.bad_database(asked)
    if message is None and not term and not has_history:
        message = _NO_TERM
    if message is not None:
        return _failed(asked, message)
    found = _evaluated(asked, desk, term)
    pmids = _sorted(desk.folder, found.pmids, asked.get("sort"))
    start = asked.number("retstart", 0)
    if len(pmids) > CEILING and start >= CEILING:
        ceiling = f"{CEILING:,}"
        return _failed(asked, _BEYOND.format(last=CEILING - 1, ceiling=ceiling))
    if asked.get("rettype").lower() == "count":
        return _counted(asked, len(pmids))
    return _given(asked, _page(asked, desk, pmids, found))


def _evaluated(asked: Asked, desk: Desk, term: str) -> Found:
    """Evaluate the term and what the other parameters add to it."""

    def recall(query_key: str) -> tuple[str, ...]:
        stored = desk.history.recall(asked.get("WebEnv"), query_key) or ()
        return tuple(pmid for pmid in stored if pmid in desk.folder.pmids)

    if asked.get("field") and "[" not in term:
        term = f"{term}[{asked.get('field')}]"
    found: Found | None = search(term, desk.folder, recall) if term else None
    if asked.get("query_key"):
        listed = frozenset(recall(asked.get("query_key")))
        earlier = Found(pmids=listed, translation=f"#{asked.get('query_key')}")
        found = earlier if found is None else earlier.joined("AND", found)
    found = found or Found(pmids=frozenset())
    low, high = _date_bounds(asked, desk)
    if not high:
        return found
    _, key, name = FIELDS.get(asked.get("datetype", "edat"), FIELDS["edat"])
    dated = frozenset(
        pmid
        for pmid in found.pmids
        if pmid in desk.folder.readings
        and in_range(desk.folder.readings[pmid].dates.get(key, ()), low, high)
    )
    translation = f"{low}:{high}[{name}]"
    return found.joined("AND", Found(pmids=dated, translation=translation))


def _date_bounds(asked: Asked, desk: Desk) -> tuple[str, str]:
    """Return the bounds that ``reldate`` or ``mindate`` and ``maxdate`` set, or ""."""
    days = min(asked.number("reldate", 0), desk.today.toordinal() - 1)
    if days:
        first = desk.today - timedelta(days=days)
        return f"{first:%Y/%m/%d}", f"{desk.today:%Y/%m/%d}"
    low, high = asked.get("mindate"), asked.get("maxdate")
    return (low, high) if low and high else ("", "")


def _sorted(folder: Folder, pmids: frozenset[str], order: str) -> tuple[str, ...]:
    """Sort a result; PubMed's own order is the newest PMID first."""
    newest_first = sorted(pmids, key=int, reverse=True)
    order = order.lower().replace(" ", "_").replace("+", "_")
    readings = folder.readings if order in ("pub_date", "author", "journalname") else {}
    if order == "pub_date":
        newest_first.sort(key=lambda pmid: readings[pmid].sort_date, reverse=True)
    elif order == "author":
        newest_first.sort(
            key=lambda pmid: [author.name for author in readings[pmid].authors[:1]]
        )
    elif order == "journalname":
        newest_first.sort(key=lambda pmid: readings[pmid].source.lower())
    return tuple(newest_first)


def _page(asked: Asked, desk: Desk, pmids: tuple[str, ...], found: Found) -> _Page:
    """Cut the part that was asked for, and store the whole where that was asked."""
    start, size = asked.number("retstart", 0), asked.number("retmax", 20)
    reachable = pmids[:CEILING]
    warnings = ["No items found."] if not pmids else []
    if size > CEILING or (pmids and start >= len(pmids)):
        count = min(size, CEILING - min(start, CEILING))
        warnings.append(_RESTRICTED.format(start=min(start, CEILING), count=count))
    history = None
    if asked.get("usehistory").lower() == "y":
        history = desk.history.store(pmids, asked.get("WebEnv"))
    return _Page(
        count=len(pmids),
        start=start,
        pmids=reachable[start : start + size],
        found=found,
        warnings=tuple(warnings),
        history=history,
    )


def _failed(asked: Asked, message: str) -> Answer:
    if eutils.wants_json(asked):
        return eutils.json(asked, "esearch", esearchresult={"ERROR": message})
    return eutils.xml(asked, eutils.error("eSearchResult", message), _DOCTYPE)


def _counted(asked: Asked, count: int) -> Answer:
    if eutils.wants_json(asked):
        return eutils.json(asked, "esearch", esearchresult={"count": str(count)})
    return eutils.xml(asked, node("eSearchResult", node("Count", str(count))), _DOCTYPE)


def _given(asked: Asked, page: _Page) -> Answer:
    """Answer with the PMIDs."""
    if eutils.wants_json(asked):
        return eutils.json(asked, "esearch", esearchresult=_as_json(page))
    return eutils.xml(asked, _as_xml(page), _DOCTYPE)


def _as_xml(page: _Page) -> etree._Element:
    found = page.found
    root = node(
        "eSearchResult",
        node("Count", str(page.count)),
        node("RetMax", str(len(page.pmids))),
        node("RetStart", str(page.start)),
    )
    if page.history is not None:
        root.append(node("QueryKey", page.history[1]))
        root.append(node("WebEnv", page.history[0]))
    root.append(node("IdList", *nodes("Id", page.pmids)))
    root.append(node("TranslationSet"))
    root.append(node("QueryTranslation", found.translation))
    errors = (
        *nodes("PhraseNotFound", found.missing),
        *nodes("FieldNotFound", found.unknown_fields),
    )
    warnings = (
        *nodes("QuotedPhraseNotFound", found.missing_quoted),
        *nodes("OutputMessage", page.warnings),
    )
    for name, messages in (("ErrorList", errors), ("WarningList", warnings)):
        if messages:
            root.append(node(name, *messages))
    return root


def _as_json(page: _Page) -> dict[str, object]:
    """Say the same in JSON: lower-case names, numbers as strings."""
    found = page.found
    result: dict[str, object] = {
        "count": str(page.count),
        "retmax": str(len(page.pmids)),
        "retstart": str(page.start),
    }
    if page.history is not None:
        result |= {"querykey": page.history[1], "webenv": page.history[0]}
    result |= {
        "idlist": page.pmids,
        "translationset": [],
        "querytranslation": found.translation,
    }
    if found.missing or found.unknown_fields:
        result["errorlist"] = {
            "phrasesnotfound": found.missing,
            "fieldsnotfound": found.unknown_fields,
        }
    if found.missing_quoted or page.warnings:
        result["warninglist"] = {
            "phrasesignored": [],
            "quotedphrasesnotfound": found.missing_quoted,
            "outputmessages": page.warnings,
        }
    return result
