"""An action: one verb, its permission, one transaction, a line in the change log.

::

    @action("adopt", Budget)
    def adopt(who, organisation, budget, *, resolution): ...

The permission is asked of the model's policy before anything is read or written. The first
argument after the person is the organisation; an object that follows must belong to it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kortreist_web.core.acting import acting
from kortreist_web.core.policy import policy_of

__all__ = ["ACTIONS", "action"]

Result = TypeVar("Result")
#: Every action there is: verb → (permission, model). Tests go through it.
ACTIONS: dict[str, tuple[str, Any]] = {}


def action(permission: str, model: Any) -> Callable[[Callable[..., Result]], Callable[..., Result]]:
    """Make a function an action that asks ``permission`` of the policy of ``model``.

    The function is called ``(who, organisation, [object], **values)``; a keyword ``why``
    is kept in the change log and not passed on.
    """

    def decorate(function: Callable[..., Result]) -> Callable[..., Result]:
        domain = function.__module__.split(".")[1]
        verb = f"{domain}.{function.__name__}"
        ACTIONS[verb] = (permission, model)

        @wraps(function)
        def run(who: Any, organisation: Any, *objects: Any, why: str = "", **values: Any) -> Result:
            policy = policy_of(model)
            subject = objects[0] if objects and isinstance(objects[0], model) else None
            policy.require(who, permission, organisation, subject)
            for obj in objects:
                if getattr(obj, "organisation_id", organisation.pk) != organisation.pk:
                    raise PermissionDenied("another organisation's row")
            key = getattr(who, "key_name", "")
            with transaction.atomic(), acting(who, verb, why, name=key):
                return function(who, organisation, *objects, **values)

        return run

    return decorate
