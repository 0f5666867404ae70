"""Atomic writes: a kill at any moment leaves the old or the new, never a torn file."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from kortreist.errors import StoreError

try:
    import fcntl
except ImportError:  # not on Windows: unique names and atomic moves still hold there
    fcntl = None  # type: ignore[assignment]

__all__ = ["atomic_write", "locked", "read_bytes", "store_folder", "sweep"]

PREFIX = ".unfinished-"
_STALE_SECONDS = 3600.0
_WAIT_SECONDS = 60.0


def _error(path: Path, error: OSError) -> StoreError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return StoreError("store.full", path=path)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return StoreError("store.no_permission", path=path)
    return StoreError("store.cannot_write", path=path, why=error.strerror or str(error))


@contextmanager
def _store_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _error(path, error) from error


def _write_synced(handle: int, content: bytes) -> None:
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make a move itself survive a power cut, where the system can."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError:
        pass  # some network file systems cannot; the move is atomic all the same
    finally:
        os.close(handle)


def atomic_write(path: Path, content: bytes) -> None:
    """Write a file beside its place and move it in.

    Parameters
    ----------
    path : Path
        Folders above are made.
    content : bytes

    Raises
    ------
    StoreError
        Full disk, no permission: what was there before still is.
    """
    with _store_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        sweep(path.parent)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=PREFIX)
        try:
            _write_synced(handle, content)
            os.replace(name, path)
            _sync_folder(path.parent)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


def read_bytes(path: Path) -> bytes:
    """Return a stored file's content.

    Raises
    ------
    StoreError
        It cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        why = error.strerror or str(error)
        raise StoreError("store.cannot_read", path=path, why=why) from error


@contextmanager
def locked(folder: Path, wait: float = _WAIT_SECONDS) -> Iterator[None]:
    """Hold a folder alone among processes; a killed holder lets go by itself.

    Parameters
    ----------
    folder : Path
        Is made when it does not exist.
    wait : float
        Seconds to wait for another process.

    Raises
    ------
    StoreError
        The folder cannot be made, or another process holds it for longer.
    """
    with _store_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o666)
    try:
        until = time.monotonic() + wait
        while fcntl is not None:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError as error:
                if error.errno not in (errno.EAGAIN, errno.EACCES):
                    break  # a file system without locks: names are unique all the same
                if time.monotonic() > until:
                    raise StoreError("store.busy", path=folder) from error
                time.sleep(0.02)
        yield
    finally:
        os.close(handle)


def store_folder(final: Path, files: Mapping[str, bytes]) -> bool:
    """Store a folder of files in one step: all of them, or none.

    The files are written and synced in a hidden folder beside ``final``, which is then
    moved into place. What killed processes left behind is removed first.

    Parameters
    ----------
    final : Path
    files : mapping of str to bytes
        File name → content.

    Returns
    -------
    bool
        False when ``final`` was there already; it is left as it is.

    Raises
    ------
    StoreError
        Full disk, no permission: nothing is stored, nothing is lost.
    """
    with locked(final.parent):
        sweep(final.parent, alone=fcntl is not None)
        if final.exists():
            return False
        with _store_errors(final):
            folder = Path(tempfile.mkdtemp(dir=final.parent, prefix=PREFIX))
            try:
                # Others who share the store must be able to read what is moved into place.
                folder.chmod(0o755)
                for name, content in files.items():
                    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
                    _write_synced(os.open(folder / name, flags, 0o644), content)
                _sync_folder(folder)
                os.rename(folder, final)
                _sync_folder(final.parent)
            finally:
                shutil.rmtree(folder, ignore_errors=True)
    return True


def sweep(folder: Path, *, alone: bool = False) -> None:
    """Remove what killed processes left behind.

    Parameters
    ----------
    folder : Path
    alone : bool
        The caller holds the folder's lock, so everything unfinished is abandoned;
        otherwise only what is more than an hour old.
    """
    now = time.time()
    for left in folder.glob(PREFIX + "*"):
        try:
            if alone or now - left.stat().st_mtime > _STALE_SECONDS:
                shutil.rmtree(left) if left.is_dir() else left.unlink()
        except OSError:
            continue  # another process was quicker
