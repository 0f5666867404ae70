"""What state and county must do, in a document."""

from __future__ import annotations

from kortreist.documents.format.blocks import Table
from kortreist.documents.format.names import Names
from kortreist.documents.plan.writer import PlanWriter
from kortreist.measures.measure import Measure

__all__ = ["state_table"]


def state_table(w: PlanWriter) -> Table | None:
    """Return what state and county must do, and which measures wait for it; None for none."""
    if not w.budget.state_must:
        return None
    names = Names(w.language)
    groups: dict[str, list[Measure]] = {}
    for m, what in w.budget.state_must:
        groups.setdefault(what, []).append(m)
    rows = []
    for what, waiting in groups.items():
        theirs = [i for m in waiting for i in m.instruments if i.owner != "municipality"]
        instruments = dict.fromkeys(i.name[w.language] for i in theirs)
        rows.append(
            w.row(
                w.name(names.condition(what)),
                w.join([(w.name(i),) for i in instruments], "; "),
                w.join([(w.name(m.name[w.language]),) for m in waiting], "; "),
            )
        )
    return w.table(
        "state",
        "state.caption",
        [
            w.text_column("state.what", 1.2),
            w.text_column("state.instruments", 1.2),
            w.text_column("state.waiting", 1.4),
        ],
        rows,
    )
