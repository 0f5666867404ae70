"""The robust plan's names and sentences in the reader's language."""

from __future__ import annotations

from functools import lru_cache

from kortreist import facts
from kortreist.budgets.budget import ClimateBudget
from kortreist.documents.format.blocks import Cell, Inlines
from kortreist.documents.format.names import Names
from kortreist.documents.format.writer import Writer
from kortreist.measures import library
from kortreist.measures.measure import Measure
from kortreist.plans.deciding import deciders, decision_rule
from kortreist.plans.outcome import Finding, Pilot, Signpost, Verdict
from kortreist.plans.stair import Step
from kortreist.plans.verdict import sign_key

__all__ = ["OutcomeWords", "inside"]


class OutcomeWords:
    """Says measures, groups, signposts and findings in one language.

    Parameters
    ----------
    write : Writer
    budget : ClimateBudget
    """

    def __init__(self, write: Writer, budget: ClimateBudget) -> None:
        self.write = write
        self.names = Names(write.language)
        self.prices = budget.outcome.prices
        self.measures: dict[str, Measure] = {
            m.measure.id: m.measure for m in (*budget.measures, *budget.unquantified)
        }
        self._first = {v.measure: v.decider for v in budget.outcome.verdicts}
        self.known = {f"known/{row.change.id}": row.change for row in budget.known_changes}
        self.bound = {f"binding/{c.id}": c.name for c in budget.commitments}
        for other, _ in (*budget.not_chosen, *budget.state_must):
            self.measures.setdefault(other.id, other)

    def found(self, id: str) -> Measure | None:
        """Return a measure of the plan or of the library."""
        return self.measures.get(id) or _library().get(id)

    def measure_text(self, id: str) -> str:
        """Return a measure's name."""
        measure = self.found(id)
        return measure.name[self.write.language] if measure else self.names.first([], id)

    def decided_by(self, id: str) -> str:
        """Return who decides a measure; the municipality where it is unknown."""
        measure = self.found(id)
        return measure.decided_by if measure else "municipality"

    def deciders(self, id: str) -> Inlines:
        """Return everybody who must want a measure, who has the last word last."""
        w = self.write
        here, *others = deciders(self._first.get(id, ""), self.decided_by(id))
        if not others:
            name = w.t(here)
            return (w.name(name[:1].upper() + name[1:]),)
        return w.text("groups.together", here=w.name(w.t(here)), who=w.name(w.t(others[0])))

    def decision(self, v: Verdict) -> Cell:
        """Return everybody who must want a measure, over the paragraph that says so."""
        rule = decision_rule(v.decision_rule) if v.decision_rule else None
        where = rule.paragraph.get(self.write.language, "") if rule else ""
        under: Inlines = (self.write.name(where),) if where else ()
        if rule is not None and where and rule.mark == "recalled":
            # Nobody has read the act for it: what is remembered is not what the act says.
            under = (*under, " (", *self.write.text("mark.recalled"), ")")
        return Cell(self.deciders(v.measure), under)

    def keeps(self, v: Verdict, ref: str) -> Inlines:
        """Return how often a measure keeps its group, in resamples and in variants."""
        w = self.write
        said = w.text("groups.keeps", share=w.percent(v.stability, ref))
        if not v.variants:
            return said
        held, of = w.number(v.holds_in, ref), w.number(v.variants, ref)
        return (*said, ", ", *w.text("groups.holds", held=held, of=of))

    def measure(self, id: str) -> Inlines:
        """Return a measure's name; one with digits is marked as a name."""
        return (self.write.name(self.measure_text(id)),)

    def listed(self, ids: tuple[str, ...], between: str = "; ") -> Inlines:
        """Return the names of measures."""
        return self.write.join([self.measure(i) for i in ids], between)

    def factor(self, kind: str, key: str) -> str:
        """Return the name of something uncertain: a driver, a condition, an effect, delays."""
        t = self.write.t
        if kind == "driver" and key in self.bound:
            return self.bound[key]
        if kind == "driver" and key in self.known:
            change = self.known[key]
            return f"{change.plant}: {change.what[self.write.language]}"
        if kind == "driver":
            return self.names.first([f"futures.driver.{key}"], key)
        if kind == "condition":
            return self.names.condition(key)
        if kind == "effect" and key:
            return t("documents.drives.effect", measure=self.measure_text(key))
        return t(f"documents.drives.{'effects' if kind == 'effect' else 'delays'}")

    def layer(self, layer: str) -> str:
        """Return the name of a layer of the stair."""
        return self.write.t(f"plans.layer.{layer}")

    def step(self, step: Step) -> str:
        """Return the name of a step: what is past the target is not what nothing reaches."""
        return self.layer(step.label)

    def stair_row(self, kind: str, key: str) -> str:
        """Return the name of a row of the stair."""
        if kind == "measure":
            return self.measure_text(key)
        if kind == "conditions":
            return self.write.t("plans.layer.conditions")
        return self.factor(kind, key)

    def signpost(self, post: Signpost, ref: str) -> Inlines:
        """Return what to watch, in words.

        Parameters
        ----------
        post : Signpost
        ref : str
            Origin of the threshold.
        """
        w = self.write
        if post.kind == "condition":
            key = "condition_down" if post.direction == "down" else "condition"
            what = w.name(self.names.condition(post.key))
            return w.said(f"plans.signpost.{key}", what=what)
        if post.kind == "driver" and post.threshold is not None and post.year is not None:
            return w.said(
                f"plans.signpost.driver_{post.direction or 'up'}",
                what=w.name(inside(self.factor("driver", post.key))),
                threshold=w.percent(post.threshold, ref),
                year=w.year(post.year),
            )
        if post.kind in ("cost", "effect") and post.threshold is not None:
            key, share = sign_key(post.kind, post.direction, post.threshold)
            return w.said(key, threshold=w.percent(share, ref))
        if post.kind == "cost" and (price := self.prices.get(post.key)) is not None:
            # A price that is known needs no finding: it must come out better than here.
            return w.said(f"plans.signpost.cost{'' if price.mark == 'unknown' else '_known'}")
        return w.said(f"plans.signpost.{'effect' if post.kind == 'driver' else post.kind}")

    def told(self, post: Signpost, ref: str) -> Inlines:
        """Return how often what is watched is seen in time, and for nothing; or why not.

        Parameters
        ----------
        post : Signpost
        ref : str
            Origin of the shares.
        """
        w = self.write
        if post.unwatched:
            return w.said(f"plans.signpost.unwatched.{post.unwatched}")
        if post.timeliness is None or post.false_alarms is None:
            return ()
        if post.timeliness.central == 0.0:
            return w.said("plans.signpost.too_late")
        return w.said(
            "plans.signpost.told",
            timely=w.chance(post.timeliness.central, ref),
            false=w.chance(post.false_alarms.central, ref),
        )

    def pilot(self, pilot: Pilot, ref: str) -> Inlines:
        """Return what to try small, in one sentence.

        Parameters
        ----------
        pilot : Pilot
        ref : str
            Origin of its figures.
        """
        w = self.write
        if pilot.advice == "no":
            return w.said("plans.pilot.no")
        return w.said(
            f"plans.pilot.{pilot.advice}",
            share=w.percent(pilot.size, ref),
            year=w.year(pilot.decide_after),
            what=w.t(f"plans.pilot.learns.{pilot.learns}"),
            cost=w.money(pilot.cost, ref),
            value=w.money(pilot.value, ref),
        )

    def finding(self, finding: Finding, ref: str) -> Inlines:
        """Return a rule found in the futures as a sentence."""
        w = self.write
        return w.text(
            f"findings.{finding.outcome}",
            limits=w.listed([self.limit(*limit, ref) for limit in finding.limits]),
            density=w.chance(finding.density, ref),
            base=w.chance(finding.base, ref),
            coverage=w.chance(finding.coverage, ref),
        )

    def limit(self, kind: str, key: str, direction: str, threshold: float, ref: str) -> Inlines:
        """Return one limit of a rule as a clause."""
        w = self.write
        what = w.name(inside(self.factor(kind, key)))
        if kind == "condition":
            return w.text(f"findings.comes_{direction}", what=what, year=w.year(round(threshold)))
        if _phased_out(key):
            return w.text(f"findings.half_{direction}", what=what, year=w.year(round(threshold)))
        rate = w.percent(threshold, ref, 1)
        return w.text(f"findings.rate_{direction}", what=what, rate=rate)


def inside(name: str) -> str:
    """Return a name as it is written inside a sentence; abbreviations keep their capitals."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


@lru_cache(maxsize=1)
def _library() -> dict[str, Measure]:
    """Return the library's measures: the stair also names those too small for a list."""
    return {m.id: m for m in library()}


@lru_cache(maxsize=128)
def _phased_out(driver: str) -> bool:
    """Tell whether a driver's own unit is the year in which it is halved."""
    rows = facts.load().table("drivers")
    return any(r["id"] == driver and r["path"] == "phase_out" for r in rows)
