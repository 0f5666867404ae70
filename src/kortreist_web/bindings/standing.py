"""The newest judgement, and whether it still is of the plan and the bindings there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from kortreist_web.accounts.pins import engine_version, facts_version
from kortreist_web.accounts.queries import vintages_with
from kortreist_web.bindings.entered import plain
from kortreist_web.bindings.models import Binding, Judgement
from kortreist_web.plans.latest import newest_plan
from kortreist_web.tenants.models import Organisation

__all__ = ["Standing", "judged_years", "newest_judgement", "standing"]


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
    another_program : bool
        The engine or its facts have been renewed since.
    another_account : bool
        A newer edition of the account has come than that of the plan: the plan must be made
        anew first.
    """

    judgement: Judgement | None
    another_plan: bool = False
    changed: frozenset[str] = frozenset()
    another_program: bool = False
    another_account: bool = False

    @property
    def stale(self) -> bool:
        """Whether it should be made anew: judged now, the answer may be another."""
        renewed = self.another_plan or self.another_program or bool(self.changed)
        return self.judgement is not None and renewed

    @property
    def old(self) -> bool:
        """Whether its verdicts are of something else than what holds now."""
        return self.stale or (self.judgement is not None and self.another_account)

    def old_verdict(self, key: str) -> bool:
        """Tell whether there is a verdict of a binding, and it is of something else."""
        return self.stale and self.of(key) is not None

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


def _ready(organisation: Organisation) -> QuerySet[Judgement]:
    """Return the judgements that have their answer, newest first."""
    rows = Judgement.objects.filter(organisation=organisation, state=Judgement.State.READY)
    return rows.order_by("-id")


def newest_judgement(organisation: Organisation) -> Judgement | None:
    """Return the newest judgement that has its answer."""
    return _ready(organisation).select_related("plan").first()


def judged_years(organisation: Organisation) -> list[int]:
    """Return the years of the plan of the newest judgement; the rest of it is not read."""
    return _ready(organisation).values_list("content__plan__years", flat=True).first() or []


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
    pins = (judgement.content or {}).get("pins", {})
    now = {"engine_version": engine_version(), "facts_version": facts_version()}
    return Standing(
        judgement,
        another,
        frozenset(changed | gone),
        another_program=any(pins.get(name) != value for name, value in now.items()),
        another_account=plan is not None and _newer_account(organisation, plan.pins),
    )


def _newer_account(organisation: Organisation, pins: Mapping[str, Any]) -> bool:
    """Tell whether there is an edition of the account that is newer than a plan's."""
    used = pins.get("vintage")
    editions = vintages_with(organisation)
    if not used or not editions or editions[0].engine_id == used:
        return False
    mine = next((v for v in editions if v.engine_id == used), None)
    return mine is not None and editions[0].date > mine.date
