"""ECitMatch: citations in fields → PMIDs, in plain text."""

from __future__ import annotations

from harvester.mirror import eutils
from harvester.mirror.answer import Answer, Asked
from harvester.mirror.eutils import Desk
from harvester.mirror.folder import Folder
from harvester.mirror.reading import Reading, fold

_FIELDS = 6


def ecitmatch(asked: Asked, desk: Desk) -> Answer:
    """Answer ECitMatch; rows without six fields are left out, as the service does."""
    rows = asked.get("bdata").replace("\n", "\r").split("\r")
    return eutils.text(
        asked,
        "".join(f"{row}|{_found(fields, desk.folder)}\n" for row in rows
                if len(fields := row.strip().rstrip("|").split("|")) >= _FIELDS
                for row in ("|".join(fields[:_FIELDS]),)),
    )  # fmt: skip


def _found(fields: list[str], folder: Folder) -> str:
    """Key on journal, volume and first page; author and year only part several."""
    journal, year, volume, page, author = (fold(field) for field in fields[:5])
    if not (journal.strip() and volume.strip() and page.strip()):
        return "NOT_FOUND;INVALID_CITATION"
    hits = [
        reading
        for reading in folder.readings.values()
        if fold(reading.volume) == volume
        and fold(reading.pages.split("-")[0]) == page
        and journal in (fold(reading.source), fold(reading.journal))
    ]
    closer = [hit for hit in hits if _fits(hit, year, author)]
    if len(hits) > 1 and len(closer) == 1:
        hits = closer
    if not hits:
        return "NOT_FOUND"
    pmids = ",".join(hit.pmid for hit in hits)
    return pmids if len(hits) == 1 else f"AMBIGUOUS {pmids}"


def _fits(reading: Reading, year: str, author: str) -> bool:
    names = [fold(person.name) for person in reading.authors]
    return year.strip() in reading.pubdate and any(
        name.startswith(author.rstrip()) for name in names
    )
