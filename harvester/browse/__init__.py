"""The library in a browser: a plugin of Datasette.

``harvest serve`` and plain ``datasette literature.db`` show the same pages. A library
is known by its header, whatever its file is called; other databases stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from datasette import hookimpl

from harvester.browse import words
from harvester.browse.compat import ASKS_FOR_METADATA
from harvester.browse.described import build_metadata, build_queries, fill_in
from harvester.browse.libraries import find_libraries
from harvester.browse.page import library_url
from harvester.browse.routes import Route, build_routes

if TYPE_CHECKING:
    from datasette.app import Datasette
    from jinja2 import Environment


@hookimpl
def register_routes(datasette: Datasette) -> list[Route]:
    """Return the addresses of our pages, of every library that is served."""
    return build_routes(datasette)


@hookimpl
def prepare_jinja2_environment(env: Environment) -> None:
    """Teach the templates how values are written."""
    filters: dict[str, Any] = env.filters
    filters.update(words.FILTERS)
    tests: dict[str, Any] = env.tests
    tests.update(words.TESTS)


@hookimpl
def startup(datasette: Datasette) -> Callable[[], Any] | None:
    """Describe the libraries to a Datasette that does not ask for it (1.0)."""
    return None if ASKS_FOR_METADATA else partial(fill_in, datasette)


@hookimpl(optionalhook=True)
def get_metadata(datasette: Datasette) -> dict[str, Any]:
    """Describe the libraries to a Datasette that asks for it (0.65)."""
    return build_metadata(datasette)


@hookimpl(optionalhook=True)
def canned_queries(datasette: Datasette, database: str) -> dict[str, dict[str, str]]:
    """Return the ready queries of a library (0.65)."""
    return build_queries(datasette, database)


@hookimpl
def extra_template_vars(
    datasette: Datasette, database: str | None
) -> dict[str, Callable[..., str] | None]:
    """Tell Datasette's own pages of a library where ours are."""
    if database is None or database not in find_libraries(datasette):
        return {"library_url": None}
    return {"library_url": partial(library_url, datasette, database)}


@hookimpl
def extra_css_urls(datasette: Datasette, database: str | None) -> list[str]:
    """Dress what we add to Datasette's own pages of a library."""
    if database not in find_libraries(datasette):
        return []
    return [str(datasette.urls.static_plugins("harvester", "datasette.css"))]
