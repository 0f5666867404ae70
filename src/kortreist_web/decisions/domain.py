"""What case papers and resolutions add to the site."""

from __future__ import annotations

from kortreist_web.core.domain import OWN, Domain, Pages, PublicLink, WorkLink
from kortreist_web.decisions.finding import find_cases
from kortreist_web.decisions.home_part import newest
from kortreist_web.decisions.job_cards import (
    auditor,
    case_officer,
    elected_representative,
    shown_by,
)
from kortreist_web.decisions.kind import DECISIONS
from kortreist_web.decisions.models import Resolution
from kortreist_web.decisions.points import POINT_TASKS

__all__ = ["DOMAIN"]


DOMAIN = Domain(
    public_links=(PublicLink("decisions:public", "core.nav.decisions", "budget", 50),),
    work_links=(WorkLink("decisions:list", "core.nav.cases", Resolution, "view", "politics", 90),),
    task_kinds=(POINT_TASKS,),
    kinds=(DECISIONS,),
    pages=(Pages("kortreist_web.decisions.urls"),),
    home_parts=(newest,),
    job_cards={
        "auditor": auditor,
        "case_officer": case_officer,
        "elected_representative": elected_representative,
    },
    evidence=shown_by,
    finds=(find_cases,),
    tenant_data={
        "decisions.Body": OWN,
        "decisions.BodyMember": OWN,
        "decisions.CasePaper": OWN,
        "decisions.Resolution": OWN,
        "decisions.ResolutionPoint": OWN,
        "decisions.Vote": OWN,
        "decisions.Disqualification": OWN,
    },
)
