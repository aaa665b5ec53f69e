"""PubMed's files as NLM hands them out: what their names say, and their checksums.

https://ftp.ncbi.nlm.nih.gov/pubmed/baseline/README.txt
"""

from __future__ import annotations

import re
from pathlib import PurePath

from harvester.model import Value

XML, PACKED = ".xml", ".gz"
CHECKSUM = ".md5"
"""What the name of a file with the checksum of another ends with."""

_NUMBERED = re.compile(r"(?:pubmed|medline)(?P<year>\d\d)n(?P<number>\d+)")
_OPENSSL = re.compile(r"(?i)MD5\s*\((?P<name>.+)\)\s*=\s*(?P<md5>[0-9a-f]{32})")
_COREUTILS = re.compile(r"(?i)\\?(?P<md5>[0-9a-f]{32})(?:\s[ *]?(?P<name>.+))?")


class FilePlace(Value, frozen=True, kw_only=True):
    """Where a file stands among NLM's.

    Attributes:
        year: The two digits of the baseline that it belongs to (``pubmed26n…``: 26).
        number: Its number, which goes on from the baseline into its update files.
    """

    year: int
    number: int


def read_place(name: str) -> FilePlace | None:
    """Return what the name of a file says; None where NLM does not name files so.

    Examples:
        >>> read_place("pubmed26n1335.xml.gz")
        FilePlace(year=26, number=1335)
        >>> read_place("pubmed26n1335.part-a.xml") is None
        True
    """
    stem = name.lower().removesuffix(PACKED).removesuffix(XML)
    match = _NUMBERED.fullmatch(stem)
    if match is None:
        return None
    return FilePlace(year=int(match["year"]), number=int(match["number"]))


def read_md5(text: str, name: str) -> str | None:
    """Return the checksum that a file beside another states of it.

    Args:
        text: NLM's ``MD5(name)= hex``, or what ``md5sum`` writes: a line a file.
        name: The file that it is asked for.

    Returns:
        In lower case; None where it states none of that file.

    Examples:
        >>> digits = "fb7c05737f47f7e07245f0c064c6e00a"
        >>> for text in (f"MD5(a.gz)= {digits}", f"{digits}  ./a.gz", f"{digits} *b.gz",
        ...              digits.upper()):
        ...     print(read_md5(text, "a.gz"))
        fb7c05737f47f7e07245f0c064c6e00a
        fb7c05737f47f7e07245f0c064c6e00a
        None
        fb7c05737f47f7e07245f0c064c6e00a
    """
    for line in text.lstrip("\ufeff").splitlines():
        match = _OPENSSL.fullmatch(line.strip()) or _COREUTILS.fullmatch(line.strip())
        if match and (
            match["name"] is None or PurePath(match["name"].strip()).name == name
        ):
            return match["md5"].lower()
    return None
