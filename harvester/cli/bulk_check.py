"""``harvest bulk check``: whether a folder of PubMed files came over whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from pathlib import Path

    from harvester.bulk.folder import FoundFile, Numbering
    from harvester.bulk.soundness import CheckedFile

_UNITS = ("bytes", "kB", "MB", "GB", "TB")
_STEP = 1000


@click.command()
@click.argument("places", nargs=-1, required=True, metavar="DIR…")
@click.option("--deep", is_flag=True, help="Unpack every file to its end, too.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("-q", "--quiet", is_flag=True, help="Print problems only.")
def check(places: tuple[str, ...], deep: bool, as_json: bool, quiet: bool) -> int:
    """Check PubMed files: checksums, gaps in their numbers, empty and cut-off files.

    DIR is a folder of baseline or update files, a file or a pattern. Each file is
    compared with the .md5 beside it; of one that has none only the beginning is looked
    at, with --deep all of it.

    \b
      harvest bulk check baseline/ updatefiles/
      harvest bulk check --deep baseline/pubmed26n0001.xml.gz

    \b
    Exit codes: 0 all is there and sound · 2 no such files · 3 something is missing or
    damaged.
    """
    from harvester.bulk.folder import (
        find_lone_checksums,
        find_pubmed_files,
        read_numbering,
    )
    from harvester.bulk.soundness import check_file
    from harvester.cli.exits import DONE, IN_PART
    from harvester.cli.progress import progress
    from harvester.cli.report import write_json
    from harvester.cli.terminal import printable

    files = find_pubmed_files(places)
    numbering = read_numbering(files)
    checked = []
    shown = not (quiet or as_json)
    with progress(shown=shown, what="checked", unit="files", total=len(files)) as tell:
        for file in files:
            checked.append(check_file(file.path, is_deep=deep))
            tell(1)
    lone = find_lone_checksums(files)
    problems = [*_tell_faults(checked), *_tell_numbering(numbering, lone)]
    if as_json:
        write_json(_describe(checked, numbering, lone))
    else:
        counted = [] if quiet else _count(files, checked)
        for line in (*counted, *problems):
            click.echo(printable(line))
    return IN_PART if problems else DONE


def _describe(
    checked: Sequence[CheckedFile], numbering: Numbering, lone: Sequence[Path]
) -> dict[str, Any]:
    """Return all that was seen, for programs; absent is null."""
    return {
        "files": [
            {
                "file": str(file.path),
                "state": file.soundness,
                "size": file.size,
                "md5": file.md5,
                "reason": file.reason,
            }
            for file in checked
        ],
        "years": list(numbering.years),
        "missing": [
            {"year": gap.year, "first": gap.first, "last": gap.last}
            for gap in numbering.gaps
        ],
        "missing_beside_md5": [str(path) for path in lone],
        "double": [str(file.path) for file in numbering.doubles],
    }


def _count(files: Sequence[FoundFile], checked: Sequence[CheckedFile]) -> Iterator[str]:
    """Tell how many files there are, from which to which, and how sound they are."""
    from harvester.bulk.soundness import Soundness

    size = _shown_size(sum(file.size or 0 for file in checked))
    named = [file.path.name for file in files if file.number is not None]
    span = f", {named[0]} to {named[-1]}" if named[1:] else ""
    yield f"{_counted(len(files))}{span}, {size}"
    told = {
        Soundness.AGREES: "the MD5 beside agrees",
        Soundness.READ: "no MD5 beside; whole, read to the end",
        Soundness.UNPROVEN: "no MD5 beside; not read to the end (--deep does)",
    }
    counts = Counter(file.soundness for file in checked)
    for soundness, what in told.items():
        if count := counts[soundness]:
            yield f"  {what}: {count:,}"


def _tell_faults(checked: Sequence[CheckedFile]) -> Iterator[str]:
    for file in checked:
        if not file.is_sound:
            yield f"{file.path}: {file.reason}; fetch it again"


def _tell_numbering(numbering: Numbering, lone: Sequence[Path]) -> Iterator[str]:
    """Tell what is missing, there twice, or of another year."""
    for gap in numbering.gaps:
        yield f"missing: {gap}"
    for path in lone:
        yield f"missing: {path} (its checksum is there)"
    for file in numbering.doubles:
        yield f"{file.path}: there is another file of this number"
    if numbering.years[1:]:
        years = ", ".join(f"pubmed{year:02d}n…" for year in numbering.years)
        yield (
            f"files of several baselines ({years}): each replaces the one before it, "
            "with its update files; keep them in folders of their own"
        )


def _counted(count: int) -> str:
    return f"{count:,} file{'s' * (count != 1)}"


def _shown_size(size: float) -> str:
    """Return a size as people say it.

    Examples:
        >>> _shown_size(512), _shown_size(51_812_345_678)
        ('512 bytes', '51.8 GB')
    """
    unit = _UNITS[0]
    for larger in _UNITS[1:]:
        if size < _STEP:
            break
        size, unit = size / _STEP, larger
    return f"{size:.1f} {unit}" if unit != _UNITS[0] else f"{size:.0f} {unit}"
