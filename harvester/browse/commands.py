"""The commands by which a curator decides, ready to be copied into a shell."""

from __future__ import annotations

import shlex

from harvester.errors import CorrectionError
from harvester.reconcile import CORRECTABLE, explain_correction

_WORDS = {"container": "journal", "published": "date"}
_USUAL = "literature.db"
_LONGEST = 200


def set_command(
    key: tuple[str, str] | None, field: str, value: str, file: str
) -> str | None:
    """Return the command that makes a value that of an article.

    What a source says is quoted for the shell. ``VALUE`` stands in its place where it
    could do anything on a terminal (control characters, marks that reverse what is
    seen), could be taken for an option, is too long to check by eye, or cannot be
    read as a value of the field.

    Args:
        key: (scheme, identifier) of the article; None where it has none.
        field: The field.
        value: As the source is shown to say it.
        file: Name of the library's file.

    Returns:
        None where the field cannot be corrected.

    Examples:
        >>> set_command(("pmid", "99000001"), "volume", "31", "literature.db")
        'harvest set 99000001 volume 31 --why REASON'
        >>> set_command(("pmid", "99000001"), "contributors", "x", "a.db") is None
        True
    """
    if key is None or field not in CORRECTABLE:
        return None
    said = " ".join(value.split())
    if not (_is_harmless(said) and _can_be_read(field, said)):
        said = "VALUE"
    return _command(file, "set", key[1], _WORDS.get(field, field), said)


def settle_command(number: int, decision: str, file: str) -> str:
    """Return the command that decides a case of the quarantine.

    Examples:
        >>> settle_command(3, "join", "my reading.db")
        "harvest settle 3 --join --why REASON --db 'my reading.db'"
    """
    return _command(file, "settle", str(number), f"--{decision}")


def _is_harmless(value: str) -> bool:
    return value.isprintable() and len(value) <= _LONGEST and not value.startswith("-")


def _can_be_read(field: str, value: str) -> bool:
    try:
        explain_correction(field, value)
    except CorrectionError:
        return False
    return True


def _command(file: str, *words: str) -> str:
    where = [] if file == _USUAL else ["--db", file]
    return shlex.join(["harvest", *words, "--why", "REASON", *where])
