"""EPost: store a list of PMIDs on the history server."""

from __future__ import annotations

from harvester.mirror import eutils
from harvester.mirror.answer import Answer, Asked, node
from harvester.mirror.eutils import Desk

_DOCTYPE = (
    '<!DOCTYPE ePostResult PUBLIC "-//NLM//DTD epost 20090526//EN"'
    f' "{eutils.DTD}/20090526/epost.dtd">'
)
_INVALID = (
    "Some IDs have invalid value and were omitted. "
    "Maximum ID value 18446744073709551615"
)


def epost(asked: Asked, desk: Desk) -> Answer:
    """Answer EPost; PMIDs are stored whether the folder holds them or not."""
    root = node("ePostResult")
    message = eutils.bad_database(asked)
    pmids, invalid = eutils.read_ids(",".join(asked.all("id")))
    if message is not None:
        root.append(node("ERROR", message))
        return eutils.xml(asked, root, _DOCTYPE)
    if pmids:
        web_env, query_key = desk.history.store(pmids, asked.get("WebEnv"))
        root.append(node("QueryKey", query_key))
        root.append(node("WebEnv", web_env))
    else:
        root.append(node("ERROR", "Empty ID list; Nothing to store"))
    if invalid:
        root.append(node("ERROR", _INVALID))
    return eutils.xml(asked, root, _DOCTYPE)
