"""What hearings add to the site."""

from __future__ import annotations

from datetime import date

from kortreist_web.core.domain import OWN, Api, Domain, Pages, WorkLink
from kortreist_web.hearings.api import router
from kortreist_web.hearings.closing import close_ended
from kortreist_web.hearings.models import Hearing
from kortreist_web.hearings.parts import hearings_of
from kortreist_web.hearings.telling import TELL, ask_to_tell, tell
from kortreist_web.hearings.trace_ends import TRACE_KINDS

__all__ = ["DOMAIN"]


def _each_day(day: date) -> None:
    close_ended(day)
    ask_to_tell(day)


DOMAIN = Domain(
    work_links=(WorkLink("hearings:list", "hearings.title", Hearing, "view", "participation", 20),),
    pages=(Pages("kortreist_web.hearings.urls"),),
    apis=(Api("hearings", router),),
    daily=_each_day,
    jobs={TELL: tell},
    process_parts=(hearings_of,),
    trace_kinds=TRACE_KINDS,
    events=(
        "hearing.opened",
        "hearing.extended",
        "hearing.closed",
        "hearing.completed",
        "submission.received",
        "submission.withdrawn",
        "submission.moderated",
    ),
    tenant_data={
        "hearings.Hearing": OWN,
        "hearings.HearingDocument": OWN,
        "hearings.Extension": OWN,
        "hearings.Recipient": OWN,
        "hearings.Submission": OWN,
        "hearings.SubmissionHandling": OWN,
        "hearings.SubmissionContact": OWN,
        "hearings.SubmissionFile": OWN,
        "hearings.FileCopy": OWN,
        "hearings.SubmissionPoint": OWN,
        "hearings.SectionChange": OWN,
        "hearings.Objection": OWN,
    },
)
