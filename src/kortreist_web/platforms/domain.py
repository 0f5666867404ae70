"""What platforms add to the site."""

from __future__ import annotations

from kortreist_web.core.domain import OWN, Api, Domain, Pages, PublicLink, WorkLink
from kortreist_web.platforms.api import router
from kortreist_web.platforms.findings_api import router as findings_router
from kortreist_web.platforms.kind import PLATFORMS
from kortreist_web.platforms.models import Platform

__all__ = ["DOMAIN"]

DOMAIN = Domain(
    public_links=(PublicLink("platforms:public", "platforms.nav", "budget", 20),),
    work_links=(
        WorkLink("platforms:list", "platforms.work_nav", Platform, "view", "politics", 20),
    ),
    pages=(Pages("kortreist_web.platforms.urls"),),
    apis=(Api("platforms", router), Api("platforms", findings_router)),
    kinds=(PLATFORMS,),
    events=("platform.adopted",),
    tenant_data={
        "platforms.Platform": OWN,
        "platforms.PlatformSection": OWN,
        "platforms.Commitment": OWN,
        "platforms.CommitmentLink": OWN,
        "platforms.Suggestion": OWN,
        "platforms.NumberFact": OWN,
        "platforms.PrincipleReview": OWN,
        "platforms.FindingSetAside": OWN,
        "platforms.Handover": OWN,
        "platforms.HandoverAnswer": OWN,
    },
    named_models=("platforms.Platform", "platforms.PlatformSection", "platforms.Commitment"),
)
