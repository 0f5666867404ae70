"""The newest judgement, and whether it still is of the plan and the bindings there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kortreist_web.bindings.entered import plain
from kortreist_web.bindings.models import Binding, Judgement
from kortreist_web.plans.latest import newest_plan
from kortreist_web.tenants.models import Organisation

__all__ = ["Standing", "newest_judgement", "standing"]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a judgement stands.

    Parameters
    ----------
    judgement : Judgement or None
        The newest that has its answer.
    another_plan : bool
        A newer plan has been made since, or the plan is another.
    changed : frozenset of str
        Keys of bindings that are entered or changed since.
    """

    judgement: Judgement | None
    another_plan: bool = False
    changed: frozenset[str] = frozenset()

    @property
    def stale(self) -> bool:
        """Whether it should be made anew."""
        return self.judgement is not None and (self.another_plan or bool(self.changed))

    @property
    def content(self) -> Mapping[str, Any]:
        """The answer; empty where there is none."""
        content = self.judgement.content if self.judgement is not None else None
        return content or {}

    def of(self, key: str) -> Mapping[str, Any] | None:
        """Return what was judged of a binding as it is now; None: nothing."""
        if key in self.changed:
            return None
        judged: Mapping[str, Any] | None = self.content.get("judged", {}).get(key)
        return judged


def newest_judgement(organisation: Organisation) -> Judgement | None:
    """Return the newest judgement that has its answer."""
    rows = Judgement.objects.filter(organisation=organisation, state=Judgement.State.READY)
    return rows.select_related("plan").order_by("-id").first()


def standing(organisation: Organisation, rows: list[Binding]) -> Standing:
    """Return how the newest judgement stands beside the bindings there are.

    One that is added or taken away changes what all the others are judged in.
    """
    judgement = newest_judgement(organisation)
    if judgement is None:
        return Standing(None, changed=frozenset(b.key for b in rows))
    plan = newest_plan(organisation)
    another = plan is None or plan.pk != judgement.plan_id
    another = another or (plan is not None and plan.content_hash != judgement.plan_hash)
    then = {values["key"]: values for values in judgement.entered}
    changed = {b.key for b in rows if then.get(b.key) != plain(b)}
    gone = then.keys() - {b.key for b in rows}
    return Standing(judgement, another, frozenset(changed | gone))
