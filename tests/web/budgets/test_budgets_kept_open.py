"""What a plan keeps open is not proposed as decided, and is told apart where it is counted."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils.translation import override

from kortreist.documents.format.blocks import plain
from kortreist_web.budgets.actions.add_line import add_line
from kortreist_web.budgets.actions.draft import draft_from_plan
from kortreist_web.budgets.actions.propose import propose
from kortreist_web.budgets.content import build, staleness_of
from kortreist_web.budgets.figures import budget_figure
from kortreist_web.budgets.paper.parts import Parts
from kortreist_web.budgets.paper.suggestions import suggest
from kortreist_web.budgets.paper.words import BudgetWords
from kortreist_web.budgets.presenters import present
from kortreist_web.core.actor_context import acting
from kortreist_web.core.texts import web
from kortreist_web.plans.kept_open import open_ids, open_part
from kortreist_web.plans.models import Plan
from kortreist_web.publishing.goals import goal_years
from kortreist_web.reports.forecast import forecast

pytestmark = pytest.mark.django_db
OPEN = "landfill_gas_capture"


@pytest.fixture
def held(place, people, plan):
    """A draft from a plan that keeps its third measure open."""
    groups = {"delivery_logistics": "start_now", "municipal_fleet_electric": "anchor_first"}
    measures = [
        {
            **m,
            "group": groups.get(m["id"], "keep_open"),
            "group_reason": "some_futures",
            "decide_by": 2029,
        }
        for m in plan.content["measures"]
    ]
    with acting(None, "test", name="test"):
        grouped = Plan(
            organisation=place,
            name="Med grupper",
            state="ready",
            content={**plan.content, "measures": measures},
            pins=plan.pins,
            question={},
        )
        grouped.save()
    return draft_from_plan(people.editor, place, grouped, year=2027, title="Budsjett 2027")


def _shown(budget):
    return present(build(budget), staleness_of(budget))


def test_only_what_is_for_deciding_now_becomes_lines(held):
    measures = set(held.lines.values_list("measure", flat=True))
    assert {"delivery_logistics", "municipal_fleet_electric"} <= measures
    assert OPEN not in measures
    assert not staleness_of(held), "the plan's pathway is shown, with what it counts told apart"


def test_the_cut_is_lines_and_what_is_kept_open(held):
    s = _shown(held)
    (last,) = [r for r in s.rows if r.year == 2030]
    assert s.open.tonnes[2030] == pytest.approx(110.0)
    assert s.effect[2030] == pytest.approx(last.cut), "the pathway is that of the lines"
    whole = s.content["with_open"]["pathway"]["2030"]["central"]
    assert last.pathway["central"] == pytest.approx(whole + s.open.tonnes[2030])
    assert s.open.nok[2030] == 220_000
    assert s.totals.by_bearer["municipality"].known == 4 * (100_000 + 435_000)
    ((name, by),) = s.open.measures
    assert (set(name), by) == ({"nb", "nn", "en"}, 2029)


def test_the_headline_is_what_is_proposed_and_the_remainder_is_counted_from_it(held):
    s = _shown(held)
    last = s.last_year
    assert s.proposed == pytest.approx(150.25 + 140.5), "the lines' sum, without the 110 open"
    assert s.last_left == pytest.approx(last.baseline["central"] - s.proposed - last.frame)
    assert s.last_left == pytest.approx(last.over)


def test_the_page_and_the_paper_say_the_same_headline(place, people, held, as_person, owned):
    page = as_person(people.reader).get(reverse("budgets:draft", args=(place.code, held.pk)))
    words = " ".join(page.content.decode().split())
    s = _shown(held)
    assert " ".join(web().number(s.last_left).split()) in words
    assert "holder planen åpne tiltak på 110 t" in words
    frozen = propose(people.editor, place, owned(held))
    parts = Parts(BudgetWords("nb", frozen.content), present(frozen.content))
    told = " ".join(plain(k.figure) + " " + plain(k.note) for k in parts.key_figures().items)
    assert "291" in told
    assert "401" not in told, "what is kept open is in no headline"
    assert web().number(s.last_left) in told
    assert web().number(s.last_left) in suggest(frozen.content, "nb")["assessment"]


def test_an_open_measure_is_taken_in_by_hand_with_the_plans_figures(place, people, held):
    line = add_line(people.editor, place, held, measure=OPEN, start_year=2028)
    assert line.effect["2030"]["central"] == 110.0
    assert line.cost["municipality"]["2030"] == 220_000
    assert line.cost_missing == ["state"]
    found = staleness_of(held)
    assert (bool(found), found.uncounted) == (False, ())
    s = _shown(held)
    assert not s.open
    (last,) = [r for r in s.rows if r.year == 2030]
    assert s.effect[2030] == pytest.approx(last.cut)


@pytest.mark.parametrize(
    ("code", "said"), [("nb", "holdes åpent"), ("nn", "halde ope"), ("en", "kept open")]
)
def test_the_page_says_so(place, people, held, as_person, code, said):
    with override(code):
        url = reverse("budgets:draft", args=(place.code, held.pk))
    page = " ".join(as_person(people.reader).get(url).content.decode().split())
    assert said in page
    assert "110" in page


def test_a_plan_says_itself_what_it_keeps_open(plan):
    assert open_ids(plan.content) == (), "no groups in plans this old"
    said = {**plan.content, "kept_open": {"measures": [OPEN], "tonnes": {}, "nok": {}}}
    part = open_part(said)
    assert part.ids == (OPEN,)
    assert part.tonnes["2030"] == 110.0
    assert part.cost["municipality"] == pytest.approx(3 * 220_000.0)


@pytest.mark.parametrize("frozen_before", [False, True])
def test_an_adopted_cut_shows_the_operands_it_is_made_of(place, people, held, owned, frozen_before):
    content = propose(people.editor, place, owned(held)).content
    if frozen_before:
        content = {**content, **content["with_open"]}
        del content["with_open"]
    cut = budget_figure(content, ("derived", "cut", "2030"))
    (_, pathway), (_, history) = cut.made_of
    then, there = (
        budget_figure(content, tuple(pointer.strip("/").split("/")))
        for pointer in (pathway, history)
    )
    assert cut.value == pytest.approx(1 - then.value / there.value)
    whole = content.get("with_open", content)["pathway"]["2030"]["central"]
    assert then.value == pytest.approx(whole + 110.0)
    ahead = forecast(content, {}, [2030])
    assert ahead.plan["2030"]["central"] == pytest.approx(then.value)
    assert goal_years(content)[-1]["pathway"]["central"] == pytest.approx(then.value)


def test_an_amendment_starts_from_the_plans_whole_pathway(place, people, held, owned):
    content = propose(people.editor, place, owned(held)).content
    frame = content | content["with_open"]
    assert frame["pathway"] == held.frame["pathway"]
    assert frame["probability_under_frame"] == held.frame["probability_under_frame"]
