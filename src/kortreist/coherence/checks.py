"""The eight checks of a platform: each reads rows and yields findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from itertools import combinations

from dateutil.relativedelta import relativedelta

from kortreist.coherence.findings import Finding, RowName
from kortreist.coherence.numbers import TextNumber, numbers_in, plain
from kortreist.coherence.rows import Commitment, Goal, MeasureRow, NumberSource, PlatformRows
from kortreist.facts import load

__all__ = ["coherence"]

#: Dated figures: how long guidance may go unused, and the rating that is said to be against.
_MONTHS = "coherence/guidance_months"
_LOW = "coherence/low_rating"
_USES = ("initiative", "measure", "case")
_FAR = date.max
#: What a measure must have: field, action that mends it.
_NEEDS = (("owner", "set_owner"), ("money_nok", "set_money"), ("indicator", "set_indicator"))


def coherence(rows: PlatformRows, today: date) -> tuple[Finding, ...]:
    """Return what does not hang together in a platform on a day.

    Parameters
    ----------
    rows : PlatformRows
    today : datetime.date

    Returns
    -------
    tuple of Finding
        By kind, in the order of :data:`kortreist.coherence.KINDS`, then as the rows stand.

    Examples
    --------
    >>> from kortreist.coherence import Goal, PlatformRows
    >>> rows = PlatformRows(goals=(Goal("g1", "Trygg skoleveg"),))
    >>> [(f.kind, f.key, f.mend) for f in coherence(rows, date(2027, 1, 1))]
    [('goal_without_measure', 'goal_without_measure/g1', 'link_measure')]
    """
    return tuple(finding for check in _CHECKS for finding in check(rows, today))


def _goal(goal: Goal) -> RowName:
    return RowName("goal", goal.id, goal.text)


def _measure(measure: MeasureRow) -> RowName:
    return RowName("measure", measure.id, measure.name)


def _commitment(commitment: Commitment) -> RowName:
    return RowName("commitment", commitment.id, commitment.text)


def _goal_without_measure(rows: PlatformRows, today: date) -> Iterator[Finding]:
    served = {goal for measure in rows.measures for goal in measure.goals}
    for goal in rows.goals:
        if goal.id not in served:
            yield Finding(
                "goal_without_measure",
                f"goal_without_measure/{goal.id}",
                (_goal(goal),),
                "link_measure",
                "goal_without_measure",
                {"goal": goal.text},
            )


def _measure_lacks(rows: PlatformRows, today: date) -> Iterator[Finding]:
    for measure in rows.measures:
        for needed, mend in _NEEDS:
            if getattr(measure, needed) in (None, ""):
                yield Finding(
                    "measure_lacks",
                    f"measure_lacks/{measure.id}/{needed}",
                    (_measure(measure),),
                    mend,
                    f"measure_lacks_{needed}",
                    {"measure": measure.name},
                )


def _goals_cannot_both_hold(rows: PlatformRows, today: date) -> Iterator[Finding]:
    names = {i.id: i for i in rows.indicators}
    stated = [g for g in rows.goals if g.indicator and g.value is not None]
    for first, second in combinations(stated, 2):
        if first.indicator != second.indicator or not first.indicator:
            continue
        when = _both_from(first, second)
        if when is None or _can_both(first, second):
            continue
        indicator = names[first.indicator]
        one, other = sorted((first, second), key=lambda g: g.id)
        yield Finding(
            "goals_cannot_both_hold",
            f"goals_cannot_both_hold/{one.id}/{other.id}",
            (_goal(first), _goal(second), RowName("indicator", indicator.id, indicator.name)),
            "change_goal",
            "goals_cannot_both_hold" if when > date.min else "goals_never_both_hold",
            {
                "first": first.text,
                "second": second.text,
                "indicator": indicator.name,
                "day": when,
            },
        )


def _both_from(first: Goal, second: Goal) -> date | None:
    """Return the first day on which both are to hold; None where there is none."""
    start = max(_window(first)[0], _window(second)[0])
    end = min(_window(first)[1], _window(second)[1])
    return start if start <= end else None


def _window(goal: Goal) -> tuple[date, date]:
    start = goal.by or date.min
    if goal.until is None and goal.bound == "exactly" and goal.by:
        return start, start
    return start, goal.until or _FAR


def _can_both(first: Goal, second: Goal) -> bool:
    low, high = float("-inf"), float("inf")
    for goal in (first, second):
        value = float(goal.value or 0.0)
        if goal.bound in ("at_least", "exactly"):
            low = max(low, value)
        if goal.bound in ("at_most", "exactly"):
            high = min(high, value)
    return low <= high


def _commitment_overdue(rows: PlatformRows, today: date) -> Iterator[Finding]:
    for commitment in rows.commitments:
        if commitment.due and commitment.due < today and not commitment.done:
            yield Finding(
                "commitment_overdue",
                f"commitment_overdue/{commitment.id}",
                (_commitment(commitment),),
                "report_or_postpone",
                "commitment_overdue",
                {"commitment": commitment.text, "day": commitment.due},
            )


def _guidance_unused(rows: PlatformRows, today: date) -> Iterator[Finding]:
    months = int(load().figure(_MONTHS, today).value)
    since = today - relativedelta(months=months)
    used = {r.to for r in rows.references if r.source in _USES and since <= r.on <= today}
    for commitment in rows.commitments:
        if commitment.kind != "guidance" or commitment.id in used:
            continue
        if commitment.since and commitment.since > since:
            continue  # adopted so lately that nobody can be late with it
        yield Finding(
            "guidance_unused",
            f"guidance_unused/{commitment.id}",
            (_commitment(commitment),),
            "refer_or_drop",
            "guidance_unused",
            {"commitment": commitment.text, "n": months},
        )


def _principle_against_measure(rows: PlatformRows, today: date) -> Iterator[Finding]:
    low = load().figure(_LOW, today).value
    adopted = {m.id: m for m in rows.measures if m.adopted}
    principles = {c.id: c for c in rows.commitments if c.kind == "principle"}
    against: dict[tuple[str, str], list[str]] = {}
    for review in rows.reviews:
        if review.measure in adopted and review.rating <= low:
            against.setdefault((review.principle, review.measure), []).append(review.id)
    for (principle, measure), reviews in against.items():
        yield Finding(
            "principle_against_measure",
            f"principle_against_measure/{principle}/{measure}",
            (
                _commitment(principles[principle]),
                _measure(adopted[measure]),
                *(RowName("review", id, id) for id in reviews),
            ),
            "change_measure_or_principle",
            "principle_against_measure",
            {
                "principle": principles[principle].text,
                "measure": adopted[measure].name,
                "rating": low,
                "n": len(reviews),
            },
        )


def _number_without_fact(rows: PlatformRows, today: date) -> Iterator[Finding]:
    sources: dict[tuple[str, str], list[NumberSource]] = {}
    for given in rows.numbers:
        sources.setdefault((given.section, plain(given.written)), []).append(given)
    for section in rows.sections:
        seen: Counter[str] = Counter()
        for number in numbers_in(section.text, section.language):
            written = plain(number.written)
            seen[written] += 1
            found = sources.get((section.key, written), [])
            # The same number written twice may be two facts; each in its turn, the last for more.
            source = found[min(seen[written], len(found)) - 1] if found else None
            why, values = _wrong_with(number, source, rows)
            if why:
                yield Finding(
                    "number_without_fact",
                    f"number_without_fact/{section.key}/{written}/{seen[written]}",
                    (RowName("section", section.key, section.key),),
                    "name_fact",
                    why,
                    {"number": number.written, "section": section.key, **values},
                )


def _wrong_with(
    number: TextNumber, source: NumberSource | None, rows: PlatformRows
) -> tuple[str, dict[str, object]]:
    """Return which sentence tells what is wrong, and its values; an empty one where nothing is."""
    if source is None:
        return "number_of_no_fact", {}
    if source.fact not in rows.facts:
        return "number_of_unknown_fact", {"fact": source.fact}
    value = rows.facts[source.fact]
    if value is None:
        return "number_of_missing_fact", {"fact": source.fact}
    right = value * source.times * (100.0 if number.percent else 1.0)
    step = source.rounded_to or 10.0**-number.decimals
    # A hair more than half a step, so that a half rounds either way.
    if abs(right - number.value) > step * 0.5 * (1 + 1e-9):
        return "number_of_another_value", {"fact": source.fact, "value": float(right)}
    return "", {}


def _measure_unmentioned(rows: PlatformRows, today: date) -> Iterator[Finding]:
    """Yield adopted measures that neither they nor a goal they serve are named in the platform."""
    mentioned = {r.to for r in rows.references if r.source in ("section", "commitment")}
    for measure in rows.measures:
        if measure.adopted and not mentioned & {measure.id, *measure.goals}:
            yield Finding(
                "measure_unmentioned",
                f"measure_unmentioned/{measure.id}",
                (_measure(measure),),
                "mention_measure",
                "measure_unmentioned",
                {"measure": measure.name},
            )


_CHECKS: tuple[Callable[[PlatformRows, date], Iterator[Finding]], ...] = (
    _goal_without_measure,
    _measure_lacks,
    _goals_cannot_both_hold,
    _commitment_overdue,
    _guidance_unused,
    _principle_against_measure,
    _number_without_fact,
    _measure_unmentioned,
)
