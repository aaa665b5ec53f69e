"""What ``harvest lake`` needs to be installed."""

from __future__ import annotations

from importlib.util import find_spec

import click

_NEEDED = ("pyarrow", "fsspec")
_BY_ENGINE = {"dask": ("distributed",)}


def need_extra(engine: str = "local") -> None:
    """Raise for a package of the extra ``lake`` that is not installed.

    Args:
        engine: ``local`` or ``dask``.
    """
    wanted = (*_NEEDED, *_BY_ENGINE.get(engine, ()))
    missing = [name for name in wanted if find_spec(name) is None]
    if missing:
        raise click.ClickException(
            f"a lake needs {' and '.join(missing)}: pip install 'harvester[lake]'."
        )
