"""What whoever runs the installation does: one verb, asked for and logged.

::

    @operator_action
    def send_in_figures(who: User, *, filename: str, content: bytes) -> OfficialFile: ...

As :func:`kortreist_web.core.action.action`, but without an organisation: it is asked whether
the person runs the installation, and the line is written to the installation's own log. Rows
of organisations that are written meanwhile stand in their logs too, by the same verb.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from inspect import signature
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model

from kortreist_web.core.actor_context import acting, actor
from kortreist_web.core.once import claimed
from kortreist_web.core.reasons import taken_reason
from kortreist_web.installation.models import InstallationChange
from kortreist_web.people.models import User

__all__ = ["OPERATOR_ACTIONS", "nothing_done", "operator_action", "record"]

P = ParamSpec("P")
Result = TypeVar("Result")
#: Every such action by its verb. Tests go through it.
OPERATOR_ACTIONS: dict[str, Callable[..., Any]] = {}
#: Whether the action that runs now has said that it did nothing.
_idle: ContextVar[bool] = ContextVar("idle", default=False)


def nothing_done() -> None:
    """Say, within an action, that it was done already: the log gets no line."""
    _idle.set(True)


def operator_action(
    function: Callable[Concatenate[User, P], Result],
) -> Callable[Concatenate[User, P], Result]:
    """Make a function an action of whoever runs the installation.

    Raises
    ------
    PermissionDenied
        When it is called: the person does not run the installation.
    """
    verb = f"{function.__module__.split('.')[1]}.{function.__name__}"
    says_why = "why" in signature(function).parameters

    @wraps(function)
    def run(who: User, /, *objects: Any, **values: Any) -> Any:
        if not (who.is_authenticated and who.is_active and who.is_operator):
            raise PermissionDenied(verb)
        values, why = taken_reason(values, has_why=says_why)
        with transaction.atomic(), acting(who, verb, why, name=who.key_name), claimed():
            token = _idle.set(False)
            try:
                result = function(who, *objects, **values)
                idle = _idle.get()
            finally:
                _idle.reset(token)
            if idle:
                return result
            subject = next((o for o in (*objects, result) if isinstance(o, Model)), None)
            record(subject)
            return result

    OPERATOR_ACTIONS[verb] = run
    return run


def record(subject: Model | None, **details: Any) -> InstallationChange:
    """Write a line to the installation's log, in the name of whoever acts now.

    Parameters
    ----------
    subject : Model or None
        The row it was done to.
    **details
        Plain values: how many, which edition.
    """
    who = actor()
    return InstallationChange.objects.create(
        user=who.user if isinstance(who.user, User) else None,
        program=who.name[:60],
        verb=who.verb,
        what=subject._meta.label if subject is not None else "",
        row=subject.pk if subject is not None else None,
        about=str(subject)[:200] if subject is not None else "",
        details=details,
        why=who.why,
    )
