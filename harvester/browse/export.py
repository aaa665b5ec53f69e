"""Articles as files: the selected ones, those of a query, or one."""

from __future__ import annotations

import asyncio
import re
from collections.abc import (
    Awaitable,
    Callable,
    Coroutine,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from datasette import NotFound

from harvester.export import FORMATS, Format, write_bytes
from harvester.model import Article
from harvester.search import parse_query
from harvester.store import Library, Sort

if TYPE_CHECKING:
    from harvester.browse.page import Page

_Result = TypeVar("_Result")

Awaited = Coroutine[Any, Any, None]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Write = Callable[[Callable[[bytes], Awaited]], Awaited]

_NUMBER = re.compile(r"[0-9]{1,18}")
_BLOCK = 65_536
"""Bytes that are sent at once, but for the last ones."""
_AT_ONCE = 100
"""Articles that are read before others get their turn."""


def list_formats() -> list[Format]:
    """Return the formats that can be written here."""
    return [form for form in FORMATS.values() if form.is_ready]


async def view(page: Page) -> Download:
    """Return the articles ``id``, else all that meet ``q``, in ``format``."""
    wanted = page.argument("format")
    form = next((one for one in list_formats() if one.name == wanted), None)
    if form is None:
        names = ", ".join(one.name for one in list_formats())
        raise NotFound(f"There is no format {wanted!r}; there is {names}.")
    numbers = await page.read(lambda library: _find(page, library))

    headers = {
        "Content-Type": f"{form.media_type}; charset=utf-8",
        "Content-Disposition": f'attachment; filename="articles{form.suffix}"',
        "X-Content-Type-Options": "nosniff",
    }
    return Download(headers, partial(_write, page, form.name, numbers))


class Download:
    """A file that is sent as it is written; a response to Datasette.

    Args:
        headers: Of the answer.
        write: Sends the file by the coroutine function that it is given.
    """

    def __init__(self, headers: Mapping[str, str], write: Write) -> None:
        self._headers = headers
        self._write = write

    async def asgi_send(self, send: Send) -> None:
        """Send it, as ASGI has it."""
        headers = [[k.encode(), v.encode()] for k, v in self._headers.items()]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await self._write(partial(_send_body, send))
        await send({"type": "http.response.body", "body": b""})


async def _send_body(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def _write(
    page: Page, name: str, numbers: Sequence[int], send: Callable[[bytes], Awaited]
) -> None:
    """Write articles in a thread: the writers wait for them, the server must not."""
    loop = asyncio.get_running_loop()

    def wait_for(work: Coroutine[Any, Any, _Result]) -> _Result:
        return asyncio.run_coroutine_threadsafe(work, loop).result()

    def read(some: Sequence[int]) -> Sequence[Article]:
        return wait_for(page.read(lambda library: list(library.load_articles(some))))

    def work() -> None:
        articles = (one for some in _batches(numbers) for one in read(some))
        for block in _blocks(write_bytes(name, articles)):
            wait_for(send(block))

    await asyncio.to_thread(work)


def _find(page: Page, library: Library) -> tuple[int, ...]:
    chosen = page.request.args.getlist("id")
    if chosen:
        return tuple(int(one) for one in chosen if _NUMBER.fullmatch(one))
    return library.find_numbers(parse_query(page.argument("q")), sort=read_sort(page))


def read_sort(page: Page) -> Sort | None:
    """Return the order asked for; None where none is, or one that is none."""
    wanted = page.argument("sort")
    return Sort(wanted) if wanted in list(Sort) else None


def _batches(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(numbers), _AT_ONCE):
        yield numbers[start : start + _AT_ONCE]


def _blocks(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield pieces of a file in larger ones."""
    block = bytearray()
    for piece in pieces:
        block += piece
        if len(block) >= _BLOCK:
            yield bytes(block)
            block.clear()
    yield bytes(block)
