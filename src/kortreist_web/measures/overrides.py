"""An organisation's own figures as the engine reads them: a TOML file, written for a moment.

The database holds the adaptations; the engine takes a file. The file is named after the
organisation, because the engine's refusals name the file.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

__all__ = ["as_toml", "check", "override_file"]


def as_toml(tables: dict[str, Any]) -> str:
    """Return tables of plain values as TOML, one line a table, in the order of their names.

    Raises
    ------
    TypeError
        A value TOML has no form for: ``None`` above all, which must be left out instead.

    Examples
    --------
    >>> as_toml({"electric_vans": {"ramp_years": 4, "effects": {"0": {"note": "vår"}}}})
    '"electric_vans" = { "ramp_years" = 4, "effects" = { "0" = { "note" = "vår" } } }\\n'
    """
    return "".join(f"{_text(k)} = {_value(tables[k])}\n" for k in sorted(tables))


def _text(value: str) -> str:
    # JSON's escapes are TOML's, but for DEL, which TOML wants escaped.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_value(v) for v in value) + "]"
    if isinstance(value, dict):
        inside = ", ".join(f"{_text(str(k))} = {_value(v)}" for k, v in value.items())
        return "{ " + inside + " }" if inside else "{}"
    raise TypeError(type(value).__name__)


@contextmanager
def override_file(tables: dict[str, Any], name: str) -> Iterator[Path | None]:
    """Give the engine the tables as a file; None where there is nothing of one's own.

    Parameters
    ----------
    tables : dict
        Measure id → fields changed, and ``own`` → whole measures.
    name : str
        Names the file in the engine's refusals: the organisation's code.
    """
    if not any(tables.values()):
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="kortreist-") as folder:
        path = Path(folder) / f"{name}.toml"
        path.write_text(as_toml(tables), "utf-8")
        yield path


def check(tables: dict[str, Any], name: str) -> None:
    """Have the engine read the tables.

    Raises
    ------
    KortreistError
        Names the measure, the field and the mend.
    """
    from kortreist.measures import library

    with override_file(tables, name) as path:
        library(path)
