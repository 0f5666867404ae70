"""How signs stand, for the pages of the plan that asks about them."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from kortreist_web.plans.watched import Watched
from kortreist_web.signposts.following import watched
from kortreist_web.signposts.presenters import present
from kortreist_web.signposts.standing import Rules
from kortreist_web.tenants.models import Organisation

__all__ = ["standing_of"]


def standing_of(organisation: Organisation) -> dict[tuple[str, str], Watched]:
    """Return the signs of an organisation by what is watched and by measure.

    Of several the newest that is not settled.
    """
    today = timezone.localdate()
    rules = Rules.at(today)
    rows = sorted(
        watched().filter(organisation=organisation), key=lambda s: (s.settled_on is None, s.pk)
    )
    out = {}
    for s in rows:
        shown = present(s, today, rules, {})
        url = reverse("signposts:show", args=(organisation.code, s.pk))
        settled = s.settled_on is not None
        found = Watched(shown.icon, shown.tone, shown.word, shown.last, url, settled)
        if s.told.get("kind"):
            out[s.told["kind"], s.told["key"]] = found
        if s.measure:
            out["measure", s.measure] = found
    return out
