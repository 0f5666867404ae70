"""What case papers and resolutions add to the site."""

from __future__ import annotations

from typing import Any

from kortreist_web.core.domain import OWN, Domain, Pages, PublicLink, WorkLink, YearStep
from kortreist_web.decisions.home import newest
from kortreist_web.decisions.models import Resolution

__all__ = ["DOMAIN"]


def _adopted(organisation: Any, year: int, reported: tuple[int, int]) -> bool:
    rows = Resolution.objects.filter(organisation=organisation, outcome=Resolution.Outcome.ADOPTED)
    return bool(rows.filter(frozen__kind="budget", frozen__subject=str(year)).exists())


DOMAIN = Domain(
    public_links=(PublicLink("decisions:public", "core.nav.decisions", 50),),
    work_links=(WorkLink("decisions:list", "core.nav.cases", Resolution, "view", 90),),
    steps=(
        YearStep("adopt", "tenants.step.adopt", "budget", "decisions:list",
                 (Resolution, "record"), (Resolution, "view"), _adopted, 70),
    ),
    pages=(Pages("kortreist_web.decisions.urls"),),
    home_parts=(newest,),
    tenant_data={"decisions.CasePaper": OWN, "decisions.Resolution": OWN},
)  # fmt: skip
