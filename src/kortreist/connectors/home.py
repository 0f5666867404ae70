"""Where the program keeps its state."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_data_path

__all__ = ["home_path"]


def home_path(home: Path | None = None) -> Path:
    """Return the folder of all state: the argument, KORTREIST_HOME, or the user's data folder.

    The folder is not made here: reading from a home that does not exist finds nothing.
    """
    if home is not None:
        return Path(home)
    named = os.environ.get("KORTREIST_HOME", "").strip()
    if named:
        return Path(named).expanduser()
    return user_data_path("kortreist", appauthor=False)
