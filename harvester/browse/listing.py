"""A list of what has articles, page by page: authors, journals, headings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from harvester.model import Value
from harvester.plots import draw_share

if TYPE_CHECKING:
    from datasette import Response

    from harvester.browse.page import Page

SIZE = 50
_LAST = 200


class Line(Value, frozen=True, kw_only=True):
    """A line of a list.

    Attributes:
        name: For people.
        href: Its page.
        count: Articles.
        note: What else there is to say.
    """

    name: str
    href: str
    count: int
    note: str = ""


class Listing(Value, frozen=True, kw_only=True):
    """What part of a list is asked for.

    Attributes:
        words: To narrow it down by.
        number: Of the page, from 1.
    """

    words: str
    number: int

    @classmethod
    def asked(cls, page: Page) -> Listing:
        """Return what the address asks for; what is no page is the first one."""
        number = page.argument("page")
        is_number = number.isascii() and number.isdigit() and len(number) < 4
        return cls(
            words=page.argument("words"),
            number=min(max(int(number), 1), _LAST) if is_number else 1,
        )

    @property
    def skipped(self) -> int:
        """How many come before."""
        return SIZE * (self.number - 1)

    @property
    def wanted(self) -> int:
        """How many are asked for: one more than shown, to know if there are more."""
        return SIZE + 1

    async def render(
        self,
        page: Page,
        lines: Sequence[Line],
        *,
        title: str,
        label: str,
        example: str,
    ) -> Response:
        """Return the page.

        Args:
            page: That is made.
            lines: What was found, ``wanted`` at most.
            title: Of the list.
            label: Of the field to narrow it down by.
            example: Of what may stand in it.
        """
        shown = lines[:SIZE]
        most = max((line.count for line in shown), default=0)

        def turn(number: int) -> str:
            path = page.request.path.rpartition("/-/")[2]
            return page.url(f"-/{path}", words=self.words, page=number)

        context = {
            "listing": self,
            "lines": [(line, draw_share(line.count, most)) for line in shown],
            "label": label,
            "example": example,
            "before": turn(self.number - 1) if self.number > 1 else None,
            "after": turn(self.number + 1)
            if len(lines) > SIZE and self.number < _LAST
            else None,
        }
        return await page.render("library_listing.html", context, title=title)
