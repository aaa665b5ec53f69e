"""Which address leads to which page."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from datasette import Response
from datasette.utils import tilde_encode

from harvester.browse import (
    article,
    attention,
    authors,
    changes,
    conflicts,
    documents,
    explore,
    export,
    findings,
    headings,
    home,
    journals,
    network,
    quarantine,
    runs,
    search,
)
from harvester.browse.libraries import find_libraries
from harvester.browse.page import View, respond

if TYPE_CHECKING:
    from datasette.app import Datasette, Request

Route = tuple[str, Callable[..., Awaitable[Response]]]

_NUMBER = r"(?P<number>[0-9]{1,18})"
_PAGES: tuple[tuple[str, View], ...] = (
    ("/-/home", home.view),
    ("/-/search", search.view),
    ("/-/export", export.view),
    (f"/articles/{_NUMBER}", article.view),
    ("/-/explore", explore.view),
    ("/-/network", network.view),
    ("/-/authors", authors.view_list),
    (f"/-/author/{_NUMBER}", authors.view),
    ("/-/journals", journals.view_list),
    (f"/-/journal/{_NUMBER}", journals.view),
    ("/-/mesh", headings.view_list),
    ("/-/mesh/(?P<ui>D[0-9]{6,9})", headings.view),
    ("/-/runs", runs.view),
    (f"/-/run/{_NUMBER}", runs.view_one),
    ("/-/changes", changes.view),
    ("/-/attention", attention.view),
    ("/-/conflicts", conflicts.view),
    ("/-/quarantine", quarantine.view),
    ("/-/documents", documents.view),
    (f"/-/document/{_NUMBER}", documents.view_one),
    ("/-/findings", findings.view),
)
"""Below the address of a library; the others are Datasette's own."""


def build_routes(datasette: Datasette) -> list[Route]:
    """Return the addresses of all pages; ``()`` where no library is served.

    The first page is the home of the library where it is the only database.
    """
    libraries = find_libraries(datasette)
    if not libraries:
        return []
    names = "|".join(
        re.escape(tilde_encode(database.route)) for database in libraries.values()
    )
    routes = [(f"/(?P<library>{names}){path}$", _serve(view)) for path, view in _PAGES]
    if list(libraries) == [n for n in datasette.databases if n != "_internal"]:
        routes.append(("/$", _serve(home.view)))
    return routes


def _serve(view: View) -> Callable[..., Awaitable[Response]]:
    async def serve(datasette: Datasette, request: Request) -> Response:
        return await respond(view, datasette, request)

    return serve
