"""Write files whole or not at all: a temporary file beside the target, then a rename."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from kortreist.errors import StoreError

__all__ = ["write_bytes", "write_files", "write_text"]


def write_files(folder: Path, contents: Mapping[str, bytes]) -> dict[str, Path]:
    """Write several files; none replaces its elder before all are safely on the disk.

    Parameters
    ----------
    folder : Path
        Made if it is not there.
    contents : mapping of str to bytes
        File name → content.

    Returns
    -------
    dict of str to Path
        File name → where it lies.

    Raises
    ------
    StoreError
        A file cannot be written (no permission, full disk); what was there stands.
    """
    waiting: dict[str, Path] = {}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            if (folder / name).is_dir():  # found by the rename, it would be too late for the others
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(folder / name))
            waiting[name] = _beside(folder / name, content)
        for name, path in waiting.items():
            os.replace(path, folder / name)
    except OSError as error:
        for path in waiting.values():
            path.unlink(missing_ok=True)
        raise StoreError(
            "documents.cannot_write", path=folder, reason=error.strerror or str(error)
        ) from error
    return {name: folder / name for name in contents}


def write_bytes(path: Path | str, content: bytes) -> Path:
    """Write one file whole or not at all."""
    target = Path(path)
    return write_files(target.parent, {target.name: content})[target.name]


def write_text(path: Path | str, text: str) -> Path:
    """Write one text as UTF-8, whole or not at all."""
    return write_bytes(path, text.encode("utf-8"))


def _beside(target: Path, content: bytes) -> Path:
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        path.chmod(0o644)
    except OSError:
        path.unlink(missing_ok=True)
        raise
    return path
