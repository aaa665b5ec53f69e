"""The folder of records that the mirror answers from.

Layout::

    pubmed/<pmid>.xml     one PubmedArticle or PubmedBookArticle, bare or in a set
    crossref/<any>.json   one work message, bare, with "DOI"
    datacite/<any>.json   one resource object, bare, with "attributes"  (optional)
    links.json            {"<pmid>": {"similar": [["<pmid>", score or null], …],
                                      "cited_by": […], "references": […]}}
    indexes.json          {"icite": {"<pmid>": {"cited_by": […], "references": […]}},
                           "opencitations": {…}}; a PMID that is not there is
                          unknown to that index                       (optional)
    aliases.json          {"<alias doi>": "<prime doi>"}          (optional)
    agencies.json         {"<doi>": "<agency>"}, of others than these two (optional)
    deleted.json          ["<pmid>" or "<doi>", …]        (of later states only)

A second folder of the same layout may hold later states: its records and link sets
stand in place of those of the first, and what its ``deleted.json`` names is gone.

Notes (``*.md``) and everything else are left alone. File names are listed when a
service is first asked, contents are read when a record is asked for, and the
indexes over the contents are built when a search first needs them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from lxml import etree

from harvester.errors import HarvesterError
from harvester.mirror.reading import Reading, read_record

_PARTS = ("pubmed", "crossref", "datacite", "links.json")
_DELETED = "deleted.json"
_RECORDS = ("PubmedArticle", "PubmedBookArticle")

Json = dict[str, Any]
T = TypeVar("T")


class Links(msgspec.Struct, frozen=True):
    """The link sets of one PMID; a missing key is an empty set.

    A score is None where nobody has printed it.
    """

    similar: tuple[tuple[str, int | None], ...] = ()
    cited_by: tuple[str, ...] = ()
    references: tuple[str, ...] = ()


class _Named(msgspec.Struct, frozen=True):
    """As much of a work message as the index needs."""

    DOI: str


class _Attributed(msgspec.Struct, frozen=True):
    """As much of a DataCite resource as the index needs."""

    class Attributes(msgspec.Struct, frozen=True):
        """Its attributes."""

        doi: str

    attributes: Attributes


class Folder:
    """Read-only access to the records of a folder.

    Args:
        path: The folder.
        later: A folder of later states, or None.

    Raises:
        HarvesterError: One of them holds none of the parts of such a folder.
    """

    def __init__(self, path: Path, later: Path | None = None) -> None:
        self._places = (path,) if later is None else (path, later)
        for place in self._places:
            if not any((place / part).exists() for part in _PARTS):
                raise HarvesterError(
                    f"{place} is not a folder of records: it holds neither pubmed/ nor "
                    "crossref/ nor datacite/ nor links.json. Name a folder that does."
                )
        self.path = path
        self._elements: dict[str, bytes] = {}
        self._works: dict[str, Json] = {}

    @cached_property
    def _pubmed_files(self) -> dict[str, Path]:
        return {
            file.stem: file
            for place in self._places
            for file in sorted((place / "pubmed").glob("*.xml"))
            if file.stem.isdecimal() and file.stem not in self._deleted
        }

    @cached_property
    def _deleted(self) -> frozenset[str]:
        """PMIDs, and DOIs in lower case, that are not there any more."""
        decoder = msgspec.json.Decoder(list[str])
        return frozenset(
            one.lower()
            for place in self._places
            if (place / _DELETED).exists()
            for one in decoder.decode((place / _DELETED).read_bytes())
        )

    @cached_property
    def pmids(self) -> frozenset[str]:
        """The PMIDs that the folder holds, by its file names."""
        return frozenset(self._pubmed_files)

    def record(self, pmid: str) -> bytes | None:
        """Return one PubMed record as XML, or None where there is none."""
        if pmid not in self._elements:
            file = self._pubmed_files.get(pmid)
            if file is None:
                return None
            element = _record_element(file)
            self._elements[pmid] = etree.tostring(
                element, encoding="utf-8", with_tail=False
            )
        return self._elements[pmid]

    def reading(self, pmid: str) -> Reading | None:
        """Return what is searched and summed up of one record, or None."""
        return self.readings.get(pmid) if "readings" in vars(self) else self._read(pmid)

    def _read(self, pmid: str) -> Reading | None:
        file = self._pubmed_files.get(pmid)
        return None if file is None else read_record(pmid, _record_element(file))

    @cached_property
    def readings(self) -> dict[str, Reading]:
        """What is searched of every record, by PMID, the newest PMID first."""
        newest_first = sorted(self.pmids, key=int, reverse=True)
        read = ((pmid, self._read(pmid)) for pmid in newest_first)
        return {pmid: reading for pmid, reading in read if reading is not None}

    @cached_property
    def by_identifier(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """PMIDs by (type of identifier, value in lower case)."""
        index: dict[tuple[str, str], tuple[str, ...]] = {}
        for pmid, reading in self.readings.items():
            for scheme, value in dict.fromkeys(reading.identifiers):
                key = (scheme, value.lower())
                index[key] = (*index.get(key, ()), pmid)
        return index

    @cached_property
    def by_date(self) -> dict[str, list[tuple[str, str]]]:
        """Sorted (``YYYY/MM/DD``, PMID) by search field."""
        index: dict[str, list[tuple[str, str]]] = {}
        for pmid, reading in self.readings.items():
            for key, dates in reading.dates.items():
                index.setdefault(key, []).extend((date, pmid) for date in dates)
        return {key: sorted(pairs) for key, pairs in index.items()}

    @cached_property
    def _work_files(self) -> dict[str, Path]:
        """Files of works by DOI in lower case."""
        index: dict[str, Path] = {}
        decoder = msgspec.json.Decoder(_Named)
        for place in self._places:
            for file in sorted((place / "crossref").glob("*.json")):
                try:
                    index[decoder.decode(file.read_bytes()).DOI.lower()] = file
                except msgspec.DecodeError as error:
                    raise HarvesterError(
                        f"{file} is not a Crossref work with a DOI: {error}"
                    ) from error
        return {doi: file for doi, file in index.items() if doi not in self._deleted}

    def work_bytes(self, doi: str) -> bytes | None:
        """Return one work message as it lies there, or None."""
        file = self._work_files.get(doi.lower())
        return None if file is None else file.read_bytes()

    def work(self, doi: str) -> Json | None:
        """Return one work message, or None."""
        key = doi.lower()
        if key not in self._works:
            body = self.work_bytes(key)
            if body is None:
                return None
            self._works[key] = msgspec.json.decode(body, type=Json)
        return self._works[key]

    def works(self, dois: Iterable[str] | None = None) -> Iterator[Json]:
        """Yield every work, or those of ``dois``, in the order of the file names."""
        wanted = None if dois is None else {doi.lower() for doi in dois}
        for doi in self._work_files:
            if wanted is not None and doi not in wanted:
                continue
            work = self.work(doi)
            if work is not None:
                yield work

    @cached_property
    def _resource_files(self) -> dict[str, Path]:
        """Files of DataCite's resources by DOI in lower case."""
        index: dict[str, Path] = {}
        decoder = msgspec.json.Decoder(_Attributed)
        for place in self._places:
            for file in sorted((place / "datacite").glob("*.json")):
                try:
                    doi = decoder.decode(file.read_bytes()).attributes.doi
                except msgspec.DecodeError as error:
                    raise HarvesterError(
                        f"{file} is not a DataCite resource with a DOI: {error}"
                    ) from error
                index[doi.lower()] = file
        return {doi: file for doi, file in index.items() if doi not in self._deleted}

    def resource_bytes(self, doi: str) -> bytes | None:
        """Return one resource of DataCite as it lies there, or None."""
        file = self._resource_files.get(doi.lower())
        return None if file is None else file.read_bytes()

    def agency(self, doi: str) -> str | None:
        """Return who registered a DOI, as doi.org prints it, or None."""
        doi = doi.lower()
        if doi in self._work_files or doi in self.aliases:
            return "Crossref"
        return "DataCite" if doi in self._resource_files else self._agencies.get(doi)

    @cached_property
    def _agencies(self) -> dict[str, str]:
        decoder = msgspec.json.Decoder(dict[str, str])
        return {
            doi.lower(): agency
            for place in self._places
            for doi, agency in _read_json(place / "agencies.json", decoder).items()
        }

    @cached_property
    def links(self) -> dict[str, Links]:
        """The link sets by PMID."""
        decoder = msgspec.json.Decoder(dict[str, Links])
        found: dict[str, Links] = {}
        for place in self._places:
            found |= _read_json(place / "links.json", decoder)
        return found

    @cached_property
    def indexes(self) -> dict[str, dict[str, Links]]:
        """What citation indexes say: their link sets by name and PMID."""
        decoder = msgspec.json.Decoder(dict[str, dict[str, Links]])
        found: dict[str, dict[str, Links]] = {}
        for place in self._places:
            for name, said in _read_json(place / "indexes.json", decoder).items():
                found[name] = found.get(name, {}) | said
        return found

    @cached_property
    def aliases(self) -> dict[str, str]:
        """Prime DOIs by alias, in lower case."""
        decoder = msgspec.json.Decoder(dict[str, str])
        return {
            alias.lower(): prime
            for place in self._places
            for alias, prime in _read_json(place / "aliases.json", decoder).items()
        }


def _read_json(file: Path, decoder: msgspec.json.Decoder[dict[str, T]]) -> dict[str, T]:
    """Read a JSON file; one that is not there is empty."""
    if not file.exists():
        return {}
    try:
        return decoder.decode(file.read_bytes())
    except msgspec.DecodeError as error:
        raise HarvesterError(f"{file} cannot be read: {error}") from error


def _record_element(file: Path) -> etree._Element:
    """Read the one record of a file, bare or inside a set."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True
    )
    try:
        root: etree._Element = etree.fromstring(file.read_bytes(), parser)
    except etree.XMLSyntaxError as error:
        raise HarvesterError(f"{file} is not well-formed XML: {error}") from error
    records = (element for element in (root, *root) if element.tag in _RECORDS)
    record: etree._Element | None = next(records, None)
    if record is not None:
        return record
    raise HarvesterError(f"{file} holds no PubmedArticle or PubmedBookArticle.")
