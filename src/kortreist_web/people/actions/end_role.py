"""End a role today; that she had it stays to be read."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from kortreist_web.core.action import action
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
                Q(valid_to=None) | Q(valid_to__gt=today),
                organisation=organisation,
                role="administrator",
                user__is_active=True,
                valid_from__lte=today,
            )
            .exclude(pk=membership.pk)
        )
        if not list(others):
            raise RefusedError("people.last_administrator")
    if version is not None:
        membership.version = version
    membership.valid_to = today
    membership.save()
    return membership
