"""Where the records lie that come with the package."""

from __future__ import annotations

from pathlib import Path

from harvester.errors import HarvesterError

_PACKAGE = Path(__file__).resolve().parents[1]


def shipped_folder() -> Path:
    """Return the folder of records that ships with the package.

    In an installed wheel that is ``harvester/fixtures``, in a checkout
    ``fixtures`` beside the package.

    Raises:
        HarvesterError: Neither is there.
    """
    for folder in (_PACKAGE / "fixtures", _PACKAGE.parent / "fixtures"):
        if folder.is_dir():
            return folder
    raise HarvesterError(
        "This installation has no folder of example records; "
        "install the package again, or name a folder of your own."
    )
