"""Next year begins with this year's: what is carried, dropped, changed and new, row by row."""

from __future__ import annotations

import copy
import datetime as dt

import pytest
from django.urls import reverse
from django.utils.translation import override

from kortreist_web.budgets import completion
from kortreist_web.budgets.actions.add_action import add_action
from kortreist_web.budgets.actions.draft import draft_from_plan
from kortreist_web.budgets.actions.next_year import CARRIED, next_year, unfinished
from kortreist_web.budgets.actions.propose import propose
from kortreist_web.budgets.actions.refresh import refresh_from_plan
from kortreist_web.budgets.actions.set_cost import set_cost
from kortreist_web.budgets.content import build, staleness_of
from kortreist_web.budgets.kept_open import lines_alone
from kortreist_web.budgets.models import Budget
from kortreist_web.budgets.presenters import present
from kortreist_web.budgets.rolled import rolled, rolled_range
from kortreist_web.budgets.templatetags.budgets import happened
from kortreist_web.core.refusals import RefusedError
from kortreist_web.indicators.models import Indicator, Observation
from kortreist_web.measures.models import MeasureChoice
from kortreist_web.plans.models import Plan

pytestmark = pytest.mark.django_db
CARS, GOODS, GAS = "municipal_fleet_electric", "delivery_logistics", "landfill_gas_capture"
OWN = {"municipality": {"2027": 10_001, "2028": 20_002, "2029": 20_002, "2030": 30_003}}


@pytest.fixture
def in_force(place, people, draft, decide):
    """A budget for 2027 in force: own figures for the cars, and an action of its own."""
    cars = draft.lines.select_related("budget").get(measure=CARS)
    set_cost(people.editor, place, cars, cost=OWN, missing=[])
    add_action(
        people.editor,
        place,
        draft,
        part="energy",
        name="Bytt ventilasjon",
        start_year=2027,
        responsible="Eiendomssjefen",
        indicator="kWh",
    )
    draft.refresh_from_db()
    return decide(propose(people.editor, place, draft)).frozen


@pytest.fixture
def newer(place, plan, write):
    """A plan made a year later: the gas gives more, one measure is new."""
    content = copy.deepcopy(plan.content)
    content["plan_years"] = [2028, 2029, 2030, 2031]
    gas = next(m for m in content["measures"] if m["id"] == GAS)
    for band in gas["effect"].values():
        band.update({k: v * 2 for k, v in band.items()})
    new = copy.deepcopy(gas)
    content["measures"].append({**new, "id": "car_sharing", "name": "Bildeling"})
    made = Plan(
        organisation=place,
        name="Plan året etter",
        state="ready",
        content=content,
        content_hash="b" * 64,
        pins=plan.pins,
        question={"fixed": {}, "excluded": []},
    )
    made.save()
    return made


def begin(place, people, in_force, newer, **values):
    return next_year(people.editor, place, in_force, newer, title="Klimabudsjett 2028", **values)


def told(budget):
    return {row["measure"]: row for row in budget.frame["carried"]}


def test_decisions_are_carried_with_new_figures_and_each_row_is_told(
    place, people, in_force, newer
):
    made = begin(place, people, in_force, newer)
    assert (made.year, made.title) == (2028, "Klimabudsjett 2028")
    lines = {line.measure: line for line in made.lines.all()}
    old = {line["measure"]: line for line in in_force.content["lines"]}
    assert set(lines) == {*old, "car_sharing"}
    assert {r["what"] for r in told(made).values()} <= set(CARRIED)
    for measure in old:
        assert lines[measure].responsible == old[measure]["responsible"]
        assert lines[measure].part == old[measure]["part"]
    assert told(made)["car_sharing"]["what"] == "new"
    gas = told(made)[GAS]
    assert (gas["what"], gas["effect"], gas["year"]) == ("changed", [110.0, 220.0], 2030)
    assert told(made)[GOODS]["what"] == "carried"
    action = next(m for m in lines if m.startswith("action."))
    assert (lines[action].part, lines[action].indicator) == ("energy", "kWh")
    assert not staleness_of(made)
    assert made.frame["carried_from"]["content_hash"] == in_force.content_hash


def test_own_money_is_moved_a_year_on_in_prices_that_are_said(place, people, in_force, newer):
    made = begin(place, people, in_force, newer, own_growth=0.1)
    cars = made.lines.get(measure=CARS)
    assert cars.cost == {
        "municipality": {"2028": 22_002, "2029": 22_002, "2030": 33_003, "2031": 33_003}
    }
    assert cars.origins["cost"] == f"own/cost/{CARS}"
    assert made.frame["carried_from"]["growth"] == 0.1
    assert build(made)["carried_from"]["year"] == 2027


def test_what_is_done_is_dropped_and_still_counted_in_the_pathway(
    place, people, in_force, newer, write
):
    choice = MeasureChoice.objects.get(measure=GOODS)
    choice.state = "done"
    choice.save()
    made = begin(place, people, in_force, newer)
    assert not made.lines.filter(measure=GOODS).exists()
    assert told(made)[GOODS]["what"] == "done"
    assert not staleness_of(made), "the pathway counts it still, and says so"
    # Nothing measures how far it has come: its tonnes stay, and why is told.
    there = next(m for m in newer.content["measures"] if m["id"] == GOODS)["effect"]["2031"]
    tonnes = told(made)[GOODS]["tonnes"]
    assert tonnes["counted"] == pytest.approx(there["central"])
    assert (tonnes["year"], tonnes["measured"]) == (2031, False)
    with override("nb"):
        words = happened(told(made)[GOODS])
    assert "står fortsatt i banen" in words
    assert "ingen indikator" in words
    s = present(build(made))
    (last,) = [r for r in s.rows if r.year == 2031]
    assert s.effect[2031] + s.done.tonnes[2031] == pytest.approx(
        sum(m["effect"]["2031"]["central"] for m in newer.content["measures"])
    )
    assert last.pathway is not None
    refresh_from_plan(people.editor, place, made, newer)
    assert made.frame["done"].keys() == {GOODS}
    assert made.frame["carried"]


def test_a_cut_that_a_new_plan_does_not_count_is_not_lost_without_a_word(
    place, people, in_force, newer, write
):
    choice = MeasureChoice.objects.get(measure=GOODS)
    choice.state = "done"
    choice.save()
    newer.content["measures"] = [m for m in newer.content["measures"] if m["id"] != GOODS]
    newer.save()
    row = told(begin(place, people, in_force, newer))[GOODS]
    before = next(x for x in in_force.content["lines"] if x["measure"] == GOODS)["effect"]
    assert (row["what"], row["tonnes"]["counted"]) == ("done", None)
    assert row["tonnes"]["before"] == before["2031"]["central"]
    with override("nb"):
        assert "står ikke i banen" in happened(row)


def programme(place, people, measure=GAS, seen=4.0, **values):
    """Give a measure an indicator whose target grows to ten, and say that the measure is done."""
    choice = MeasureChoice.objects.filter(measure=measure).first()
    choice = choice or MeasureChoice(organisation=place, measure=measure)
    choice.state = "done"
    choice.save()
    targets = {"2027": 4.0, "2028": 6.0, "2029": 8.0, "2030": 10.0}
    asked = {"name": "Biler", "unit_of_measure": "biler", "targets": targets, **values}
    indicator = Indicator(organisation=place, choice=choice, **asked)
    indicator.save()
    if seen is not None:
        made = {"year": 2027, "value": seen, "observed_by": people.editor}
        Observation(organisation=place, indicator=indicator, **made).save()


def test_what_has_not_come_to_its_target_is_not_done_though_somebody_says_so(
    place, people, in_force, newer, write, as_person
):
    """4 of 10 cars: a unit that reported *done* lost three years of money, and kept all tonnes."""
    programme(place, people)
    page = as_person(people.editor).get(
        reverse("budgets:next_year", args=["X001", 2027, in_force.number])
    )
    assert "4 biler til nå, målet er 10 i 2030" in page.content.decode()
    made = begin(place, people, in_force, newer)
    row = told(made)[GAS]
    assert row["what"] == "changed"
    assert (row["short"]["seen"], row["short"]["target"], row["short"]["share"]) == (4, 10, 0.4)
    assert made.lines.filter(measure=GAS).exists()
    assert "4 av 10 biler i 2030 er nådd, så tiltaket er ikke ferdig" in happened(row)
    assert not made.frame["done"]


def test_an_ended_programme_keeps_the_reached_share_and_its_kroner_are_told(
    place, people, in_force, newer, write
):
    programme(place, people)
    made = begin(place, people, in_force, newer, complete=[GAS])
    assert not made.lines.filter(measure=GAS).exists()
    row = told(made)[GAS]
    assert (row["what"], row["gone"]) == ("done", 880_000)
    assert "går ut av budsjettet 2028–2031: 880" in happened(row)
    kept = made.frame["done"][GAS]
    assert kept["effect"]["2031"]["central"] == pytest.approx(0.4 * 220)
    frozen = build(made)
    plan = newer.content["pathway"]["2031"]
    for end in ("low", "central", "high"):
        assert frozen["pathway"]["2031"][end] == pytest.approx(plan[end] + 0.6 * 220)
    assert frozen["with_open"]["pathway"]["2031"] == plan
    assert build(made) == frozen
    s = present(frozen)
    assert s.done.tonnes[2031] == pytest.approx(0.4 * 220)
    (last,) = [r for r in s.rows if r.year == 2031]
    planned = newer.content["baseline"]["2031"]["central"] - plan["central"]
    assert last.cut == pytest.approx(planned - 0.6 * 220)
    # Only that there is no chance is known of fewer measures.
    raised = {**newer.content, "lines": [], "kept_open": {}, "done": made.frame["done"]}
    raised["probability_under_frame"] = {"2030": 0.0, "2031": 0.3}
    assert lines_alone(raised)["probability_under_frame"] == {"2030": 0.0, "2031": None}
    refresh_from_plan(people.editor, place, made, newer)
    assert made.frame["done"][GAS] == kept


@pytest.mark.parametrize(
    ("values", "share"),
    [
        ({"seen": None}, None),
        ({"seen": 10.0}, "reached"),
        ({"seen": 30.0, "start_value": 40.0, "direction": -1}, 1 / 3),
        ({"seen": 30.0, "direction": -1}, None),
        ({"seen": 6.0, "start_value": 2.0}, 0.5),
    ],
)
def test_how_much_is_reached_is_of_the_way_from_the_start(
    place, people, in_force, newer, write, values, share
):
    programme(place, people, **values)
    found = unfinished(place, in_force)
    if share == "reached":
        assert not found
        return
    assert found[GAS].share == (None if share is None else pytest.approx(share))
    if share is None:
        with pytest.raises(RefusedError) as refused:
            begin(place, people, in_force, newer, complete=[GAS])
        assert refused.value.key == "budgets.refused.reach_not_known"
    with pytest.raises(RefusedError) as refused:
        begin(place, people, in_force, newer, complete=[CARS])
    assert refused.value.key == "budgets.refused.not_said_done"


def test_an_investment_that_is_not_paid_is_listed_with_its_kroner(
    place, people, in_force, newer, monkeypatch
):
    def row(measure, planned, actual):
        difference = None if actual is None else actual - planned
        one = {"kind": "investment", "planned": planned, "actual": actual}
        return {"measure": measure, "spending": [{**one, "difference": difference}]}

    first = {"year": 2027, "rows": [row(CARS, 700_000, 0)]}
    newest = {
        "year": 2027,
        "rows": [row(CARS, 700_000, 210_000), row(GAS, 5_000, None), row(GOODS, 1, 2)],
    }
    other = {"year": 2026, "rows": [row(GOODS, 9_000, 0)]}
    monkeypatch.setattr(completion, "completed_contents", lambda _: [first, newest, other])
    made = begin(place, people, in_force, newer)
    assert {m: r["unpaid"] for m, r in told(made).items() if "unpaid" in r} == {CARS: 490_000}
    assert "490 000 kr av investeringen for 2027 er ikke betalt" in happened(
        told(made)[CARS]
    ).replace("\u00a0", " ").replace("\u202f", " ")


def test_what_the_new_plan_leaves_out_is_carried_and_said_not_to_be_counted(
    place, people, in_force, newer, write
):
    newer.content["measures"] = [m for m in newer.content["measures"] if m["id"] != GAS]
    newer.save()
    made = begin(place, people, in_force, newer)
    gas = made.lines.get(measure=GAS)
    assert (gas.effect, told(made)[GAS]["what"]) == ({}, "not_counted")
    assert gas.cost["municipality"]["2031"] == 220_000
    assert GAS in staleness_of(made).uncounted


def test_the_same_wish_twice_is_one_draft(place, people, in_force, newer):
    first = begin(place, people, in_force, newer)
    assert begin(place, people, in_force, newer) == first
    assert Budget.objects.filter(year=2028).count() == 1


def test_a_draft_somebody_works_on_is_not_written_over(place, people, in_force, newer):
    draft_from_plan(people.editor, place, newer, year=2028, title="Klimabudsjett 2028")
    with pytest.raises(RefusedError) as refused:
        begin(place, people, in_force, newer)
    assert refused.value.key == "budgets.refused.draft_there"


def test_only_the_budget_in_force_is_begun_from(place, people, proposal, newer):
    with pytest.raises(RefusedError) as refused:
        begin(place, people, proposal, newer)
    assert refused.value.key == "budgets.refused.not_in_force"


def test_the_page_begins_it_and_shows_what_happened(place, people, in_force, newer, as_person):
    client = as_person(people.editor)
    url = reverse("budgets:next_year", args=["X001", 2027, in_force.number])
    assert "Begynn på neste år" in client.get(url).content.decode()
    sent = {"plan": newer.pk, "title": "Neste", "own_growth": "3,5"}
    page = client.post(url, sent, follow=True).content.decode()
    assert "Begynt fra budsjettet for 2027" in page
    assert "ført videre, nye tall" in page
    assert "ny i planen" in page
    assert "økt med 3,5" in page


@pytest.mark.parametrize(
    ("cost", "years", "growth", "after"),
    [
        ({"state": {"2027": 100_000}}, [2028], None, {"state": {"2028": 100_000}}),
        ({"state": {"2028": 100_000}}, [2027], None, {}),  # nothing was said of that year
        ({"state": {}}, [2028], None, {}),
        ({"state": {"2027": -5_000}}, [2028], 0.1, {"state": {"2028": -5_500}}),
    ],
)
def test_money_moves_a_year_and_is_never_made_up(cost, years, growth, after):
    assert rolled(cost, years, growth) == after


def test_a_range_moves_with_its_amount():
    ranges = {"state": {"2027": {"low": 10_000, "high": 30_000}}}
    assert rolled_range(ranges, [2028], 0.1) == {"state": {"2028": {"low": 11_000, "high": 33_000}}}


def test_a_key_begins_next_year_and_is_told_each_row(place, people, in_force, newer, client, write):
    from kortreist_web.people.models import ApiToken
    from kortreist_web.people.tokens import new_key

    text, prefix, digest = new_key()
    ApiToken(
        organisation=place,
        user=people.editor,
        name="n",
        prefix=prefix,
        digest=digest,
        scopes=["read", "write"],
        expires_on=dt.date.today() + dt.timedelta(days=30),
    ).save()
    url = "/api/v1/organisations/X001/climate-budget/2027/next-year"

    def ask(plan):
        sent = {"plan": plan, "title": "Neste"}
        headers = {"Authorization": f"Bearer {text}"}
        return client.post(url, sent, content_type="application/json", headers=headers)

    found = ask(newer.pk).json()
    assert (found["year"], found["state"]) == (2028, "draft")
    assert {r["measure"]: r["what"] for r in found["carried"]}[GAS] == "changed"
    assert ask(999_999).status_code == 404
