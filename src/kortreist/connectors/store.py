"""Atomic writes: a kill at any moment leaves the old or the new, never a torn file."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kortreist.errors import StoreError

__all__ = ["atomic_write", "sweep", "unfinished_folder"]

_STALE_SECONDS = 3600.0
_PREFIX = ".unfinished-"


@contextmanager
def _store_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(
            "store.cannot_write", path=path, why=error.strerror or str(error)
        ) from error


def atomic_write(path: Path, content: bytes) -> None:
    """Write a file beside its place and move it in.

    Raises
    ------
    StoreError
        Full disk, no permission: what was there before still is.
    """
    with _store_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=_PREFIX)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(name, path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


@contextmanager
def unfinished_folder(final: Path) -> Iterator[Path]:
    """Give a folder to fill; at the end it is moved to ``final`` in one step.

    If ``final`` exists by then (another process made it from the same content), ours is
    dropped. If filling fails, nothing is left behind.

    Raises
    ------
    StoreError
        Full disk, no permission.
    """
    with _store_errors(final):
        final.parent.mkdir(parents=True, exist_ok=True)
        sweep(final.parent)
        folder = Path(tempfile.mkdtemp(dir=final.parent, prefix=_PREFIX))
    try:
        with _store_errors(final):
            yield folder
            for file in folder.iterdir():
                with file.open("rb") as handle:
                    os.fsync(handle.fileno())
            try:
                os.rename(folder, final)
            except OSError:
                if not final.exists():
                    raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep(folder: Path) -> None:
    """Remove what killed processes left behind more than an hour ago."""
    now = time.time()
    for left in folder.glob(_PREFIX + "*"):
        try:
            if now - left.stat().st_mtime > _STALE_SECONDS:
                shutil.rmtree(left) if left.is_dir() else left.unlink()
        except OSError:
            continue  # another process was quicker
