"""What a database says when it cannot be used, in words an operator can act on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from kortreist.errors import InputError

__all__ = ["check_tables", "explained", "explaining"]

#: Columns named one by one; the rest are counted.
_NAMED = 5
#: Part of the driver's text, in lower case → text key. The first that fits is said.
_KINDS = (
    ("no such table", "tables"),
    ("does not exist", "tables"),
    ("no such column", "tables"),
    ("disk is full", "full"),
    ("no space left", "full"),
    ("disk i/o error", "full"),
    ("readonly database", "readonly"),
    ("read-only", "readonly"),
    ("unable to open database file", "readonly"),
    ("permission denied", "readonly"),
    ("malformed", "damaged"),
    ("not a database", "damaged"),
    ("password authentication failed", "password"),
    ("connection", "away"),
    ("could not translate host name", "away"),
    ("failed to resolve host", "away"),
)


def explained(error: BaseException) -> InputError | None:
    """Return an error of the database as what is wrong and what to do; None: it is ours.

    The message names the database that was opened, never its password.
    """
    from django.conf import settings
    from django.db import Error

    if not isinstance(error, Error):
        return None
    message = str(error).lower()
    kind = next((key for part, key in _KINDS if part in message), "")
    if not kind:
        return None
    return InputError(f"database.{kind}", where=_where(settings.DATABASES["default"]))


@contextmanager
def explaining() -> Iterator[None]:
    """Raise what a database says as :func:`explained` does; what is ours goes on as it is.

    Raises
    ------
    InputError
    """
    from django.db import Error

    try:
        yield
    except Error as error:
        explanation = explained(error)
        if explanation is None:
            raise
        raise explanation from error


def check_tables() -> None:
    """Refuse a database whose tables are not this program's, though no migration waits.

    Raises
    ------
    InputError
        ``database.columns``: names what it lacks.
    """
    from django.conf import settings

    from kortreist_web.core.table_check import lacking_columns

    if lacking := lacking_columns():
        more = f" (+{len(lacking) - _NAMED})" if len(lacking) > _NAMED else ""
        raise InputError(
            "database.columns",
            where=_where(settings.DATABASES["default"]),
            columns=", ".join(lacking[:_NAMED]) + more,
        )


def _where(database: dict[str, Any]) -> str:
    name = str(database["NAME"])
    if database["ENGINE"].endswith("sqlite3"):
        return name
    return f"{database.get('HOST') or 'localhost'}/{name}"
