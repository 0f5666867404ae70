"""Values set on a binding that is there: what the council has before it, or has decided, holds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.utils import timezone

from kortreist_web.bindings.cases import proposed_now, require_takeable_back
from kortreist_web.bindings.entered import checked, plain
from kortreist_web.bindings.filled import fill
from kortreist_web.bindings.models import Binding
from kortreist_web.core.actors import Caller, Organisation
from kortreist_web.core.policy import policy_of
from kortreist_web.core.refusals import RefusedError

__all__ = ["require_may_undo", "rewrite"]

#: The way from decided to built: a step forward is no change of what was decided.
_FORWARD = (Binding.Status.ADOPTED, Binding.Status.CONTRACTED, Binding.Status.RUNNING)


def rewrite(
    who: Caller,
    binding: Binding,
    values: Mapping[str, Any],
    *,
    measures: Iterable[str],
    untouched: Collection[str] = (),
    why: str = "",
) -> None:
    """Set values on a binding, which still has to hold together; it is not saved.

    What the council has before it is not changed while it is there. What is decided, signed or
    built is changed by an approver, with a reason that is kept and shown.

    Parameters
    ----------
    values : mapping
        Field → value.
    measures : iterable of str
        Ids that it may shut out.
    untouched : collection of str
        Fields whose default was shown and left as it was.

    Raises
    ------
    RefusedError
    """
    before, decided = _locked(binding), binding.committed
    for name, value in values.items():
        setattr(binding, name, value)
    fill(binding, untouched)
    checked(binding, measures)
    after = _locked(binding)
    if after == before:
        return
    if proposed_now(binding) is not None:
        raise RefusedError("bindings.refused.proposed", name=before["name"])
    if decided and not _only_forward(before, after):
        if not binding.committed:
            require_takeable_back(binding, why)
        require_may_undo(who, binding, why, name=before["name"])
        binding.altered = {"day": timezone.localdate().isoformat(), "why": why.strip()[:300]}


def require_may_undo(who: Caller, binding: Binding, why: str, name: str = "") -> None:
    """Refuse to change what is decided, signed or built without a reason and an approver.

    Raises
    ------
    RefusedError
    """
    name = name or binding.name
    if not why.strip():
        raise RefusedError("bindings.refused.decided_why", about="why", name=name)
    if not policy_of(Binding).may(who, "adopt", _organisation(binding)):
        raise RefusedError("bindings.refused.decided_approver", name=name)


def _organisation(binding: Binding) -> Organisation:
    organisation: Organisation = binding.organisation
    return organisation


def _locked(binding: Binding) -> dict[str, Any]:
    """Return what the council decides about: what is judged, who decides, and when."""
    return {**plain(binding), "decider": binding.decider, "month": binding.signed_month}


def _only_forward(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Tell whether it has only come further: signed, or taken into use."""
    # What is taken into use is in the account from then on.
    same = all(before[n] == after[n] for n in before if n not in ("status", "in_baseline"))
    steps = [
        _FORWARD.index(v["status"]) if v["status"] in _FORWARD else -1 for v in (before, after)
    ]
    began = after["status"] == Binding.Status.RUNNING
    return (
        same and steps[1] >= steps[0] and (began or before["in_baseline"] == after["in_baseline"])
    )
