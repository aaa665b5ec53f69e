"""``harvest parse``: files of records → normalised records."""

from __future__ import annotations

import gzip
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

import click

from harvester.cli.exits import DONE, FAILED, IN_PART

_GZIP = b"\x1f\x8b"
_SHOWN_FAULTS = 5


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--account", is_flag=True, help="Count what of the files is not mapped.")
def parse(files: tuple[str, ...], account: bool) -> int:
    """Print the records of FILEs, normalised, one JSON object a line.

    A FILE is PubMed XML or Crossref JSON (a work, a reply, a list, lines, a file of the
    public data file), plain or gzipped. The shape of a line is
    docs/source-record.schema.json. Nothing is fetched or stored.

    \b
      harvest parse pubmed26n0001.xml.gz > records.jsonl
    """
    from harvester.errors import HarvesterError

    unreadable = faults = 0
    unread: Counter[str] = Counter()
    for name in files:
        try:
            with _opened(name) as stream:
                if account:
                    unread += _account(stream)
                else:
                    faults += _print_records(name, stream)
        except (HarvesterError, OSError, EOFError) as error:
            unreadable += 1
            click.echo(f"harvest: {name}: {_reason(error)}", err=True)
    if account:
        for path, count in unread.most_common():
            click.echo(f"{count:>9}  {path}")
        click.echo(f"{len(unread)} paths not mapped", err=True)
    if unreadable == len(files):
        return FAILED
    return IN_PART if unreadable or faults else DONE


def _print_records(name: str, stream: IO[bytes]) -> int:
    """Print the records of one file; return how many could not be read."""
    import msgspec

    from harvester.model import SourceRecord
    from harvester.sources.base import Fault
    from harvester.sources.files import read_records

    encode = msgspec.json.Encoder().encode
    out = sys.stdout.buffer
    faults = deletions = 0
    for entry in read_records(stream):
        if isinstance(entry, SourceRecord):
            out.write(encode(entry) + b"\n")
        elif isinstance(entry, Fault):
            faults += 1
            if faults <= _SHOWN_FAULTS:
                which = f" {entry.source_id}" if entry.source_id else ""
                click.echo(f"harvest: {name}: record{which}: {entry.message}", err=True)
        else:
            deletions += 1
    out.flush()
    if faults > _SHOWN_FAULTS:
        more = faults - _SHOWN_FAULTS
        click.echo(f"harvest: {name}: {more} more records cannot be read", err=True)
    if deletions:
        click.echo(f"{name}: {deletions} PMIDs deleted (DeleteCitation)", err=True)
    return faults


def _account(stream: IO[bytes]) -> Counter[str]:
    from harvester.errors import DocumentError
    from harvester.sources.crossref import account as crossref
    from harvester.sources.files import Undecoded, kind_of, read_works
    from harvester.sources.pubmed import account as pubmed

    if kind_of(stream) == "pubmed":
        return pubmed.count_unread(stream)

    def decoded() -> Iterator[object]:
        for work in read_works(stream):
            if isinstance(work, Undecoded):
                raise DocumentError(work)
            yield work

    return crossref.count_unread(decoded())


@contextmanager
def _opened(name: str) -> Iterator[IO[bytes]]:
    """Open a file, unpacked if it is gzipped."""
    with Path(name).open("rb") as raw:
        magic = raw.read(2)
        raw.seek(0)
        if magic == _GZIP:
            with gzip.open(raw) as unpacked:
                yield cast("IO[bytes]", unpacked)
        else:
            yield raw


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"cannot be read: {error.strerror}"
    return str(error)
