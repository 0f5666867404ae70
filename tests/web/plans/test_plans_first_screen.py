"""What a plan's page opens with: the stair in words, which limit binds, and what can be done."""

import re
from urllib.parse import parse_qs, urlparse

import pytest
from django.urls import reverse
from django.utils.translation import override

from kortreist_web.core.actor_context import acting
from kortreist_web.core.stair_chart import rounded_stair, stair_chart
from kortreist_web.core.texts import web
from kortreist_web.measures.actions.choose import choose
from kortreist_web.plans.models import Plan
from kortreist_web.plans.stair import limit_said, stair_said

LIMITS = ("money", "staff", "price")


OWN = {"money_origin": "formula/own_limit", "staff_origin": "formula/own_limit"}


def gain(limit, tonnes=0.0, *, binds=False, slack=False):
    return {"limit": limit, "tonnes": tonnes, "binds": binds, "measures": [], "slack": slack}


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_words_have_the_pictures_numbers_and_add_up(content, language):
    few = rounded_stair(content["stair"], content["stair_from"]["today"])
    # The steps that are printed add to the gap that is printed.
    assert sum(few.cuts.values()) == pytest.approx(few.today - few.target)
    with override(language):
        said, chart, number = stair_said(content), stair_chart(content), web().number
        for layer, cut in few.cuts.items():
            shown = number(abs(cut) if layer == "unreached" else cut)
            assert shown in said
            assert any(shown.lstrip("\u2212") in str(row[1]) for row in chart.rows)
        assert number(few.today - few.target) in said
        assert str(content["stair_from"]["year"]) in said


def test_a_passed_target_is_said_as_such_and_an_old_answer_says_nothing(content):
    content["stair"][-1]["tonnes"] = {"low": -900.0, "central": -500.0, "high": 100.0}
    with override("en"):
        assert "beyond the target" in stair_said(content)
        assert "No known measure" not in stair_said(content)
    del content["stair"]
    assert stair_said(content) == ""


@pytest.mark.parametrize(
    ("gains", "said"),
    [
        ([gain("money", 1084.0, binds=True), gain("staff"), gain("price")], "Money holds .*1,100"),
        ([gain("money"), gain("staff", 96.4, binds=True), gain("price")], "Staff hold .*about 96"),
        (
            [gain("money"), gain("staff"), gain("price", 13.3, binds=True)],
            "The price limit.*about 13",
        ),
        ([gain("money", slack=True), gain("staff", slack=True), gain("price")], "Neither money"),
        ([*map(gain, LIMITS), gain("all", 2936.0, binds=True)], "No limit .* alone.*2,900"),
        (
            [gain("money", 20.0, binds=True), gain("staff", 31.0, binds=True), gain("price")],
            "Staff",
        ),
    ],
)
def test_which_limit_binds_is_said(content, gains, said):
    content["limit_gains"] = gains
    content["limits"] |= OWN
    with override("en"):
        assert re.match(said, limit_said(content)), limit_said(content)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_what_does_not_bind_is_said_beside_it(content, language):
    for binding in LIMITS:
        content["limit_gains"] = [gain(k, 40.0, binds=k == binding) for k in LIMITS]
        with override(language):
            assert limit_said(content).count(".") >= 2
    content["limit_gains"] = []
    assert limit_said(content) == ""


@pytest.mark.parametrize(
    ("language", "assumed", "said"),
    [
        ("nb", "antatte 17 årsverk og 17 mill. kr i året, som dere ikke har oppgitt", "verken"),
        ("nn", "antekne 17 årsverk og 17 mill. kr i året, som de ikkje har oppgjeve", "verken"),
        ("en", "assumed 17 full-time equivalents and NOK 17 million a year", "neither"),
    ],
)
def test_a_limit_nobody_has_given_is_said_to_be_assumed(content, language, assumed, said):
    content["limit_gains"] = [*map(gain, LIMITS)]
    content["limits"] |= {"money_nok_per_year": 17_012_345.0, "staff_fte": 16.98}
    content["limits"] |= {
        "money_origin": "figures/planning/money_nok_per_inhabitant",
        "staff_origin": "figures/planning/staff_fte_per_10000",
    }
    with override(language):
        words = limit_said(content)
        assert assumed in words
        assert f": {said} " in words
        content["limits"]["money_origin"] = OWN["money_origin"]
        assert "17 mill" not in limit_said(content)
        assert "17" in limit_said(content)
        content["limits"] |= OWN
        assert limit_said(content)[0].isupper()
        assert "17" not in limit_said(content)


def shut(id, tonnes, reason="too_dear"):
    return {"id": id, "name": id, "group_reason": reason, "would_cut": tonnes}


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_what_the_price_limit_shuts_out_is_said_where_it_does_not_hold_back(content, language):
    content["limits"] |= OWN
    content["not_chosen"] = [shut("a", 409.0), shut("b", 3.0, "not_ranked"), shut("c", 0.0)]
    content["limit_gains"] = [*map(gain, LIMITS)]
    with override(language):
        unused = limit_said(content)
        assert "2" in unused
        assert "410" in unused
        content["limit_gains"][2] = gain("price", 390.0, binds=True)
        assert "410" not in limit_said(content)
        content["limit_gains"][2] = gain("price")
        content["not_chosen"] = []
        assert "2" not in limit_said(content)


@pytest.mark.django_db
def test_the_page_leads_to_where_an_assumed_limit_is_given_and_the_form_asks_it_first(
    place, people, make_plan, content, as_person
):
    content["limit_gains"] = [*map(gain, LIMITS)]
    content["limits"]["staff_origin"] = OWN["staff_origin"]
    with override("nb"):
        url = reverse("plans:show", args=(place.code, make_plan().pk))
    page = as_person(people.editor).get(url).content.decode()
    [address] = re.findall(r'href="([^"]*)">Oppgi egne tall', page)
    assert urlparse(address).fragment == "id_money_nok"
    form = as_person(people.editor).get(address.replace("&amp;", "&")).context["form"]
    assert list(form.fields)[:3] == ["name", "money_nok", "staff_fte"]
    assert not form.fields["money_nok"].required
    content["limits"] |= OWN
    with override("nb"):
        url = reverse("plans:show", args=(place.code, make_plan(name="Egne").pk))
    assert "Oppgi egne tall" not in as_person(people.editor).get(url).content.decode()


@pytest.mark.django_db
def test_each_way_opens_the_form_with_the_plans_question_and_one_field_changed(
    place, people, make_plan, content, as_person
):
    content["limit_gains"] = [gain("money", 1084.0, binds=True), gain("staff"), gain("price")]
    content["limits"] |= OWN
    plan = make_plan(question={"money_nok": 3e6, "reduction": 0.6, "target_year": 2030})
    with override("nb"):
        url = reverse("plans:show", args=(place.code, plan.pk))
    page = as_person(people.editor).get(url).content.decode()
    ways = [a.replace("&amp;", "&") for a in re.findall(r'href="([^"]*from=[^"]*)"', page)]
    assert [urlparse(w).fragment for w in ways] == [
        "id_money_nok",
        "id_staff_fte",
        "id_dearest",
        "id_reduction",
    ]
    more = float(parse_qs(urlparse(ways[0]).query)["money_nok"][0])
    assert more == pytest.approx(2 * content["limits"]["money_nok_per_year"], rel=0.05)
    form = as_person(people.editor).get(ways[1]).context["form"]
    shown = {k: str(form[k].value()).replace("\xa0", "") for k in form.fields}
    assert (shown["money_nok"], shown["reduction"]) == ("3000000", "60")
    staff = 2 * content["limits"]["staff_fte"]
    assert staff <= float(shown["staff_fte"]) <= staff + 1
    data = {"name": "Mer", "staff_fte": "8", "reduction": "60", "target_year": "2030"}
    as_person(people.editor).post(ways[1], data)
    made = Plan.objects.get(name="Mer")
    assert (made.parent, made.question["staff_fte"]) == (plan, 8)
    # Who may only look sees no way that is not hers.
    assert "from=" not in as_person(people.reader).get(url).content.decode()


@pytest.mark.django_db
def test_what_the_state_must_open_is_listed_with_what_waits_for_it(
    place, people, plan, content, as_person
):
    state = next(s for s in content["stair"] if s["layer"] == "state")
    conditions = [r for r in state["rows"] if r["kind"] == "condition" and r["tonnes"] >= 0.5]
    with override("nb"):
        url = reverse("plans:show", args=(place.code, plan.pk))
        page = as_person(people.reader).get(url).content.decode()
        part = page[page.index('id="state"') :].split("</details>")[0]
        assert part.count("<li>") == len(conditions) > 0
        assert web().number(sum(r["tonnes"] for r in conditions)) in part


@pytest.mark.django_db
def test_the_form_says_what_an_empty_limit_stands_for_with_source_and_mark(
    place, people, as_person
):
    with override("nb"):
        url = reverse("plans:new", args=(place.code,))
    form = as_person(people.editor).get(url).context["form"]
    said = str(form.fields["dearest"].help_text)
    assert "R-109/21" in said
    assert "skjønn" in said
    assert re.search(r"\d\s?\d{3} kroner per tonn i 20\d\d", said.replace("\xa0", " "))


@pytest.mark.django_db
def test_what_was_refused_is_asked_again_with_its_name_money_and_staff(
    place, people, make_plan, as_person
):
    question = {"money_nok": 2_660_000, "staff_fte": 1.5}
    plan = make_plan(name="Stram", answer=None, question=question)
    plan.state, plan.refused = Plan.State.REFUSED, {"said": {}}
    with acting(people.editor, "test"):
        plan.save()
    with override("nb"):
        url = reverse("plans:show", args=(place.code, plan.pk))
    page = as_person(people.editor).get(url).content.decode()
    [again] = re.findall(r'href="([^"]*from=[^"]*)"', page)
    form = as_person(people.editor).get(again).context["form"]
    shown = [str(form[k].value()).replace("\xa0", "") for k in ("name", "money_nok", "staff_fte")]
    assert shown == ["Stram", "2660000", "1,5"]
    as_person(people.editor).post(again, {"name": "Stram", "money_nok": "3000000"})
    made = Plan.objects.exclude(pk=plan.pk).get()
    assert (made.parent, made.name, made.question["money_nok"]) == (None, "Stram", 3_000_000)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "aim"),
    [({}, 7), ({"by_law": True}, "law"), ({"reduction": 0.5, "target_year": 2030}, None)],
)
def test_what_was_refused_is_asked_again_with_its_goal(
    place, people, make_plan, as_person, given, aim
):
    goals = [{"key": 5, "reason": {"nb": "Ingen bane"}}, {"key": 7, "reason": {}}]
    plan = make_plan(name="Stram", answer=None, question={"goals": goals, **given})
    plan.state, plan.refused = Plan.State.REFUSED, {"said": {}}
    with acting(people.editor, "test"):
        plan.save()
    with override("nb"):
        url = reverse("plans:new", args=(place.code,))
    form = as_person(people.editor).get(f"{url}?from={plan.pk}").context["form"]
    assert form.initial.get("aim") == aim


@pytest.mark.django_db
def test_what_is_chosen_without_a_year_is_counted_where_a_plan_is_started(place, people, as_person):
    with override("nb"):
        url = reverse("plans:new", args=(place.code,))
    assert "uten startår" not in as_person(people.editor).get(url).content.decode()
    for measure in ("eco_driving", "wood_stove_exchange"):
        choose(people.editor, place, measure=measure, state="chosen")
    choose(people.editor, place, measure="cycle_network", state="chosen", start_year=2028)
    page = as_person(people.editor).get(url).content.decode()
    assert "2 tiltak er valgt uten startår" in page
    assert page.count('id="year-for-') == 2


@pytest.mark.django_db
def test_the_page_names_the_years_above_one_years_money(
    place, people, content, make_plan, as_person
):
    years = content["plan_years"]
    row, *others = content["measures"]
    for other in others:
        other["cost"].pop("municipality", None)
    spent = (1e6, 6e6, *[3e6] * (len(years) - 2))
    row["cost"]["municipality"] = dict(zip(map(str, years), spent, strict=True))
    content["limits"] |= OWN | {"money_nok_per_year": 4e6}
    url = reverse("plans:show", args=(place.code, make_plan(answer=content).pk))
    page = as_person(people.reader).get(url).content.decode().replace("\u202f", " ")
    over = re.findall(r"(\d{4}): ([\d,]+) mill. kr, ([\d,]+) mill. kr over årsgrensen", page)
    assert over == [(str(years[1]), "6,0", "2,0")]
    content["limits"]["money_nok_per_year"] = 6e6
    url = reverse("plans:show", args=(place.code, make_plan(name="Rommer", answer=content).pk))
    page = as_person(people.reader).get(url).content.decode()
    assert "over årsgrensen" not in page
    assert f"ingen av årene {years[0]}–{years[-1]}" in page


@pytest.mark.parametrize(("nok", "said"), [(0.0, False), (4_000.0, False), (120_000.0, True)])
def test_what_undoing_is_worth_is_no_price_of_the_measures_and_never_zero(
    place, people, content, make_plan, as_person, db, nok, said
):
    content["room_for_manoeuvre"]["price_of_binding"] = {"central": nok, "low": 0.0, "high": nok}
    url = reverse("plans:show", args=(place.code, make_plan(answer=content).pk))
    page = as_person(people.reader).get(url).content.decode()
    assert ("Å kunne angre det som er bundet, ville spart 0,12 mill. kr" in page) is said
    assert "binde seg koster" not in page
