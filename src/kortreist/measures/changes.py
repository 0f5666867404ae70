"""What a municipality has replaced in a measure: its value beside the library's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kortreist.measures.measure import Change, Measure

__all__ = ["changes_of"]

#: Said of a figure, and told with it rather than as a change of its own.
_BESIDE = ("note", "source", "mark")


def changes_of(
    before: dict[str, Any], after: dict[str, Any], paths: Sequence[str], standard: Measure
) -> tuple[Change, ...]:
    """Return the changes of a measure.

    Parameters
    ----------
    before, after : dict
        The measure's table in the library and with the municipality's file.
    paths : sequence of str
        What the file changed.
    standard : Measure
        As the library builds it: a fraction that is derived stands in no table.
    """
    out = []
    for path in paths:
        parent, _, name = path.rpartition(".")
        siblings = {p.rpartition(".")[2] for p in paths if p.rpartition(".")[0] == parent}
        if name in _BESIDE and parent and siblings - set(_BESIDE):
            continue
        ours, yours = _ours(before, path, standard), _at(after, path)
        if ours == yours:  # a basis that is said again
            continue
        table = _at(after, parent) if parent else {}
        details = table if isinstance(table, dict) else {}
        out.append(
            Change(
                path,
                ours,
                yours,
                str(details.get("note", "")),
                str(details.get("source", "")),
            )
        )
    return tuple(out)


def _at(table: Any, path: str) -> Any:
    for key in path.split("."):
        if isinstance(table, list):
            table = table[int(key)]
        elif isinstance(table, dict):
            table = table.get(key)
        else:
            return None
    return table


def _ours(before: dict[str, Any], path: str, standard: Measure) -> Any:
    value = _at(before, path)
    parts = path.split(".")
    if value is None and parts[0] == "effects" and parts[-1] == "fraction":
        spread = standard.effects[int(parts[1])].fraction
        return None if spread is None else [spread.low, spread.central, spread.high]
    return value
