"""The documents that were given to the harvester, and what stands in one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datasette import NotFound

from harvester.browse.paging import SIZE, cut, read_number
from harvester.store import Library

if TYPE_CHECKING:
    from datasette import Response

    from harvester.browse.page import Page

_STATES = (
    ("unresolved", "Article not known"),
    ("contradicted", "Prints another article than it names"),
    ("resolved", "Article known"),
    ("list", "A list, of no one article"),
)
_MENTIONS = 100


async def view(page: Page) -> Response:
    """Return a page of the documents, the newest first."""
    context = await page.read(lambda library: _load(library, page))
    return await page.render("library_documents.html", context, title="Documents")


async def view_one(page: Page) -> Response:
    """Return the page of one document: whose it is, what it prints and mentions."""
    context = await page.read(lambda library: _load_one(library, page))
    if context is None:
        raise NotFound(f"There is no document number {page.number} in this library.")
    title = f"Document {page.number}"
    return await page.render("library_document.html", context, title=title)


def _load(library: Library, page: Page) -> dict[str, object]:
    wanted = page.argument("state")
    state = wanted if wanted in dict(_STATES) else None
    found = library.list_documents(
        state=state, before=read_number(page, "before"), limit=SIZE + 1
    )
    documents, more = cut(found, lambda one: one.number)
    counts = library.count_standings()["documents"]
    return {
        "documents": documents,
        "titles": dict(_STATES),
        "states": [(name, title, counts.get(name, 0)) for name, title in _STATES],
        "state": state,
        "more": more,
    }


def _load_one(library: Library, page: Page) -> dict[str, object] | None:
    found = library.load_document(page.number)
    if found is None:
        return None
    entry, document = found
    mentioned = library.find_mentioned(
        page.number,
        document,
        after=read_number(page, "after") or 0,
        limit=_MENTIONS + 1,
    )
    mentions, more = cut(mentioned, lambda one: one.position, _MENTIONS)
    return {
        "entry": entry,
        "document": document,
        "titles": dict(_STATES),
        "mentions": mentions,
        "more": more,
    }
