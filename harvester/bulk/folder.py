"""The files of a bulk load, in the order in which they must be read."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from harvester.errors import DocumentError
from harvester.model import Value
from harvester.sources.pubmed.distribution import (
    CHECKSUM,
    PACKED,
    XML,
    read_place,
)

_PIECES = re.compile(r"(\d+)")


class FoundFile(Value, frozen=True, kw_only=True):
    """A file of records.

    Attributes:
        path: Where it lies.
        year: The two digits of the baseline that it belongs to (``pubmed26n…``: 26);
            None of a file that is not named as NLM names them.
        number: Its number, which goes on from the baseline into its update files.
    """

    path: Path
    year: int | None = None
    number: int | None = None

    @property
    def is_packed(self) -> bool:
        """Whether it is named as a gzip file."""
        return self.path.suffix.lower() == PACKED


class Gap(Value, frozen=True, kw_only=True):
    """Numbers of a year that no file has, from ``first`` to ``last``."""

    year: int
    first: int
    last: int

    def __str__(self) -> str:
        first = f"pubmed{self.year:02d}n{self.first:04d}"
        return first if self.first == self.last else f"{first}–{self.last:04d}"


class Numbering(Value, frozen=True, kw_only=True):
    """What the names of files tell.

    Attributes:
        years: The baselines that they belong to, oldest first.
        gaps: Numbers missing between two that are there.
        starts: (year, number) of the first file of every year.
        doubles: Files that are a second one of their number.
    """

    years: tuple[int, ...] = ()
    gaps: tuple[Gap, ...] = ()
    starts: tuple[tuple[int, int], ...] = ()
    doubles: tuple[FoundFile, ...] = ()


def find_pubmed_files(arguments: Iterable[str | Path]) -> tuple[FoundFile, ...]:
    """Return the PubMed files that are named: alone, by folders or by patterns.

    Args:
        arguments: Files; folders, which stand for the ``.xml`` and ``.xml.gz`` below
            them; patterns that no shell expanded.

    Returns:
        Each once. NLM's own by year and number, baseline before updates, as it wants
        them read; others behind them, in the order given, those of a folder by name,
        numbers in it as numbers.

    Raises:
        DocumentError: An argument names no such file; the text says which.
    """
    paths = (path for argument in arguments for path in find_paths(argument, (XML,)))
    files = [read_name(path) for path in dict.fromkeys(paths)]
    named = [file for file in files if file.number is not None]
    others = [file for file in files if file.number is None]
    return (*sorted(named, key=_place), *others)


def read_name(path: Path) -> FoundFile:
    """Return a file with what its name says.

    Examples:
        >>> file = read_name(Path("updatefiles/pubmed26n1335.xml.gz"))
        >>> file.year, file.number
        (26, 1335)
        >>> read_name(Path("pubmed26n1335.part-a.xml")).number is None
        True
    """
    place = read_place(path.name)
    if place is None:
        return FoundFile(path=path)
    return FoundFile(path=path, year=place.year, number=place.number)


def _place(file: FoundFile) -> tuple[int, int, str]:
    return file.year or 0, file.number or 0, str(file.path)


def find_paths(argument: str | Path, endings: tuple[str, ...]) -> Iterator[Path]:
    """Yield the files that an argument names; see ``find_pubmed_files``.

    Args:
        argument: A file, whatever its name; a folder or a pattern.
        endings: Those of the files that a folder stands for; packed ones, too.

    Raises:
        DocumentError: It names no such file.
    """
    path = Path(argument)
    try:
        if path.is_dir():
            found = list(_walk(path, endings))
        elif path.exists():
            found = [path]
        else:
            # Path.glob refuses patterns that begin at the root, hence the old glob.
            names = glob.glob(str(argument), recursive=True)  # noqa: PTH207 - above
            found = sorted(map(Path, names), key=_natural)
            found = [one for one in found if one.is_file() and _is_one(one, endings)]
    except (OSError, ValueError) as error:
        raise DocumentError(f"{argument}: cannot be read ({error})") from error
    if not found:
        kinds = ", ".join(f"{one}, {one}{PACKED}" for one in endings)
        what = f"has no files of records ({kinds})" if path.is_dir() else "is not there"
        raise DocumentError(f"{argument} {what}.")
    yield from found


def _walk(folder: Path, endings: tuple[str, ...]) -> Iterator[Path]:
    found = [
        Path(place, name)
        for place, folders, names in os.walk(folder)
        for name in names
        if not name.startswith(".") and _is_one(Path(name), endings)
        if not any(
            part.startswith(".") for part in Path(place).relative_to(folder).parts
        )
    ]
    yield from sorted(found, key=_natural)


def _is_one(path: Path, endings: tuple[str, ...]) -> bool:
    return path.name.lower().removesuffix(PACKED).endswith(endings)


def _natural(path: Path) -> list[tuple[int, str]]:
    """Return a key by which ``2.json`` comes before ``10.json``."""
    return [
        (int(one), "") if one.isdecimal() else (-1, one)
        for one in _PIECES.split(str(path))
    ]


def read_numbering(files: Iterable[FoundFile]) -> Numbering:
    """Return what the numbers of files tell: gaps, years, doubles.

    Args:
        files: In order, as ``find_pubmed_files`` returns them.
    """
    numbers: dict[int, list[int]] = {}
    doubles = []
    for file in files:
        if file.year is None or file.number is None:
            continue
        known = numbers.setdefault(file.year, [])
        if known and known[-1] == file.number:
            doubles.append(file)
        else:
            known.append(file.number)
    gaps = [
        Gap(year=year, first=before + 1, last=after - 1)
        for year, known in numbers.items()
        for before, after in pairwise(known)
        if after - before > 1
    ]
    return Numbering(
        years=tuple(numbers),
        gaps=tuple(gaps),
        starts=tuple((year, known[0]) for year, known in numbers.items()),
        doubles=tuple(doubles),
    )


def find_lone_checksums(files: Iterable[FoundFile]) -> tuple[Path, ...]:
    """Return the files that are missing beside their checksums, sorted.

    Looked for in the folders of ``files``; a file that is only named differently
    packed counts as there.
    """
    there = {file.path for file in files}
    folders = sorted({path.parent for path in there})
    return tuple(
        path
        for folder in folders
        for beside in sorted(folder.glob(f"*{XML}*{CHECKSUM}"))
        if not (path := beside.with_name(beside.name.removesuffix(CHECKSUM))).exists()
        if path.with_suffix("") not in there
    )
