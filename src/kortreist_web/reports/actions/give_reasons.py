"""Say why nothing is reported of measures that are due: several at once."""

from __future__ import annotations

from collections.abc import Iterable

from kortreist_web.core.action import action
from kortreist_web.core.reasons import in_words
from kortreist_web.core.refusals import RefusedError
from kortreist_web.people.models import Actor
from kortreist_web.reports.models import InterimReport
from kortreist_web.tenants.models import Organisation

__all__ = ["give_reasons"]


@action("change", InterimReport)
def give_reasons(
    who: Actor,
    organisation: Organisation,
    report: InterimReport,
    *,
    measures: Iterable[str],
    reason: str,
    version: int | None = None,
) -> InterimReport:
    """Write the same reason at some measures; an empty one takes away what stood there.

    Raises
    ------
    RefusedError
        The reason says nothing in words, or the budget has no such measure.
    ConflictError
        Somebody else has written in the report since ``version``.
    """
    chosen, reason = set(measures), reason.strip()
    if reason and not in_words(reason):
        raise RefusedError("reports.refused.reason_words", about="reason")
    there = {line["measure"] for line in report.budget.content["lines"]}
    for measure in sorted(chosen - there):
        raise RefusedError("reports.refused.measure", measure=measure)
    kept = {m: r for m, r in report.reasons.items() if m not in chosen}
    report.reasons = kept | (dict.fromkeys(sorted(chosen), reason) if reason else {})
    report.save_as_read(version)
    return report
