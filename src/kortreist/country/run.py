"""The runner: one municipality is one task, on one core, many cores or many machines.

A task is a plain function of plain values, so every way gives the same results. They are
stored one by one by the process that asked; a run that is stopped, or whose worker is
killed, loses only what was being computed.
"""

from __future__ import annotations

import importlib
import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

from kortreist.accounts import Account
from kortreist.country.store import ResultStore
from kortreist.country.task import MunicipalityResult, Settings, plan_one
from kortreist.errors import InputError, KortreistError

__all__ = ["MunicipalitiesFailedError", "Progress", "Task", "WorkerLostError", "run_country"]

Task = Callable[[str, Account, Settings], MunicipalityResult]
#: (done, of all, seconds left or None while nothing is known)
Progress = Callable[[int, int, "float | None"], None]

#: A task that was under way so many times when a worker was lost is not tried again.
_ATTEMPTS = 3


class WorkerLostError(KortreistError):
    """A worker was killed every time it took a task: most often memory (exit code 1)."""


class MunicipalitiesFailedError(KortreistError):
    """Some municipalities could not be planned: a sum without them would pass them in silence.

    The first error is the cause (``__cause__``).
    """


#: What a task gave: a result, or why there is none.
_Given = MunicipalityResult | BaseException


def run_country(
    accounts: Sequence[Account],
    settings: Settings,
    *,
    workers: int | None = None,
    scheduler: str | None = None,
    folder: Path | None = None,
    progress: Progress | None = None,
    task: Task = plan_one,
) -> tuple[MunicipalityResult, ...]:
    """Plan every municipality.

    Parameters
    ----------
    accounts : sequence of Account
        One a municipality.
    settings : Settings
    workers : int, optional
        Processes on this machine, as many as cores by default; 0 computes here.
    scheduler : str, optional
        Address of a Dask scheduler; ``workers`` is then not used.
    folder : Path, optional
        Where results are kept; a second run with the same inputs goes on from them.
    progress : callable, optional
        Told (done, of all, seconds left) after each municipality.
    task : callable
        (number, account, settings) → result; must be importable by name.

    Returns
    -------
    tuple of MunicipalityResult
        By number, whatever order they were made in.

    Raises
    ------
    WorkerLostError
        A task killed its worker again and again.
    InputError
        Dask is not installed, or nothing answers at the address.
    MunicipalitiesFailedError
        Tasks raised errors; every other municipality is finished and stored.
    """
    store = None
    if folder is not None:
        store = ResultStore(folder, settings, f"{task.__module__}.{task.__qualname__}")
    done: dict[str, MunicipalityResult] = {}
    waiting: list[Account] = []
    for account in accounts:
        kept = store.get(account) if store else None
        if kept is None:
            waiting.append(account)
        else:
            done[account.place.number] = kept
    began, before = time.monotonic(), len(done)
    if progress:
        progress(before, len(accounts), None if waiting else 0.0)
    failed: dict[str, BaseException] = {}
    for account, given in _results(waiting, settings, workers, scheduler, task):
        if isinstance(given, BaseException):
            failed[f"{account.place.number} {account.place.name}"] = given
            continue
        if store:
            store.put(account, given)
        done[account.place.number] = given
        if progress:
            each = (time.monotonic() - began) / (len(done) - before)
            progress(len(done), len(accounts), each * (len(accounts) - len(done)))
    if failed:
        first = failed[min(failed)]
        raise MunicipalitiesFailedError(
            "country.failed",
            n=len(failed),
            places=", ".join(sorted(failed)),
            why=f"{type(first).__name__}: {first}",
        ) from first
    return tuple(done[number] for number in sorted(done))


def _results(
    waiting: Sequence[Account],
    settings: Settings,
    workers: int | None,
    scheduler: str | None,
    task: Task,
) -> Iterator[tuple[Account, _Given]]:
    if not waiting:
        return iter(())
    if scheduler is not None:
        return _on_cluster(waiting, settings, scheduler, task)
    count = (os.cpu_count() or 1) if workers is None else workers
    if count == 0:
        return ((a, _here(task, a, settings)) for a in waiting)
    return _in_pool(waiting, settings, count, task)


def _here(task: Task, account: Account, settings: Settings) -> _Given:
    try:
        return task(account.place.number, account, settings)
    except Exception as error:
        return error


def _start() -> None:
    """Prepare a worker: one core each, and Ctrl-C is the parent's to handle."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _run_on_one_core(
    task: Task, number: str, account: Account, settings: Settings
) -> MunicipalityResult:
    """Run a task on one core: the cores are shared out on tasks, not inside them."""
    import numba

    before = numba.get_num_threads()
    numba.set_num_threads(1)
    try:
        return task(number, account, settings)
    finally:
        numba.set_num_threads(before)


def _in_pool(
    waiting: Sequence[Account], settings: Settings, count: int, task: Task
) -> Iterator[tuple[Account, _Given]]:
    # spawn: a forked child of a process with compiled threads may hang.
    context = multiprocessing.get_context("spawn")
    left = list(reversed(waiting))
    attempts: dict[str, int] = {}
    while left:
        pool = ProcessPoolExecutor(min(count, len(left)), context, initializer=_start)
        under_way: dict[Future[MunicipalityResult], Account] = {}
        try:
            while left or under_way:
                # Few at a time, so that a lost worker puts few tasks under suspicion.
                while left and len(under_way) < count + 1:
                    under_way[_submit(pool, task, left[-1], settings)] = left[-1]
                    left.pop()  # only now: a pool may show that it is broken when asked
                finished, _ = wait(under_way, return_when=FIRST_COMPLETED)
                for future in finished:
                    lost = future.exception()
                    if isinstance(lost, BrokenProcessPool):
                        raise lost
                    yield under_way.pop(future), lost or future.result()
        except BrokenProcessPool as error:
            finished = {
                f
                for f in under_way
                if f.done() and not isinstance(f.exception(), BrokenProcessPool)
            }
            for future in finished:  # made before the worker was lost
                yield under_way[future], future.exception() or future.result()
            again = [a for f, a in under_way.items() if f not in finished]
            for account in again:
                number = account.place.number
                attempts[number] = attempts.get(number, 0) + 1
                if attempts[number] >= _ATTEMPTS:
                    raise WorkerLostError(
                        "country.worker_lost", place=account.place.name, number=number
                    ) from error
            left += reversed(again)
        finally:
            _stop(pool)


def _submit(
    pool: ProcessPoolExecutor, task: Task, account: Account, settings: Settings
) -> Future[MunicipalityResult]:
    return pool.submit(_run_on_one_core, task, account.place.number, account, settings)


def _stop(pool: ProcessPoolExecutor) -> None:
    """End the pool at once: what is under way is not waited for."""
    processes = list((getattr(pool, "_processes", None) or {}).values())
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.terminate()
    for process in processes:
        process.join()


def _on_cluster(
    waiting: Sequence[Account], settings: Settings, address: str, task: Task
) -> Iterator[tuple[Account, _Given]]:
    try:
        dask: Any = importlib.import_module("distributed")
    except ImportError as error:
        raise InputError("country.no_dask") from error
    try:
        client = dask.Client(address, timeout="10s", set_as_default=False)
    except (OSError, ValueError) as error:
        raise InputError("country.no_scheduler", address=address) from error
    with client:
        asked: dict[Any, Account] = {}
        for account in waiting:
            number = account.place.number
            asked[client.submit(_run_on_one_core, task, number, account, settings, pure=False)] = (
                account
            )
        try:
            for future in dask.as_completed(list(asked), loop=client.loop):
                given: _Given = future.exception() or future.result()
                yield asked.pop(future), given
        finally:
            client.cancel(list(asked))  # an interrupted run leaves nothing behind
