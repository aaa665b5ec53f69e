"""What a file of bibliographic records is: entries, each with its identifiers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from harvester.identify.find import find_identifiers
from harvester.identify.found import Found
from harvester.identify.own import is_identifier_line
from harvester.identify.page import Line
from harvester.model import Value
from harvester.normalize.identifiers import normalize_identifier


class Entry(Value, frozen=True, kw_only=True):
    """One record of a file.

    Attributes:
        found: Its own identifiers, at most one per scheme; never those of works
            that it cites or comments on.
        fields: What it says of its article, as printed, under the names that
            ``build_record`` knows; a name may repeat.
    """

    found: tuple[Found, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()


class Format(Value, frozen=True, kw_only=True):
    """A file format for records.

    Attributes:
        name: What a document says it was read by.
        called: The format in a sentence.
        recognises: Whether a text has this format, by its content.
        read: Its entries in order; raises ValueError where the text breaks off.
    """

    name: str
    called: str
    recognises: Callable[[str], bool]
    read: Callable[[str], Iterable[Entry]]


def read_field(
    scheme: str | None, printed: str, *, offset: int, label: str
) -> Iterator[Found]:
    """Yield the identifiers that the value of a field spells.

    Args:
        scheme: What the field holds. None for a field of any content (an address,
            a note): then its identifiers count where it holds nothing else.
        printed: The value.
        offset: Where it begins in the text.
        label: Name of the field.
    """
    bare = printed.strip()
    start = offset + printed.find(bare)
    identifier = normalize_identifier(scheme, bare) if scheme else None
    if identifier:
        yield Found(
            identifier=identifier, offset=start, end=start + len(bare), label=label
        )
        return
    inside = find_identifiers(bare)
    line = Line(raw=bare, offset=0, text=bare, found=inside)
    if scheme is None and not is_identifier_line(line):
        return
    for found in inside:
        if scheme in {None, found.identifier.scheme}:
            yield Found(
                identifier=found.identifier,
                offset=start + found.offset,
                end=start + found.end,
                label=label,
                alternatives=found.alternatives,
            )


def first_of_each(candidates: Iterable[Found]) -> tuple[Found, ...]:
    """Return the first identifier of every scheme, in the order of the text."""
    chosen: dict[str, Found] = {}
    for found in candidates:
        chosen.setdefault(found.identifier.scheme, found)
    return tuple(sorted(chosen.values(), key=lambda found: found.offset))


def locate(text: str, printed: str, start: int, end: int | None = None) -> int:
    """Return where ``printed`` stands from ``start``; ``start`` where it is escaped."""
    place = text.find(printed, start, len(text) if end is None else end)
    return start if place < 0 else place
