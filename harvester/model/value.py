"""The base of every value of the core."""

from __future__ import annotations

import msgspec


class Value(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    repr_omit_defaults=True,
    gc=False,
):
    """A frozen record, compared by content, named by keyword.

    Absent is ``None`` or ``()``, never ``""``; collections are tuples in the
    order printed. Values never hold cycles, hence no garbage collection.
    """


class Text(Value, frozen=True, kw_only=True):
    """A text of a source, and the same with its inline markup.

    Attributes:
        plain: The text without markup, runs of white space as one space.
        markup: The same with the inline elements kept (``i b u sup sub`` and
            MathML), as XML; None where there is no markup.
    """

    plain: str
    markup: str | None = None
