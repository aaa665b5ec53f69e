"""Large XML files of NLM: one record at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import IO, TypeVar

from lxml import etree

from harvester.errors import DocumentError

Element = etree._Element  # noqa: SLF001 - lxml has no other name for it
_Record = TypeVar("_Record")


def read_elements(
    stream: IO[bytes], tag: str, build: Callable[[Element], _Record | None]
) -> Iterator[_Record]:
    """Yield what ``build`` makes of every element ``tag``; memory stays constant.

    Args:
        stream: XML, from its first byte on.
        tag: The name of the element that holds a record.
        build: Makes a record of it; None: it is none.

    Raises:
        DocumentError: The file ends or breaks before its end tag.
    """
    events = etree.iterparse(
        stream,
        events=("end",),
        tag=tag,
        load_dtd=False,
        no_network=True,
        resolve_entities=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=True,
    )
    try:
        for _, element in events:
            record = build(element)
            if record is not None:
                yield record
            # What was read is let go, and the white space before it.
            element.clear()
            parent = element.getparent()
            while parent is not None and element.getprevious() is not None:
                del parent[0]
    except etree.XMLSyntaxError as error:
        raise DocumentError(
            f"is broken or cut off ({error.msg}); download it again and load it"
        ) from error
