"""What every page does: look whether one may, read the library, fill a template."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable, Hashable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlencode

from datasette import NotFound, Response
from datasette.utils import sqlite_timelimit, tilde_encode

from harvester.browse.compat import ensure_may_view
from harvester.browse.kept import answers_of
from harvester.browse.libraries import find_libraries
from harvester.errors import LibraryError
from harvester.store import Library

if TYPE_CHECKING:
    from datasette.app import Datasette, Request

_Result = TypeVar("_Result")

_PATIENCE = 5
"""How many times as long as a query of a visitor a page of ours may take: what it asks
is bounded, and it waits for its turn where many ask at once."""

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; "
        "img-src 'self' data:; connect-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""No page loads anything from elsewhere, or runs what stands in it."""


class Page:
    """A page of one library, while it is made.

    Attributes:
        name: Of the database, as Datasette calls it.
        request: What was asked.
    """

    def __init__(self, datasette: Datasette, request: Request, name: str) -> None:
        self.name = name
        self.request = request
        self._datasette = datasette
        self._database = datasette.databases[name]
        self._home = str(datasette.urls.database(name))

    @classmethod
    async def open(cls, datasette: Datasette, request: Request) -> Page:
        """Return the page that is asked for.

        Raises:
            NotFound: There is no such library.
            Forbidden: Who asks may not look at it.
        """
        libraries = find_libraries(datasette)
        wanted = request.url_vars.get("library")
        for name, database in libraries.items():
            if wanted in {None, tilde_encode(database.route)}:
                await ensure_may_view(datasette, request.actor, name)
                return cls(datasette, request, name)
        raise NotFound("There is no such library.")

    @property
    def number(self) -> int:
        """The number in the address."""
        return int(self.request.url_vars["number"])

    def argument(self, name: str) -> str:
        """Return a parameter of the address, ``""`` where it is absent."""
        return str(self.request.args.get(name) or "").strip()

    def url(self, path: str = "", **arguments: object) -> str:
        """Return the address of a page of this library.

        Args:
            path: Below the library: ``-/search``, ``articles/7``.
            arguments: Of the query; those that are None or empty are left out.
        """
        return _address(self._home, path, arguments)

    async def recall(
        self, asked: Hashable, find: Callable[[], Awaitable[_Result]]
    ) -> _Result:
        """Return what ``find`` finds, or found a moment ago; see ``kept``.

        Args:
            asked: What tells the question from others about the library.
            find: Reads the library, and may make of it what every visitor gets alike;
                it is not to be changed.

        Raises:
            LibraryError: It took too long.
        """
        answers = answers_of(self._datasette)
        return await answers.get(Path(self._database.path), asked, find)

    async def read(self, ask: Callable[[Library], _Result]) -> _Result:
        """Return what ``ask`` finds in the library; see ``_PATIENCE``.

        Raises:
            LibraryError: It took too long.
        """
        limit = _PATIENCE * self._datasette.setting("sql_time_limit_ms")
        path = Path(self._database.path)

        def in_thread(connection: sqlite3.Connection) -> _Result:
            lent = connection.row_factory, connection.text_factory
            connection.row_factory, connection.text_factory = None, str
            try:
                with sqlite_timelimit(connection, limit):
                    return ask(Library(path, connection))
            finally:
                connection.row_factory, connection.text_factory = lent

        result: _Result = await self._database.execute_fn(in_thread)
        return result

    async def render(
        self,
        template: str,
        context: Mapping[str, object] = MappingProxyType({}),
        *,
        title: str,
        status: int = 200,
    ) -> Response:
        """Return a page of HTML.

        Args:
            template: Its file.
            context: What the template needs beside what all pages have: ``page``,
                ``title``, ``url``, ``static`` and ``query``.
            title: Of the page, without the library's name.
            status: Of HTTP.
        """
        shared = {
            "page": self,
            "title": title,
            "url": self.url,
            "static": self._static,
            "query": self.argument("q"),
        }
        body = await self._datasette.render_template(
            [template], {**shared, **context}, request=self.request
        )
        return Response.html(body, status=status, headers=_HEADERS)

    def _static(self, name: str) -> str:
        return str(self._datasette.urls.static_plugins("harvester", name))


def library_url(
    datasette: Datasette, name: str, path: str = "", **arguments: object
) -> str:
    """Return the address of a page of a library; see ``Page.url``."""
    return _address(str(datasette.urls.database(name)), path, arguments)


def _address(home: str, path: str, arguments: Mapping[str, object]) -> str:
    address = f"{home}/{path}" if path else home
    given = {k: v for k, v in arguments.items() if v is not None and v != ""}
    return f"{address}?{urlencode(given, doseq=True)}" if given else address


View = Callable[[Page], Any]
"""A coroutine function: a page → its response."""


async def respond(view: View, datasette: Datasette, request: Request) -> Response:
    """Return a page, or one that says why there is none."""
    page = await Page.open(datasette, request)
    try:
        return await view(page)
    except (sqlite3.OperationalError, LibraryError) as error:
        if isinstance(error, sqlite3.OperationalError) and "interrupt" not in str(
            error
        ):
            raise
        return await page.render("library_slow.html", title="Too slow", status=503)
