"""Adopted policy that acts on sources: dated rules, in force or not, and what they take away.

Each row says *how* it acts. ``source``: by its own path of years and shares, as a driver that
the table ``drivers`` multiplies in. ``driver``: the trend of a driver already holds it, so it
is not counted once more. ``none``: no effect can be counted (a right a municipality has not
used, a target, a tax whose effect the projections hold). A row without a date, or with one
after the plan's day, never acts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from kortreist.baseline.share_path import parse_steps
from kortreist.errors import FactsError
from kortreist.facts import Row, load

__all__ = ["AdoptedRule", "adopted_policy", "checked_on", "rules"]

Acts = Literal["source", "driver", "none"]


@dataclass(frozen=True, slots=True)
class AdoptedRule:
    """One rule on one day.

    Parameters
    ----------
    id : str
        Of ``source`` rules also the driver's.
    acts : {"source", "driver", "none"}
    applies_to : str
        Sources in words: sector/source, actor where only one's.
    in_force_from : datetime.date or None
        ``None``: not adopted as far as is known.
    in_force : bool
        On the day asked about.
    steps : tuple of (int, float)
        Year and share 0–1 of the source that is taken away.
    strength : (float, float, float)
        Low, central and high multiple of the share: exceptions, double counting, delay.
    driver : str
        Of ``driver`` rules: which driver holds it.
    decided_by, status, note : str
        ``status`` is how the rule itself is known: verified, partly or recalled.
    """

    id: str
    acts: Acts
    applies_to: str
    in_force_from: date | None
    in_force: bool
    steps: tuple[tuple[int, float], ...]
    strength: tuple[float, float, float]
    driver: str
    decided_by: str
    status: str
    note: str


def checked_on() -> date:
    """Return the day the table was last checked: the day of plans that name none."""
    day: date = max(row["checked_on"] for row in load().table("adopted_policy"))
    return day


def adopted_policy(at: date | None = None) -> tuple[AdoptedRule, ...]:
    """Return every row of the table, with whether it is in force.

    Parameters
    ----------
    at : datetime.date, optional
        Default: the day the table was last checked.

    Raises
    ------
    FactsError
        A rule that acts on a source without a path or an ordered strength, or one held by a
        driver that does not exist.
    """
    day = at or checked_on()
    return tuple(_rule(row, day) for row in load().table("adopted_policy"))


def rules(at: date | None = None) -> tuple[AdoptedRule, ...]:
    """Return the rules that act on sources by themselves, in force or not."""
    return tuple(r for r in adopted_policy(at) if r.acts == "source")


def _rule(row: Row, day: date) -> AdoptedRule:
    steps: tuple[tuple[int, float], ...] = ()
    strength = (0.0, 0.0, 0.0)
    if row["acts"] == "source":
        strength = (row["strength_low"], row["strength_central"], row["strength_high"])
        if None in strength or not 0.0 <= strength[0] <= strength[1] <= strength[2] <= 1.0:
            raise _bad(row, "strength_central", row["strength_central"], "low ≤ central ≤ high")
        try:
            steps = parse_steps(row["steps"] or "")
        except ValueError as error:
            raise _bad(row, "steps", row["steps"], str(error)) from None
    elif row["acts"] == "driver" and not row["driver"]:
        raise _bad(row, "driver", "", "empty")
    start = row["in_force_from"]
    return AdoptedRule(
        row["id"],
        row["acts"],
        row["applies_to"],
        start,
        start is not None and start <= day,
        steps,
        strength,
        row["driver"] or "",
        row["decided_by"],
        row["status"],
        row["note"] or "",
    )


def _bad(row: Row, field: str, value: object, problem: str) -> FactsError:
    return FactsError(
        "facts.bad_cell",
        table="adopted_policy",
        row=row["id"],
        field=field,
        value=value,
        problem=problem,
    )
