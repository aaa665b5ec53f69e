"""ELink: similar articles, citing articles, references."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from harvester.mirror import eutils
from harvester.mirror.answer import Answer, Asked, node, nodes
from harvester.mirror.eutils import Desk
from harvester.mirror.folder import Folder, Links
from harvester.mirror.query import search
from harvester.model.value import Value

_DOCTYPE = (
    '<!DOCTYPE eLinkResult PUBLIC "-//NLM//DTD elink 20101123//EN"'
    f' "{eutils.DTD}/20101123/elink.dtd">'
)
_CHECKS = ("ncheck", "lcheck")
_LINK_NAMES = (
    "pubmed_pubmed",
    "pubmed_pubmed_citedin",
    "pubmed_pubmed_five",
    "pubmed_pubmed_refs",
)

Scored = Sequence[tuple[str, int | None]]


class _LinkSetDb(Value, frozen=True, kw_only=True):
    """One named list of links with their scores."""

    name: str
    links: tuple[tuple[str, int | None], ...]


def elink(asked: Asked, desk: Desk) -> Answer:
    """Answer ELink within PubMed.

    Every repeated ``id=`` gives a LinkSet of its own; a comma list is merged into
    one, and so is a list of the history server. A source without links gives a
    LinkSet without LinkSetDb. Linked PMIDs need not be in the folder. A score that
    the folder does not know is left out, as the DTD allows.
    """
    command = asked.get("cmd", "neighbor")
    message = eutils.bad_database(asked, "dbfrom") or eutils.bad_database(asked)
    if message is not None:
        return _failed(asked, message)
    sources = _sources(asked, desk)
    if command in _CHECKS:
        return _checked(asked, desk, sources)
    if command == "neighbor_history":
        return _stored(asked, desk, sources)
    if command not in ("neighbor", "neighbor_score"):
        return _failed(asked, f"Exception:\n{command} command not supported")
    with_scores = command == "neighbor_score"
    sets = [
        (ids, _link_sets(asked, desk, ids, with_self=not with_scores))
        for ids in sources
    ]
    if eutils.wants_json(asked):
        linksets = [
            _as_json(ids, found, with_scores=with_scores) for ids, found in sets
        ]
        return eutils.json(asked, "elink", linksets=linksets)
    root = node("eLinkResult")
    for ids, found in sets:
        root.append(_as_xml(ids, found, with_scores=with_scores))
    return eutils.xml(asked, root, _DOCTYPE)


def _sources(asked: Asked, desk: Desk) -> list[tuple[str, ...]]:
    """Return the source ids of every LinkSet; what is no PMID is printed as 0."""
    if asked.get("WebEnv") and asked.get("query_key"):
        return [eutils.asked_ids(asked, desk)[0]]
    return [eutils.read_ids(value)[0] or ("0",) for value in asked.all("id")]


def _link_sets(
    asked: Asked, desk: Desk, ids: tuple[str, ...], *, with_self: bool
) -> list[_LinkSetDb]:
    """Return the link sets that are not empty, in the order PubMed prints them."""
    names = ",".join(asked.all("linkname")).split(",")
    wanted = [name for name in _LINK_NAMES if name in names or names == [""]]
    sources = [(pmid, desk.folder.links.get(pmid, Links())) for pmid in ids]
    sets = []
    for name in wanted:
        links = _links(name, sources, with_self=with_self)
        links = _filtered(asked, desk.folder, links)
        if links:
            sets.append(_LinkSetDb(name=name, links=tuple(links)))
    return sets


def _links(
    name: str, sources: Sequence[tuple[str, Links]], *, with_self: bool
) -> Scored:
    """Return one link set of the sources together."""
    if name == "pubmed_pubmed_refs":
        return _newest_first(
            {pmid for _, links in sources for pmid in links.references}
        )
    if name == "pubmed_pubmed_citedin":
        return _newest_first({pmid for _, links in sources for pmid in links.cited_by})
    similar = _similar(sources, with_self=with_self)
    return similar[:5] if name == "pubmed_pubmed_five" else similar


def _similar(sources: Sequence[tuple[str, Links]], *, with_self: bool) -> Scored:
    """The sources themselves first, then by score, the higher of several."""
    known = [pmid for pmid, links in sources if links.similar]
    scores: dict[str, int | None] = {}
    for _, links in sources:
        for pmid, score in links.similar:
            scores[pmid] = max(score or 0, scores.get(pmid) or 0) or None
    others = [(pmid, score) for pmid, score in scores.items() if pmid not in known]
    if len(sources) > 1:
        others.sort(key=lambda link: -(link[1] or 0))
    return [*((pmid, 0) for pmid in known if with_self), *others]


def _newest_first(pmids: set[str]) -> Scored:
    return [(pmid, 0) for pmid in sorted(pmids, key=int, reverse=True)]


def _filtered(asked: Asked, folder: Folder, links: Scored) -> Scored:
    """Keep what ``term`` matches; as with PubMed that destroys the ranking."""
    term = asked.get("term")
    if not term:
        return links
    matching = search(term, folder, lambda _: ()).pmids
    return _newest_first({pmid for pmid, _ in links} & matching)


def _as_xml(
    ids: tuple[str, ...],
    found: list[_LinkSetDb],
    *,
    with_scores: bool,
) -> etree._Element:
    root = node("LinkSet", node("DbFrom", "pubmed"), node("IdList", *nodes("Id", ids)))
    for link_set in found:
        part = node(
            "LinkSetDb", node("DbTo", "pubmed"), node("LinkName", link_set.name)
        )
        for pmid, score in link_set.links:
            link = node("Link", node("Id", pmid))
            if with_scores and score is not None:
                link.append(node("Score", str(score)))
            part.append(link)
        root.append(part)
    return root


def _as_json(
    ids: tuple[str, ...],
    found: list[_LinkSetDb],
    *,
    with_scores: bool,
) -> dict[str, object]:
    """Say the same in JSON: links are strings, or with scores objects."""
    linkset: dict[str, object] = {"dbfrom": "pubmed", "ids": ids}
    if found:
        linkset["linksetdbs"] = [
            {
                "dbto": "pubmed",
                "linkname": link_set.name,
                "links": [
                    _scored(pmid, score) if with_scores else pmid
                    for pmid, score in link_set.links
                ],
            }
            for link_set in found
        ]
    return linkset


def _scored(pmid: str, score: int | None) -> dict[str, object]:
    return {"id": pmid} if score is None else {"id": pmid, "score": score}


def _stored(asked: Asked, desk: Desk, sources: list[tuple[str, ...]]) -> Answer:
    """Store the links on the history server instead of printing them."""
    root = node("eLinkResult")
    for ids in sources:
        part = node(
            "LinkSet", node("DbFrom", "pubmed"), node("IdList", *nodes("Id", ids))
        )
        web_env = asked.get("WebEnv")
        for link_set in _link_sets(asked, desk, ids, with_self=True):
            pmids = tuple(pmid for pmid, _ in link_set.links)
            web_env, query_key = desk.history.store(pmids, web_env)
            part.append(
                node(
                    "LinkSetDbHistory",
                    node("DbTo", "pubmed"),
                    node("LinkName", link_set.name),
                    node("QueryKey", query_key),
                )
            )
        if web_env:
            part.append(node("WebEnv", web_env))
        root.append(part)
    return eutils.xml(asked, root, _DOCTYPE)


def _checked(asked: Asked, desk: Desk, sources: list[tuple[str, ...]]) -> Answer:
    """Say of every source whether it has neighbours; none has links outside."""
    checked = node("IdCheckList")
    mark = "HasNeighbor" if asked.get("cmd") == "ncheck" else "HasLinkOut"
    for ids in sources:
        for pmid in ids:
            has = mark == "HasNeighbor" and bool(
                desk.folder.links.get(pmid, Links()).similar
            )
            checked.append(node("Id", pmid, **{mark: "Y" if has else "N"}))
    root = node("eLinkResult", node("LinkSet", node("DbFrom", "pubmed"), checked))
    return eutils.xml(asked, root, _DOCTYPE)


def _failed(asked: Asked, message: str) -> Answer:
    if eutils.wants_json(asked):
        return eutils.json(asked, "elink", linksets=[], ERROR=message)
    root = node("eLinkResult", eutils.error("LinkSet", message))
    return eutils.xml(asked, root, _DOCTYPE)
