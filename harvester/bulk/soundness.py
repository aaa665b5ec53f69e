"""Whether a file came over whole: its checksum, its beginning, its end."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from enum import StrEnum
from io import BufferedIOBase
from pathlib import Path

from harvester.errors import DocumentError
from harvester.model import Value
from harvester.sources.pubmed.distribution import CHECKSUM, read_md5

_CHUNK_BYTES = 1 << 20
_HEAD_BYTES = 512
XML, JSON = b"<", b"{["
"""What files of records begin with."""
_END = b"</PubmedArticleSet>"
_BROKEN = (EOFError, gzip.BadGzipFile, zlib.error)


class Soundness(StrEnum):
    """What is known of a file; all but the first three are faults."""

    AGREES = "agrees"
    """Its checksum is the one beside it."""
    READ = "read"
    """It was read to its end; there is no checksum beside it."""
    UNPROVEN = "unproven"
    """It begins as it should; there is no checksum, and nobody read it to its end."""
    DIFFERS = "differs"
    """Its checksum is not the one beside it."""
    EMPTY = "empty"
    CUT = "cut"
    """It ends before its end."""
    BROKEN = "broken"
    """It is not what its name says."""
    UNREADABLE = "unreadable"


SOUND = frozenset({Soundness.AGREES, Soundness.READ, Soundness.UNPROVEN})


class CheckedFile(Value, frozen=True, kw_only=True):
    """A file that was checked.

    Attributes:
        path: Where it lies.
        soundness: What is known of it.
        size: In bytes; None where it cannot be read.
        md5: Its checksum, in hexadecimal digits, where there was one to compare with.
        reason: What is wrong, for a person.
    """

    path: Path
    soundness: Soundness
    size: int | None = None
    md5: str | None = None
    reason: str | None = None

    @property
    def is_sound(self) -> bool:
        """Whether nothing is known against it."""
        return self.soundness in SOUND


def find_md5(path: Path) -> str | None:
    """Return the checksum that stands beside a file; None where there is none.

    Raises:
        DocumentError: There is one, and it cannot be read or is of another file.
    """
    beside = path.with_name(path.name + CHECKSUM)
    try:
        text = beside.read_text("utf-8", errors="replace")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise DocumentError(
            f"{beside.name} cannot be read ({error.strerror})"
        ) from error
    md5 = read_md5(text, path.name)
    if md5 is None:
        raise DocumentError(f"{beside.name} states no MD5 of {path.name}")
    return md5


def check_file(
    path: Path, *, is_deep: bool = False, opening: bytes = XML
) -> CheckedFile:
    """Check a file without keeping any of it in memory.

    Args:
        path: A file of records, packed or not.
        is_deep: Read it to its end even where a checksum stands beside it, or none.
        opening: The characters that it may begin with.
    """
    try:
        size = path.stat().st_size
        if not size:
            return _fault(path, Soundness.EMPTY, size, "is empty")
        stated = find_md5(path)
        if stated:
            with path.open("rb") as stream:
                md5 = hashlib.file_digest(stream, "md5").hexdigest()
            if md5 != stated:
                reason = f"has the MD5 {md5}, not {stated}"
                return _fault(path, Soundness.DIFFERS, size, reason)
            if not is_deep:
                return CheckedFile(
                    path=path, soundness=Soundness.AGREES, size=size, md5=md5
                )
        return _read(path, size, stated, is_deep=is_deep, opening=opening)
    except DocumentError as error:
        return _fault(path, Soundness.DIFFERS, size, str(error))
    except OSError as error:
        reason = f"cannot be read ({error.strerror})"
        return _fault(path, Soundness.UNREADABLE, None, reason)


def _read(
    path: Path, size: int, md5: str | None, *, is_deep: bool, opening: bytes
) -> CheckedFile:
    is_packed = path.suffix.lower() == ".gz"
    with gzip.open(path) if is_packed else path.open("rb") as stream:
        try:
            head = stream.read(_HEAD_BYTES)
            if not head.strip():
                return _fault(path, Soundness.EMPTY, size, "holds nothing")
            if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] not in opening:
                what = "XML" if opening == XML else "JSON"
                return _fault(path, Soundness.BROKEN, size, f"is no {what}")
            if is_deep and opening == XML and _END not in _read_end(stream, head):
                reason = f"does not end with {_END.decode()}"
                return _fault(path, Soundness.CUT, size, reason)
        except EOFError:
            return _fault(path, Soundness.CUT, size, "is cut off")
        except _BROKEN as error:
            return _fault(path, Soundness.BROKEN, size, f"is damaged ({error})")
    known = Soundness.READ if is_deep else Soundness.UNPROVEN
    return CheckedFile(
        path=path, soundness=Soundness.AGREES if md5 else known, size=size, md5=md5
    )


def _read_end(stream: BufferedIOBase, head: bytes) -> bytes:
    """Read a stream to its end; return its last bytes."""
    end = head
    while chunk := stream.read(_CHUNK_BYTES):
        end = end[-_HEAD_BYTES:] + chunk
    return end[-_HEAD_BYTES:]


def _fault(
    path: Path, soundness: Soundness, size: int | None, reason: str
) -> CheckedFile:
    return CheckedFile(path=path, soundness=soundness, size=size, reason=reason)
