"""Complete an interim report: what it shows is frozen, and never changes again."""

from __future__ import annotations

from kortreist_web.core.action import action
from kortreist_web.core.events import emit
from kortreist_web.core.reasons import in_words
from kortreist_web.core.refusals import RefusedError
from kortreist_web.core.templatetags.kortreist import day
from kortreist_web.core.texts import named
from kortreist_web.people.models import Actor
from kortreist_web.reports.content import report_content
from kortreist_web.reports.due import ends_after_today, unanswered
from kortreist_web.reports.frozen import REPORT
from kortreist_web.reports.models import InterimReport
from kortreist_web.tenants.models import Organisation
from kortreist_web.tenants.periods import period_end
from kortreist_web.versions.models import Version
from kortreist_web.versions.queries import freeze

__all__ = ["complete"]


@action("complete", InterimReport)
def complete(
    who: Actor,
    organisation: Organisation,
    report: InterimReport,
    *,
    version: int | None = None,
    why: str = "",
) -> Version:
    """Freeze the report as it is now.

    Parameters
    ----------
    version : int, optional
        The version that was read: an approver completes what she has seen.
    why : str
        Why it is completed before its period has ended; not needed after.

    Raises
    ------
    RefusedError
        Measures that are due are not reported, and nobody has said why in words; or the period
        has not ended and no reason for completing it is given.
    ConflictError
        Somebody has written in the report since.
    """
    if ends_after_today(report) and not in_words(why):
        last = period_end(report.year, report.period, report.periods)
        raise RefusedError("reports.refused.not_over", about="why", when=report.when, day=day(last))
    report.state = InterimReport.State.COMPLETED
    report.save_as_read(version)
    content = report_content(report)
    if left := unanswered(content):
        names = ", ".join(named(row["name"]) or row["measure"] for row in left[:3])
        raise RefusedError("reports.refused.unanswered", n=len(left), names=names)
    frozen = freeze(
        organisation, REPORT, report.subject, Version.State.COMPLETED, content, draft=report.pk
    )
    emit("report.completed", frozen)
    return frozen
