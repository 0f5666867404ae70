"""What is left to choose from, in sentences and a curve: the same in documents and on the site."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from kortreist.documents.format.blocks import Bullets, Inline, Inlines, Table
from kortreist.documents.format.digits import nonzero_decimals
from kortreist.documents.plan.writer import PlanWriter
from kortreist.i18n import interval_step, outwards
from kortreist.plans.outcome import Levels, Room, RoomChange

__all__ = [
    "PRICED",
    "bounded",
    "change_fields",
    "clear",
    "curve",
    "millions",
    "points",
    "room_fields",
    "said",
    "short",
]

_MILLION = 1e6
#: NOK that binding must cost before a price is printed: less is none in millions.
PRICED = 5_000.0
#: A text key of the documents, and its values: what kind of figure each is, and the figure.
Sentence = tuple[str, dict[str, tuple[str, float]]]


def room_fields(room: Room) -> dict[str, Any]:
    """Return the room for manoeuvre as plain values, for ``plan.json``."""
    return {
        **_levels(room.bound),
        "price_of_binding": asdict(room.price_of_binding),
        "price_of_binding_t": asdict(room.price_of_binding_t),
        "curve": [asdict(g) for g in room.curve],
        "without": _levels(room.free),
        "change": change_fields(room.change),
        "to_target": room.to_target,
        "until": room.until,
        "learning_year": room.learning_year,
        "goal": asdict(room.goal),
    }


def _levels(levels: Levels) -> dict[str, Any]:
    return {name: asdict(r) for name, r in _ranges(levels).items()}


def _ranges(of: Levels | RoomChange) -> dict[str, Any]:
    return {name: getattr(of, name) for name in of.__dataclass_fields__}


def change_fields(change: Levels | RoomChange | None) -> dict[str, Any] | None:
    """Return what changes as plain values, with whether each is clear of zero."""
    if change is None:
        return None
    return {name: {**asdict(r), "clear": r.clear} for name, r in _ranges(change).items()}


def clear(part: Mapping[str, Any], one: float = 1.0) -> bool:
    """Tell whether a change is clear of zero and not rounded to it in its unit."""
    return bool(part["clear"]) and abs(part["central"]) >= one / 2.0


def millions(nok: float) -> tuple[float, int]:
    """Return NOK in millions, and decimals to print it with."""
    value = nok / _MILLION
    return value, 1 if abs(value) >= 1.0 else nonzero_decimals(value, 2)


def points(room: Mapping[str, Any]) -> tuple[tuple[Sentence, ...], ...]:
    """Return what is said of the room for manoeuvre: reach, frame, cost, price of binding.

    Parameters
    ----------
    room : dict
        ``room_for_manoeuvre`` of ``plan.json``.

    Returns
    -------
    tuple of tuple of (str, dict)
        Per point its sentences: text key under ``documents.room``, and per value its kind
        (``t`` tonnes, ``nok``, ``year``, ``share``) and figure.
    """
    goal, change = room["goal"], room["change"]
    reach: Sentence = (
        "reach",
        {
            **bounded(room["reach_t"], "t"),
            "year": ("year", goal["year"]),
            "wanted": ("share", goal["wanted"]),
        },
    )
    frame: Sentence = (
        "cumulative",
        {**bounded(room["cumulative_t"], "t"), "year": ("year", room["until"])},
    )
    price = room["price_of_binding"]
    year = {"year": ("year", float(room["learning_year"]))}
    binding: Sentence = ("price_none", year)
    if price["central"] >= PRICED:
        binding = ("price", {**bounded(price, "nok"), **year})
    return (
        (reach, _either("reach", change["reach_t"], "t", 1.0, ("further", "shorter"))),
        (frame, _either("above", change["cumulative_t"], "t", 1.0, ("less", "more"))),
        (_either("cost", change["cost"], "nok", 10_000.0, ("less", "more")),),
        (binding,),
    )


def bounded(part: Mapping[str, float], kind: str) -> dict[str, tuple[str, float]]:
    """Return a figure and the ends of its interval, tonnes with the digits the interval bears."""
    central = abs(part["central"])
    low, high = sorted((abs(part["low"]), abs(part["high"])))
    step = interval_step(low, high) if kind == "t" else None
    if step is not None:
        low, high = outwards(low, high, step)
        central = round(central / step) * step
    return {"n": (kind, central), "low": (kind, low), "high": (kind, high)}


def _either(
    name: str, part: Mapping[str, Any], kind: str, one: float, names: tuple[str, str]
) -> Sentence:
    if not clear(part, one):
        return f"{name}_same", {}
    return f"{name}_{names[0] if part['central'] < 0.0 else names[1]}", bounded(part, kind)


def said(w: PlanWriter) -> Bullets:
    """Return what is said of the room, a point each."""
    return w.bullets(_written(w, point) for point in points(room_fields(w.outcome.room)))


def short(w: PlanWriter) -> Inlines:
    """Return what binding changes, and what it costs, as one paragraph's text."""
    reach, _, cost, price = points(room_fields(w.outcome.room))
    return _written(w, (reach[1], *cost, *price))


def _written(w: PlanWriter, lines: Iterable[Sentence]) -> Inlines:
    ref = w.own("room")

    def figure(kind: str, value: float) -> Inline:
        if kind == "year":
            return w.year(int(value))
        if kind == "share":
            return w.percent(value, ref)
        if kind == "nok":
            return w.number(*_swap(millions(value), ref))
        return w.number(value, ref)

    out: list[Inline] = []
    for key, values in lines:
        out += [
            *w.text(f"room.{key}", **{k: figure(*v) for k, v in values.items()}),
            " ",
        ]
    return tuple(out[:-1])


def _swap(value: tuple[float, int], ref: str) -> tuple[float, str, int]:
    return value[0], ref, value[1]


def curve(w: PlanWriter) -> Table:
    """Return in how many futures each goal is reached, from the easiest to the hardest."""
    ref, room = w.own("room"), w.outcome.room
    rows = tuple(
        w.row(
            (w.goal(round(g.reduction, 3), ref),),
            w.number(g.tonnes, ref),
            w.chance(g.bound, ref),
            w.chance(g.free, ref),
        )
        for g in room.curve
    )
    return w.table(
        "room_curve",
        w.text("room.caption", year=w.year(room.goal.year)),
        [
            w.text_column("room.cut", 1.0),
            w.column("room.tonnes", unit=w.tonne),
            w.column("room.bound"),
            w.column("room.free"),
        ],
        rows,
        [w.text("room.note")],
    )
