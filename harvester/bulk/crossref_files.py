"""Files of Crossref's public data file → normalised records.

Its forms over the years: ``.json.gz`` with ``items``, ``.jsonl.gz`` with a work a line;
either may be unpacked. https://www.crossref.org/learning/public-data-file/
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, cast

from harvester.bulk.folder import find_paths
from harvester.errors import BulkError, DocumentError
from harvester.model import SourceRecord
from harvester.selection import RecordTest
from harvester.sources.base import Fault
from harvester.sources.files import read_records

ENDINGS = (".json", ".jsonl", ".ndjson")
_GZIP = b"\x1f\x8b"


def find_crossref_files(arguments: Iterable[str | Path]) -> tuple[Path, ...]:
    """Return the files that are named: alone, by folders or by patterns.

    Returns:
        Each once, in the order given; those of a folder by name, numbers in it as
        numbers: ``9.json.gz`` before ``10.json.gz``.

    Raises:
        DocumentError: An argument names no such file; the text says which.
    """
    paths = (path for argument in arguments for path in find_paths(argument, ENDINGS))
    return tuple(dict.fromkeys(paths))


def read_crossref_file(
    path: Path, is_wanted: RecordTest | None = None
) -> Iterator[SourceRecord | Fault]:
    """Yield the records of a file that are wanted, normalised, and its faults.

    A work or line that cannot be read is a fault and loses no other. Of a file of lines
    one line is in memory, of another the whole.

    Args:
        path: The file.
        is_wanted: Which records are kept; None: all.

    Raises:
        BulkError: It is cut off, or no file of works; what came before was whole.
    """
    try:
        with path.open("rb") as raw:
            is_packed = raw.read(2) == _GZIP
            raw.seek(0)
            packed = cast("IO[bytes]", gzip.GzipFile(fileobj=raw))
            for entry in read_records(packed if is_packed else raw):
                if isinstance(entry, SourceRecord) and not (
                    is_wanted is None or is_wanted(entry)
                ):
                    continue
                if isinstance(entry, SourceRecord | Fault):
                    yield entry
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise BulkError(
            f"{path}: is cut off or damaged ({error}); fetch it again"
        ) from error
    except (DocumentError, OSError) as error:
        raise BulkError(f"{path}: {error}") from error
