"""Remove a plan nobody builds on."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import ProtectedError

from kortreist_web.core.action import action
from kortreist_web.core.texts import Text
from kortreist_web.plans.models import Plan

__all__ = ["remove"]


@action("change", Plan)
def remove(who: Any, organisation: Any, plan: Plan) -> None:
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
