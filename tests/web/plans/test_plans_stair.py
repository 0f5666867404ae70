"""The stair is a plan page's first picture; answers made before there was one still show."""

import re

import pytest
from django.urls import reverse
from django.utils.translation import override

from kortreist_web.budgets.from_plan import frame_of
from kortreist_web.core.stair_chart import not_adopted, stair_chart
from kortreist_web.core.texts import engine, web
from kortreist_web.plans.models import Plan


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_stair_says_its_steps_to_those_who_see_it_and_those_who_do_not(content, language):
    with override(language):
        chart, say, number = stair_chart(content), engine(), web().number
        for step in content["stair"]:
            name = say(f"plans.layer.{step['layer']}")
            assert chart.svg.count(name) == 3  # the bar's title, its name, and what is heard
            assert name in [row[0] for row in chart.rows]
        assert number(content["stair_from"]["today"]) in chart.rows[0][1]  # in full, on hover
        assert number(content["stair_from"]["target"]) in chart.rows[-1][1]


def shown(cell):
    """Return the number a cell shows, without what stands on hover."""
    text = re.sub(r"<[^>]+>", "", str(cell)).replace("\u2212", "-").replace(",", "")
    return float(text)


def test_what_is_shown_adds_up_and_stands_in_full_on_hover(content):
    cuts = (14_040.0, 5_930.0, 2_240.0, 664.0, 604.0, 1_180.0)
    content["stair_from"] |= {"today": 40_354.4, "target": 40_354.4 - sum(cuts)}
    for layer, cut in zip(content["stair"], cuts, strict=True):
        layer["tonnes"] = {"low": cut - 900.0, "central": cut, "high": cut + 2_800.3}
    with override("en"):
        chart = stair_chart(content)
    today, *steps, target = (shown(row[1]) for row in chart.rows)
    assert today + sum(steps) == target
    assert (today, target) == (40_350.0, 15_700.0)
    exact = [content["stair_from"]["today"], *(-c for c in cuts)]
    assert all(abs(a - b) < 10.0 for a, b in zip([today, *steps], exact, strict=True))
    assert chart.rows[0][1] == '<span title="40,354">40,350</span>'
    name, central, ends = chart.rows[1]
    assert central == "\u221214,040"
    # From the lower end to the higher, as every other interval.
    exact_ends = "\u221216,840 \u2013 \u221213,140"
    assert ends.startswith(f'<span title="{exact_ends}">')
    assert f"<title>{name}: \u221214,040</title>" in chart.svg
    assert ">\u221214,040</text>" in chart.svg
    assert any("rounded to the nearest 10 tonnes" in note for note in chart.notes)


def test_the_stair_without_the_industry_adds_up_too(content):
    content["stair_from"] |= {"today": 812.3}
    for layer, cut in zip(content["stair"], (301.2, 77.7, 0.0, 4.4, 3.6, 25.5), strict=True):
        layer["tonnes"] = {"low": 0.0, "central": cut, "high": 2 * cut}
    content["stair_from"]["target"] = 812.3 - 412.4
    with override("en"):
        chart = stair_chart(content)
    today, *steps, target = (shown(row[1]) for row in chart.rows)
    assert (today, target) == (812.0, 400.0)
    assert today + sum(steps) == target
    assert steps[2] == 0.0
    assert not any("rounded" in note for note in chart.notes)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_it_says_what_the_plan_cuts_and_whose_target_it_is(content, language):
    whole = sum(step["in_plan"] for step in content["stair"])
    with override(language):
        chart, number = stair_chart(content), web().number
        assert any(number(round(whole)) in note for note in chart.notes)
        law = {"nb": "klimalovens mål for Norge, ikke", "nn": "klimalova for Noreg", "en": "Act's"}
        of_law = [note for note in chart.notes if law[language].split(",")[0] in note]
        assert of_law
        assert "70" in of_law[0]
        goal = content["target"]["goals"][-1]
        goal["origin"] = "formula/own_target"
        assert not [n for n in stair_chart(content).notes if law[language].split(",")[0] in n]
    assert goal["year"] == content["stair_from"]["year"]


def test_a_goal_of_the_law_that_the_place_has_adopted_is_not_called_foreign(content):
    target = content["target"]
    goal = target["goals"][-1]
    assert not_adopted(target, goal)
    assert not not_adopted(target, target["goals"][0])  # the one a budget adopts
    own = {"code": "4005", "historical": False, "target_year": goal["year"]}
    target["registered"] = [own]
    assert not not_adopted(target, goal)
    target["registered"] = [own | {"code": "40"}]
    assert not_adopted(target, goal)


def test_a_passed_target_is_shown_as_a_surplus(content):
    content["stair"][-1]["tonnes"] = {"low": -900.0, "central": -500.0, "high": 100.0}
    with override("en"):
        chart = stair_chart(content)
    assert "Beyond the target" in chart.svg
    assert "No known measure" not in chart.svg


@pytest.mark.django_db
def test_it_comes_before_the_groups_and_an_old_answer_shows_without_it(
    people, place, make_plan, content, as_person
):
    def page_of(plan):
        with override("nb"):
            url = reverse("plans:show", args=(place.code, plan.pk))
        return as_person(people.reader).get(url).content.decode()

    page = page_of(make_plan())
    assert 0 < page.index('id="stair"') < page.index("k-stair-adopted") < page.index('id="groups"')
    for key in ("stair", "stair_from", "stair_before"):
        del content[key]
    content["schema_version"] = "1.1"
    old = make_plan(name="Gammel", answer=content)
    page = page_of(old)
    assert 'id="stair"' not in page
    assert 'id="groups"' in page


@pytest.mark.django_db
def test_a_budget_takes_the_stair_with_it_where_the_plan_has_one(place, make_plan, content):
    frame = frame_of(make_plan(), 2027, None, {})
    assert next(s["layer"] for s in frame["stair"]) == "adopted"
    assert [s["in_plan"] for s in frame["stair"]] == [s["in_plan"] for s in content["stair"]]
    assert frame["stair_from"]["year"] == content["stair_from"]["year"]
    del content["stair"]
    assert "stair" not in frame_of(make_plan(name="Gammel", answer=content), 2027, None, {})


@pytest.mark.django_db
def test_a_plan_is_asked_for_without_what_the_council_has_no_target_for(
    place, people, as_person, make_plan, content
):
    with override("nb"):
        new = reverse("plans:new", args=(place.code,))
    page = as_person(people.editor).get(new).content.decode()
    assert (
        "Uten industri (kilden der kvotepliktige anlegg står), uten sjøfart, uten luftfart" in page
    )
    as_person(people.editor).post(new, {"name": "Uten", "without": "ets,shipping,aviation"})
    plan = Plan.objects.get(name="Uten")
    assert plan.question["without"] == ["aviation", "ets", "shipping"]
    refused = as_person(people.editor).post(new, {"name": "x", "without": "ferries"})
    assert refused.status_code == 422
    content["target"]["boundary_without"] = ["ets"]
    made = make_plan(name="Ferdig", answer=content)
    with override("nb"):
        shown = as_person(people.reader).get(reverse("plans:show", args=(place.code, made.pk)))
    assert "uten industri (kilden der kvotepliktige anlegg står)" in shown.content.decode()
