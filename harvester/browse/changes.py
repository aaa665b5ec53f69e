"""What changed in the library, article by article."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from harvester.browse.paging import SIZE, cut, read_number
from harvester.changes import TITLES, ArticleChange, Change, ChangeKind, shorten_value
from harvester.model import Value
from harvester.store import Library

if TYPE_CHECKING:
    from datasette import Response

    from harvester.browse.page import Page

_PERIODS = (("7 days", 7), ("30 days", 30), ("a year", 365))
_ROWS = 4 * SIZE
_LONGEST = 300
_WHOLE = "article"


class ShownChange(Value, frozen=True, kw_only=True):
    """A change as it is shown.

    Attributes:
        title: What it means.
        field: Which field, for people; None where it is about the whole article.
        old, new: On one line; None where there is none, or it is a list or record.
        full_old, full_new: What was and is, in full, where it is a list or record.
    """

    title: str
    field: str | None
    old: str | None
    new: str | None
    full_old: str | None = None
    full_new: str | None = None


class ChangedArticle(Value, frozen=True, kw_only=True):
    """All that a run changed in an article.

    Attributes:
        entry: The article, the time and the run.
        changes: In the order in which they happened.
    """

    entry: ArticleChange
    changes: tuple[ShownChange, ...]


async def view(page: Page) -> Response:
    """Return the changes that are asked for, the newest first."""
    kind = page.argument("kind")
    only: dict[str, object] = {
        column: number
        for column, number in (
            ("run_id", read_number(page, "run")),
            ("article_id", read_number(page, "article")),
        )
        if number is not None
    }
    if kind in TITLES:
        only["kind"] = kind
    context = await page.read(lambda library: _load(library, page, only))
    return await page.render("library_changes.html", context, title="Changes")


def _load(library: Library, page: Page, only: dict[str, object]) -> dict[str, object]:
    days = read_number(page, "days")
    found = library.load_last_changes(
        limit=_ROWS + 1,
        before=read_number(page, "before"),
        since=_moment(days),
        only=only,
    )
    changes, more = cut(found, lambda one: one[0], _ROWS)
    last = library.load_runs(limit=1)
    run = only.get("run_id")
    return {
        "groups": group_changes(changes),
        "more": more,
        "kinds": order_kinds(
            library.count_changes(run if isinstance(run, int) else None)
        ),
        "periods": _PERIODS,
        "last_run": last[0].id if last else None,
        "chosen": {
            "kind": only.get("kind"),
            "run": run,
            "article": only.get("article_id"),
            "days": days,
        },
    }


def _moment(days: int | None) -> datetime | None:
    try:
        return datetime.now(UTC) - timedelta(days=days) if days else None
    except OverflowError:
        return None


def order_kinds(counts: Mapping[str, int]) -> list[tuple[str, str, int]]:
    """Return (kind, title, count) of what readers are told, what matters most first."""
    return [
        (kind.value, TITLES[kind], counts[kind])
        for kind in ChangeKind
        if kind in TITLES and counts.get(kind)
    ]


def group_changes(
    newest_first: Sequence[tuple[int, ArticleChange]],
) -> list[ChangedArticle]:
    """Return the changes of each article in a run together; details are left out."""
    shown = [e for _, e in newest_first if e.change.kind is not ChangeKind.DETAIL]
    return [
        ChangedArticle(entry=entries[0], changes=tuple(_shown(reversed(entries))))
        for _, group in groupby(shown, key=lambda e: (e.run_id, e.article_id))
        for entries in [list(group)]
    ]


def _shown(entries: Iterable[ArticleChange]) -> Iterable[ShownChange]:
    for entry in entries:
        change = entry.change
        old, new = _line(change.old), _line(change.new)
        field = None if change.field == _WHOLE else change.field.replace("_", " ")
        yield ShownChange(
            title=TITLES[change.kind],
            field=field,
            old=old if field else None,
            new=_told(change, new),
            full_old=change.old if old is None and field else None,
            full_new=change.new if new is None else None,
        )


def _told(change: Change, new: str | None) -> str | None:
    if change.kind is ChangeKind.ADDED:
        return None  # its citation, which stands above
    return new


def _line(value: str | None) -> str | None:
    return shorten_value(value, _LONGEST)
