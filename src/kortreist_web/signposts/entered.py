"""What is entered of a sign, and what must hold of it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from kortreist_web.core.policy import EDITORS
from kortreist_web.core.refusals import RefusedError
from kortreist_web.signposts.models import Signpost
from kortreist_web.signposts.standing import Rules, newest
from kortreist_web.tasks.owners import Owner
from kortreist_web.tenants.models import Organisation

__all__ = ["FIELDS", "LARGEST", "OWNERS", "can_own", "checked", "same_sign", "set_values"]

#: Nothing in a municipality is larger, in any unit: more is a slip of the hand.
LARGEST = 1e12
#: Roles that can do something about a sign that waits for them.
OWNERS = EDITORS | {"reporter"}
FIELDS = (
    "name",
    "measure",
    "binding",
    "plan",
    "told",
    "source",
    "indicator",
    "figure",
    "unit_of_measure",
    "direction",
    "threshold",
    "start_value",
    "read_year",
    "see_by",
    "owner",
    "what_then",
)


def set_values(signpost: Signpost, values: dict[str, Any]) -> None:
    """Set values of a sign; its owner is a person, a role or a unit.

    Raises
    ------
    TypeError
        A value that a sign does not have.
    """
    unknown = values.keys() - set(FIELDS)
    if unknown:
        raise TypeError(f"a signpost has no {', '.join(sorted(unknown))}")
    for name, value in values.items():
        if name == "owner":
            owner: Owner = value
            signpost.person, signpost.role, signpost.unit = owner.person, owner.role, owner.unit
        else:
            setattr(signpost, name, value)


def can_own(organisation: Organisation, owner: Owner) -> bool:
    """Tell whether an owner may say what was decided: a task that she cannot do helps nobody.

    A role is for the whole organisation, so only one that may settle any sign; a unit has those
    who report for it, or the editors.
    """
    if owner.person is not None:
        return bool(owner.person.roles_in(organisation) & OWNERS)
    return not owner.role or owner.role in EDITORS


def same_sign(organisation: Organisation, measure: str, told: Mapping[str, Any]) -> Signpost | None:
    """Return the sign of a plan's measure that is watched already; None of one made by hand."""
    if not told or not measure:
        return None
    rows = Signpost.objects.filter(organisation=organisation, measure=measure, settled_on=None)
    same = (told.get("kind"), told.get("key"))
    return next((s for s in rows if (s.told.get("kind"), s.told.get("key")) == same), None)


def _last_year(s: Signpost) -> int | None:
    """Return the last year that the sign's plan reckons with; None: it is of no plan."""
    content = s.plan.content if s.plan is not None else None
    if not content:
        return None
    return max(int(y) for y in (*content["pathway"], s.told.get("see_by") or 0))


def _never_negative(s: Signpost) -> bool:
    """Tell whether a sign's value cannot be below zero: a price, or an index of a plan's."""
    return s.source == Signpost.Source.OFFER or s.told.get("kind") in ("driver", "effect")


def checked(signpost: Signpost) -> Signpost:
    """Return a sign that holds together, with where it began where that is known.

    Raises
    ------
    RefusedError
        Says the field and the mend.
    """
    s = signpost
    if not s.name.strip():
        raise RefusedError("signposts.refused.name", about="name")
    if s.see_by < timezone.localdate().year and s.settled_on is None:
        raise RefusedError("signposts.refused.see_by", about="see_by", year=s.see_by)
    last = _last_year(s)
    if last is not None and s.see_by > last:
        raise RefusedError(
            "signposts.refused.see_by_plan", about="see_by", year=s.see_by, last=last
        )
    if not can_own(s.organisation, Owner(s.person, s.role, s.unit)):
        raise RefusedError("signposts.refused.owner", about="owner")
    if s.is_word:
        s.threshold = s.start_value = s.read_year = None
        s.direction = Signpost.Direction.UP
    elif s.threshold is None or not math.isfinite(s.threshold):
        raise RefusedError("signposts.refused.threshold", about="threshold")
    elif abs(s.threshold) > LARGEST:
        raise RefusedError("signposts.refused.threshold_size", about="threshold")
    elif s.threshold < 0.0 and _never_negative(s):
        raise RefusedError("signposts.refused.threshold_negative", about="threshold")
    if s.source == Signpost.Source.INDICATOR:
        if s.indicator is None:
            raise RefusedError("signposts.refused.indicator", about="indicator")
        s.unit_of_measure = s.indicator.unit_of_measure
        if s.start_value is None:
            s.start_value = s.indicator.start_value
    else:
        s.indicator = None
    if s.source == Signpost.Source.ACCOUNT:
        from kortreist_web.accounts.queries import history

        sectors = {name for year in history(s.organisation).values() for name in year}
        if s.figure and s.figure not in sectors:
            raise RefusedError("signposts.refused.figure", about="figure")
        s.unit_of_measure = "t CO₂e"
    else:
        s.figure = ""
    if s.start_value is None and not s.is_word:
        today = timezone.localdate()
        seen = None
        if s.source != Signpost.Source.OFFER:
            seen = newest(s, today, Rules.at(today))
        s.start_value = seen.value if seen is not None else None
    return s
