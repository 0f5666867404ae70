"""Take back an edition that is wrong: no page or account uses it any more."""

from __future__ import annotations

from django.utils import timezone

from kortreist.connectors import BUNDLED
from kortreist_web.accounts.models import AccountResult, InventoryFigure, Vintage
from kortreist_web.core.actor_context import actor
from kortreist_web.core.history import announce
from kortreist_web.core.refusals import RefusedError
from kortreist_web.installation.models import OfficialFile
from kortreist_web.installation.operating import nothing_done, operator_action
from kortreist_web.installation.place_pages import ask_for_pages, close_page
from kortreist_web.people.models import User
from kortreist_web.tenants.models import Organisation

__all__ = ["withdraw_edition"]

_LONGEST = 300


@operator_action
def withdraw_edition(who: User, vintage: Vintage, *, why: str = "") -> Vintage:
    """Withdraw everybody's edition; the one before it holds again, and pages without one close.

    Rows, accounts and what was frozen stay in the database, so that what rested on the edition
    can still be checked. Every municipality that had an account of it is told in its own log.

    Raises
    ------
    RefusedError
        No reason is given, or a too long one; or the edition cannot be withdrawn: it ships with
        the program, or is a municipality's own.
    """
    why = " ".join(why.split())
    if not why:
        raise RefusedError("installation.refused.no_reason")
    if len(why) > _LONGEST:
        raise RefusedError("core.refused.long_why", about="why", count=len(why), maximum=_LONGEST)
    if vintage.engine_id == BUNDLED or vintage.organisation_id is not None:
        raise RefusedError("installation.refused.not_withdrawn")
    if vintage.withdrawn_at is not None:
        nothing_done()
        return vintage
    vintage.withdrawn_at, vintage.withdrawn_why = timezone.now(), why
    vintage.save(update_fields=["withdrawn_at", "withdrawn_why"])
    _tell(vintage)
    shared = Vintage.objects.filter(organisation=None, withdrawn_at=None)
    figures = InventoryFigure.objects.filter(vintage__in=shared).order_by()
    held = set(figures.values_list("place", flat=True).distinct())
    for organisation in Organisation.objects.filter(official_only=True, published=True):
        if organisation.code not in held:
            close_page(organisation)
    # Where an earlier edition holds a place whose account of it was never computed.
    for file in OfficialFile.objects.filter(vintage__in=shared).select_related("vintage"):
        ask_for_pages(file)
    return vintage


def _tell(vintage: Vintage) -> None:
    """Write in the log of each municipality with an account of the edition that it is gone."""
    accounts = AccountResult.objects.filter(vintage=vintage)
    places = accounts.values_list("place", flat=True)
    for organisation in Organisation.objects.filter(code__in=places):
        announce(actor(), organisation, "change", {"edition": vintage.engine_id}, {"edition": None})
