"""A dump of citations → the lists of citing and of cited works of the library.

First the dump is read once, and what touches the library is put beside it; then every
work gets its two lists as the provider's service would have given them at the date of
the dump: a list that is empty, too, and none where the library has a later one.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from harvester.bulk.citation_files import (
    Block,
    Form,
    Known,
    KnownPmids,
    Part,
    find_parts,
    read_blocks,
    recognise,
)
from harvester.errors import DocumentError
from harvester.model import DOI, PMID, Key, LinkKind, LinkSet, LinkState, Value
from harvester.sources.icite import reply as icite
from harvester.sources.opencitations import reply as opencitations
from harvester.store import Library
from harvester.store.dumps import Bookmark, Staging

SHOWN_BROKEN = 5
"""Broken lines that are shown."""
_AT_ONCE = 500
_KINDS = (LinkKind.CITED_BY, LinkKind.REFERENCES)


class Dump(Value, frozen=True, kw_only=True):
    """A dump, before it is read.

    Attributes:
        form: Whose it is.
        parts: Its files, in order.
        date: The day that its lists are of; None: nobody says.
    """

    form: Form
    parts: tuple[Part, ...]
    date: datetime | None = None


class CitationsLoaded(Value, frozen=True, kw_only=True):
    """What a dump brought.

    Attributes:
        provider: Who says so.
        row_count: Lines read.
        broken_count: Lines that are no pair.
        unnamed_count: Works that are named by OMID only.
        pair_count: Ends of pairs that are works of the library.
        complete_count, empty_count: Lists kept that have works, and that have none.
        newer_count: Lists left as they are: the library has later ones.
        broken: The first of the broken lines: (part, line, what stands there).
        is_continued: A run that was broken off was gone on with.
    """

    provider: str
    row_count: int = 0
    broken_count: int = 0
    unnamed_count: int = 0
    pair_count: int = 0
    complete_count: int = 0
    empty_count: int = 0
    newer_count: int = 0
    broken: tuple[tuple[str, int, str], ...] = ()
    is_continued: bool = False


def read_dump(paths: Sequence[Path], date: datetime | None = None) -> Dump:
    """Return what dump the files are.

    Args:
        paths: All files of one dump: what they do not list counts as not cited.
        date: The day that it is of.

    Raises:
        DocumentError: A file is no dump, or they are of two providers.
    """
    parts = find_parts(paths)
    forms = {recognise(part): part for part in parts}
    if len(forms) > 1:
        told = ", ".join(f"{part.name} ({form})" for form, part in forms.items())
        raise DocumentError(f"files of two providers; load one after the other: {told}")
    return Dump(form=next(iter(forms)), parts=parts, date=date)


def load_citations(
    library: Library,
    dump: Dump,
    *,
    run_id: int,
    now: datetime,
    tell: Callable[[str, int], None],
) -> CitationsLoaded:
    """Load a dump into a library.

    Args:
        library: Where its works are looked for and its lists are kept.
        dump: The dump.
        run_id: The run that does it.
        now: The clock; the date of lists of which nobody says one.
        tell: Called with what is done (``read``, ``kept``) and how many lines of the
            dump, or works of the library, came further.

    Raises:
        BulkError: A part cannot be read to its end. What was read stands beside the
            library, and no list was changed: the same command goes on from there.
    """
    known, owners = _find_known(library, dump.form)
    place = staging_path(library.path, dump.form)
    with Staging(place, _describe(dump, owners)) as staging:
        is_continued = staging.is_continued
        loading = _Loading(library, dump, staging, tell)
        broken = loading.read(known)
        staging.sort()
        counts = loading.keep(owners, run_id, now)
        marked = staging.bookmark
        loaded = CitationsLoaded(
            provider=dump.form.value,
            row_count=marked.row_count,
            broken_count=marked.broken_count,
            unnamed_count=marked.unnamed_count,
            pair_count=staging.count(),
            complete_count=counts[LinkState.COMPLETE],
            empty_count=counts[LinkState.EMPTY],
            newer_count=loading.newer_count,
            broken=tuple(broken),
            is_continued=is_continued,
        )
        staging.remove()
    return loaded


def staging_path(library: Path, form: Form) -> Path:
    """Return where the pairs of a dump stand until they are in the library."""
    return library.with_name(f"{library.name}.{form}-dump")


def _find_known(library: Library, form: Form) -> tuple[Known, list[str]]:
    """Return what is looked for, and the works that get lists, sorted."""
    if form is Form.ICITE:
        pmids = sorted({pmid for pmid, _ in library.load_link_owners() if pmid})
        return KnownPmids(pmids), pmids
    names: dict[str, str] = {}
    for pmid, doi in library.load_link_owners():
        owner = f"{DOI}:{doi}" if doi else f"{PMID}:{pmid}"
        for scheme, value in ((PMID, pmid), (DOI, doi)):
            if value:
                # Older dumps print identifiers without their scheme.
                names.setdefault(f"{scheme}:{value}", owner)
                names.setdefault(value, owner)
    return names, sorted(set(names.values()))


def _describe(dump: Dump, owners: Iterable[str]) -> str:
    """Return what a dump is told by, with the works that are looked for in it."""
    files = dict.fromkeys(part.path for part in dump.parts)
    seen = [(path.name, (s := path.stat()).st_size, s.st_mtime_ns) for path in files]
    looked_for = zlib.crc32("\n".join(owners).encode())
    return repr((str(dump.form), str(dump.date), seen, looked_for))


class _Loading:
    """One dump, on its way into a library."""

    def __init__(
        self,
        library: Library,
        dump: Dump,
        staging: Staging,
        tell: Callable[[str, int], None],
    ) -> None:
        self._library = library
        self._dump = dump
        self._staging = staging
        self._tell = tell
        self.newer_count = 0

    def read(self, known: Known) -> list[tuple[str, int, str]]:
        """Put the pairs of all parts beside the library.

        Returns:
            The first of the broken lines, of those that were not read before.
        """
        shown: list[tuple[str, int, str]] = []
        staging = self._staging
        self._tell("read", staging.bookmark.row_count)
        for number, part in enumerate(self._dump.parts):
            mark = staging.bookmark
            if number < mark.part:
                continue
            for block in read_blocks(
                part, known, start=mark.place, line_count=mark.line_count
            ):
                staging.add(
                    ((pair.owner, pair.kind, pair.other) for pair in block.pairs),
                    _move(staging.bookmark, block),
                )
                room = SHOWN_BROKEN - len(shown)
                shown += [(part.name, *line) for line in block.broken[:room]]
                self._tell("read", block.row_count)
            done = {"part": number + 1, "place": 0, "line_count": 0}
            staging.mark(msgspec.structs.replace(staging.bookmark, **done))
        return shown

    def keep(
        self, owners: Sequence[str], run_id: int, now: datetime
    ) -> Counter[LinkState]:
        """Give every work its lists, some hundreds in a transaction.

        Returns:
            How many lists of each state were kept.
        """
        counts: Counter[LinkState] = Counter()
        done = self._staging.bookmark.last_owner
        waiting = [owner for owner in owners if done is None or owner > done]
        self._tell("kept", len(owners) - len(waiting))
        for first in range(0, len(waiting), _AT_ONCE):
            some = waiting[first : first + _AT_ONCE]
            sets = list(self._build(some))
            self._library.save_link_sets(sets, run_id, self._dump.date or now)
            mark = self._staging.bookmark
            self._staging.mark(msgspec.structs.replace(mark, last_owner=some[-1]))
            counts.update(one.state for one in sets)
            self._tell("kept", len(some))
        return counts

    def _build(self, owners: Iterable[str]) -> Iterator[LinkSet]:
        """Yield the lists of works, but those that the library has later ones of."""
        form, date = self._dump.form, self._dump.date
        for name in owners:
            owner = _key(form, name)
            for kind in _KINDS:
                if date and self._library.is_listed_since(owner, kind, form, date):
                    self.newer_count += 1
                    continue
                others = self._staging.load_others(name, kind)
                if form is Form.ICITE:
                    yield icite.build_link_set(owner[1], kind, others)
                else:
                    yield opencitations.build_link_set(owner, kind, others)


def _move(mark: Bookmark, block: Block) -> Bookmark:
    """Return the bookmark behind a block."""
    return msgspec.structs.replace(
        mark,
        place=block.end,
        line_count=block.line_count,
        row_count=mark.row_count + block.row_count,
        broken_count=mark.broken_count + len(block.broken),
        unnamed_count=mark.unnamed_count + block.unnamed_count,
    )


def _key(form: Form, name: str) -> Key:
    if form is Form.ICITE:
        return (PMID, name)
    scheme, _, value = name.partition(":")
    return (scheme, value)
