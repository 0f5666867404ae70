"""Remove a plan nobody builds on."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db.models import ProtectedError

from kortreist_web.core.action import action
from kortreist_web.core.texts import Text
from kortreist_web.people.models import Actor
from kortreist_web.plans.models import Plan
from kortreist_web.tenants.models import Organisation

__all__ = ["remove"]


@action("change", Plan)
def remove(who: Actor, organisation: Organisation, plan: Plan) -> None:
    """Remove a plan with its documents.

    Raises
    ------
    ValidationError
        A budget is made from it.
    """
    try:
        plan.delete()
    except ProtectedError:
        raise ValidationError(str(Text("plans.error.used")), code="used") from None
