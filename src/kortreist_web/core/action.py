"""An action: one verb, its permission, one transaction, a line in the change log.

::

    @action("adopt", Budget)
    def adopt(who: Actor, organisation: Organisation, budget: Budget, *, why: str = ""): ...

The permission is asked of the model's policy before anything is read or written. The first
argument after the person is the organisation; rows that follow, and rows among the keywords,
must belong to it, or to nobody in particular. A form that is sent in twice is acted on once
(:mod:`kortreist_web.core.once`).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kortreist_web.core.actor_context import acting
from kortreist_web.core.actors import Actor, Organisation
from kortreist_web.core.once import claimed
from kortreist_web.core.policy import policy_of
from kortreist_web.core.reasons import taken_reason

__all__ = ["ACTIONS", "action"]

Who = TypeVar("Who", bound=Actor)
Tenant = TypeVar("Tenant", bound=Organisation)
P = ParamSpec("P")
Result = TypeVar("Result")
#: Every action there is: verb → (permission, model). Tests go through it.
ACTIONS: dict[str, tuple[str, Any]] = {}


def action(
    permission: str, model: Any
) -> Callable[
    [Callable[Concatenate[Who, Tenant, P], Result]], Callable[Concatenate[Who, Tenant, P], Result]
]:
    """Make a function an action that asks ``permission`` of the policy of ``model``.

    The function keeps its signature: ``(who, organisation, [object], **values)``. One that
    takes a reason has a keyword ``why``, which the change log keeps.
    """

    def decorate(
        function: Callable[Concatenate[Who, Tenant, P], Result],
    ) -> Callable[Concatenate[Who, Tenant, P], Result]:
        domain = function.__module__.split(".")[1]
        verb = f"{domain}.{function.__name__}"
        ACTIONS[verb] = (permission, model)
        says_why = "why" in signature(function).parameters

        @wraps(function)
        def run(who: Who, organisation: Tenant, *objects: Any, **values: Any) -> Result:
            policy = policy_of(model)
            subject = objects[0] if objects and isinstance(objects[0], model) else None
            policy.require(who, permission, organisation, subject)
            own = (organisation.pk, None)
            for name, obj in (*enumerate(objects), *values.items()):
                if getattr(obj, "organisation_id", None) not in own:
                    raise PermissionDenied(f"another organisation's row: {name}")
            key = getattr(who, "key_name", "")
            values, why = taken_reason(values, has_why=says_why)
            with transaction.atomic(), acting(who, verb, why, name=key), claimed():
                return function(who, organisation, *objects, **values)

        return cast("Callable[Concatenate[Who, Tenant, P], Result]", run)

    return decorate
