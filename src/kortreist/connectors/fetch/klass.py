"""Statistics Norway's classification service (KLASS): codes on a date, and changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from kortreist.connectors.fetch.web import Client
from kortreist.errors import NetworkError
from kortreist.places import municipalities

__all__ = ["Code", "CodeChange", "changes_between", "codes_at", "unknown_municipalities"]


@dataclass(frozen=True, slots=True)
class Code:
    """A code of a classification and its name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class CodeChange:
    """One code that became another on a date (ISO)."""

    old_code: str
    old_name: str
    new_code: str
    new_name: str
    occurred: str


def codes_at(client: Client, base: str, classification: int, on: date) -> tuple[Code, ...]:
    """Return the codes of a classification on a date (131 municipalities, 104 counties, 112).

    Raises
    ------
    NetworkError
        No usable answer.
    """
    answer = client.get(
        f"{base}/classifications/{classification}/codesAt.json",
        (("date", on.isoformat()), ("language", "nb")),
    )
    rows = _list(answer.content, "codes", answer.url)
    try:
        return tuple(Code(str(r["code"]), str(r["name"])) for r in rows)
    except (KeyError, TypeError) as error:
        raise NetworkError("fetch.bad_shape", why=f"{answer.url} {error!r}") from error


def changes_between(
    client: Client, base: str, classification: int, first: date, last: date
) -> tuple[CodeChange, ...]:
    """Return the changes of a classification between two dates.

    Raises
    ------
    NetworkError
        No usable answer.
    """
    answer = client.get(
        f"{base}/classifications/{classification}/changes.json",
        (("from", first.isoformat()), ("to", last.isoformat()), ("language", "nb")),
    )
    rows = _list(answer.content, "codeChanges", answer.url)
    try:
        return tuple(
            CodeChange(
                str(r["oldCode"]),
                str(r["oldName"]),
                str(r["newCode"]),
                str(r["newName"]),
                str(r["changeOccurred"]),
            )
            for r in rows
        )
    except (KeyError, TypeError) as error:
        raise NetworkError("fetch.bad_shape", why=f"{answer.url} {error!r}") from error


def unknown_municipalities(codes: tuple[Code, ...], on: date) -> tuple[Code, ...]:
    """Return codes of the service that the facts do not have on the date."""
    known = {m.number for m in municipalities(on)}
    return tuple(c for c in codes if c.code not in known and c.code != "9999")


def _list(content: Any, name: str, url: str) -> list[Any]:
    # Some answers are wrapped, some are the bare list.
    rows = content.get(name) if isinstance(content, dict) else content
    if not isinstance(rows, list):
        raise NetworkError("fetch.bad_shape", why=f"{url} {name}")
    return rows
