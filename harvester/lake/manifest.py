"""What a lake holds: the one file that readers go by, written last."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from harvester.errors import LakeError
from harvester.lake.inputs import Missing
from harvester.lake.schema import SCHEMA_VERSION
from harvester.lake.storage import Storage, trouble
from harvester.lake.tables import Part
from harvester.model import Value

FORMAT = "harvester-lake"
_NAME = "manifest.json"
_OWN = frozenset({_NAME, "versions", "staging", "work"})


class Input(Value, frozen=True, kw_only=True):
    """A file that a lake was built from.

    Attributes:
        name: Without its folder.
        sha256: Of the file as it lies there.
        bytes: Its size.
        record_counts: Records in it, by source.
        deletion_count: PMIDs of its DeleteCitation.
        fault_count: Records in it that could not be read.
    """

    name: str
    sha256: str
    bytes: int
    record_counts: Mapping[str, int]
    deletion_count: int
    fault_count: int


class Manifest(Value, frozen=True, kw_only=True, omit_defaults=False):
    """What a lake holds.

    Attributes:
        format: ``harvester-lake``.
        schema_version: Of the tables.
        tool_version: Of the harvester that built it.
        version: The folder under ``versions``; tells what it was built from.
        bucket_count: Into how many files each table is divided.
        inputs: What it was built from, the oldest first.
        left_out: What it was to be built from, too, and could not be read.
        record_counts: Records it holds, by source: of each the newest.
        parts: Its files, by table and bucket.
    """

    format: str = FORMAT
    schema_version: int = SCHEMA_VERSION
    tool_version: str
    version: str
    bucket_count: int
    inputs: tuple[Input, ...]
    left_out: tuple[Missing, ...]
    record_counts: Mapping[str, int]
    parts: tuple[Part, ...]

    def parts_of(self, table: str) -> tuple[Part, ...]:
        """Return the files of a table, by bucket."""
        return tuple(part for part in self.parts if part.table == table)

    @property
    def bytes(self) -> int:
        """The size of all tables."""
        return sum(part.bytes for part in self.parts)


def load_manifest(storage: Storage) -> Manifest:
    """Return what a lake holds.

    Raises:
        LakeError: There is no lake, or one of another kind.
    """
    manifest = find_manifest(storage)
    if manifest is None:
        raise LakeError(
            f"{storage.url} is no lake: it has no {_NAME} (a build that was not "
            "finished has none). `harvest lake build --out` makes one."
        )
    return manifest


def find_manifest(storage: Storage) -> Manifest | None:
    """Return what a lake holds; None where nothing was ever published.

    Raises:
        LakeError: What is there is of another kind, or cannot be reached.
    """
    try:
        manifest = storage.load(_NAME, Manifest)
    except msgspec.DecodeError as error:
        raise LakeError(f"{storage.path(_NAME)} cannot be read: {error}") from error
    except trouble() as error:
        raise LakeError(f"{storage.path(_NAME)} cannot be read: {error}") from error
    if manifest is not None and (manifest.format, manifest.schema_version) != (
        FORMAT,
        SCHEMA_VERSION,
    ):
        raise LakeError(
            f"{storage.path(_NAME)} is of a {manifest.format} of version "
            f"{manifest.schema_version}; this program knows {FORMAT} "
            f"{SCHEMA_VERSION}. Build it anew in another folder."
        )
    return manifest


def save_manifest(storage: Storage, manifest: Manifest) -> None:
    """Publish: from now on, readers find this version."""
    storage.save(_NAME, manifest)


def remove_unfinished(storage: Storage) -> None:
    """Remove manifests that were being written when a build was killed."""
    for name in storage.folders(""):
        if name.startswith(f"{_NAME}."):
            storage.remove(name)


def refuse_other(storage: Storage) -> None:
    """Raise for a folder that holds other things than a lake.

    Raises:
        LakeError: It does, or cannot be reached.
    """
    try:
        foreign = [
            name
            for name in storage.folders("")
            if name not in _OWN and not name.startswith(f"{_NAME}.")
        ]
    except trouble() as error:
        raise LakeError(f"{storage.url} cannot be reached: {error}") from error
    if foreign:
        raise LakeError(
            f"{storage.url} holds other things than a lake ({foreign[0]}); name a new "
            "or empty folder"
        )
