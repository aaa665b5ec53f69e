"""A folder of PubMed files → a library: which are new, in which order, what is gone."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from harvester.bulk.folder import FoundFile
from harvester.bulk.pubmed import SOURCE, Load, mark_gone
from harvester.bulk.soundness import check_file
from harvester.errors import BulkError
from harvester.model import PMID, Value
from harvester.sources.base import Fault
from harvester.store import BulkFile, Library, LoadedFile

_CENTURY = 2000
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


def load_files(
    load: Load,
    library: Library,
    files: Sequence[FoundFile],
    *,
    selection: str = "",
    tell: Callable[[FileReport], None] = lambda _: None,
) -> tuple[FileReport, ...]:
    """Load files one after the other; a broken one is left out, the others go on.

    It is the order of the files that counts, not that of loading them: a broken file
    that is fetched again puts nothing in the place of what a later file says.
    """
    library.prepare_for_load()
    reports = []
    for file in files:
        report = _load_one(load, library, file, selection)
        tell(report)
        reports.append(report)
    return tuple(reports)


def _load_one(
    load: Load, library: Library, file: FoundFile, selection: str
) -> FileReport:
    name = file.path.name
    checked = check_file(file.path)
    if not checked.is_sound:
        return FileReport(name=name, state="broken", reason=checked.reason)
    known = describe_file(file, selection)
    if library.is_loaded(known):
        return FileReport(name=name, state="known")
    try:
        loaded, faults = load.load(file.path, known)
    except BulkError as error:
        return FileReport(name=name, state="broken", reason=str(error))
    return FileReport(name=name, state="loaded", loaded=loaded, faults=_told(faults))


def _told(faults: Iterable[Fault]) -> tuple[tuple[str | None, str], ...]:
    return tuple((fault.source_id, fault.message) for fault in faults)


def describe_file(file: FoundFile, selection: str) -> BulkFile:
    """Return what is noted of a file; it is read once for its checksums."""
    md5, sha256 = hashlib.md5(usedforsecurity=False), hashlib.sha256()
    with file.path.open("rb") as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            md5.update(chunk)
            sha256.update(chunk)
    return BulkFile(
        source=SOURCE,
        name=file.path.name,
        folder=str(file.path.absolute().parent),
        md5=md5.hexdigest(),
        sha256=sha256.hexdigest(),
        size=file.path.stat().st_size,
        selection=selection,
        release=None if file.year is None else _CENTURY + file.year,
        number=file.number,
    )


def choose_new(library: Library, files: Iterable[FoundFile]) -> Iterator[FoundFile]:
    """Yield the files that follow the last one loaded, in their order.

    Raises:
        BulkError: One between the two is missing, or they are of another year.
    """
    release, number = library.find_last_file(SOURCE)
    for file in files:
        if file.year is None or file.number is None:
            raise BulkError(
                f"{file.path.name} bears no number of NLM's; load it without --update."
            )
        year = _CENTURY + file.year
        if number >= 0 and year > release:
            raise BulkError(
                f"{file.path.name} is of the baseline of {year}, the library of "
                f"{release}: load the whole of it with --new-baseline."
            )
        if (year, file.number) <= (release, number):
            continue
        if number >= 0 and file.number != number + 1:
            missing = f"pubmed{file.year:02d}n{number + 1:04d}"
            raise BulkError(f"{missing} is missing before {file.path.name}; fetch it.")
        release, number = year, file.number
        yield file


def sweep(load: Load, library: Library, files: Sequence[FoundFile]) -> tuple[str, ...]:
    """Mark as gone whatever stands in files of older years alone.

    Args:
        load: What loaded the new baseline.
        library: With all of it.
        files: Those of the new baseline.

    Returns:
        The PMIDs that vanished, with no DeleteCitation to say so; they stay readable.
    """
    years = [file.year for file in files if file.year is not None]
    if not years:
        return ()
    vanished = library.find_vanished(SOURCE, _CENTURY + max(years))
    with library.transaction():
        for pmid in vanished:
            library.save_unknown(SOURCE, PMID, pmid, load.now())
            mark_gone(library, (PMID, pmid), load.now(), load.run_id)
    return vanished


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
