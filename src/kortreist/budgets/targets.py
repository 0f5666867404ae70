"""Which target a draft works towards, and where it stands in law."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kortreist import facts
from kortreist.budgets.budget import Target
from kortreist.errors import InputError, TextKey
from kortreist.units import Boundary

__all__ = ["choose_target", "statutory_targets"]


def statutory_targets(at: date) -> dict[int, facts.Fact]:
    """Return the national targets in force on a date: target year → cut since 1990."""
    ids = [r["id"] for r in facts.load().table("figures", at) if r["id"].startswith("target/")]
    return {int(i.partition("/")[2]): facts.load().figure(i, at=at) for i in sorted(ids)}


def choose_target(
    boundary: Boundary,
    history: Mapping[int, float],
    plan_years: tuple[int, ...],
    today: date,
    reduction: float | None = None,
    target_year: int | None = None,
    reference_year: int | None = None,
) -> tuple[Target, dict[int, float]]:
    """Return the target and the goals the frame runs through.

    Parameters
    ----------
    boundary : Boundary
    history : mapping of int to float
        Years that can be a reference year → t CO2e.
    plan_years : tuple of int
    today : datetime.date
        Which statutory targets are in force.
    reduction, target_year, reference_year : optional
        What the user chose. Without a reduction the national target that comes next
        counts, by the same share of the reference year (the inventory does not reach back
        to 1990, and the document says so); the national target after it is a goal too.

    Raises
    ------
    InputError
        A reference year without figures, or a target year that lies too early.
    """
    reference = min(history) if reference_year is None else reference_year
    if reference not in history:
        raise InputError(
            "year.unknown", year=reference, known=", ".join(str(y) for y in sorted(history))
        )
    if target_year is not None and target_year <= max(history):
        raise InputError("budgets.target_year", year=target_year, last=max(history))
    if reduction is None and boundary != "territorial":
        raise InputError(
            "budgets.own_target_needed", boundary=TextKey(f"accounts.boundary.{boundary}")
        )
    national = statutory_targets(today)
    later = [y for y in national if y >= (target_year or plan_years[-1])]
    if reduction is not None:
        year = target_year or (later[0] if later else plan_years[-1])
        target = Target(boundary, reference, year, reduction, "formula/own_target")
        return target, {year: reduction}
    if not later or (target_year is not None and target_year not in national):
        raise InputError("budgets.target_unknown", year=target_year,
                         known=", ".join(str(y) for y in national))  # fmt: skip
    first = later[0]
    target = Target(boundary, reference, first, national[first].value, f"figures/target/{first}")
    return target, {y: national[y].value for y in later[:2]}
