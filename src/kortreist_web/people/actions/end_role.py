"""End a role today; that she had it stays to be read."""

from __future__ import annotations

from django.utils import timezone

from kortreist_web.core.action import action
from kortreist_web.core.clock import lasts_on
from kortreist_web.core.refusals import RefusedError
from kortreist_web.people.models import Actor, Membership
from kortreist_web.tenants.models import Organisation

__all__ = ["end_role"]


@action("change", Membership)
def end_role(
    who: Actor,
    organisation: Organisation,
    membership: Membership,
    *,
    version: int | None = None,
    why: str = "",
) -> Membership:
    """End a role from today.

    Raises
    ------
    RefusedError
        It is the last that can give access.
    ConflictError
    """
    today = timezone.localdate()
    if membership.role == "administrator":
        others = (
            Membership.objects.select_for_update()
            .filter(
                lasts_on(today),
                organisation=organisation,
                role="administrator",
                user__is_active=True,
                valid_from__lte=today,
            )
            .exclude(pk=membership.pk)
        )
        if not list(others):
            raise RefusedError("people.last_administrator")
    membership.valid_to = today
    membership.save_as_read(version)
    return membership
