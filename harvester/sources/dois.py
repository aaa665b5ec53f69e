"""DOIs as services are asked for them: their case, in batches, and under aliases."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from string import ascii_lowercase, ascii_uppercase

from msgspec.structs import replace

from harvester.model import DOI, Identifier, SourceRecord

_LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)


def lowered(doi: str) -> str:
    """Return a DOI in the case in which DOIs are compared, and else as it is.

    The DOIs of an agency and those that it is asked for are exact: what looks like a
    stray full stop at their end belongs to them.
    """
    return doi.strip().translate(_LOWER)


def batches(
    dois: Sequence[str],
    *,
    most: int,
    most_bytes: int,
    length: Callable[[tuple[str, ...]], int],
) -> Iterator[tuple[str, ...]]:
    """Yield ``dois`` as they fit into one address; one with a comma by itself.

    A comma parts the DOIs of a list.

    Args:
        dois: Each once.
        most: DOIs of a batch.
        most_bytes: Bytes of a batch; one DOI that is longer is a batch all the same.
        length: Returns the bytes that a batch takes.
    """
    batch: tuple[str, ...] = ()
    for doi in dois:
        if "," in doi:
            yield (doi,)
        elif len(batch) == most or length((*batch, doi)) > most_bytes:
            if batch:
                yield batch
            batch = (doi,)
        else:
            batch = (*batch, doi)
    if batch:
        yield batch


def bearing(record: SourceRecord, doi: str) -> SourceRecord:
    """Return the record with ``doi`` among its identifiers, as an alias if it must."""
    doi = lowered(doi)
    if any(found.key == (DOI, doi) for found in record.identifiers):
        return record
    own, *others = record.identifiers
    alias = Identifier(scheme=DOI, value=doi, place="alias")
    return replace(record, identifiers=(own, alias, *others))
