"""The run log, and what one run did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datasette import NotFound

from harvester.browse.changes import group_changes, order_kinds
from harvester.browse.paging import SIZE, cut, read_number
from harvester.store import Library, RunEntry

if TYPE_CHECKING:
    from datasette import Response

    from harvester.browse.page import Page


async def view(page: Page) -> Response:
    """Return a page of the run log, the newest runs first."""
    before = read_number(page, "before")
    found = await page.read(
        lambda library: library.load_runs(limit=SIZE + 1, before=before)
    )
    runs, more = cut(found, lambda run: run.id)
    context = {"runs": [(run, _news(run)) for run in runs], "more": more}
    return await page.render("library_runs.html", context, title="Runs")


async def view_one(page: Page) -> Response:
    """Return the page of one run: what it asked, what came of it, what changed."""
    number = page.number
    context = await page.read(lambda library: _load(library, number))
    if context is None:
        raise NotFound(f"There is no run number {number} in this library.")
    return await page.render("library_run.html", context, title=f"Run {number}")


def _load(library: Library, number: int) -> dict[str, object] | None:
    run = library.load_run(number)
    if run is None:
        return None
    last = library.load_last_changes(limit=SIZE + 1, only={"run_id": number})
    changes, more = cut(last, lambda one: one[0])
    return {
        "run": run,
        "news": _news(run),
        "summary": _summary(run),
        "failures": _failures(run),
        "kinds": order_kinds(library.count_changes(number)),
        "groups": group_changes(changes),
        "more": more,
    }


def _news(run: RunEntry) -> dict[str, int]:
    """Return how many articles came and changed; runs differ in their summaries."""
    summary = run.summary if isinstance(run.summary, dict) else {}
    counts = summary.get("articles", summary)
    counts = counts if isinstance(counts, dict) else {}
    return {
        name: counts[name]
        for name in ("added", "updated", "unchanged")
        if isinstance(counts.get(name), int)
    }


def _summary(run: RunEntry) -> dict[str, str]:
    """Return what a summary says beside its lists, in words."""
    summary = run.summary if isinstance(run.summary, dict) else {}
    told = {}
    for name, value in summary.items():
        if isinstance(value, dict):
            inner = [f"{k} {v}" for k, v in value.items() if not isinstance(v, dict)]
            told[name] = ", ".join(inner)
        elif not isinstance(value, list) and name != "run_id":
            told[name] = str(value)
    told.pop("requests", None)
    return {name: said for name, said in told.items() if said}


def _failures(run: RunEntry) -> dict[str, list[dict[str, str]]]:
    """Return the lists of a summary that speak of something: failures, findings."""
    summary = run.summary if isinstance(run.summary, dict) else {}
    return {
        name: [one for one in value if isinstance(one, dict)]
        for name, value in summary.items()
        if isinstance(value, list) and value and isinstance(value[0], dict)
    }
