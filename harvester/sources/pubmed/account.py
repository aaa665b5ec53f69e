"""An account of what the parser does not read.

The parser is run on elements that remember what was asked of them, so the account
cannot say more than the parser does, and costs nothing where it is not kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import IO, Any

from lxml import etree

from harvester.sources.pubmed.parse import parse_element
from harvester.sources.pubmed.stream import Cut, parse_record
from harvester.xml import local_name, parser

_CONTENT = frozenset({"text", "tail", "attrib"})


class _Witness(etree.ElementBase):
    """An element that remembers which of its parts were read.

    It must be kept alive for as long as its memory matters.
    """

    def _init(self) -> None:
        self.seen: set[str] = set()

    def __getattribute__(self, name: str) -> Any:
        if name in _CONTENT:
            self.seen.add(name)
        return super().__getattribute__(name)

    def get(self, key: Any, default: Any = None) -> Any:
        self.seen.add(f"@{key}")
        return super().get(key, default)

    def __iter__(self) -> Any:
        self.seen.add("children")
        return super().__iter__()


def count_unread(stream: IO[bytes]) -> Counter[str]:
    """Count the paths of a PubmedArticleSet that the parser does not read.

    Args:
        stream: As for ``parse.parse_stream``; records that are not well-formed
            are passed over.

    Returns:
        How often each path occurs with a content that was not read: ``A/B`` for
        an element, ``A/B/@C`` for an attribute, ``A/text()`` for text between
        elements.
    """
    cut = Cut(stream)
    xml_parser = parser(encoding=cut.encoding)
    xml_parser.set_element_class_lookup(
        etree.ElementDefaultClassLookup(element=_Witness)
    )
    unread: Counter[str] = Counter()
    for piece in cut:
        try:
            root = parse_record(piece.body, xml_parser)
        except etree.XMLSyntaxError:
            continue
        alive = list(root.iter())
        for _ in parse_element(root):
            pass
        unread.update(_unread(root, local_name(root)))
        del alive
    return unread


def _unread(element: etree._Element, path: str) -> Iterator[str]:
    """Yield the path of everything in ``element`` that was not read."""
    if not isinstance(element, _Witness):
        return
    seen = element.seen - {"tail"}  # which belongs to the element around it
    attributes = [f"@{key}" for key in map(str, element.attrib)]
    children = list(element)
    said = (element.text or "").strip()
    if "attrib" not in seen:
        yield from (f"{path}/{name}" for name in attributes if name not in seen)
    if said and "text" not in seen:
        yield f"{path}/text()" if children else path
    if not (said or children or attributes or seen):
        yield path
    for child in children:
        tail_seen = isinstance(child, _Witness) and "tail" in child.seen
        if not tail_seen and (child.tail or "").strip():
            yield f"{path}/text()"
        yield from _unread(child, f"{path}/{local_name(child)}")
