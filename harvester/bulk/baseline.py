"""PubMed's releases: which files are new, and what a new baseline lacks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from harvester.bulk.files import CENTURY
from harvester.bulk.folder import FoundFile
from harvester.bulk.forms import PUBMED
from harvester.bulk.keeping import mark_gone
from harvester.bulk.load import Load
from harvester.errors import BulkError
from harvester.model import PMID
from harvester.store import Library


def choose_new(library: Library, files: Iterable[FoundFile]) -> Iterator[FoundFile]:
    """Yield the files that follow the last one loaded, in their order.

    Raises:
        BulkError: One between the two is missing, or they are of another year.
    """
    release, number = library.find_last_file(PUBMED.source)
    for file in files:
        if file.year is None or file.number is None:
            raise BulkError(
                f"{file.path.name} bears no number of NLM's; load it without --update."
            )
        year = CENTURY + file.year
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


def sweep(
    load: Load, library: Library, files: Sequence[FoundFile], before: Library
) -> tuple[str, ...]:
    """Mark as gone whatever stands in files of older years alone.

    Args:
        load: What loaded the new baseline.
        library: With all of it.
        files: Those of the new baseline.
        before: The library as it was, or the same one.

    Returns:
        The PMIDs that vanished since: what was gone before is no news, what an earlier
        sweep that came to nothing marked is. They stay readable.
    """
    years = [file.year for file in files if file.year is not None]
    if not years:
        return ()
    absent = library.find_vanished(PUBMED.source, CENTURY + max(years))
    gone = before.find_gone_keys(PUBMED.source, [(PMID, pmid) for pmid in absent])
    vanished = tuple(pmid for pmid in absent if (PMID, pmid) not in gone)
    with library.transaction():
        for pmid in vanished:
            if library.save_unknown(PUBMED.source, PMID, pmid, load.now()):
                mark_gone(library, (PMID, pmid), load.now(), load.run_id)
    return vanished
