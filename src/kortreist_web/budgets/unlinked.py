"""Lines of the economic plan that pay for no measure: some of them may bind."""

from __future__ import annotations

from kortreist_web.bindings.economic import EconomicLine
from kortreist_web.budgets.models import EconomicPlanLine
from kortreist_web.tenants.models import Organisation

__all__ = ["unlinked_lines"]


def unlinked_lines(organisation: Organisation) -> list[EconomicLine]:
    """Return the lines of the newest economic plan that pay for no measure."""
    rows = EconomicPlanLine.objects.filter(organisation=organisation)
    year = rows.order_by("-year").values_list("year", flat=True).first()
    if year is None:
        return []
    return [
        EconomicLine(e.responsibility, e.function, e.account, e.text, e.amounts)
        for e in rows.filter(year=year, line=None)
    ]
