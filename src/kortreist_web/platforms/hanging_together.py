"""Whether a platform hangs together with what is adopted, paid for and measured.

The checks are the engine's (:mod:`kortreist.coherence`); here are the rows they read: the
platform's draft, the goals that hold, the measures of the climate budget in force and those that
are chosen, indicators, reviews, and what is tied to what.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any, Literal, cast

from django.urls import reverse

from kortreist.coherence import (
    Commitment,
    Finding,
    Goal,
    Indicator,
    MeasureRow,
    NumberSource,
    PlatformRows,
    Reference,
    Review,
    RowName,
    SectionText,
    SetAside,
    Sorted,
    coherence,
    sort_out,
)
from kortreist.i18n import name_in
from kortreist_web.budgets import frozen as budgets
from kortreist_web.core.clock import day_of
from kortreist_web.core.texts import language, text
from kortreist_web.decisions.models import Resolution
from kortreist_web.goals.models import AdoptedGoal
from kortreist_web.goals.stated import goal_words
from kortreist_web.indicators.models import Indicator as IndicatorRow
from kortreist_web.measures.catalogue import names_by_key
from kortreist_web.measures.models import MeasureChoice
from kortreist_web.platforms.facts import facts_of
from kortreist_web.platforms.frozen import PLATFORM, standing_commitments
from kortreist_web.platforms.link_ends import measure_called
from kortreist_web.platforms.models import (
    CommitmentLink,
    FindingSetAside,
    NumberFact,
    Platform,
    PrincipleReview,
    text_of,
)
from kortreist_web.versions.models import Version
from kortreist_web.versions.queries import versions_of

__all__ = ["findings", "mend_url", "platform_rows", "row_url", "sorted_findings"]

_CUT = "emissions/{boundary}/{scope}/{base}"


class _Gathered:
    """The rows of one platform on a day."""

    def __init__(self, platform: Platform, today: date) -> None:
        self.platform, self.today = platform, today
        self.organisation = platform.organisation
        self.code = language()
        self.drafts = standing_commitments(platform)
        self.links = list(CommitmentLink.objects.filter(commitment__in=self.drafts))
        self.indicators: dict[str, Indicator] = {}
        #: Choice of a measure → its first indicator.
        self.measured: dict[int, str] = {}
        for row in IndicatorRow.objects.filter(organisation=self.organisation, ended_on=None):
            id = self._indicator(f"indicator/{row.pk}", row.name, row.unit_of_measure)
            if row.choice_id:
                self.measured.setdefault(row.choice_id, id)
        self.choices = list(
            MeasureChoice.objects.filter(organisation=self.organisation).select_related("unit")
        )
        self.adopted_goals = list(
            AdoptedGoal.objects.filter(AdoptedGoal.holds_on(today), organisation=self.organisation)
        )
        self.budget = budgets.current(self.organisation)
        lines = self.budget.content["lines"] if self.budget else []
        self.lines: dict[str, Mapping[str, Any]] = {line["measure"]: line for line in lines}

    def _indicator(self, id: str, name: str, unit: str) -> str:
        self.indicators.setdefault(id, Indicator(id, name, unit))
        return id

    def goals(self) -> list[Goal]:
        out = [self._emissions(row) for row in self.adopted_goals]
        for c in self.drafts:
            if c.kind == "goal" and c.indicator is not None:
                indicator = self._indicator(
                    f"indicator/{c.indicator_id}", c.indicator.name, c.indicator.unit_of_measure
                )
                bound = cast(Literal["at_least", "at_most", "exactly"], c.bound)
                unit = c.indicator.unit_of_measure
                out.append(
                    Goal(
                        f"promised/{c.pk}",
                        c.text(self.code),
                        indicator,
                        bound,
                        c.value,
                        unit,
                        c.due,
                        c.expires_on,
                    )
                )
        return out

    def _emissions(self, row: AdoptedGoal) -> Goal:
        id, said = f"goal/{row.pk}", goal_words(row, self.code)
        scope = row.scope or text(f"goals.boundary.{row.boundary}")
        by = date(row.target_year, 12, 31)
        if row.kind == AdoptedGoal.Kind.SHARE:
            key = _CUT.format(boundary=row.boundary, scope=row.scope, base=row.base_year)
            indicator = self._indicator(key, scope, "%")
            return Goal(id, said, indicator, "at_least", row.reduction, "%", by)
        if row.kind == AdoptedGoal.Kind.TONNES:
            key = _CUT.format(boundary=row.boundary, scope=row.scope, base="tonnes")
            indicator = self._indicator(key, scope, "t CO2e")
            return Goal(id, said, indicator, "at_most", row.tonnes, "t CO2e", by)
        return Goal(id, said, by=by)

    def measures(self, goals: list[Goal]) -> list[MeasureRow]:
        names = names_by_key(self.organisation)
        known = {g.id for g in goals}
        states = (
            MeasureChoice.State.CHOSEN,
            MeasureChoice.State.UNDER_WAY,
            MeasureChoice.State.DONE,
        )
        served = self._served(known)
        out = []
        for row in self.choices:
            line = self.lines.get(row.measure)
            if line is None and row.state not in states:
                continue
            name = name_in(measure_called(row, names), self.code)
            indicator = self.measured.get(row.pk)
            if indicator is None and line is not None and line["indicator"]:
                indicator = self._indicator(f"line/{row.measure}", line["indicator"], "")
            owner = row.unit.name if row.unit else ""
            if line is not None:
                owner = line["unit"] or line["responsible"] or owner
            serves = set(served.get(row.pk, ()))
            if line is not None and line["effect"]:
                # What the budget counts in tonnes inside the border serves the goals of those.
                serves |= {f"goal/{g.pk}" for g in self.adopted_goals if g.without is not None}
            out.append(
                MeasureRow(
                    f"measure/{row.pk}",
                    name,
                    line is not None,
                    owner or None,
                    _money(line),
                    indicator,
                    tuple(sorted(serves)),
                )
            )
        return out

    def _served(self, known: set[str]) -> dict[int, set[str]]:
        """Return measure → goals: tied to one commitment, or the commitment is the goal."""
        tied: dict[int, list[CommitmentLink]] = defaultdict(list)
        for link in self.links:
            tied[link.commitment_id].append(link)
        out: dict[int, set[str]] = defaultdict(set)
        for commitment, links in tied.items():
            goals = {f"goal/{k.target}" for k in links if k.kind == "goal"}
            goals = (goals | {f"promised/{commitment}"}) & known
            for link in links:
                if link.kind == "measure":
                    out[link.target] |= goals
        return out

    def references(self, known: set[str]) -> list[Reference]:
        """Return what is tied to what: a measure of the budget in force is used."""
        renewed = day_of(self.budget.created_at) if self.budget else date.min
        adopted = {f"measure/{c.pk}" for c in self.choices if c.measure in self.lines}
        cases = dict(
            Resolution.objects.filter(organisation=self.organisation).values_list(
                "pk", "decided_on"
            )
        )
        out = []
        for link in self.links:
            own, on = f"commitment/{link.commitment_id}", day_of(link.created_at)
            to = f"{link.kind}/{link.target}"
            if to in known:
                out.append(Reference("commitment", own, to, on))
            if link.kind == "measure" and to in known:
                day = max(on, renewed) if to in adopted else on
                out.append(Reference("measure", to, own, min(day, self.today)))
            if link.kind == "resolution" and link.target in cases:
                out.append(Reference("case", to, own, cases[link.target]))
        return out

    def commitments(self) -> list[Commitment]:
        since = self._since()
        return [
            Commitment(
                f"commitment/{c.pk}",
                c.text(self.code),
                cast(Literal["goal", "principle", "promise", "guidance"], c.kind),
                c.due,
                c.done_on is not None,
                since.get(c.pk),
            )
            for c in self.drafts
        ]

    def _since(self) -> dict[int, date]:
        """Return commitment → the day the council first adopted it."""
        out: dict[int, date] = {}
        rows = versions_of(self.organisation, PLATFORM, self.platform.subject)
        for version in rows.filter(state=Version.State.ADOPTED).order_by("number"):
            decided = date.fromisoformat(version.content["resolution"]["decided_on"])
            for row in version.content["commitments"]:
                out.setdefault(row["id"], decided)
        return out

    def sections(self) -> tuple[list[SectionText], list[NumberSource]]:
        texts, numbers = [], []
        given: dict[int, list[NumberFact]] = defaultdict(list)
        for number in NumberFact.objects.filter(section__platform=self.platform):
            given[number.section_id].append(number)
        for section in self.platform.sections.filter(removed=False):
            for code in ("nb", "nn"):
                said = text_of(section, code)
                if not said:
                    continue
                key = f"{section.key}/{code}"
                texts.append(SectionText(key, said, code))
                numbers += [
                    NumberSource(key, n.written, n.fact, n.times, n.rounded_to)
                    for n in given[section.pk]
                ]
        return texts, numbers

    def reviews(self, measures: set[str]) -> list[Review]:
        there = {c.pk for c in self.drafts if c.kind == "principle"}
        rows = PrincipleReview.objects.filter(principle__in=there)
        newest: dict[tuple[int, int, Any], PrincipleReview] = {}
        for row in rows.order_by("id"):  # who judges again has changed her mind
            newest[row.choice_id, row.principle_id, row.author_id or row.pk] = row
        return [
            Review(
                f"review/{row.pk}",
                f"measure/{row.choice_id}",
                f"commitment/{row.principle_id}",
                row.rating,
            )
            for row in newest.values()
            if f"measure/{row.choice_id}" in measures
        ]


def _money(line: Mapping[str, Any] | None) -> float | None:
    """Return what the municipality pays; None: not known. Nothing paid is an answer."""
    if line is None or "municipality" in line["cost_missing"] or not line["cost"]:
        return None
    return float(sum((line["cost"].get("municipality") or {}).values()))


def platform_rows(platform: Platform, today: date) -> PlatformRows:
    """Return all that the checks read of a platform on a day."""
    made = _Gathered(platform, today)
    goals = made.goals()
    measures = made.measures(goals)
    commitments = made.commitments()
    known = {row.id for rows in (goals, measures, commitments) for row in rows}
    sections, numbers = made.sections()
    facts = facts_of(platform.organisation, today)
    return PlatformRows(
        commitments=tuple(commitments),
        goals=tuple(goals),
        measures=tuple(measures),
        indicators=tuple(made.indicators.values()),
        reviews=tuple(made.reviews({m.id for m in measures})),
        sections=tuple(sections),
        numbers=tuple(numbers),
        references=tuple(made.references(known)),
        facts={id: fact.value for id, fact in facts.items()},
    )


def findings(platform: Platform, today: date) -> tuple[Finding, ...]:
    """Return what does not hang together on a day."""
    return coherence(platform_rows(platform, today), today)


def sorted_findings(platform: Platform, today: date) -> Sorted:
    """Return the findings by what is to be done with them."""
    rows = FindingSetAside.objects.filter(platform=platform)
    asides = [SetAside(a.key, a.reason, a.set_on, a.look_again) for a in rows]
    return sort_out(findings(platform, today), asides, today)


def row_url(platform: Platform, row: RowName) -> str:
    """Return where a row of a finding is seen; empty where it has no page of its own."""
    code = platform.organisation.code
    kind, _, key = row.id.partition("/")
    if kind in ("commitment", "promised"):
        return reverse("platforms:commitment", kwargs={"code": code, "pk": int(key)})
    if kind == "measure":
        measure = MeasureChoice.objects.values_list("measure", flat=True).get(pk=int(key))
        return reverse("measures:show", kwargs={"code": code, "measure": measure})
    if kind == "goal":
        return reverse("goals:list", kwargs={"code": code})
    if kind == "indicator" and key.isdecimal():
        return reverse("indicators:list", kwargs={"code": code})
    return ""


def mend_url(platform: Platform, finding: Finding) -> str:
    """Return the page where a finding is mended."""
    code = platform.organisation.code
    first = finding.rows[0]
    kind, _, key = first.id.partition("/")
    if finding.mend in ("set_owner", "set_indicator"):
        return row_url(platform, first)
    if finding.mend == "set_money":
        return reverse("budgets:list", kwargs={"code": code})
    if finding.mend == "change_goal":
        return row_url(platform, first)
    if finding.mend == "report_or_postpone":
        return reverse("platforms:finish", kwargs={"code": code, "pk": int(key)})
    if finding.mend == "refer_or_drop":
        return reverse("platforms:link", kwargs={"code": code, "pk": int(key)})
    if finding.mend == "name_fact":
        section = platform.sections.get(key=kind)
        url = reverse("platforms:number", kwargs={"code": code, "pk": section.pk})
        return f"{url}?tall={finding.values['number']}"
    return reverse("platforms:show", kwargs={"code": code, "pk": platform.pk})
