"""Dumps of citations: NIH's Open Citation Collection, and those of OpenCitations.

Both are CSV, a pair of a citing and a cited work a line, plain, as ``.gz`` or within a
``.zip``. They hold more pairs than fit in memory: they are read in blocks, and only the
pairs that touch a known work are kept.
"""

from __future__ import annotations

import csv
import gzip
import zipfile
import zlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from io import BufferedIOBase
from pathlib import Path
from typing import cast

from harvester.errors import BulkError, DocumentError
from harvester.model import DOI, PMID, LinkKind, Value

BLOCK_BYTES = 1 << 20
_HEAD_BYTES = 1 << 12
_SHOWN_CHARS = 80
_PMIDS = 100_000_000
"""A PMID has eight digits at most."""
_MANY = 1_000_000
_BROKEN = (EOFError, gzip.BadGzipFile, zlib.error, zipfile.BadZipFile, OSError)


class Form(StrEnum):
    """Whose dump it is; the name of the provider of its pairs."""

    ICITE = "icite"
    """Two columns: PMID of the citing work, PMID of the cited work."""
    OPENCITATIONS = "opencitations"
    """Named columns; a work is a text of identifiers (``doi:… pmid:…``)."""


class Part(Value, frozen=True, kw_only=True):
    """A CSV file: alone, packed, or one member of an archive."""

    path: Path
    member: str | None = None

    @property
    def name(self) -> str:
        """How people call it."""
        return f"{self.path.name}/{self.member}" if self.member else self.path.name


class Pair(Value, frozen=True, kw_only=True):
    """A citation, seen from a known work.

    Attributes:
        owner: What the known work is called (see ``Known``).
        kind: In which of its lists the other work stands.
        other: The other work, as printed.
    """

    owner: str
    kind: LinkKind
    other: str


class Block(Value, frozen=True, kw_only=True):
    """Some lines of a part.

    Attributes:
        pairs: Those that touch a known work; one between two known works twice.
        row_count: Lines that were read, broken ones too.
        broken: (number of the line in its part, from 1, what stands there).
        unnamed_count: Lines that name a work by OMID only, which tells nobody which.
        end: Place behind it, in bytes of the unpacked part.
        line_count: Lines up to there.
    """

    pairs: tuple[Pair, ...]
    row_count: int
    broken: tuple[tuple[int, str], ...]
    unnamed_count: int
    end: int
    line_count: int


class KnownPmids:
    """PMIDs that are looked for.

    Args:
        pmids: All of them. Few are a set; of many a byte is kept for each PMID that
            there may be, which then is smaller, and as quick.

    Attributes:
        has: Whether a number is one of them.
    """

    def __init__(self, pmids: Iterable[str]) -> None:
        numbers = array("I", map(int, pmids))
        self.has: Callable[[int], bool | int]
        if len(numbers) < _MANY:
            self.has = frozenset(numbers).__contains__
            return
        flags = bytearray(_PMIDS)
        for number in numbers:
            flags[number] = 1
        self.has = flags.__getitem__


Known = KnownPmids | Mapping[str, str]
"""Works that are looked for: PMIDs; or identifier as dumps print it (``doi:10.…``, or
bare) → what the work is called."""


def find_parts(paths: Iterable[Path]) -> tuple[Part, ...]:
    """Return the CSV files of dumps, in order.

    Raises:
        DocumentError: A file is no archive, or holds no CSV.
    """
    return tuple(part for path in paths for part in _parts(path))


def _parts(path: Path) -> Iterator[Part]:
    if path.suffix.lower() != ".zip":
        yield Part(path=path)
        return
    try:
        with zipfile.ZipFile(path) as archive:
            names = sorted(
                name
                for name in archive.namelist()
                if name.lower().endswith(".csv") and not name.startswith("__MACOSX")
            )
    except _BROKEN as error:
        raise DocumentError(f"{path}: is no whole ZIP archive ({error})") from error
    if not names:
        raise DocumentError(f"{path}: holds no CSV file")
    yield from (Part(path=path, member=name) for name in names)


@contextmanager
def opened(part: Part) -> Iterator[BufferedIOBase]:
    """Open a part, unpacked.

    Raises:
        DocumentError: It is not there.
        BulkError: It cannot be read, or is damaged; also while it is read.
    """
    try:
        if part.member is not None:
            with (
                zipfile.ZipFile(part.path) as archive,
                archive.open(part.member) as stream,
            ):
                yield cast("BufferedIOBase", stream)
        elif part.path.suffix.lower() == ".gz":
            with gzip.open(part.path) as packed:
                yield packed
        else:
            with part.path.open("rb") as plain:
                yield plain
    except FileNotFoundError as error:
        raise DocumentError(f"{part.path}: there is no such file") from error
    except _BROKEN as error:
        raise BulkError(
            f"{part.name}: cannot be read to its end ({error}); fetch it again"
        ) from error


def recognise(part: Part) -> Form:
    """Return whose dump a part is of.

    Raises:
        DocumentError: It is none that is known.
    """
    with opened(part) as stream:
        head = stream.read(_HEAD_BYTES)
    line = head.removeprefix(b"\xef\xbb\xbf").partition(b"\n")[0]
    columns = _columns(line)
    if {"citing", "cited"} <= set(columns):
        return Form.OPENCITATIONS
    if columns[:2] == ["citing", "referenced"] or (
        len(columns) == 2 and all(map(str.isdecimal, columns))
    ):
        return Form.ICITE
    raise DocumentError(
        f"{part.name}: is no dump of citations: it begins with neither "
        "citing,referenced (NIH Open Citation Collection) nor columns citing and cited "
        "(OpenCitations)"
    )


def _columns(line: bytes) -> list[str]:
    row = next(csv.reader([line.decode(errors="replace")]), [])
    return [one.strip().lower() for one in row]


def read_blocks(
    part: Part, known: Known, *, start: int = 0, line_count: int = 0
) -> Iterator[Block]:
    """Yield a part in blocks of lines.

    Args:
        part: The file.
        known: The works that are looked for; PMIDs where the dump is iCite's.
        start: Where to go on, in bytes: the ``end`` of a block.
        line_count: The lines up to there.

    Raises:
        BulkError: It cannot be read to its end.
    """
    with opened(part) as stream:
        first = stream.readline().removeprefix(b"\xef\xbb\xbf")
        reader = _reader(known, first)
        has_head = not _columns(first)[0].isdecimal()
        if not start:
            start, line_count = (len(first), 1) if has_head else (0, 0)
        stream.seek(start)
        rest = b""
        while chunk := stream.read(BLOCK_BYTES):
            lines, newline, rest = (rest + chunk).rpartition(b"\n")
            if newline:
                start += len(lines) + 1
                yield reader.read(lines + b"\n", start, line_count)
                line_count += lines.count(b"\n") + 1
        if rest:
            yield reader.read(rest + b"\n", start + len(rest), line_count)


def _reader(known: Known, head: bytes) -> PmidReader | WorkReader:
    if isinstance(known, KnownPmids):
        return PmidReader(known)
    columns = _columns(head)
    return WorkReader(known, columns.index("citing"), columns.index("cited"))


class PmidReader:
    """Reads ``citing,referenced``."""

    def __init__(self, known: KnownPmids) -> None:
        self._has = known.has

    def read(self, lines: bytes, end: int, line_count: int) -> Block:
        """Read whole lines; see ``Block``."""
        broken: tuple[tuple[int, str], ...] = ()
        row_count = lines.count(b"\n")
        try:
            # One look at all numbers at once, then only at those that are known.
            numbers = _read_numbers(lines, row_count)
            flags = bytes(map(self._has, numbers))
        except ValueError:
            numbers, broken, row_count = _read_slowly(lines, line_count)
            flags = bytes(map(self._has, numbers))
        pairs = []
        place = flags.find(1)
        while place >= 0:
            other = numbers[place ^ 1]
            kind = LinkKind.CITED_BY if place & 1 else LinkKind.REFERENCES
            pairs.append(Pair(owner=str(numbers[place]), kind=kind, other=str(other)))
            place = flags.find(1, place + 1)
        return Block(
            pairs=tuple(pairs),
            row_count=row_count,
            broken=broken,
            unnamed_count=0,
            end=end,
            line_count=line_count + lines.count(b"\n"),
        )


def _read_numbers(lines: bytes, row_count: int) -> list[int]:
    """Return all numbers, citing and cited in turns.

    Raises:
        ValueError: A line is not two numbers with a comma between them.
    """
    if lines.translate(None, b"0123456789\r") != b",\n" * row_count:
        raise ValueError
    # An empty cell is no number either; a carriage return at the end is white space.
    numbers = list(map(int, lines.replace(b"\n", b",").split(b",")[:-1]))
    if max(numbers, default=0) >= _PMIDS:
        raise ValueError
    return numbers


def _read_slowly(
    lines: bytes, line_count: int
) -> tuple[list[int], tuple[tuple[int, str], ...], int]:
    """Return the numbers of the lines that are as they should, the others, how many."""
    numbers: list[int] = []
    broken = []
    row_count = 0
    for number, line in enumerate(lines.decode(errors="replace").split("\n"), 1):
        if not line.strip():
            continue
        row_count += 1
        cells = [cell.strip(' \t\r"') for cell in line.split(",")]
        if len(cells) == 2 and all(map(_is_pmid, cells)):
            numbers += map(int, cells)
        else:
            broken.append((line_count + number, line.strip()[:_SHOWN_CHARS]))
    return numbers, tuple(broken), row_count


def _is_pmid(text: str) -> bool:
    return text.isascii() and text.isdecimal() and 0 < int(text) < _PMIDS


class WorkReader:
    """Reads rows whose works are texts of identifiers."""

    def __init__(self, known: Mapping[str, str], citing: int, cited: int) -> None:
        self._known = known
        self._columns = (citing, cited)

    def read(self, lines: bytes, end: int, line_count: int) -> Block:
        """Read whole lines; see ``Block``."""
        known, is_strange = self._known, self._known.keys().isdisjoint
        citing, cited = self._columns
        pairs: list[Pair] = []
        broken, unnamed_count, row_count = [], 0, 0
        text = lines.decode(errors="replace").lower().split("\n")
        for number, row in enumerate(csv.reader(text), 1):
            try:
                ends = row[citing], row[cited]
            except IndexError:
                ends = "", ""
            if not (ends[0] and ends[1]):
                if row:
                    row_count += 1
                    broken.append((line_count + number, ",".join(row)[:_SHOWN_CHARS]))
                continue
            row_count += 1
            for place, printed in enumerate(ends):
                names = printed.split()
                if not is_strange(names):
                    owner = next(known[name] for name in names if name in known)
                    kind = LinkKind.CITED_BY if place else LinkKind.REFERENCES
                    other = _spell(ends[1 - place])
                    pairs.append(Pair(owner=owner, kind=kind, other=other))
                elif len(names) == 1 and printed.startswith("omid:"):
                    unnamed_count += 1
        return Block(
            pairs=tuple(pairs),
            row_count=row_count,
            broken=tuple(broken),
            unnamed_count=unnamed_count,
            end=end,
            line_count=line_count + lines.count(b"\n"),
        )


def _spell(printed: str) -> str:
    """Return a work with the schemes that older dumps leave out.

    Examples:
        >>> _spell("10.5555/a"), _spell("99000001"), _spell("omid:br/1 doi:10.5555/a")
        ('doi:10.5555/a', 'pmid:99000001', 'omid:br/1 doi:10.5555/a')
    """
    return " ".join(map(_with_scheme, printed.split()))


def _with_scheme(name: str) -> str:
    if name.startswith("10."):
        return f"{DOI}:{name}"
    return f"{PMID}:{name}" if name.isdecimal() else name
