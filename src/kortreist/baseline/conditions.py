"""Decisions of state and county that measures wait for, or that are there to be used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

from kortreist.errors import FactsError
from kortreist.facts import Row, load

__all__ = ["Condition", "ConditionStatus", "Does", "conditions", "in_force_ids"]

ConditionStatus = Literal["in_force", "adopted", "proposed", "idea"]
Does = Literal[
    "enables", "scales_effect", "scales_cost", "shares_cost", "moves_driver", "delays", "forbids"
]
_CHANCE = ("probability_low", "probability_central", "probability_high")
_YEARS = ("from_year_low", "from_year_central", "from_year_high")


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition on one day.

    Parameters
    ----------
    id : str
    owner : {"state", "county"}
    status : {"in_force", "adopted", "proposed", "idea"}
        ``in_force`` only from its day: before it the row counts as ``adopted``.
    in_force_from : datetime.date or None
    decided_by : str
        Who has decided or would have to.
    does : Does
        What it does to the measures that name it, or to what stands in ``on``.
    on : str
        Driver, bearer or measure that verbs other than ``enables`` act on.
    factor : float or None
        How much.
    probability : float or None
        0–1 that it is present before 2040; ``None`` where it is certain from its day.
    from_year : (float, float, float) or None
        First year present if it comes; ``None`` where it is certain.
    source_title, address, checked_on : str
    """

    id: str
    owner: str
    status: ConditionStatus
    in_force_from: date | None
    decided_by: str
    does: Does
    on: str
    factor: float | None
    probability: float | None
    from_year: tuple[float, float, float] | None
    source_title: str
    address: str
    checked_on: date

    @property
    def certain(self) -> bool:
        """Whether it is present in every future from ``in_force_from``."""
        return self.probability is None


def conditions(at: date | None = None) -> tuple[Condition, ...]:
    """Return all conditions, in the order in which they are drawn.

    Parameters
    ----------
    at : datetime.date, optional
        Default: the day each was last checked.

    Raises
    ------
    FactsError
        A condition in force with a probability or without a day; another without
        probability and years; one without decider or source; a verb that acts on nothing.
    """
    facts = load()
    if "enabling_conditions" not in facts.names:
        return ()
    return tuple(
        _condition(row, at or row["checked_on"]) for row in facts.table("enabling_conditions")
    )


def in_force_ids(at: date | None = None) -> frozenset[str]:
    """Return the ids of the conditions in force on a day."""
    return frozenset(c.id for c in conditions(at) if c.status == "in_force")


def _condition(row: Row, day: date) -> Condition:
    status, since = row["status"], row["in_force_from"]
    for field in ("decided_by", "source_title", "checked_on"):
        if row[field] is None:
            raise _bad(row, field, "empty")
    chance = tuple(row[f] for f in _CHANCE)
    years = tuple(row[f] for f in _YEARS)
    if status == "in_force":
        if since is None:
            raise _bad(row, "in_force_from", "empty, but in force")
        for field in (*_CHANCE, *_YEARS):
            if row[field] is not None:
                raise _bad(row, field, "in force is certain: no probability and no years")
        status = "in_force" if since <= day else "adopted"
    elif None in chance or None in years:
        is_certain = status == "adopted" and since is not None
        if not is_certain or any(v is not None for v in (*chance, *years)):
            raise _bad(row, "probability_central", "empty, but not certain")
    else:
        for field, values in (("probability_central", chance), ("from_year_central", years)):
            if not values[0] <= values[1] <= values[2]:
                raise _bad(row, field, "not low ≤ central ≤ high")
    if row["does"] != "enables" and not row["on"]:
        raise _bad(row, "on", f"empty, but it {row['does']}")
    if row["does"] not in ("enables", "forbids") and row["factor"] is None:
        raise _bad(row, "factor", f"empty, but it {row['does']}")
    certain = None in chance
    return Condition(
        row["id"],
        row["owner"],
        cast(ConditionStatus, status),
        since,
        row["decided_by"],
        cast(Does, row["does"]),
        row["on"] or "",
        row["factor"],
        None if certain else sum(chance) / 3,
        None if certain else (float(years[0]), float(years[1]), float(years[2])),
        row["source_title"],
        row["address"] or "",
        row["checked_on"],
    )


def _bad(row: Row, field: str, problem: str) -> FactsError:
    return FactsError(
        "facts.bad_cell",
        table="enabling_conditions",
        row=row["id"],
        field=field,
        value="" if row[field] is None else row[field],
        problem=problem,
    )
