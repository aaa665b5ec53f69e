"""Files → a library, one after the other, each checked before it is read."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import msgspec

from harvester.bulk.folder import FoundFile
from harvester.bulk.load import Load
from harvester.bulk.soundness import check_file
from harvester.errors import BulkError
from harvester.model import Value
from harvester.sources.base import Fault
from harvester.store import BulkFile, Library, LoadedFile

CENTURY = 2000
"""What the two digits of a year in a file's name leave out."""
_CHUNK_BYTES = 1 << 20


class FileReport(Value, frozen=True, kw_only=True):
    """What was done with a file.

    Attributes:
        name: Its name.
        state: ``loaded``, ``known`` (loaded before) or ``broken``.
        reason: Why nothing of it was kept.
        loaded: What came of it.
        faults: (PMID, what is wrong) of records that cannot be read.
    """

    name: str
    state: str
    reason: str | None = None
    loaded: LoadedFile | None = None
    faults: tuple[tuple[str | None, str], ...] = ()


def load_files(  # noqa: PLR0913 - what a load depends on
    load: Load,
    library: Library,
    files: Sequence[FoundFile],
    *,
    selection: str = "",
    again: bool = False,
    tell: Callable[[FileReport], None] = lambda _: None,
    advance: Callable[[int], None] = lambda _: None,
) -> tuple[FileReport, ...]:
    """Load files one after the other; a broken one is left out, the others go on.

    It is the order of the files that counts, not that of loading them: a broken file
    that is fetched again puts nothing in the place of what a later file says.

    Args:
        load: What loads them.
        library: Where to.
        files: In their order.
        selection: What is kept of them, in words.
        again: Read those again that are loaded already; a better parser finds more.
        tell: Called with what came of each.
        advance: Called with a number of indexes made at the end, if any rested.
    """
    reports = []
    with library.prepared_for_load(advance):
        for file in files:
            report = _load_one(load, library, file, selection, again=again)
            tell(report)
            reports.append(report)
    return tuple(reports)


def _load_one(
    load: Load, library: Library, file: FoundFile, selection: str, *, again: bool
) -> FileReport:
    name = file.path.name
    checked = check_file(file.path, opening=load.form.opening)
    if not checked.is_sound:
        return FileReport(name=name, state="broken", reason=checked.reason)
    known = describe_file(file, load.form.source, selection)
    if not again and library.is_loaded(known):
        return FileReport(name=name, state="known")
    try:
        loaded, faults = load.load(file.path, known)
    except BulkError as error:
        return FileReport(name=name, state="broken", reason=str(error))
    return FileReport(name=name, state="loaded", loaded=loaded, faults=_told(faults))


def _told(faults: Iterable[Fault]) -> tuple[tuple[str | None, str], ...]:
    return tuple((fault.source_id, fault.message) for fault in faults)


def describe_file(file: FoundFile, source: str, selection: str) -> BulkFile:
    """Return what is noted of a file; it is read once for its checksums."""
    md5, sha256 = hashlib.md5(usedforsecurity=False), hashlib.sha256()
    with file.path.open("rb") as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            md5.update(chunk)
            sha256.update(chunk)
    return BulkFile(
        source=source,
        name=file.path.name,
        folder=str(file.path.absolute().parent),
        md5=md5.hexdigest(),
        sha256=sha256.hexdigest(),
        size=file.path.stat().st_size,
        selection=selection,
        release=None if file.year is None else CENTURY + file.year,
        number=file.number,
    )


def describe_report(report: FileReport) -> dict[str, object]:
    """Return a report for programs; absent is null."""
    counts = msgspec.to_builtins(report.loaded) if report.loaded else {}
    for name in ("payload_id", "run_id"):
        counts.pop(name, None)
    return {
        "file": report.name,
        "state": report.state,
        "reason": report.reason,
        **counts,
        "faults": [{"pmid": pmid, "reason": why} for pmid, why in report.faults],
    }


def count_reports(reports: Iterable[FileReport]) -> Counter[str]:
    """Return how many files there were in each state, and what came of them."""
    counts: Counter[str] = Counter()
    for report in reports:
        counts[f"files_{report.state}"] += 1
        if report.loaded:
            counts.update(
                {
                    name: getattr(report.loaded, name)
                    for name in report.loaded.__struct_fields__
                    if name.endswith("_count")
                }
            )
    return counts
