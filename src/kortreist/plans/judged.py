"""The ten figures of judgement that move a plan most, each with the question that replaces it.

Everything is put on one scale, NOK a year: what a figure moves in the plan's cost in the goal
year, and the tonnes it moves in the emission of the goal year at the carbon price of that year.

- Developments and conditions: half of Morris' mean absolute effect, which goes from the 5th to
  the 95th percentile (:mod:`kortreist.plans.key_drivers`).
- Effects: the same where the design had the measure as a factor of its own; else what the
  measure adds to the plan, times half of the figure's relative width.
- Costs: half of the width times the units treated in the goal year, investment as an annuity;
  only what it moves of the sums that are counted. A saving that is told apart moves none.
- Counts that nobody has counted: the kroner of the plan's measures in that unit, times half of
  the relative width. Tonnes follow the inventory, not the count.

Judged are figures marked ``judgement`` or ``recalled`` and counts made of emission or
inhabitants; where these do not fill the list, figures read in part (``partly``) fill it. A
figure no municipality can answer stands apart with who could.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kortreist.accounts.ledger import Account
from kortreist.facts import Row, load
from kortreist.futures import Driver, drivers
from kortreist.i18n import LANGUAGES
from kortreist.measures.measure import Cost, Measure
from kortreist.measures.prices import (
    annuity,
    effect_per_unit,
    price_level,
)
from kortreist.plans.answers import reached_units, share_today, spread, tonnes_of
from kortreist.plans.judged_texts import Texts, asked, cost_unit_text, said, same, unit_text
from kortreist.plans.judged_widths import count_ends, half_width_of, moved_share, share_left
from kortreist.plans.judgement import AnswerForm, Judged, JudgedKind, Worth
from kortreist.plans.outcome import DriverShare, PlanOutcome
from kortreist.plans.pricing import carbon_price
from kortreist.plans.question import Question
from kortreist.provenance import JUDGED, Mark

__all__ = ["Finder", "Judgement", "judged"]

_MAX = 10
#: From half of the way between the 5th and the 95th percentile to half of the 80 % interval.
_TO_80 = 1.2815515655 / 1.6448536270
#: NOK a year below which a figure moves nothing.
_NOTHING = 1.0


@dataclass(frozen=True, slots=True)
class Judgement:
    """What rests on judgement in a plan.

    Parameters
    ----------
    asked : tuple of Judged, at most ten
        With a question each, what moves most first.
    others : tuple of Judged
        Those that move as much as the last of ``asked``, or more, and that the municipality
        cannot answer.
    answered : tuple of Judged
        Those it has answered, as they stand now.
    """

    asked: tuple[Judged, ...] = ()
    others: tuple[Judged, ...] = ()
    answered: tuple[Judged, ...] = ()


def judged(
    question: Question,
    account: Account,
    outcome: PlanOutcome,
    shares: Sequence[DriverShare],
    half_width: float,
    at: date | None = None,
) -> Judgement:
    """Return the figures of judgement that move a plan most.

    Parameters
    ----------
    question : Question
        Holds the answers already given.
    account : Account
    outcome : PlanOutcome
        The plan, with what each measure adds to it.
    shares : sequence of DriverShare
        All that moves the emission of the goal year.
    half_width : float
        t CO2e: half of the 80 % interval of the emission in the goal year.
    at : datetime.date, optional

    Returns
    -------
    Judgement
    """
    year = outcome.room.goal.year
    column = question.column(year)
    candidates = Finder(
        question,
        account,
        plan=[m for m in question.measures if m.id in outcome.starts],
        added={m.measure: m.added for m in outcome.marginal},
        elsewhere={k: float(v[column]) for k, v in outcome.elsewhere.items()},
        moved={(s.kind, s.key): 0.5 * s.mu_star for s in shares},
        year=year,
        half_width=half_width,
        at=at,
    ).all()
    mine = [j for j in candidates if j.id in question.answers]
    rest = sorted((j for j in candidates if j.id not in question.answers), key=lambda j: -j.moves)
    rest = _one_cost_a_measure(rest)
    ours = [j for j in rest if j.mark in JUDGED or j.kind == "count"]
    asked = [j for j in ours if j.question][:_MAX]
    fill = [j for j in rest if j.question and j not in ours and j.mark == "partly"]
    asked = sorted(asked + fill[: _MAX - len(asked)], key=lambda j: -j.moves)
    minimum = asked[-1].moves if asked else 0.0
    others = [j for j in ours if not j.question and j.moves >= minimum]
    return Judgement(tuple(asked), tuple(others[:_MAX]), tuple(mine))


def _one_cost_a_measure(rows: Sequence[Judged]) -> list[Judged]:
    """Return the rows without the lesser costs of a measure: one offer answers them all."""
    seen: set[str] = set()
    out = []
    for row in rows:
        measure = row.key.partition("/")[0] if row.kind == "cost" else ""
        if measure in seen:
            continue
        if measure:
            seen.add(measure)
        out.append(row)
    return out


class Finder:
    """Puts every uncertain figure of some measures on one scale.

    Parameters
    ----------
    question : Question
    account : Account
    plan : sequence of Measure
    added : mapping of str to float
        Measure id → t CO2e it cuts in ``year``; ``elsewhere`` the same in the boundary of its
        unit, where that is not the question's.
    moved : mapping of (str, str) to float
        Kind and key → t CO2e that a figure alone moves, where it was tried out.
    year : int
    half_width : float
        t CO2e: half of the 80 % interval of what is looked at.
    at : datetime.date or None
    """

    def __init__(
        self,
        question: Question,
        account: Account,
        *,
        plan: Sequence[Measure],
        added: Mapping[str, float],
        elsewhere: Mapping[str, float],
        moved: Mapping[tuple[str, str], float],
        year: int,
        half_width: float,
        at: date | None,
    ) -> None:
        self.q, self.account, self.at = question, account, at
        self.plan, self.added, self.moved = plan, added, moved
        self.unit_tonnes = {**added, **elsewhere}
        self.price = float(carbon_price((year,))[0])
        self.half_width = half_width

    def all(self) -> list[Judged]:
        """Return every figure that moves something."""
        figures = [*self._drivers(), *self._conditions()]
        for measure in self.plan:
            figures += self.of(measure)
        figures += self._counts()
        return [j for j in figures if j.moves > _NOTHING]

    def of(self, measure: Measure) -> list[Judged]:
        """Return a measure's own figures: its effect and its costs."""
        return [*self._effect(measure), *self._costs(measure)]

    def _one(
        self,
        kind: JudgedKind,
        key: str,
        label: Texts,
        value: tuple[float, float, float],
        unit: Texts,
        mark: Mark,
        source: str,
        *,
        tonnes: float = 0.0,
        nok: float = 0.0,
        question: Texts,
        answer: AnswerForm,
        asked_of: str,
        stays: float,
    ) -> Judged:
        """Return a figure; ``stays`` is the share of its width that an answer leaves."""
        moves = nok + tonnes * self.price
        goes = (tonnes * _TO_80) ** 2 * (1.0 - stays**2)
        narrower = self.half_width - max(self.half_width**2 - goes, 0.0) ** 0.5
        worth = Worth(moves * (1.0 - stays), narrower) if question else Worth(0.0, 0.0)
        return Judged(kind, key, label, *value, unit, mark, source, tonnes, nok, moves, question,
                      answer, asked_of, worth)  # fmt: skip

    # -- developments and conditions ---------------------------------------------------

    def _drivers(self) -> list[Judged]:
        rows = {r["id"]: r for r in load().table("drivers", self.at)}
        out = []
        for driver in drivers(self.at, self.q.drivers, self.q.futures.known):
            tonnes = self.moved.get(("driver", driver.id), 0.0)
            if tonnes <= 0.0:
                continue
            if driver.known is not None:
                out.append(self._plant(driver, tonnes))
            elif driver.id in rows:
                out.append(self._driver(driver, rows[driver.id], tonnes))
        return out

    def _driver(self, driver: Driver, row: Row, tonnes: float) -> Judged:
        ask = asked(f"driver/{driver.id}")
        if driver.path == "phase_out":
            shares = share_today(driver, self.at)
            value = (shares[0] * 100.0, shares[1] * 100.0, shares[2] * 100.0)
        else:
            value = (driver.low * 100.0, driver.central * 100.0, driver.high * 100.0)
        answer: AnswerForm = "percent_today" if driver.path == "phase_out" else "percent_a_year"
        given = f"driver/{driver.id}" in self.q.answers
        return self._one(
            "driver", driver.id, said(f"futures.driver.{driver.id}"), value,
            said(f"plans.judged.unit.{answer}"),
            "partly" if given else row["mark"], "local" if given else row["source"],
            tonnes=tonnes, question=ask[0], answer=answer if ask[0] else "", asked_of=ask[1],
            stays=spread("forecast"),
        )  # fmt: skip

    def _plant(self, driver: Driver, tonnes: float) -> Judged:
        change = driver.known
        assert change is not None
        low, central, high = (
            tonnes_of(change, g) for g in (driver.low, driver.central, driver.high)
        )
        key = driver.id
        given = f"driver/{key}" in self.q.answers
        plant = {"plant": change.plant}
        label = {x: f"{change.plant}: {change.what[x]}" for x in LANGUAGES}
        return self._one(
            "driver", key, label, (low, central, high), said("plans.judged.unit.tonnes"),
            "partly" if given else "judgement", "local" if given else "judgement",
            tonnes=tonnes, question=said("plans.judged.question.plant", **same(plant)),
            answer="tonnes", asked_of="business", stays=spread("answer"),
        )  # fmt: skip

    def _conditions(self) -> list[Judged]:
        out = []
        for row in load().table("enabling_conditions", self.at):
            tonnes = self.moved.get(("condition", row["id"]), 0.0)
            if tonnes <= 0.0 or row["probability_central"] is None:
                continue
            chance = tuple(100.0 * row[f"probability_{x}"] for x in ("low", "central", "high"))
            out.append(
                self._one(
                    "condition", row["id"], {x: row[x] for x in LANGUAGES},
                    (chance[0], chance[1], chance[2]), said("plans.judged.unit.percent"),
                    "judgement", row["source"], tonnes=tonnes, question={}, answer="",
                    asked_of="county" if row["owner"] == "county" else "state", stays=1.0,
                )
            )  # fmt: skip
        return out

    # -- effects and costs -------------------------------------------------------------

    def _effect(self, measure: Measure) -> list[Judged]:
        first = next((e.fraction for e in measure.effects if e.fraction is not None), None)
        if first is None or first.central <= 0.0:
            return []
        linear = abs(self.added.get(measure.id, 0.0)) * half_width_of(first) / first.central
        tonnes = self.moved.get(("effect", measure.id), linear)
        units = reached_units(measure, self.account)
        whole = units if units is not None else 100.0 * first.central
        value = (whole * first.low / first.central, whole, whole * first.high / first.central)
        ask, who = asked(f"effect/{measure.id}")
        name = {"measure": measure.name}
        if units is None or measure.activity is None:
            answer: AnswerForm = "percent"
            unit = said("plans.judged.unit.percent")
            ask = ask or said("plans.judged.question.effect_percent", **name)
        else:
            answer, unit = "number", unit_text(measure.activity.unit)
            ask = ask or said("plans.judged.question.effect_units", **name, unit=unit)
        return [
            self._one(
                "effect", measure.id, said("plans.judged.label.effect", **name), value, unit,
                first.mark, first.source, tonnes=tonnes, question=ask, answer=answer,
                asked_of=who or measure.decided_by, stays=share_left(first),
            )
        ]  # fmt: skip

    def _yearly(self, measure: Measure, cost: Cost, amount: float) -> float:
        """Return NOK of an amount of a cost in the goal year, investment as an annuity."""
        nok = amount * price_level().of(cost.price_year)
        activity, cut = measure.activity, max(self.unit_tonnes.get(measure.id, 0.0), 0.0)
        if cost.basis == "per_unit":
            kilograms = effect_per_unit(measure, "central")
            if activity is None or kilograms is None or cut != cut:
                return 0.0
            nok *= cut * 1000.0 / kilograms * self.q.owners(measure)
            once = activity.timing == "once" or cost.kind != "capital"
            return nok if once else nok * annuity(activity.lifetime_years)
        if cost.basis == "per_tonne":
            return nok * max(self.added.get(measure.id, 0.0), 0.0)
        if cost.basis == "per_inhabitant":
            nok *= self.q.residents or 0.0
        return nok * annuity(measure.lifetime_years) if cost.kind == "capital" else nok

    def _costs(self, measure: Measure) -> list[Judged]:
        out = []
        for number, cost in enumerate(measure.costs):
            amount = cost.amount
            if amount is None or cost.kind == "staff" or cost.transfer:
                continue
            if cost.avoided or cost.earmarked:
                continue
            nok = self._yearly(measure, cost, half_width_of(amount)) * moved_share(measure, number)
            unit = cost_unit_text(measure, cost)
            names = {"measure": measure.name, "unit": unit}
            kroner = price_level().of(cost.price_year)
            per = said(f"plans.judged.unit.nok_{cost.kind}", unit=unit)
            out.append(
                self._one(
                    "cost", f"{measure.id}/{number}",
                    said(f"plans.judged.label.cost_{cost.kind}", **names),
                    (amount.low * kroner, amount.central * kroner, amount.high * kroner), per,
                    amount.mark, amount.source, nok=nok,
                    question=said(f"plans.judged.question.cost_{cost.kind}", **names),
                    answer="nok", asked_of=cost.bearer, stays=share_left(amount),
                )
            )  # fmt: skip
        return out

    # -- counts ------------------------------------------------------------------------

    def _counts(self) -> list[Judged]:
        out = []
        for unit, count in self.q.counts.items():
            users = [m for m in self.plan if m.activity is not None and m.activity.unit == unit]
            ask, who = asked(f"count/{unit}")
            given = f"count/{unit}" in self.q.answers
            open_ = count.origin in ("emission", "population") and ask
            if not users or not (given or open_):
                continue
            low, high = count_ends(count)
            kroner = sum(
                abs(sum(self._yearly(m, c, c.amount.central) for c in m.costs
                        if c.amount is not None and c.basis == "per_unit"))
                for m in users
            )  # fmt: skip
            half = (high - low) / 2.0 / count.count if count.count > 0.0 else 0.0
            row = load().row("activity_units", id=unit)
            out.append(
                self._one(
                    "count", unit, said("plans.judged.label.count", unit=unit_text(unit)),
                    (low, count.count, high), unit_text(unit), "partly" if given else row["mark"],
                    "local" if given else row["source"], nok=kroner * half, question=ask,
                    answer="number", asked_of=who or "municipality",
                    stays=min(spread("answer") / half, 1.0) if half > 0.0 else 1.0,
                )
            )  # fmt: skip
        return out
