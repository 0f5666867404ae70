"""Enter a binding."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied

from kortreist_web.bindings.deadlines import keep_deadlines
from kortreist_web.bindings.entered import FIELDS, checked
from kortreist_web.bindings.filled import fill, free_key
from kortreist_web.bindings.models import Binding
from kortreist_web.bindings.policies import enters_for
from kortreist_web.core.action import action
from kortreist_web.measures.catalogue import measures_of
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation

__all__ = ["enter", "new_binding"]


@action("enter", Binding)
def enter(who: Actor, organisation: Organisation, /, *, why: str = "", **values: Any) -> Binding:
    """Add a binding; what nobody has filled in is a default, marked as one.

    Parameters
    ----------
    **values
        Any of :data:`~kortreist_web.bindings.entered.FIELDS`.

    Raises
    ------
    PermissionDenied
        A reporter of one unit, and the binding is another's.
    RefusedError
        It does not hold together: says the field and the mend.
    """
    binding = new_binding(organisation, values)
    if not enters_for(who, organisation, binding.unit_id):
        raise PermissionDenied("another unit's binding")
    binding.save()
    keep_deadlines(binding)
    return binding


def new_binding(organisation: Organisation, values: dict[str, Any], key: str = "") -> Binding:
    """Return a binding with its defaults that holds together; not saved.

    Raises
    ------
    RefusedError
    TypeError
        A value that a binding does not have.
    """
    unknown = values.keys() - set(FIELDS)
    if unknown:
        raise TypeError(f"a binding has no {', '.join(sorted(unknown))}")
    binding = Binding(organisation=organisation)
    for name in ("in_baseline", "account"):
        setattr(binding, name, None)
    for name, value in values.items():
        setattr(binding, name, value)
    fill(binding)
    binding.key = key or free_key(organisation, binding.name)
    return checked(binding, [m.id for m in measures_of(organisation)[0]])
