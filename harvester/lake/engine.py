"""Who runs the tasks: this process, processes of this machine, or a Dask cluster."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Any, Protocol, TypeVar

from harvester.errors import LakeError

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

_RETRIES = 3
_TIMEOUT_SECONDS = 15
AGAIN = "run the same command again: what is done is kept"


class Engine(Protocol):
    """Whoever runs a function on many items."""

    def map(
        self, function: Callable[[_Item], _Result], items: Sequence[_Item]
    ) -> Iterator[_Result]:
        """Yield what ``function`` makes of the items, in the order in which it is done.

        Args:
            function: Of a module, so that other processes find it; it may be called
                twice with one item.
            items: Values.

        Raises:
            LakeError: A worker died, or the cluster is gone.
        """
        ...


class Here:
    """Runs everything in this process, one after the other."""

    def map(
        self, function: Callable[[_Item], _Result], items: Sequence[_Item]
    ) -> Iterator[_Result]:
        """See ``Engine``."""
        return map(function, items)


class Processes:
    """Runs everything in processes of this machine."""

    def __init__(self, worker_count: int) -> None:
        # Not forked: threads of Arrow and fsspec would be lost in the child.
        self._pool = ProcessPoolExecutor(
            worker_count,
            mp_context=multiprocessing.get_context("spawn"),
            # Ctrl-C is for us: we let the tasks that have begun come to their end.
            initializer=signal.signal,
            initargs=(signal.SIGINT, signal.SIG_IGN),
        )

    def map(
        self, function: Callable[[_Item], _Result], items: Sequence[_Item]
    ) -> Iterator[_Result]:
        """See ``Engine``."""
        try:
            waiting = [self._pool.submit(function, item) for item in items]
            for future in as_completed(waiting):
                yield future.result()
        except BrokenProcessPool as error:
            raise LakeError(
                f"a worker died, perhaps for want of memory; {AGAIN} (fewer --workers "
                "need less)"
            ) from error

    def close(self) -> None:
        """End the processes; what has not begun is given up."""
        self._pool.shutdown(cancel_futures=True)


class Cluster:
    """Runs everything on a Dask cluster, which tries again what fails."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def map(
        self, function: Callable[[_Item], _Result], items: Sequence[_Item]
    ) -> Iterator[_Result]:
        """See ``Engine``."""
        from distributed import KilledWorker, as_completed  # noqa: PLC0415 - slow

        try:
            futures = self._client.map(function, items, retries=_RETRIES, pure=False)
            for _, result in as_completed(
                futures, loop=self._client.loop, with_results=True
            ):
                yield result
        except KilledWorker as error:
            raise LakeError(
                f"workers died over one task, perhaps for want of memory; {AGAIN}"
            ) from error
        except ModuleNotFoundError as error:
            raise LakeError(
                f"the workers lack a package ({error.name}): pip install "
                "'harvester[lake]' where they run"
            ) from error


@contextmanager
def open_engine(
    name: str, worker_count: int, scheduler: str | None
) -> Iterator[Engine]:
    """Start an engine, and end it with the block.

    Args:
        name: ``local`` or ``dask``.
        worker_count: Processes on this machine; of no meaning with a scheduler.
        scheduler: Address of the scheduler of a cluster that runs already.

    Raises:
        LakeError: The scheduler does not answer.
    """
    if name == "dask":
        with _cluster(worker_count, scheduler) as client:
            yield Cluster(client)
    elif worker_count == 1:
        yield Here()
    else:
        processes = Processes(worker_count)
        try:
            yield processes
        finally:
            processes.close()


@contextmanager
def _cluster(worker_count: int, scheduler: str | None) -> Iterator[Any]:
    from distributed import Client, LocalCluster  # noqa: PLC0415 - slow

    if scheduler is None:
        with (
            LocalCluster(
                n_workers=worker_count, threads_per_worker=1, dashboard_address=":0"
            ) as cluster,
            Client(cluster, set_as_default=False) as client,
        ):
            yield client
        return
    try:
        client = Client(scheduler, timeout=_TIMEOUT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise LakeError(
            f"no Dask scheduler answers at {scheduler} ({error}); its address looks "
            "like tcp://host:8786"
        ) from error
    with client:
        yield client
