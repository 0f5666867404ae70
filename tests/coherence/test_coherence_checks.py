"""Planted holes: each is found, none is found where there is none, and mending one mends that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import chain, combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kortreist.coherence import (
    KINDS,
    Commitment,
    Finding,
    Goal,
    Indicator,
    MeasureRow,
    NumberSource,
    PlatformRows,
    Reference,
    Review,
    SectionText,
    SetAside,
    coherence,
    sort_out,
)
from kortreist.errors import InputError
from kortreist.i18n import LANGUAGES

ON = date(2027, 6, 1)
LATELY = date(2027, 3, 1)

WHOLE = PlatformRows(
    commitments=(
        Commitment("c1", "Vi bygger gang- og sykkelveg til skolene", "promise", date(2029, 12, 31)),
        Commitment("c2", "Innkjøp velger det kortreiste", "guidance", since=date(2024, 1, 1)),
        Commitment("c3", "Ingen skal bli fattigere av omstillingen", "principle"),
        Commitment("c4", "Kartlegging av møteplasser", "promise", date(2026, 12, 31), done=True),
    ),
    goals=(
        Goal("g1", "Trygg skoleveg", "i1", "at_least", 80.0, "prosent", date(2030, 12, 31)),
        Goal("g2", "Lavere utslipp i 2030", "i2", "at_most", 18_000.0, "t", date(2030, 12, 31)),
        Goal("g3", "Lavere utslipp i 2035", "i2", "at_most", 9_000.0, "t", date(2035, 12, 31)),
    ),
    measures=(
        MeasureRow("m1", "Gang- og sykkelveg", True, "Teknisk", 4e6, "i1", ("g1",)),
        MeasureRow("m2", "Elektriske biler", True, "Eiendom", 0.0, "i2", ("g2", "g3")),
        MeasureRow("m3", "Vegprising", False, "Plan", 1e5, "i2", ("g2",)),
    ),
    indicators=(
        Indicator("i1", "elever med trygg skoleveg", "prosent"),
        Indicator("i2", "utslipp", "t"),
    ),
    reviews=(Review("r1", "m2", "c3", -1), Review("r2", "m3", "c3", -3)),
    sections=(
        SectionText("why", "I 2024 slapp vi ut 40 354 tonn. Innen 2030 skal det bli 55 % lavere."),
        SectionText("ambition", "Vi vil ha 7,5 km ny gang- og sykkelveg (kapittel 3)."),
    ),
    numbers=(
        NumberSource("why", "40 354", "account/2024"),
        NumberSource("why", "55", "goal/cut"),
        NumberSource("ambition", "7,5", "roads/new", times=0.001),
    ),
    references=(
        Reference("section", "ambition", "m1", LATELY),
        Reference("commitment", "c1", "g2", LATELY),
        Reference("case", "2027/14", "c2", LATELY),
    ),
    facts={"account/2024": 40_354.2, "goal/cut": 0.55, "roads/new": 7_480.0},
)

Plant = Callable[[PlatformRows], PlatformRows]


def _more(field: str, *rows: object) -> Plant:
    return lambda whole: replace(whole, **{field: (*getattr(whole, field), *rows)})


def _other(field: str, key: str, **changes: object) -> Plant:
    def plant(whole: PlatformRows) -> PlatformRows:
        rows = getattr(whole, field)
        changed = tuple(replace(r, **changes) if r.id == key else r for r in rows)
        assert changed != rows
        return replace(whole, **{field: changed})

    return plant


def _facts(**changes: float | None) -> Plant:
    named = {k.replace("_", "/"): v for k, v in changes.items()}
    return lambda whole: replace(whole, facts={**whole.facts, **named})


#: Key of the finding → what makes the hole.
HOLES: dict[str, Plant] = {
    "goal_without_measure/g9": _more("goals", Goal("g9", "Møteplass innen gangavstand")),
    "measure_lacks/m1/owner": _other("measures", "m1", owner=None),
    "measure_lacks/m2/money_nok": _other("measures", "m2", money_nok=None),
    "measure_lacks/m3/indicator": _other("measures", "m3", indicator=None),
    "goals_cannot_both_hold/g2/g3": _other("goals", "g3", bound="at_least", value=20_000.0),
    "commitment_overdue/c4": _other("commitments", "c4", done=False),
    "guidance_unused/c8": _more("commitments", Commitment("c8", "Bygg på bygg", "guidance")),
    "principle_against_measure/c3/m1": _more("reviews", Review("r9", "m1", "c3", -2)),
    "number_without_fact/extra/1 200/1": _more("sections", SectionText("extra", "1 200 tonn mat")),
    "number_without_fact/why/40 354/1": _facts(account_2024=41_000.0),
    "number_without_fact/why/55/1": _facts(goal_cut=None),
    "measure_unmentioned/m9": _more(
        "measures", MeasureRow("m9", "Solceller", True, "E", 1.0, "i2")
    ),
}


def keys(rows: PlatformRows, today: date = ON) -> list[str]:
    return [f.key for f in coherence(rows, today)]


def test_nothing_is_found_in_a_platform_that_is_whole() -> None:
    assert keys(WHOLE) == []


@pytest.mark.parametrize("hole", HOLES)
def test_a_hole_is_found_alone(hole: str) -> None:
    (found,) = coherence(HOLES[hole](WHOLE), ON)
    assert found.key == hole
    assert found.kind == hole.split("/")[0]
    assert found.rows
    assert all(row.id and row.name for row in found.rows)
    for language in LANGUAGES:
        assert "{" not in found.said(language)
        assert found.mend_said(language)


def test_all_eight_kinds_are_planted_and_found() -> None:
    everything = WHOLE
    for plant in HOLES.values():
        everything = plant(everything)
    assert set(keys(everything)) == set(HOLES)
    assert len({f.key for f in coherence(everything, ON)}) == len(HOLES)
    order = [KINDS.index(f.kind) for f in coherence(everything, ON)]
    assert order == sorted(order)
    assert set(order) == set(range(8))


@settings(max_examples=80, deadline=None)
@given(st.sets(st.sampled_from(sorted(HOLES)), min_size=1), st.data())
def test_mending_a_hole_removes_its_finding_and_no_other(
    planted: set[str], data: st.DataObject
) -> None:
    mended = data.draw(st.sampled_from(sorted(planted)))

    def made(holes: set[str]) -> set[str]:
        rows = WHOLE
        for hole in sorted(holes):
            rows = HOLES[hole](rows)
        return set(keys(rows))

    assert made(planted) - made(planted - {mended}) == {mended}
    assert made(planted - {mended}) <= made(planted)


def test_what_was_found_in_words() -> None:
    def said(hole: str, language: str = "nb") -> str:
        return coherence(HOLES[hole](WHOLE), ON)[0].said(language)

    assert said("number_without_fact/why/40 354/1") == (
        "Det står 40 354 i delen «why», men account/2024 er nå 41\u202f000."
    )
    assert said("commitment_overdue/c4", "nn").endswith("innan 31.12.2026.")
    assert "cannot both hold from 2035-12-31" in said("goals_cannot_both_hold/g2/g3", "en")
    assert said("principle_against_measure/c3/m1").startswith("En vurdering gir")
    assert "\u22122 eller lavere" in said("principle_against_measure/c3/m1")


# --- where a kind begins and ends ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "holds"),
    [
        (("at_most", 10.0), ("at_least", 10.0), True),
        (("at_most", 10.0), ("at_least", 10.5), False),
        (("at_most", 10.0), ("at_most", 5.0), True),
        (("exactly", 10.0), ("exactly", 5.0), False),
        (("exactly", 10.0), ("at_least", 5.0), True),
        (("exactly", 10.0), ("at_least", None), True),
    ],
)
def test_two_goals_of_one_indicator(
    first: tuple[str, float | None], second: tuple[str, float | None], holds: bool
) -> None:
    goals = [
        Goal(f"x{n}", "Mål", "i1", bound, value, "prosent")  # type: ignore[arg-type]
        for n, (bound, value) in enumerate((first, second))
    ]
    served = replace(WHOLE.measures[0], goals=("x0", "x1"))
    rows = replace(WHOLE, goals=(*WHOLE.goals[1:], *goals), measures=(served, *WHOLE.measures[1:]))
    assert keys(rows) == ([] if holds else ["goals_cannot_both_hold/x0/x1"])


def test_goals_that_hold_at_different_times_do_not_meet() -> None:
    def found(**second: object) -> list[str]:
        goals = (
            Goal("a", "først", "i1", "at_most", 10.0, "prosent", until=date(2029, 12, 31)),
            replace(Goal("b", "så", "i1", "at_least", 20.0, "prosent"), **second),
        )
        served = MeasureRow("m", "Tiltak", True, "E", 0.0, "i1", ("a", "b"))
        refers = (Reference("section", "s", "m", LATELY),)
        rows = PlatformRows(
            goals=goals, measures=(served,), indicators=WHOLE.indicators, references=refers
        )
        return keys(rows)

    assert found(by=date(2030, 1, 1)) == []
    assert found(by=date(2029, 12, 31)) == ["goals_cannot_both_hold/a/b"]
    assert found() == ["goals_cannot_both_hold/a/b"]
    exact = {"bound": "exactly", "value": 5.0}
    assert found(**exact, by=date(2035, 1, 1)) == []


def test_a_commitment_is_overdue_from_the_day_after() -> None:
    rows = PlatformRows(commitments=(replace(WHOLE.commitments[3], done=False),))
    assert keys(rows, date(2026, 12, 31)) == []
    assert keys(rows, date(2027, 1, 1)) == ["commitment_overdue/c4"]


def test_guidance_is_unused_after_twelve_months() -> None:
    on = date(2027, 2, 28)
    for source, day, used in (
        ("case", date(2026, 2, 28), True),
        ("case", date(2026, 2, 27), False),
        ("initiative", LATELY, True),
        ("measure", date(2026, 12, 1), True),
        ("section", date(2026, 12, 1), False),  # the platform itself does not use it
    ):
        rows = PlatformRows(
            commitments=(Commitment("c", "Føring", "guidance"),),
            references=(Reference(source, "x", "c", day),),  # type: ignore[arg-type]
        )
        assert (keys(rows, max(on, day)) == []) == used, (source, day)
    new = Commitment("c", "Føring", "guidance", since=date(2026, 3, 1))
    assert keys(PlatformRows(commitments=(new,)), on) == []
    assert keys(PlatformRows(commitments=(new,)), date(2027, 3, 1)) == ["guidance_unused/c"]
    later = PlatformRows(commitments=(new,), references=(Reference("case", "x", "c", ON),))
    assert keys(later, date(2027, 4, 1)) == ["guidance_unused/c"], "a day to come is no use yet"


def test_a_measure_that_serves_a_goal_the_platform_names_is_mentioned() -> None:
    without = [r for r in WHOLE.references if r.to != "g2"]
    assert keys(replace(WHOLE, references=tuple(without))) == ["measure_unmentioned/m2"]
    elsewhere = (*without, Reference("case", "2027/3", "m2", LATELY))
    assert keys(replace(WHOLE, references=elsewhere)) == ["measure_unmentioned/m2"]


def test_a_number_that_is_rounded_says_to_what() -> None:
    def found(rounded_to: float | None) -> list[str]:
        return keys(
            PlatformRows(
                sections=(SectionText("s", "Around 40,000 tonnes, 5.5 per cent", "en"),),
                numbers=(
                    NumberSource("s", "40,000", "t", rounded_to=rounded_to),
                    NumberSource("s", "5.5", "share"),
                ),
                facts={"t": 40_354.0, "share": 0.0547},
            )
        )

    assert found(1_000.0) == []
    assert found(None) == ["number_without_fact/s/40,000/1"]


def test_a_number_written_twice_may_be_two_facts() -> None:
    text = SectionText("s", "12 skoler og 12 barnehager")
    one = NumberSource("s", "12", "schools")
    facts = {"schools": 12.0, "kindergartens": 13.0}
    rows = PlatformRows(sections=(text,), numbers=(one,), facts=facts)
    assert keys(rows) == []
    both = replace(rows, numbers=(one, NumberSource("s", "12", "kindergartens")))
    assert keys(both) == ["number_without_fact/s/12/2"]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ({"goals": (Goal("g", "x"), Goal("g", "y"))}, "stands twice"),
        ({"measures": (MeasureRow("m", "x", goals=("g",)),)}, "points at 'g'"),
        ({"references": (Reference("case", "1", "nothing", ON),)}, "points at 'nothing'"),
        ({"numbers": (NumberSource("s", "1", "f"),)}, "points at 's'"),
        (
            {
                "goals": (Goal("g", "x", "i", "at_most", 1.0, "kg"),),
                "indicators": (Indicator("i", "utslipp", "t"),),
            },
            "is in 'kg'",
        ),
        (
            {
                "measures": (MeasureRow("m", "x"),),
                "commitments": (Commitment("c", "p", "principle"),),
                "reviews": (Review("r", "m", "c", -4),),
            },
            "from −3 to 3",
        ),
        (
            {
                "measures": (MeasureRow("m", "x"),),
                "commitments": (Commitment("c", "p", "promise"),),
                "reviews": (Review("r", "m", "c", -2),),
            },
            "points at 'c'",
        ),
    ],
)
def test_rows_that_cannot_be(rows: dict[str, object], said: str) -> None:
    with pytest.raises(InputError, match=said):
        PlatformRows(**rows)  # type: ignore[arg-type]


# --- set aside -----------------------------------------------------------------------------------


def _all_found() -> tuple[Finding, ...]:
    return tuple(chain.from_iterable(coherence(plant(WHOLE), ON) for plant in HOLES.values()))


def test_what_is_set_aside_comes_back_on_its_day() -> None:
    found = _all_found()
    key = "guidance_unused/c8"
    aside = SetAside(key, "Tas opp med planstrategien", date(2027, 5, 1), date(2027, 9, 1))
    before = sort_out(found, [aside], date(2027, 8, 31))
    assert key not in [f.key for f in before.open]
    assert [f.key for f, _ in before.aside] == [key]
    assert len(before.open) == len(found) - 1
    after = sort_out(found, [aside], date(2027, 9, 1))
    assert key in [f.key for f in after.open]
    assert [f.key for f, _ in after.again] == [key]
    again = SetAside(key, "Fortsatt på vent", date(2027, 9, 1), date(2028, 1, 1))
    assert [a for _, a in sort_out(found, [again, aside], date(2027, 9, 2)).aside] == [again]
    gone = sort_out([f for f in found if f.key != key], [aside], date(2027, 8, 1))
    assert (gone.mended, gone.aside) == ((aside,), ())


def test_setting_aside_needs_a_reason_and_a_later_day() -> None:
    with pytest.raises(InputError, match="needs a reason"):
        SetAside("k", " ... ", ON, ON + timedelta(days=1))
    with pytest.raises(InputError, match="is not after"):
        SetAside("k", "senere", ON, ON)


def test_keys_of_findings_stand_apart() -> None:
    found = [f.key for f in _all_found()]
    assert not [pair for pair in combinations(found, 2) if pair[0] == pair[1]]
