"""Where the program keeps its state."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_data_path

__all__ = ["data_directory"]


def data_directory(data_dir: Path | None = None) -> Path:
    """Return the folder of all state: the argument, KORTREIST_DATA_DIR, or the user's own.

    ``KORTREIST_HOME``, the variable's name in the first versions, is read where the other is
    not set. The folder is not created here: reading from one that does not exist finds nothing.
    """
    if data_dir is not None:
        return Path(data_dir)
    for name in ("KORTREIST_DATA_DIR", "KORTREIST_HOME"):
        if named := os.environ.get(name, "").strip():
            return Path(named).expanduser()
    return user_data_path("kortreist", appauthor=False)
