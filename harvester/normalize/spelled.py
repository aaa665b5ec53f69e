"""Structured values spelled as one text, so that a person can type them.

``LastName=Dvořák ForeName=Jan`` or ``given=Roger family=A Light`` for names, volume
and issue with a tab between them.
"""

from __future__ import annotations

import re

import msgspec

from harvester.model import Contributor, Numbering
from harvester.normalize.name_forms import parse_index_name
from harvester.normalize.names import normalize_contributor
from harvester.normalize.numbering import normalize_numbering

_PUBMED = {
    "LastName": "family",
    "ForeName": "given",
    "Initials": "initials",
    "Suffix": "suffix",
    "CollectiveName": "literal",
}
_CROSSREF = {
    "family": "family",
    "given": "given",
    "suffix": "suffix",
    "prefix": "prefix",
    "name": "literal",
}
_FAMILY_ONLY = re.compile(r"family only:\s*")


def read_pubmed_name(text: str) -> Contributor | None:
    """Read a name as PubMed has it, and normalise it.

    Args:
        text: ``LastName=… ForeName=… Initials=… Suffix=…``, ``CollectiveName=…``, or
            the one text of ESummary and citations, ``de Azevedo WF Jr``.
    """
    if parts := _read_parts(text, _PUBMED):
        return _contributor(parts)
    return parse_index_name(text) if text.strip() else None


def read_crossref_name(text: str) -> Contributor | None:
    """Read a name as Crossref has it, and normalise it.

    Args:
        text: ``given=… family=… suffix=…``, ``name=…``, a JSON object with these
            fields, or a bare text, which is a family name.
    """
    parts = _read_json(text) or _read_parts(text, _CROSSREF)
    if not parts and (family := _FAMILY_ONLY.sub("", text).strip()):
        parts = {"family": family}
    return _contributor(parts) if parts else None


def read_numbering(text: str) -> Numbering | None:
    """Read volume and issue, a tab between them; either may be empty."""
    volume, _, issue = text.partition("\t")
    return normalize_numbering(volume or None, issue or None)


def _contributor(parts: dict[str, str]) -> Contributor:
    return normalize_contributor(msgspec.convert(parts, Contributor))


def _read_parts(text: str, names: dict[str, str]) -> dict[str, str]:
    """Return the parts of ``name=value name=value``; a value goes to the next name."""
    label = re.compile(rf"(?:^|\s)({'|'.join(names)})=")
    pieces = label.split(text)
    return {
        names[name]: value.strip()
        for name, value in zip(pieces[1::2], pieces[2::2], strict=True)
        if value.strip()
    }


def _read_json(text: str) -> dict[str, str]:
    if not text.lstrip().startswith("{"):
        return {}
    try:
        fields = msgspec.json.decode(text, type=dict[str, object])
    except (msgspec.MsgspecError, RecursionError):
        return {}
    return {
        ours: value.strip()
        for theirs, ours in _CROSSREF.items()
        if isinstance(value := fields.get(theirs), str) and value.strip()
    }
