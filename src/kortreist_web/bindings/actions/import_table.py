"""Take in a table of bindings, all or none."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from kortreist_web.bindings.actions.enter import new_binding
from kortreist_web.bindings.deadlines import keep_deadlines
from kortreist_web.bindings.models import Binding
from kortreist_web.bindings.rewriting import rewrite
from kortreist_web.bindings.table import Read
from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.measures.catalogue import measures_of
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation, Unit

__all__ = ["import_bindings"]


@action("manage", Binding)
def import_bindings(
    who: Actor,
    organisation: Organisation,
    *,
    rows: Sequence[Read],
    confirmed: Collection[str] = (),
    why: str = "",
) -> dict[str, int]:
    """Add and change bindings by their keys.

    Parameters
    ----------
    rows : sequence of (key, values)
        See :func:`~kortreist_web.bindings.table.read_table`.
    confirmed : collection of str
        Keys of which the person has confirmed that nothing is emitted and nothing paid if they
        are not signed.

    Returns
    -------
    dict
        How many were ``added``, ``changed`` and left the ``same``.

    Raises
    ------
    RefusedError
        One that does not hold together, is withdrawn, is decided, or is before the council.
    """
    there = {b.key: b for b in Binding.objects.filter(organisation=organisation)}
    units = {u.pk: u for u in Unit.objects.filter(organisation=organisation)}
    count = {"added": 0, "changed": 0, "same": 0}
    measures = [m.id for m in measures_of(organisation)[0]]
    for key, read in rows:
        values = {k: v for k, v in read.items() if k != "unit_id"}
        unit = units.get(read.get("unit_id") or 0)
        if unit is not None:
            values["unit"] = unit
        values["zero_confirmed"] = bool(read["zero_confirmed"]) or key in confirmed
        binding = there.get(key)
        if binding is None:
            binding = new_binding(organisation, values, key)
            binding.save()
            count["added"] += 1
        elif binding.withdrawn_on is not None:
            raise RefusedError("bindings.refused.withdrawn", name=binding.name)
        else:
            before = binding.values()
            # What is decided is changed with a reason of its own, and a file's name is none.
            rewrite(who, binding, values, measures=measures)
            if binding.values() == before:
                count["same"] += 1
                continue
            binding.save()
            count["changed"] += 1
        keep_deadlines(binding)
    return count
