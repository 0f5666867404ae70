"""A municipality's own figures and measures, in a TOML file of its own.

One table a measure, with the fields to change; numbers in a list are counted from 0::

    [electric_vans]
    ramp_years = 4
    effects.0.fraction = [0.10, 0.20, 0.30]
    effects.0.note = "Own fleet count 2026"

    [own.shared_workshop]
    name = { nb = "…", nn = "…", en = "…" }
    …

An amount of a cost per unit says so, ``costs.0.basis = "per_unit"``, beside it; another basis
is taken as it is written.

An overridden fraction, amount or effect per unit without ``source`` and ``mark`` gets the
source ``local`` (the municipality's own figure) and the mark ``partly``.
"""

from __future__ import annotations

import copy
import difflib
import tomllib
from pathlib import Path
from typing import Any

from kortreist.errors import InputError
from kortreist.measures.problems import Where

__all__ = ["apply_overrides", "read_overrides"]

_FIGURES = ("fraction", "amount", "effect")


def read_overrides(path: Path) -> dict[str, Any]:
    """Read the file.

    Raises
    ------
    InputError
        No such file, or not TOML: names the line.
    """
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise InputError("measures.no_file", file=str(path), problem=error.strerror) from None
    except RecursionError:
        raise InputError("measures.too_deep", file=str(path)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError("measures.not_toml", file=str(path), problem=str(error)) from None


def _index(key: str, items: list[Any], where: Where) -> int:
    if not key.isdigit() or int(key) >= len(items):
        raise where.error("no_item", value=key, count=len(items))
    return int(key)


def _change(target: Any, changes: dict[str, Any], where: Where, top: bool) -> list[str]:
    """Write ``changes`` into ``target`` in place; return the dotted paths changed."""
    paths: list[str] = []
    for key, value in changes.items():
        here = where.at(key)
        if isinstance(target, list):
            number = _index(key, target, here)
            inner = here.table(value)
            if not isinstance(target[number], dict):
                raise here.error("whole_list")
            paths += [f"{key}.{p}" for p in _change(target[number], inner, here, False)]
        elif isinstance(value, dict) and isinstance(target.get(key), dict | list):
            if key in ("qualities", "instruments"):
                raise here.error("whole_list")
            paths += [f"{key}.{p}" for p in _change(target[key], value, here, False)]
        else:
            if key == "amount" and target.get("basis") == "per_unit" and "basis" not in changes:
                # An amount per inhabitant, as costs once were, must not pass for one per unit.
                raise here.error("say_basis")
            target[key] = value
            paths.append(key)
            if not top and key in _FIGURES:
                target["source"] = changes.get("source", "local")
                target["mark"] = changes.get("mark", "partly")
                target["note"] = changes.get("note", "")
    return paths


def apply_overrides(
    tables: dict[str, dict[str, Any]], file: dict[str, Any], name: str
) -> tuple[dict[str, tuple[dict[str, Any], tuple[str, ...]]], dict[str, dict[str, Any]]]:
    """Merge a municipality's file into the library's tables.

    Returns
    -------
    changed : dict
        Measure id → (its table, paths overridden).
    own : dict
        Measure id → the table of a measure of the municipality's own.

    Raises
    ------
    InputError
        An id that is not in the library (with the nearest names), or a bad path. Unknown
        fields are refused when the measure is built.
    """
    changed: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {}
    for id, changes in file.items():
        if id == "own":
            continue
        where = Where(name, id, ours=False)
        if id not in tables:
            near = difflib.get_close_matches(id, tables, 3) or sorted(tables)[:3]
            raise InputError(
                "measures.unknown_measure", file=name, measure=id, suggestions=", ".join(near)
            )
        raw = copy.deepcopy(tables[id])
        paths = _change(raw, where.table(changes), where, True)
        changed[id] = (raw, tuple(paths))
    own = Where(name, "own", ours=False).table(file.get("own", {}))
    return changed, {id: Where(name, id, ours=False).table(raw) for id, raw in own.items()}
