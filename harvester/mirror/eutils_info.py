"""EInfo: the databases, or the fields and links of PubMed."""

from __future__ import annotations

from harvester.mirror import eutils
from harvester.mirror.answer import Answer, Asked, node
from harvester.mirror.eutils import Desk
from harvester.mirror.query import FIELDS

_DOCTYPE = (
    '<!DOCTYPE eInfoResult PUBLIC "-//NLM//DTD einfo 20190110//EN"'
    f' "{eutils.DTD}/20190110/einfo.dtd">'
)
# EInfo of November 2025 does not list the other link names that ELink answers.
_LINKS = {
    "pubmed_pubmed": (
        "Similar PubMed articles, obtained by matching text and MeSH terms"
    ),
    "pubmed_pubmed_refs": "References for PMC Articles",
}
_YES_NO = {True: "Y", False: "N"}


def einfo(asked: Asked, desk: Desk) -> Answer:
    """Answer EInfo: what this mirror holds and can search."""
    if not asked.get("db"):
        if eutils.wants_json(asked):
            return eutils.json(asked, "einfo", einforesult={"dblist": ["pubmed"]})
        root = node("eInfoResult", node("DbList", node("DbName", "pubmed")))
        return eutils.xml(asked, root, _DOCTYPE)
    message = eutils.bad_database(asked)
    if message is not None:
        if eutils.wants_json(asked):
            return eutils.json(asked, "einfo", einforesult={"ERROR": message})
        return eutils.xml(asked, eutils.error("eInfoResult", message), _DOCTYPE)
    info = _database(desk)
    if eutils.wants_json(asked):
        fields = [_lower(field) for field in _fields()]
        links = [_lower(link) for link in _link_names()]
        described = _lower(info) | {"fieldlist": fields, "linklist": links}
        return eutils.json(asked, "einfo", einforesult={"dbinfo": [described]})
    root = node("DbInfo", *[node(name, value) for name, value in info.items()])
    for name, part, entries in (
        ("FieldList", "Field", _fields()),
        ("LinkList", "Link", _link_names()),
    ):
        rows = [
            node(part, *[node(key, value) for key, value in entry.items()])
            for entry in entries
        ]
        root.append(node(name, *rows))
    return eutils.xml(asked, node("eInfoResult", root), _DOCTYPE)


def _database(desk: Desk) -> dict[str, str]:
    return {
        "DbName": "pubmed",
        "MenuName": "PubMed",
        "Description": "PubMed bibliographic record",
        "DbBuild": "Build-mirror",
        "Count": str(len(desk.folder.pmids)),
        "LastUpdate": f"{desk.today:%Y/%m/%d} 00:00",
    }


def _fields() -> list[dict[str, str]]:
    """Describe every search field once, under its shortest code."""
    first = {name: (key, kind) for kind, key, name in reversed(FIELDS.values())}
    return [
        {
            "Name": key.upper(),
            "FullName": name,
            "Description": name,
            "TermCount": "",
            "IsDate": _YES_NO[kind == "date"],
            "IsNumerical": _YES_NO[kind == "uid"],
            "SingleToken": _YES_NO[kind in ("id", "uid", "date")],
            "Hierarchy": "N",
            "IsHidden": "N",
        }
        for name, (key, kind) in reversed(first.items())
    ]


def _link_names() -> list[dict[str, str]]:
    return [
        {"Name": name, "Menu": text, "Description": text, "DbTo": "pubmed"}
        for name, text in _LINKS.items()
    ]


def _lower(entry: dict[str, str]) -> dict[str, object]:
    return {name.lower(): value for name, value in entry.items()}
