"""Tasks whose worker dies once, to be run in another process."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from harvester.lake.engine import Engine


def die_once(flag: Path, function: Callable[[Any], Any], item: Any) -> Any:
    """Do the task, then kill the process before anybody hears of it; once."""
    result = function(item)
    try:
        flag.touch(exist_ok=False)
    except FileExistsError:
        return result
    os.kill(os.getpid(), signal.SIGKILL)
    return None


class Deadly:
    """An engine one of whose workers is killed in every kind of task."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self._engine = engine
        self._folder = folder

    def map(
        self, function: Callable[[Any], Any], items: Sequence[Any]
    ) -> Iterator[Any]:
        """Run the tasks."""
        flag = self._folder / f"died-of-{function.__name__}"
        return self._engine.map(partial(die_once, flag, function), items)
