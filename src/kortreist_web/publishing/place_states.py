"""What each municipality with open pages has, in a few questions for all of them."""

from __future__ import annotations

from kortreist_web.budgets.frozen import ADOPTED, BUDGET, WITHDRAWN
from kortreist_web.budgets.kind import BUDGETS
from kortreist_web.publishing.models import Publication
from kortreist_web.publishing.published import self_made_among
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.models import Version

__all__ = ["place_states"]


def place_states() -> dict[str, str]:
    """Return number → ``budget``, ``own`` or ``official`` of municipalities with open pages."""
    organisations = list(
        Organisation.objects.filter(
            published=True, invented=False, kind=Organisation.Kind.MUNICIPALITY
        )
    )
    own = self_made_among(organisations)
    versions = Version.objects.filter(kind=BUDGET, organisation__in=own).order_by("id")
    withdrawn = set(
        versions.filter(state=WITHDRAWN).values_list(
            "organisation", "subject", "content__withdraws"
        )
    )
    newest = {
        o: pk
        for o, pk, subject, number in versions.filter(state=ADOPTED).values_list(
            "organisation", "pk", "subject", "number"
        )
        if (o, subject, number) not in withdrawn
    }
    rows = Publication.objects.filter(kind=BUDGETS.name, source_row__in=newest.values())
    last = dict(rows.order_by("id").values_list("source_row", "withdrawn_at"))
    open_budget = {o for o, pk in newest.items() if last.get(pk) is None}
    return {
        o.code: "official" if o.pk not in own else "budget" if o.pk in open_budget else "own"
        for o in organisations
    }
