"""Changes → a report: what matters most first, article by article."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from harvester.changes.find import Change
from harvester.changes.kind import ChangeKind
from harvester.model import Text, Value


class ArticleChange(Value, frozen=True, kw_only=True):
    """A change as it stands in the library.

    Attributes:
        change: What changed.
        article_id: The article; None where it is no longer there.
        citation: It in one line, as it is now.
        pmid, doi: Its identifiers, as they are now.
        status: Its editorial status, as it is now.
        changed_at: When (UTC, ISO 8601).
        run_id: The run that found it.
    """

    change: Change
    article_id: int | None
    citation: str | None
    pmid: str | None
    doi: str | None
    status: str | None
    changed_at: str
    run_id: int | None


class Section(Value, frozen=True, kw_only=True):
    """All changes of one kind, one line each.

    Attributes:
        kind: The kind.
        lines: (what changed, the article) in the order of the changes; what
            several changes of one article say stands in one line.
    """

    kind: ChangeKind
    lines: tuple[tuple[str, ArticleChange], ...]


class Report(Value, frozen=True, kw_only=True):
    """What changed; sections that hold nothing are left out.

    Attributes:
        sections: What matters most first.
        article_count: How many articles it speaks of.
    """

    sections: tuple[Section, ...] = ()
    article_count: int = 0


_LONGEST = 60
_LOUD = {"retracted", "withdrawn", "expression-of-concern"}


def build_report(
    changes: Iterable[ArticleChange], only: Iterable[ChangeKind] = ()
) -> Report:
    """Return the report of ``changes``.

    Args:
        changes: In the order in which they happened.
        only: The kinds that are wanted; empty for all. Details are in no report.
    """
    wanted = frozenset(only) or frozenset(ChangeKind)
    shown = [
        entry for entry in changes if entry.change.kind in wanted - {ChangeKind.DETAIL}
    ]
    sections = tuple(
        Section(kind=kind, lines=lines)
        for kind in ChangeKind
        if (lines := _lines([e for e in shown if e.change.kind is kind]))
    )
    articles = {entry.article_id or entry.citation for entry in shown}
    return Report(sections=sections, article_count=len(articles))


def _lines(entries: list[ArticleChange]) -> tuple[tuple[str, ArticleChange], ...]:
    """Put the changes of one article in one run on one line."""
    grouped: dict[tuple[object, ...], list[ArticleChange]] = {}
    for entry in entries:
        place = (entry.run_id, entry.article_id or entry.citation)
        grouped.setdefault(place, []).append(entry)
    return tuple(
        ("; ".join(filter(None, map(_words, group))), group[0])
        for group in grouped.values()
    )


def _words(entry: ArticleChange) -> str:
    """Return what changed in words: ``volume: 31``, ``title: A → B``."""
    change = entry.change
    match change.kind:
        case ChangeKind.ADDED:
            return (entry.status or "").upper() if entry.status in _LOUD else ""
        case ChangeKind.CITED:
            count = len((change.new or "").splitlines())
            return f"{count} more ({change.new_source})"
        case (
            ChangeKind.DELETED
            | ChangeKind.RESTORED
            | ChangeKind.MERGED
            | ChangeKind.SPLIT
        ):
            return change.new or ""
        case ChangeKind.INDEXED | ChangeKind.IDENTIFIED:
            return change.field.replace("_", " ")
    if change.field == "retraction_status":
        told = f" says {change.new_source}" if change.new_source else ""
        return f"was {change.old or 'not examined'}{told and ','}{told}"
    return _difference(change)


def _difference(change: Change) -> str:
    field = change.field.replace("_", " ")
    if change.new is None:
        return f"{field} gone"
    old, new = shorten_value(change.old), shorten_value(change.new)
    if new is None or old == new:
        return field if change.old else f"{field} gained"
    return f"{field}: {old} → {new}" if old else f"{field}: {new}"


def shorten_value(value: str | None, longest: int = _LONGEST) -> str | None:
    """Return a value on one short line; None for a list or a record."""
    if value is None:
        return None
    if value.startswith('{"plain"'):
        value = msgspec.json.decode(value, type=Text).plain
    elif value.startswith(("[", "{")):
        return None
    text = " ".join(value.split())
    return text if len(text) <= longest else text[: longest - 2] + " …"
