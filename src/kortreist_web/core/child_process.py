"""Reading what somebody sends, in a process with an end to its memory.

A file may be made to take all the memory there is. What goes wrong in the child is the file's,
and other people's work goes on.
"""

from __future__ import annotations

import resource
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from importlib import import_module
from multiprocessing import get_context
from typing import Any, TypeVar

__all__ = ["run_in_child"]

Result = TypeVar("Result")


def run_in_child(
    function: Callable[..., Result], *arguments: Any, maximum: int, libraries: Sequence[str]
) -> Result:
    """Call a function of a module in a process of its own.

    Parameters
    ----------
    function : callable
        It and its arguments, what it returns and raises must be picklable.
    maximum : int
        Bytes of memory the process may ask for.
    libraries : sequence of str
        Modules loaded first: one that is half loaded when memory ends fails in its own odd words.

    Raises
    ------
    MemoryError
        It takes more than that, or the process died.
    """
    try:
        with ProcessPoolExecutor(
            1,
            mp_context=get_context("spawn"),
            initializer=_bind,
            initargs=(maximum, tuple(libraries)),
        ) as child:
            return child.submit(_call, function, arguments).result()
    except BrokenProcessPool as error:
        raise MemoryError from error


def _bind(maximum: int, libraries: Sequence[str]) -> None:
    for library in libraries:
        import_module(library)
    with suppress(ValueError, OSError):  # a system without such bounds
        resource.setrlimit(resource.RLIMIT_AS, (maximum, maximum))


def _call(function: Callable[..., Result], arguments: Sequence[Any]) -> Result:
    try:
        return function(*arguments)
    except Exception:
        raise
    except BaseException as error:  # a library that could not go on, in an error of its own
        raise MemoryError(type(error).__name__) from None
