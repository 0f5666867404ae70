"""What Eksempeldal had planned and has spent of money and posts: invented, round figures."""

from __future__ import annotations

from collections.abc import Mapping

from kortreist_web.demo.budget import YEAR
from kortreist_web.measures.models import MeasureChoice
from kortreist_web.people.models import User
from kortreist_web.tenants.models import Organisation

__all__ = ["add_spending"]

#: Measure → figures of the year's own kroner and posts, and what explains a deviation.
_SPENT: dict[str, tuple[dict[str, float | None], str]] = {
    "municipal_fleet_electric": (
        {
            "planned_running": 120_000,
            "actual_running": 96_000,
            "planned_investment": 1_400_000,
            "actual_investment": 910_000,
            "planned_posts": 0.2,
            "actual_posts": 0.1,
        },
        "Tre biler leveres i desember og blir betalt på nyåret.",
    ),
    "delivery_logistics": (
        {
            "planned_running": 250_000,
            "actual_running": 262_000,
            "planned_posts": 0.3,
            "actual_posts": 0.3,
        },
        "",
    ),
    "eco_driving": ({"planned_running": 80_000, "planned_posts": 0.1}, ""),
}


def add_spending(
    organisation: Organisation, finance: User, choices: Mapping[str, MeasureChoice]
) -> None:
    """Enter planned and actual of three measures; one has not reported."""
    from kortreist_web.reports.actions.spend import spend

    for measure, (figures, note) in _SPENT.items():
        if choice := choices.get(measure):
            spend(finance, organisation, choice, year=YEAR, figures=figures, note=note)
