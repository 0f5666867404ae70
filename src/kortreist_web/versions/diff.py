"""What differs between the contents of two versions, as changes that can be applied.

``apply(a, diff(a, b))`` is ``b``. Rows are recognised by what they are (a measure, an
origin's id), not by their place in a list, so that a line that moved is not two changes.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from kortreist_web.core.content import canonical, canonical_bytes

__all__ = ["ABSENT", "Change", "Row", "apply", "diff"]

_KEYS = ("measure", "id")
_ORDER: Final = "@order"


class _Absent:
    """Stands for what is not there; one of its kind."""

    def __repr__(self) -> str:
        return "ABSENT"

    def __deepcopy__(self, memo: Any) -> _Absent:
        return self


ABSENT: Final = _Absent()


@dataclass(frozen=True, slots=True)
class Row:
    """A step into a list: the row whose ``key`` is ``value``."""

    key: str
    value: str | int


Step = str | Row


@dataclass(frozen=True, slots=True)
class Change:
    """One value that is another: ``ABSENT`` before is added, ``ABSENT`` after is removed."""

    path: tuple[Step, ...]
    before: Any
    after: Any

    @property
    def is_order(self) -> bool:
        """Tell whether only the order of a list's rows is meant."""
        return bool(self.path) and self.path[-1] == _ORDER


def diff(before: Any, after: Any) -> tuple[Change, ...]:
    """Return the changes that make ``after`` of ``before``."""
    return tuple(_diff((), canonical(before), canonical(after)))


def _same(a: Any, b: Any) -> bool:
    return canonical_bytes(a) == canonical_bytes(b)


def _diff(path: tuple[Step, ...], a: Any, b: Any) -> list[Change]:
    if a is ABSENT or b is ABSENT:
        return [] if a is b else [Change(path, a, b)]
    if isinstance(a, dict) and isinstance(b, dict) and _ORDER not in {*a, *b}:
        out = []
        for key in sorted({*a, *b}):
            out += _diff((*path, key), a.get(key, ABSENT), b.get(key, ABSENT))
        return out
    if isinstance(a, list) and isinstance(b, list) and (key := _row_key(a, b)):
        old, new = {r[key]: r for r in a}, {r[key]: r for r in b}
        out = []
        for value in dict.fromkeys([*old, *new]):
            step = (*path, Row(key, value))
            out += _diff(step, old.get(value, ABSENT), new.get(value, ABSENT))
        if list(old) != list(new):
            out.append(Change((*path, _ORDER), list(old), list(new)))
        return out
    return [] if _same(a, b) else [Change(path, a, b)]


def _row_key(a: list[Any], b: list[Any]) -> str:
    """Return the key by which the rows of both lists are known, or nothing."""
    rows = [*a, *b]
    for key in _KEYS:
        if not rows or not all(isinstance(r, dict) for r in rows):
            return ""
        values = [[r.get(key) for r in part] for part in (a, b)]
        if any(isinstance(v, bool) or not isinstance(v, str | int) for p in values for v in p):
            continue
        if all(len(set(p)) == len(p) for p in values):
            return key
    return ""


def apply(before: Any, changes: Sequence[Change]) -> Any:
    """Return the content after the changes.

    Raises
    ------
    ValueError
        A change does not fit: what it changes is not what it says.
    """
    return _apply(copy.deepcopy(canonical(before)), [(c.path, c) for c in changes])


def _apply(value: Any, changes: list[tuple[tuple[Step, ...], Change]]) -> Any:
    if not changes:
        return value
    whole = [c for path, c in changes if not path]
    if whole:
        if value is not whole[0].before and not _same(value, whole[0].before):
            raise ValueError(f"{whole[0].path} is not what the change says")
        return copy.deepcopy(whole[0].after)
    steps = dict.fromkeys(path[0] for path, _ in changes)
    inside = {s: [(p[1:], c) for p, c in changes if p[0] == s] for s in steps}
    if isinstance(value, dict):
        for step, those in inside.items():
            new_value = _apply(value.get(step, ABSENT), those)
            if new_value is ABSENT:
                value.pop(step, None)
            else:
                value[str(step)] = new_value
        return value
    return _apply_rows(value, inside)


def _apply_rows(
    value: list[Any], inside: dict[Step, list[tuple[tuple[Step, ...], Change]]]
) -> list[Any]:
    order = inside.pop(_ORDER, None)
    named = next((s.key for s in inside if isinstance(s, Row)), None)
    if named is None:  # only the order differs: the key is the one it is an order of
        assert order is not None
        before = order[0][1].before
        named = next(k for k in _KEYS if [r.get(k) for r in value] == before)
    rows = {r[named]: r for r in value}
    for step, those in inside.items():
        assert isinstance(step, Row)
        new_value = _apply(rows.get(step.value, ABSENT), those)
        if new_value is ABSENT:
            rows.pop(step.value, None)
        else:
            rows[step.value] = new_value
    row_order = order[0][1].after if order else list(rows)
    return [rows[v] for v in row_order]
