"""Change what is entered of a binding."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied

from kortreist_web.bindings.deadlines import keep_deadlines
from kortreist_web.bindings.entered import FIELDS
from kortreist_web.bindings.models import Binding
from kortreist_web.bindings.policies import enters_for
from kortreist_web.bindings.rewriting import rewrite
from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.measures.catalogue import measures_of
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation

__all__ = ["change"]


@action("change", Binding)
def change(
    who: Actor,
    organisation: Organisation,
    binding: Binding,
    /,
    *,
    version: int | None = None,
    why: str = "",
    **values: Any,
) -> Binding:
    """Change a binding; a default that is left as it is stays a default.

    Parameters
    ----------
    version : int, optional
        Of the binding that was shown.

    Raises
    ------
    PermissionDenied
        It would become another unit's than the reporter's.
    RefusedError
        It is withdrawn, or does not hold together; the council has it before it; or it is
        decided, and there is no reason, no approver, or a resolution that holds.
    ConflictError
    """
    if binding.withdrawn_on is not None:
        raise RefusedError("bindings.refused.withdrawn", name=binding.name)
    unknown = values.keys() - set(FIELDS)
    if unknown:
        raise TypeError(f"a binding has no {', '.join(sorted(unknown))}")
    untouched = {
        field
        for field in binding.defaults
        if field not in values or values[field] == getattr(binding, field)
    }
    measures = [m.id for m in measures_of(organisation)[0]]
    rewrite(who, binding, values, measures=measures, untouched=untouched, why=why)
    if not enters_for(who, organisation, binding.unit_id):
        raise PermissionDenied("another unit's binding")
    binding.save_as_read(version)
    keep_deadlines(binding)
    return binding
