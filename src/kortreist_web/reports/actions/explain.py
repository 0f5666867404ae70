"""Write why a measure deviates, or what the report begins with."""

from __future__ import annotations

from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.people.models import Actor
from kortreist_web.reports.models import InterimReport
from kortreist_web.tenants.models import Organisation

__all__ = ["explain"]


@action("change", InterimReport)
def explain(
    who: Actor,
    organisation: Organisation,
    report: InterimReport,
    *,
    measure: str,
    text: str,
    version: int | None = None,
) -> InterimReport:
    """Write the text of one measure; an empty ``measure`` is the introduction.

    Raises
    ------
    RefusedError
        The budget has no such measure.
    ConflictError
        Somebody else has written in the report since ``version``.
    """
    if not measure:
        report.introduction = text
    elif any(line["measure"] == measure for line in report.budget.content["lines"]):
        kept = {**report.deviations, measure: text}
        report.deviations = {k: v for k, v in kept.items() if v}
    else:
        raise RefusedError("reports.refused.measure", measure=measure)
    report.save_as_read(version)
    return report
