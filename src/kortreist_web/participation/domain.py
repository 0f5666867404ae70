"""What processes add to the site."""

from __future__ import annotations

from kortreist_web.core.domain import OWN, Domain, Pages, PublicLink, WorkLink
from kortreist_web.participation.models import Process
from kortreist_web.participation.trace_ends import TRACE_KINDS

__all__ = ["DOMAIN"]

DOMAIN = Domain(
    public_links=(PublicLink("participation:public", "participation.nav", "participate", 10),),
    work_links=(
        WorkLink("participation:list", "participation.title", Process, "view", "participation", 10),
    ),
    pages=(Pages("kortreist_web.participation.urls"),),
    trace_kinds=TRACE_KINDS,
    events=("process.opened", "answer.given"),
    tenant_data={
        "participation.Process": OWN,
        "participation.Phase": OWN,
        "participation.Tightening": OWN,
        "participation.Answer": OWN,
        "participation.AnsweredItem": OWN,
        "participation.TraceLink": OWN,
        "participation.Follower": OWN,
        "participation.Notice": OWN,
        "participation.ModerationAct": OWN,
        "participation.Appeal": OWN,
    },
    named_models=("participation.Process",),
)
