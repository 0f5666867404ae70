"""What Eksempeldal had planned and has spent of money and posts: invented, round figures.

What was planned is what its economic plan has set aside, of the same kind on the same measure;
what was spent is a share of that.
"""

from __future__ import annotations

from collections.abc import Mapping

from kortreist_web.budgets.models import EconomicPlanLine
from kortreist_web.demo.budget import YEAR
from kortreist_web.measures.models import MeasureChoice
from kortreist_web.people.models import User
from kortreist_web.tenants.models import Organisation

__all__ = ["add_spending"]

#: Measure → share of what was planned that is spent (None: not reported), posts planned and
#: used, and what explains a deviation.
_SPENT: dict[str, tuple[float | None, float, float | None, str]] = {
    "municipal_fleet_electric": (
        0.65, 0.2, 0.1, "Tre biler leveres i desember og blir betalt på nyåret.",
    ),
    "delivery_logistics": (1.05, 0.3, 0.3, ""),
    "eco_driving": (None, 0.1, None, ""),
}  # fmt: skip


def add_spending(
    organisation: Organisation, finance: User, choices: Mapping[str, MeasureChoice]
) -> None:
    """Enter planned and actual of three measures; one has not reported."""
    from kortreist_web.reports.actions.spend import spend

    economic = EconomicPlanLine.objects.filter(organisation=organisation, year=YEAR)
    for measure, (share, posts, used, note) in _SPENT.items():
        if not (choice := choices.get(measure)):
            continue
        figures: dict[str, float | None] = {"planned_posts": posts, "actual_posts": used}
        for line in economic.filter(line__measure=measure).exclude(kind=""):
            if nok := line.amounts.get(str(YEAR)):
                figures[f"planned_{line.kind}"] = nok
                if share is not None:
                    figures[f"actual_{line.kind}"] = int(round(nok * share, -3))
        spend(finance, organisation, choice, year=YEAR, figures=figures, note=note)
