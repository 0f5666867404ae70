"""The stair is a plan page's first picture; answers made before there was one still show."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from kortreist_web.budgets.from_plan import frame_of
from kortreist_web.core.stair_chart import stair_chart
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


def test_its_numbers_have_the_digits_they_bear_and_stand_in_full_on_hover(content):
    content["stair_from"] |= {"today": 40_354.4, "target": 17_957.9}
    content["stair"][0]["tonnes"] = {"low": 4_210.3, "central": 8_123.7, "high": 12_480.1}
    with override("en"):
        chart = stair_chart(content)
    assert chart.rows[0][1] == '<span title="40,354">40,400</span>'
    name, central, ends = chart.rows[1]
    assert central == '<span title="\u22128,124">\u22128,000</span>'
    assert (
        ends
        == '<span title="\u22124,210 \u2013 \u221212,480">\u22124,000 \u2013 \u221212,000</span>'
    )
    assert f"<title>{name}: \u22128,124</title>" in chart.svg
    assert ">\u22128,000</text>" in chart.svg


def test_a_passed_target_is_shown_as_a_surplus(content):
    content["stair"][-1]["tonnes"] = {"low": -900.0, "central": -500.0, "high": 100.0}
    with override("en"):
        chart = stair_chart(content)
    assert "Past the target" in chart.svg
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
