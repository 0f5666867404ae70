"""Write the case paper about a proposal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kortreist_web.core.action import action
from kortreist_web.core.days import check_day
from kortreist_web.core.refusals import RefusedError
from kortreist_web.decisions.checksums import check_checksums
from kortreist_web.decisions.meetings import Meeting
from kortreist_web.decisions.models import CasePaper
from kortreist_web.decisions.papers import FIELDS
from kortreist_web.decisions.treatment import check_order
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.models import Version

__all__ = ["write_paper"]


@action("change", CasePaper)
def write_paper(
    who: Actor,
    organisation: Organisation,
    frozen: Version,
    *,
    title: str,
    summary: str,
    assessment: str,
    recommendation: str,
    language: str,
    background: str = "",
    economic_consequences: str = "",
    case_number: str = "",
    case_officer: str = "",
    dated_on: date | None = None,
    meetings: Sequence[Meeting] = (),
    version: int | None = None,
) -> CasePaper:
    """Write or change the paper about a proposal; there is one a proposal.

    Parameters
    ----------
    background, economic_consequences : str
        Sections of the paper; empty ones are left out.
    case_officer : str
        Who prepared the case.
    dated_on : date, optional
        The paper's own date.
    meetings : sequence of Meeting
        The bodies that treat the case, in the order they do.
    version : int, optional
        The paper's version when the person opened it; 0: there was none.

    Raises
    ------
    RefusedError
        The version is not a proposal, the council has decided upon it, the days of its
        order of treatment cannot be (:func:`~kortreist_web.decisions.treatment.check_order`),
        or a text names the checksum of another version than the one it is about.
    ConflictError
        Somebody else has changed the paper since.
    """
    if frozen.state != Version.State.PROPOSED:
        raise RefusedError("decisions.refused.not_proposal")
    for meeting in meetings:
        check_day(meeting.day, "meetings")
    check_order(frozen, meetings, dated_on)
    type(organisation).objects.select_for_update().get(pk=organisation.pk)
    fields = {
        "title": title,
        "summary": summary,
        "background": background,
        "assessment": assessment,
        "economic_consequences": economic_consequences,
        "recommendation": recommendation,
        "language": language,
        "case_number": case_number,
        "case_officer": case_officer,
        "dated_on": dated_on,
        "meetings": [meeting.kept() for meeting in meetings],
    }
    for name in FIELDS:
        check_checksums(frozen, str(fields[name]), name)
    paper = CasePaper.objects.filter(frozen=frozen).first()
    if paper is None:
        paper = CasePaper(organisation=organisation, frozen=frozen)
    elif paper.resolutions.exists():
        raise RefusedError("decisions.refused.decided")
    elif all(getattr(paper, k) == v for k, v in fields.items()):
        return paper  # the same wish again
    elif version is not None:
        paper.version = version
    for name, value in fields.items():
        setattr(paper, name, value)
    paper.save()
    return paper
