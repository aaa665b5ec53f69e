"""Two states of an article → what changed, so that it can also be undone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from harvester.changes.kind import ChangeKind
from harvester.changes.status import GRAVE, EditorialStatus, Judgement
from harvester.model import Article, Value


class Change(Value, frozen=True, kw_only=True):
    """One change of an article.

    Attributes:
        kind: What it means to a reader.
        field: The field of ``Article``, or what else changed.
        old, new: The values: text as it is, anything else as JSON; None: absent.
        old_source, new_source: Which source's values they are.
    """

    kind: ChangeKind
    field: str
    old: str | None = None
    new: str | None = None
    old_source: str | None = None
    new_source: str | None = None


_FIELDS = {field.name: field for field in msgspec.structs.fields(Article)}
_IS_TEXT = {name: field.type == str | None for name, field in _FIELDS.items()}

_DETAILS = {"sources", "origins", "numbering", "locator", "start_page", "end_page"}
_FLAGS = {
    EditorialStatus.RETRACTED: ChangeKind.RETRACTED,
    EditorialStatus.WITHDRAWN: ChangeKind.WITHDRAWN,
    EditorialStatus.CONCERN: ChangeKind.CONCERN,
    EditorialStatus.REINSTATED: ChangeKind.REINSTATED,
    EditorialStatus.CORRECTED: ChangeKind.CORRECTED,
    EditorialStatus.NOTICE: ChangeKind.NOTICE,
}
_SILENT = {None, EditorialStatus.OK, EditorialStatus.UNVERIFIED}


def find_changes(old: Article, new: Article) -> tuple[Change, ...]:
    """Return one change per field of ``Article`` that differs, in their order."""
    sources = [
        {origin.field: origin.source for origin in article.origins}
        for article in (old, new)
    ]
    return tuple(
        Change(
            kind=_kind(name, before, after),
            field=name,
            old=_said(name, before),
            new=_said(name, after),
            old_source=sources[0].get(name),
            new_source=sources[1].get(name),
        )
        for name in _FIELDS
        if (before := getattr(old, name)) != (after := getattr(new, name))
    )


def judge_change(old: EditorialStatus | None, new: Judgement) -> Change | None:
    """Return the change of an editorial status, or None where there is none.

    That a work nobody had spoken for is found well is none, nor that it is unverified.

    Args:
        old: None where it was not examined.
        new: What is known now.
    """
    status = new.status
    if status is old or (status in _SILENT and old in _SILENT):
        return None
    if old in GRAVE and status not in GRAVE | {EditorialStatus.UNVERIFIED}:
        kind = ChangeKind.REINSTATED
    else:
        kind = _FLAGS.get(status, ChangeKind.CHANGED)
    return Change(
        kind=kind,
        field="retraction_status",
        old=old,
        new=status,
        new_source=", ".join(new.sources) or None,
    )


def undo_changes(article: Article, changes: Iterable[Change]) -> Article:
    """Return what ``article`` was before ``changes``, the last of them first."""
    values: dict[str, Any] = {}
    for change in changes:
        if change.field in _FIELDS:
            values[change.field] = _value(change.field, change.old)
    return msgspec.structs.replace(article, **values) if values else article


def _said(name: str, value: Any) -> str | None:
    if value in (None, ()):
        return None
    return str(value) if _IS_TEXT[name] else msgspec.json.encode(value).decode()


def _value(name: str, said: str | None) -> Any:
    field = _FIELDS[name]
    if said is None:
        return None if field.required else field.default
    return said if _IS_TEXT[name] else msgspec.json.decode(said, type=field.type)


def _kind(name: str, old: Any, new: Any) -> ChangeKind:
    if name in _DETAILS:
        return ChangeKind.DETAIL
    means, kind = _MEANINGS.get(name, (_is_gained, ChangeKind.CHANGED))
    return kind if means(old, new) else ChangeKind.CHANGED


def _is_gained(old: Any, new: Any) -> bool:
    return old in (None, ()) and new not in (None, ())


def _has_more(old: Any, new: Any) -> bool:
    return bool({entry.key for entry in new} - {entry.key for entry in old})


_ISSUED = (_is_gained, ChangeKind.ISSUED)
_MEANINGS: dict[str, tuple[Callable[[Any, Any], bool], ChangeKind]] = {
    "volume": _ISSUED,
    "issue": _ISSUED,
    "page": _ISSUED,
    "article_number": _ISSUED,
    "mesh_headings": (_is_gained, ChangeKind.INDEXED),
    "identifiers": (_has_more, ChangeKind.IDENTIFIED),
}
"""Field → what makes its change one of a kind of its own, and that kind."""
