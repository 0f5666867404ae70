"""One file of settings, read by the service and by the operator's commands alike.

Where the service has its settings from ``/etc/kortreist.env`` and a command in a shell has
none, the command would work on another database than the service. So both read the same file:
the one ``KORTREIST_SETTINGS`` names, else ``/etc/kortreist.env`` where there is one. What
stands in the environment goes before what stands in the file.
"""

from __future__ import annotations

import os
from collections.abc import MutableMapping
from io import StringIO
from pathlib import Path

from dotenv import dotenv_values

from kortreist.errors import InputError

__all__ = ["SYSTEM_FILE", "read_settings_file"]

#: Where the service's settings are by the how-to.
SYSTEM_FILE = Path("/etc/kortreist.env")
_NAME = "KORTREIST_SETTINGS"


def read_settings_file(
    values: MutableMapping[str, str] | None = None, system: Path = SYSTEM_FILE
) -> Path | None:
    """Add the settings of the file to the environment; returns the file that was read.

    Parameters
    ----------
    values : MutableMapping of str to str, optional
        The environment by default; what is there already stays.
    system : Path, optional
        The file that is read where none is named.

    Raises
    ------
    InputError
        The file is named and missing, cannot be read, or has a line that is not a setting.
    """
    values = os.environ if values is None else values
    named = values.get(_NAME, "")
    file = Path(named) if named else system
    if not named and (values.get("KORTREIST_HOSTS") or not file.exists()):
        return None
    try:
        text = file.read_text("utf-8")
    except FileNotFoundError:
        raise InputError("settings_file.missing", file=str(file), name=_NAME) from None
    except (OSError, UnicodeDecodeError):
        raise InputError("settings_file.unreadable", file=str(file)) from None
    for name, value in dotenv_values(stream=StringIO(text), interpolate=False).items():
        if value is None:
            raise InputError("settings_file.line", file=str(file), line=name)
        values.setdefault(name, value)
    return file
