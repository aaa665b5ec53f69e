"""Articles as files: the selected ones, those of a query, or one."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Coroutine, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

from datasette import NotFound
from datasette.utils.asgi import AsgiStream

from harvester.browse.search import read_sort
from harvester.export import FORMATS
from harvester.model import Article
from harvester.search import parse_query
from harvester.store import Library

if TYPE_CHECKING:
    from harvester.browse.page import Page

_Result = TypeVar("_Result")

_NUMBER = re.compile(r"[0-9]{1,18}")
_BLOCK = 65_536
"""Characters that are sent at once, at least."""
_AT_ONCE = 100
"""Articles that are read before others get their turn."""


async def view(page: Page) -> AsgiStream:
    """Return the articles ``id``, else all that meet ``q``, in ``format``."""
    wanted = page.argument("format")
    if wanted not in FORMATS:
        raise NotFound(f"There is no format {wanted!r}; there is {', '.join(FORMATS)}.")
    form = FORMATS[wanted]
    numbers = await page.read(lambda library: _find(page, library))

    async def stream(writer: Any) -> None:
        loop = asyncio.get_running_loop()

        def wait_for(work: Coroutine[Any, Any, _Result]) -> _Result:
            return asyncio.run_coroutine_threadsafe(work, loop).result()

        def read(some: Sequence[int]) -> list[Article]:
            return wait_for(page.read(lambda library: _load(library, some)))

        def work() -> None:
            articles = (one for some in _batches(numbers) for one in read(some))
            for block in _blocks(form.write(articles)):
                wait_for(writer.write(block))

        # The writers wait for articles, the server must not.
        await asyncio.to_thread(work)

    return AsgiStream(
        stream,
        content_type=f"{form.media_type}; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="articles{form.suffix}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


def _find(page: Page, library: Library) -> tuple[int, ...]:
    chosen = page.request.args.getlist("id")
    if chosen:
        return tuple(int(one) for one in chosen if _NUMBER.fullmatch(one))
    return library.find_numbers(parse_query(page.argument("q")), sort=read_sort(page))


def _load(library: Library, numbers: Iterable[int]) -> list[Article]:
    """Return articles; those that have gone since are left out."""
    found = []
    for number in numbers:
        with suppress(KeyError):
            found.append(library.load_article(number))
    return found


def _batches(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(numbers), _AT_ONCE):
        yield numbers[start : start + _AT_ONCE]


def _blocks(pieces: Iterable[str]) -> Iterator[str]:
    """Yield pieces of text in larger ones."""
    block: list[str] = []
    size = 0
    for piece in pieces:
        block.append(piece)
        size += len(piece)
        if size >= _BLOCK:
            yield "".join(block)
            block, size = [], 0
    yield "".join(block)
