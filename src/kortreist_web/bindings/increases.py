"""*Det som øker utslippene*: what bindings add to a plan's pathway, as rows that add up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kortreist_web.bindings.models import Binding
from kortreist_web.bindings.standing import newest_judgement
from kortreist_web.core.clock import day_of
from kortreist_web.core.rounding import add_up
from kortreist_web.tenants.models import Organisation

__all__ = ["IncreaseRow", "ShownIncreases", "increases_in", "shown_increases"]


def increases_in(
    organisation: Organisation, plan_hash: str, years: Sequence[int]
) -> dict[str, Any] | None:
    """Return what was judged to be added to a plan's pathway, with unit and money.

    None where nothing is judged in that very plan: another plan's figures do not add up to it.

    Parameters
    ----------
    plan_hash : str
        Of the plan a budget is made from.
    years : sequence of int
        The budget's.
    """
    judgement = newest_judgement(organisation)
    content = judgement.content if judgement is not None else None
    if judgement is None or not content or judgement.plan_hash != plan_hash:
        return None
    found = content["increases"]
    kept = [str(y) for y in years if found and str(y) in found["without"]]
    if not found or not found["rows"] or not kept:
        return None
    entered = {values["key"]: values for values in judgement.entered}
    units = {
        b.key: b.unit.name
        for b in Binding.objects.filter(organisation=organisation).select_related("unit")
        if b.unit
    }
    return {
        "judged_on": day_of(judgement.created_at).isoformat(),
        "judgement_hash": judgement.content_hash,
        "rows": [
            {
                "key": row["key"],
                "name": entered[row["key"]]["name"],
                "committed": row["committed"],
                "unit": units.get(row["key"], ""),
                "capital": entered[row["key"]]["capital"],
                "running": entered[row["key"]]["running"],
                "price_year": entered[row["key"]]["price_year"],
                "start": entered[row["key"]]["start"],
                "tonnes": {y: row["tonnes"][y] for y in kept},
            }
            for row in found["rows"]
        ],
        **{n: {y: found[n][y] for y in kept} for n in ("without", "decided", "everything")},
        "probability": {
            n: {y: found["probability"][n][y] for y in kept}
            for n in ("without", "decided", "everything")
        },
    }


@dataclass(frozen=True, slots=True)
class IncreaseRow:
    """A row, its tonnes rounded so that they add up."""

    data: Mapping[str, Any]
    tonnes: list[float]


@dataclass(frozen=True, slots=True)
class ShownIncreases:
    """The table: start, rows that are decided, a sum, rows that are planned, a sum.

    Parameters
    ----------
    data : mapping
        See :func:`increases_in`.
    years : list of str
    without, decided, everything : list of float
        Whole tonnes; start and rows make the sums exactly.
    decided_rows, planned_rows : list of IncreaseRow
    """

    data: Mapping[str, Any]
    years: list[str]
    without: list[float]
    decided: list[float]
    everything: list[float]
    decided_rows: list[IncreaseRow]
    planned_rows: list[IncreaseRow]

    @property
    def chances(self) -> list[tuple[str, list[float]]]:
        """Return the chance of keeping the frame: without, with what is decided, with all."""
        chance = self.data["probability"]
        return [(n, [chance[n][y] for y in self.years]) for n in chance]


def shown_increases(data: Mapping[str, Any]) -> ShownIncreases:
    """Return the table of what was frozen or is now."""
    years = sorted(data["without"])
    groups = [[r for r in data["rows"] if r["committed"] is c] for c in (True, False)]
    rows = [*groups[0], *groups[1]]
    start, decided, everything = [], [], []
    columns: list[list[float]] = []
    for year in years:
        cuts = [-r["tonnes"][year]["central"] for r in rows]
        first, cut, last = add_up(data["without"][year]["central"], cuts, 1.0)
        start.append(first)
        columns.append([-c for c in cut])
        decided.append(first - sum(cut[: len(groups[0])]))
        everything.append(last)
    shown = [IncreaseRow(row, [column[i] for column in columns]) for i, row in enumerate(rows)]
    count = len(groups[0])
    return ShownIncreases(data, years, start, decided, everything, shown[:count], shown[count:])
