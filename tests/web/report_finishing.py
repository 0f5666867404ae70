"""Completing a report as people do: what is due and not reported is given a reason first."""

from __future__ import annotations

from kortreist_web.reports.actions.complete import complete
from kortreist_web.reports.actions.give_reasons import give_reasons
from kortreist_web.reports.content import report_content
from kortreist_web.reports.due import unanswered


def finish_report(people, place, report):
    left = [row["measure"] for row in unanswered(report_content(report))]
    if left:
        give_reasons(people.editor, place, report, measures=left, reason="Ingen har svart.")
        report.refresh_from_db()
    return complete(people.approver, place, report, why="Perioden er ikke over i prøven.")
