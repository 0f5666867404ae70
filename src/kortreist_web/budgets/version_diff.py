"""What differs between two versions of a budget, in words a council reads.

The changes are those of :mod:`kortreist_web.versions.diff`; here each gets a label and both
values, year by year, and lines are grouped as added, removed and changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kortreist_web.budgets.parts import DIRECT
from kortreist_web.core.texts import engine, language, text, web
from kortreist_web.versions.diff import ABSENT, Change, Row, diff

__all__ = ["Comparison", "Difference", "LineChange", "compare"]

#: Parts of the content that say where figures come from; they are counted, not spelt out.
_BEHIND = frozenset(
    {
        "provenance",
        "pins",
        "plan",
        "vintage",
        "computed_with",
        "unquantified",
        "kept_open",
        "with_open",
        "identified",
        "carried_from",
        "done",
        "factors",
        "limits",
        "spent_before",
    }
)
#: Told elsewhere, or how things stood when it was proposed: nobody has changed it.
_UNTOLD = ("amends", "schema", "begun")
_SERIES = ("frame", "baseline", "pathway", "probability_under_frame", "history")
_NAMES = {"title": "name_of_budget"}
#: Of a line: ids that mean nothing to a reader, and what follows from what she is shown.
_SILENT = frozenset(
    {"unit_id", "choice", "origins", "measure", "name", "cost_range", "kinds", "cost_mark"}
)


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that is another, as written; empty where there was none."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class LineChange:
    """A line that is in both versions, and what of it differs."""

    measure: str
    name: Mapping[str, str]
    changes: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs; ``behind`` counts differences in sources and computing alone."""

    fields: tuple[Difference, ...]
    added: tuple[Mapping[str, Any], ...]
    removed: tuple[Mapping[str, Any], ...]
    changed: tuple[LineChange, ...]
    reordered: bool
    behind: int

    def __bool__(self) -> bool:
        return bool(
            self.fields
            or self.added
            or self.removed
            or self.changed
            or self.reordered
            or self.behind
        )


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> Comparison:
    """Compare two contents."""
    fields: list[Difference] = []
    added: list[Any] = []
    removed: list[Any] = []
    changed: dict[str, list[Difference]] = {}
    reordered, behind = False, 0
    for change in diff(before, after):
        top = change.path[0]
        if top == "lines":
            if change.is_order:
                reordered = _is_reordered(change.before, change.after)
            elif len(change.path) == 1 or not isinstance(change.path[1], Row):
                added += _rows(change.after)
                removed += _rows(change.before)
            elif len(change.path) == 2:
                (removed if change.after is ABSENT else added).append(
                    change.before if change.after is ABSENT else change.after
                )
            else:
                details = changed.setdefault(str(change.path[1].value), [])
                details += _line(change)
        elif top in _BEHIND:
            behind += 1
        elif top not in _UNTOLD:
            fields += _field(change)
    names = {x["measure"]: x["name"] for x in after["lines"]}
    lines = tuple(
        LineChange(m, names.get(m, {}), tuple(details)) for m, details in changed.items() if details
    )
    return Comparison(tuple(fields), tuple(added), tuple(removed), lines, reordered, behind)


def _rows(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _is_reordered(before: list[Any], after: list[Any]) -> bool:
    """Tell whether what is in both stands in another order."""
    both = set(before) & set(after)
    return [m for m in before if m in both] != [m for m in after if m in both]


def _leaves(path: tuple[Any, ...], before: Any, after: Any) -> Iterator[Change]:
    """Take a mapping that came or went apart, so that each year is seen."""
    whole = next((v for v in (before, after) if isinstance(v, dict)), None)
    if whole is None:
        yield Change(path, before, after)
        return
    old = before if isinstance(before, dict) else {}
    new = after if isinstance(after, dict) else {}
    for key in sorted({*old, *new}):
        yield from _leaves((*path, key), old.get(key, ABSENT), new.get(key, ABSENT))


def _field(change: Change) -> Iterable[Difference]:
    top = str(change.path[0])
    for leaf in _leaves(change.path, change.before, change.after):
        rest = [str(p) for p in leaf.path[1:]]
        if top in _SERIES:
            if rest[-1] in ("low", "high"):
                continue  # the central value is what a council reads; the spread is in both
            label = text(f"budgets.changes.{top}", year=rest[0])
            share = top == "probability_under_frame"
            yield Difference(label, _number(leaf.before, share), _number(leaf.after, share))
        else:
            key = f"budgets.changes.{_NAMES.get(top, top)}"
            label = text(key) if web().has(key) else top
            if top == "parts":
                label, rest = f"{label}: {text(f'budgets.part.{rest[0]}')}", rest[1:]
                if rest[-1:] == ["boundary"] or rest[-1:] == ["computed"]:
                    continue  # what a part is, not what is said of it
                rest = [text(f"budgets.form_part.{r}") for r in rest]
            if rest:
                label = f"{label} ({', '.join(rest)})"
            yield Difference(label, _plain(leaf.before), _plain(leaf.after))


def _line(change: Change) -> Iterator[Difference]:
    what = str(change.path[2])
    if what in _SILENT:
        return
    if what in ("economic", "indicators", "cost_missing"):
        yield Difference(
            text(f"budgets.changes.{what}"),
            _list_text(what, change.before),
            _list_text(what, change.after),
        )
        return
    for leaf in _leaves(change.path, change.before, change.after):
        rest = [str(p) for p in leaf.path[3:]]
        if what == "description":
            if rest[-1] == language():
                label = text("budgets.changes.description")
                yield Difference(label, _plain(leaf.before), _plain(leaf.after))
        elif what == "effect":
            if rest[-1] != "central":
                continue
            label = text("budgets.changes.effect", year=rest[0])
            yield Difference(label, _number(leaf.before), _number(leaf.after))
        elif what == "cost":
            who = engine()(f"measures.bearer.{rest[0]}")
            label = text("budgets.changes.cost", year=rest[1], bearer=who)
            yield Difference(label, _number(leaf.before), _number(leaf.after))
        elif what == "part":
            before, after = (_part(v) for v in (leaf.before, leaf.after))
            if before != after:
                yield Difference(text("budgets.changes.part"), before, after)
        elif _plain(leaf.before) != _plain(leaf.after):
            yield Difference(
                text(f"budgets.changes.{what}"), _plain(leaf.before), _plain(leaf.after)
            )


def _part(value: Any) -> str:
    """Return the name of a part; a line from before there were parts is in the first."""
    return text(f"budgets.part.{DIRECT if value is ABSENT else value}")


def _number(value: Any, share: bool = False) -> str:
    if value is ABSENT or value is None:
        return web().number(None)
    return web().chance(value) if share else web().number(value)


def _plain(value: Any) -> str:
    if value is ABSENT or value is None or value == "":
        return web().number(None)
    return str(value)


def _list_text(what: str, value: Any) -> str:
    if value is ABSENT or value in (None, [], {}, ""):
        return web().number(None)
    if what == "cost_missing":
        return ", ".join(engine()(f"measures.bearer.{b}") for b in value)
    if isinstance(value, dict):
        value = [value]
    if isinstance(value, list) and all(isinstance(v, dict) for v in value):
        return "; ".join(_item(v) for v in value)
    return str(value)


def _item(value: Mapping[str, Any]) -> str:
    if "amounts" in value:
        years = ", ".join(f"{y}: {web().number(a)}" for y, a in sorted(value["amounts"].items()))
        return f"{value['text']} ({years})"
    return str(value.get("name", ""))
