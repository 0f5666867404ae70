"""The same thing is registered once, also when a form is sent twice or by two people.

::

    goal = checked(AdoptedGoal(organisation=organisation, **values))
    refuse_second(goal, "kind", "tonnes", "target_year", where=Q(ended_on=None))
    goal.save()
"""

from __future__ import annotations

from django.db.models import CharField, Q

from kortreist_web.core.models import TenantModel
from kortreist_web.core.refusals import RefusedError

__all__ = ["refuse_second"]


def refuse_second(row: TenantModel, *fields: str, where: Q | None = None) -> None:
    """Refuse a row that would say what another of its organisation says; inside an action.

    The organisation's row is locked first: of two that come at once, the second waits, and is
    then told. Words are the same whatever their letters are (large, small) and without the space
    around them.

    Parameters
    ----------
    row : TenantModel
        About to be saved.
    *fields : str
        What is the same when they are the same.
    where : Q, optional
        Which others count; by default all.

    Raises
    ------
    RefusedError
        ``core.refused.already``.
    """
    model = type(row)
    organisation = row.organisation
    type(organisation).objects.select_for_update().get(pk=organisation.pk)
    same = Q(organisation=organisation)
    for name in fields:
        value = getattr(row, name)
        if value is None:
            same &= Q(**{f"{name}__isnull": True})
        elif isinstance(model._meta.get_field(name), CharField):
            same &= Q(**{f"{name}__iexact": value.strip()})
        else:
            same &= Q(**{name: value})
    others = model._default_manager.filter(same, where or Q()).exclude(pk=row.pk)
    if others.exists():
        raise RefusedError("core.refused.already", what=str(row)[:120])
