"""The library in a browser: a plugin of Datasette.

``harvest serve`` and plain ``datasette literature.db`` show the same pages. A library
is known by its header, whatever its file is called; other databases stay as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from datasette import hookimpl

from harvester.browse import words
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
