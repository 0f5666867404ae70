"""Take in a table of bindings, all or none."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from kortreist_web.bindings.actions.enter import new_binding
from kortreist_web.bindings.deadlines import keep_deadlines
from kortreist_web.bindings.models import Binding
from kortreist_web.bindings.rewriting import rewrite
from kortreist_web.bindings.row_changes import differences, for_new
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
    changing: Collection[str] = (),
    why: str = "",
) -> dict[str, int]:
    """Add bindings, and change those the person has said yes to, by their keys.

    Parameters
    ----------
    rows : sequence of (key, values)
        See :func:`~kortreist_web.bindings.table.read_table`.
    confirmed : collection of str
        Keys of which the person has confirmed that nothing is emitted and nothing paid if they
        are not signed.
    changing : collection of str
        Keys of bindings that are there already, of which the person has seen what changes: the
        same key may be another's.

    Returns
    -------
    dict
        How many were ``added``, ``changed``, ``left`` as they are, and the ``same`` already.

    Raises
    ------
    RefusedError
        One that does not hold together, is withdrawn, is decided, or is before the council.
    """
    there = {b.key: b for b in Binding.objects.filter(organisation=organisation)}
    units = {u.pk: u for u in Unit.objects.filter(organisation=organisation)}
    count = {"added": 0, "changed": 0, "left": 0, "same": 0}
    measures = [m.id for m in measures_of(organisation)[0]]
    for key, read in rows:
        binding = there.get(key)
        if binding is None:
            binding = new_binding(organisation, for_new(read, units, key in confirmed), key)
            binding.save()
            count["added"] += 1
        else:
            changes = differences(binding, read, units, key in confirmed)
            if key not in changing and changes:
                # To say what happens without it is to answer, not to change what is entered.
                said = {n: v for n, v in changes.items() if n == "zero_confirmed" and v}
                count["left"] += len(changes) > len(said)
                changes = said if key in confirmed else {}
            elif not changes:
                count["same"] += 1
            if not changes:
                continue
            if binding.withdrawn_on is not None:
                raise RefusedError("bindings.refused.withdrawn", name=binding.name)
            untouched = set(binding.defaults) - changes.keys()
            # What is decided is changed with a reason of its own, and a file's name is none.
            rewrite(who, binding, changes, measures=measures, untouched=untouched)
            binding.save()
            count["changed"] += 1
        keep_deadlines(binding)
    return count
