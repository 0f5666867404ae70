"""HiGHS without its greeting: the first model of a process prints it, past Python's streams."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from typing import Any

import highspy

__all__ = ["highs"]

_greeted = False


@contextlib.contextmanager
def _silenced_stdout() -> Iterator[None]:
    """Send what C code writes to standard output nowhere; only then does JSON stay JSON."""
    sys.stdout.flush()
    try:
        kept = os.dup(1)
    except OSError:  # no standard output at all
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


def highs() -> Any:
    """Return a new, silent HiGHS model."""
    global _greeted
    if _greeted:
        model = highspy.Highs()  # type: ignore[no-untyped-call]
    else:
        with _silenced_stdout():
            model = highspy.Highs()  # type: ignore[no-untyped-call]
        _greeted = True
    model.setOptionValue("output_flag", False)
    # Problems here are small: a second thread only waits, and a restart costs more than it
    # saves. One thread also gives the same answer on every machine.
    model.setOptionValue("threads", 1)
    model.setOptionValue("mip_allow_restart", False)
    return model
