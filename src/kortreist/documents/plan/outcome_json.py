"""What the robust plan says, as plain values for ``plan.json``."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from kortreist.budgets.budget import ClimateBudget
from kortreist.documents.format.blocks import plain
from kortreist.documents.format.writer import Writer
from kortreist.documents.plan.judged import asked_of
from kortreist.documents.plan.labels import OutcomeWords
from kortreist.documents.plan.map_json import map_fields
from kortreist.documents.plan.room import change_fields, room_fields
from kortreist.documents.plan.stair_json import stair_fields
from kortreist.plans.deciding import decision_rule
from kortreist.plans.judgement import Judged
from kortreist.plans.outcome import Pilot, PlanOutcome, Signpost, Verdict
from kortreist.provenance import Origin

__all__ = ["OutcomeJson"]

#: JSON holds the figures themselves, so the sentences beside them need no origin of their own.
_UNTRACED = Origin("document/groups", "formula", "groups", mark="computed")


class OutcomeJson:
    """Writes verdicts and the plan's own figures.

    Parameters
    ----------
    budget : ClimateBudget
    language : {"nb", "nn", "en"}
        Language of names and sentences.
    """

    def __init__(self, budget: ClimateBudget, language: str) -> None:
        self.outcome: PlanOutcome = budget.outcome
        self._first = budget.plan_years[0]
        write = Writer(language, {_UNTRACED.id: _UNTRACED})
        self.t = write.t
        self.words = OutcomeWords(write, budget)
        self._verdicts = {v.measure: v for v in self.outcome.verdicts}

    def measure(self, id: str) -> dict[str, Any]:
        """Return what is said of one measure; only ``group: null`` where there is no verdict."""
        v = self._verdicts.get(id)
        if v is None:
            return {"group": None}
        return {
            "group": v.group,
            "group_reason": v.reason,
            "group_reason_text": self.t(f"plans.reason.{v.reason}"),
            "group_stability": v.stability,
            "group_uncertain": v.uncertain,
            "regret": asdict(v.regret),
            "when_bound": change_fields(v.when_bound),
            "decide_by": v.decide_by,
            # The budget of the first year is adopted the year before: that is still to come.
            "decide_late": v.decide_by is not None and v.decide_by < self._first - 1,
            "signpost": self._signpost(v.signpost),
            "pilot": self._pilot(v.pilot),
            **_rest(v),
        }

    def _signpost(self, post: Signpost | None) -> dict[str, Any] | None:
        if post is None:
            return None
        return {
            **asdict(post),
            "text": plain(self.words.signpost(post, _UNTRACED.id)),
            "told": plain(self.words.told(post, _UNTRACED.id)),
        }

    def _pilot(self, pilot: Pilot | None) -> dict[str, Any] | None:
        if pilot is None:
            return None
        return {
            "learns": pilot.learns,
            "size": pilot.size,
            "units": pilot.units,
            "cost_nok": pilot.cost,
            "value_nok": {"low": pilot.low, "central": pilot.value, "high": pilot.high},
            "decide_after": pilot.decide_after,
            "advice": pilot.advice,
            "text": plain(self.words.pilot(pilot, _UNTRACED.id)),
        }

    def _judged_dict(self, j: Judged) -> dict[str, Any]:
        language = self.words.write.language
        return {
            **{k: v for k, v in asdict(j).items() if k not in ("low", "central", "high")},
            "id": j.id,
            "value": {"low": j.low, "central": j.central, "high": j.high},
            "label": j.label[language],
            "labels": dict(j.label),
            "unit": j.unit[language],
            "units": dict(j.unit),
            "question": j.question.get(language, ""),
            "questions": dict(j.question),
            "asked_of_name": asked_of(language, j.asked_of),
        }

    def plan(self) -> dict[str, Any]:
        """Return what is said of the plan as a whole."""
        o = self.outcome
        return {
            "room_for_manoeuvre": room_fields(o.room),
            **stair_fields(o.stairs, self.words),
            # How long the proof took is the machine's: the same plan is the same bytes.
            "solver": {k: v for k, v in asdict(o.solver).items() if k != "seconds"},
            "learning": asdict(o.learning),
            "marginal": [asdict(m) for m in o.marginal],
            "trade_off": [asdict(p) for p in o.trade_off],
            "pathway_map": map_fields(o.pathway_map, self.words),
            "drivers": [
                {
                    **asdict(d),
                    "worth_clear": d.worth_clear,
                    "name": self.words.factor(d.kind, d.key),
                }
                for d in o.drivers
            ],
            "findings": [
                {
                    "outcome": f.outcome,
                    "limits": [
                        {
                            "kind": kind,
                            "key": key,
                            "name": self.words.factor(kind, key),
                            "direction": direction,
                            "threshold": threshold,
                        }
                        for kind, key, direction, threshold in f.limits
                    ],
                    "coverage": f.coverage,
                    "density": f.density,
                    "base": f.base,
                    "text": plain(self.words.finding(f, _UNTRACED.id)),
                }
                for f in o.findings
            ],
            "in_the_way": [asdict(d) for d in o.in_the_way],
            "limit_gains": [{**asdict(g), "measures": list(g.measures)} for g in o.limit_gains],
            "judged": [self._judged_dict(j) for j in o.judged],
            "judged_others": [self._judged_dict(j) for j in o.judged_others],
            "answered": [self._judged_dict(j) for j in o.answered],
        }


def _rest(v: Verdict) -> dict[str, Any]:
    return {
        "decider": v.decider,
        "decision_rule": _rule(v),
        "variants": v.variants,
        "holds_in": v.holds_in,
        "changes": [asdict(c) for c in v.changes],
        "one_of": list(v.one_of),
        "needs": list(v.needs),
        "binding_years": v.binding_years,
        "early_share": v.early_share,
        "ever_share": v.ever_share,
        "committed_emissions": v.committed_emissions,
        "closes": list(v.closes),
        "closes_until": v.closes_until,
        "satisficing": v.satisficing,
        "info_gap": v.info_gap,
    }


def _rule(v: Verdict) -> dict[str, Any] | None:
    if not v.decision_rule:
        return None
    rule = decision_rule(v.decision_rule)
    return {"id": rule.id, "text": dict(rule.text), "paragraph": dict(rule.paragraph)}
