"""From a plan's sign to a task, a line in the interim report and a case, on the pages."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils.translation import override

from kortreist_web.measures.actions.choose import choose
from kortreist_web.plans.signposts import told_text
from kortreist_web.signposts.actions.record_reading import record_reading
from kortreist_web.signposts.actions.settle import settle
from kortreist_web.signposts.models import Signpost
from kortreist_web.signposts.prefill import of_plan
from kortreist_web.tasks.models import Task

pytestmark = pytest.mark.django_db
DAY = dt.date(2027, 11, 23)


def at(name, *args):
    return reverse(f"signposts:{name}", args=("X001", *args))


def said(response):
    assert response.status_code in (200, 422), response.status_code
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def posts(content):
    rows = [r for n in ("measures", "not_chosen", "state_must") for r in content[n]]
    return {r["id"]: r["signpost"] for r in rows if r.get("signpost")}


def test_every_sign_of_a_plan_can_be_watched_as_it_is_filled_in(
    plan, as_person, people, computed_budget
):
    kinds = {}
    client = as_person(people.editor)
    for measure, post in posts(plan.content).items():
        if kinds.get(post["kind"], 0) >= 2:
            continue
        kinds[post["kind"]] = kinds.get(post["kind"], 0) + 1
        url = f"{at('new')}?plan={plan.pk}&measure={measure}"
        if of_plan(plan, measure) is None:
            assert post["kind"] == "cost", "nobody offers a price of a fee"
            assert client.get(url).status_code == 404
            continue
        form = client.get(url).context["form"]
        assert 4 <= len([f for f in form.fields if f != "version"]) <= 8
        data = {k: form.initial.get(k) for k in form.fields}
        if post["kind"] == "cost" and post["threshold"] is None:
            assert data["threshold"] is None, "a cost that is not known has no threshold"
            assert client.post(url, {k: v for k, v in data.items() if v}).status_code == 422
            data["threshold"] = "1500000"
        if (data["see_by"] or 0) < DAY.year:
            data["see_by"] = DAY.year  # a deadline that is past: now, or never
        answer = client.post(url, {k: v for k, v in data.items() if v is not None})
        assert answer.status_code == 302, said(answer)
        made = Signpost.objects.get(measure=measure)
        assert made.told["kind"] == post["kind"]
        assert made.state in ("not_observed", "not_come")
        if post["kind"] == "driver":
            assert made.threshold == pytest.approx(100.0 * post["threshold"], abs=0.1)
            assert made.start_value == 100.0
            assert made.indicator.start_year == computed_budget.account.year
        # Asked for again, the one there is opens.
        assert client.get(url).url == at("show", made.pk)
    assert len(kinds) >= 3
    page = said(client.get(at("list")))
    assert "Tegn vi følger med på" in page
    for s in Signpost.objects.all():
        assert s.name in client.get(at("list")).content.decode().replace("&#x27;", "'")


@pytest.mark.parametrize("language", ["nn", "en"])
def test_what_is_filled_in_is_in_the_readers_language(plan, language):
    measure = next(iter(posts(plan.content)))
    with override(language):
        theirs = of_plan(plan, measure)
    ours = of_plan(plan, measure)
    assert theirs.initial["what_then"] != ours.initial["what_then"]
    assert of_plan(plan, "no_such_measure") is None


def test_from_the_plans_page_to_task_report_line_and_case(plan, people, place, as_person, share):
    client = as_person(people.editor)
    page = client.get(reverse("plans:show", args=("X001", plan.pk))).content.decode()
    assert f"{at('new')}?plan={plan.pk}&amp;measure=" in page
    choose(people.editor, place, measure="eco_driving", state="considered")
    data = {
        "about": "measure:eco_driving",
        "name": "Elbiler over 60 prosent",
        "indicator": share.pk,
        "direction": "up",
        "threshold": "60",
        "see_by": "2028",
        "owner": "role:editor",
        "what_then": "Ta opp kjørekursene",
    }
    client.post(f"{at('new')}?source=indicator", data)
    signpost = Signpost.objects.get()
    assert (signpost.measure, signpost.state) == ("eco_driving", "not_observed")
    seen = {"year": "2027", "period": "0", "value": "64,5", "note": "", "missing_reason": ""}
    client.post(reverse("indicators:observe", args=("X001", share.pk)), seen)
    signpost.refresh_from_db()
    assert signpost.state == "reached"
    page = said(client.get(at("show", signpost.pk)))
    assert "● utløst" in page
    assert "64,5 prosent (2027)" in page
    assert "Oppgave til" in page
    case = said(client.get(at("case", signpost.pk)))
    assert "utløses over 60 prosent" in case
    assert "tas inn i handlings- og økonomiplanen fra 2029" in case
    assert (
        reverse("measures:show", args=("X001", "eco_driving")) + "#decision"
        in client.get(at("case", signpost.pk)).content.decode()
    )
    measure = said(client.get(reverse("measures:show", args=("X001", "eco_driving"))))
    assert "Elbiler over 60 prosent" in measure
    table = client.get(at("table")).content.decode("utf-8-sig")
    assert "reached" in table
    assert Task.objects.get(subject=signpost.pk).title == (
        "Ta opp til avgjørelse: Elbiler over 60 prosent"
    )


def test_a_report_has_a_line_for_each_and_names_nobody(watch, place, people, as_person):
    from kortreist.i18n import Translator
    from kortreist_web.reports.signs import signs_of, signs_said

    law = watch()
    record_reading(people.editor, place, law, day=DAY, source="Lovdata", word="come")
    old = watch(name="Gammelt")
    settle(people.editor, place, old, how="Sak 27/0001: nei")
    watch(name="Usett", source="offer", threshold=1e6, direction="down", unit_of_measure="kr")
    rows = signs_of(place, 2027, DAY)
    assert people.editor.name not in str(rows)
    assert {r["name"]: r["state"] for r in rows} == {
        "Lov om nullutslippssone": "reached",
        "Gammelt": "settled",
        "Usett": "not_observed",
    }
    assert {r["name"] for r in signs_of(place, 2028, DAY)} == {"Lov om nullutslippssone", "Usett"}
    t = Translator("nb", "kortreist_web")
    words = {r["name"]: r for r in signs_said({"signposts": rows}, t)}
    assert words["Usett"]["threshold_text"] == f"under {t.number(1e6)} kr"
    assert "saken er klar" in words["Lov om nullutslippssone"]["note"]
    assert "nei" in words["Gammelt"]["note"]
    assert signs_said({}, t) == []


def test_an_old_observation_is_said_to_be_old(watch, place, people, as_person, on_day):
    law = watch(see_by=2030)
    record_reading(people.editor, place, law, day=DAY, source="Lovdata", word="not_come")
    client = as_person(people.editor)
    on_day(dt.date(2029, 2, 22))
    assert "○ ikke kommet" in said(client.get(at("list")))
    on_day(dt.date(2029, 2, 23))  # fifteen months
    page = said(client.get(at("list")))
    assert "? ikke observert" in page
    assert "Ikke observert siden" in page
    assert "ikke kommet (" in page, "what was seen then still stands, with its day"


def test_only_editors_watch_and_others_of_the_unit_read(watch, people, as_person, strangers):
    law = watch()
    for who, status in ((people.reader, 403), (people.reporter, 403), (strangers.editor, 404)):
        assert as_person(who).get(at("new")).status_code == status
        assert as_person(who).post(at("settle", law.pk), {"how": "x"}).status_code == status
    assert as_person(people.reporter).get(at("read", law.pk)).status_code == 200
    assert as_person(people.reader).get(at("read", law.pk)).status_code == 403
    assert as_person(people.reader).get(at("show", law.pk)).status_code == 200
    assert as_person(strangers.editor).get(at("show", law.pk)).status_code == 404


def test_another_tenants_plan_gives_no_sign(plan, strangers, other, as_person, place):
    measure = next(iter(posts(plan.content)))
    url = reverse("signposts:new", args=("X002",)) + f"?plan={plan.pk}&measure={measure}"
    assert as_person(strangers.editor).get(url).status_code == 404


def test_a_binding_is_watched_by_its_price(place, people, as_person, on_day):
    from kortreist_web.bindings.actions.enter import enter

    boiler = enter(people.editor, place, name="Gasskjel", kind="heating", signed_by=2029)
    client = as_person(people.editor)
    url = f"{at('new')}?binding={boiler.pk}"
    form = client.get(url).context["form"]
    data = {k: form.initial.get(k) for k in form.fields if form.initial.get(k) is not None}
    client.post(url, {**data, "threshold": "2 500 000"})
    made = Signpost.objects.get()
    assert (made.binding, made.direction, made.threshold, made.see_by) == (
        boiler,
        "down",
        2.5e6,
        2029,
    )
    offer = {"value": "2400000", "day": "20.11.2027", "source": "Tilbud fra Varme AS"}
    client.post(at("read", made.pk), offer)
    page = client.get(at("case", made.pk)).content.decode()
    assert reverse("bindings:propose", args=("X001", boiler.pk)) in page


def test_what_was_entered_is_corrected_and_withdrawn_on_its_page(watch, place, people, as_person):
    law = watch()
    wrong = record_reading(people.editor, place, law, day=DAY, source="Lovdata", word="come")
    client = as_person(people.editor)
    assert at("correct", law.pk, wrong.pk) in client.get(at("show", law.pk)).content.decode()
    form = client.get(at("correct", law.pk, wrong.pk))
    assert "Lovdata" in said(form)
    data = {"word": "announced", "day": "23.11.2027", "source": "Prop. 1", "why": "Bare foreslått"}
    assert client.post(at("correct", law.pk, wrong.pk), data).status_code == 302
    page = client.get(at("show", law.pk))
    assert "Teller ikke: tatt tilbake" in said(page)
    assert "Bare foreslått" in said(page)
    assert "<del>" in page.content.decode()
    assert "◐ nærmer seg" in said(page)
    right = law.readings.get(withdrawn_on=None)
    assert client.post(at("withdraw", law.pk, right.pk), {"why": ""}).status_code == 422
    assert client.post(at("withdraw", law.pk, right.pk), {"why": "Trukket"}).status_code == 302
    assert "? ikke observert" in said(client.get(at("show", law.pk)))
    # Once withdrawn there is nothing to correct, and a reader never may.
    assert client.get(at("correct", law.pk, right.pk)).status_code == 404
    assert as_person(people.reader).get(at("withdraw", law.pk, right.pk)).status_code == 403


def told(**values):
    chance = {"low": 0.6, "central": 0.68, "high": 0.7}
    first = {"kind": "cost", "key": "x", "direction": "down", "threshold": 0.8}
    return {**first, "timeliness": chance, "false_alarms": chance, **values}


def test_the_plans_chances_are_of_its_own_threshold(watch, place, people, as_person):
    at_plan = {"threshold": 800.0, "unit": "kr"}
    values = {"source": "offer", "direction": "down", "unit_of_measure": "kr"}
    same = watch(name="Likt", threshold=800.0, told=told(at=at_plan), **values)
    moved = watch(name="Flyttet", threshold=900.0, told=told(at=at_plan), **values)
    unit = {**values, "unit_of_measure": "kr per buss"}
    other = watch(name="Annen enhet", threshold=800.0, told=told(at=at_plan), **unit)
    by_hand = watch(name="For hånd", threshold=1.2e6, told=told(), **values)
    client = as_person(people.editor)
    plans = " ".join(told_text({"signpost": told()}).split())
    assert plans
    assert plans in said(client.get(at("show", same.pk)))
    assert "Gjelder planens grense" not in said(client.get(at("show", same.pk)))
    for sign in (moved, other):
        assert "Gjelder planens grense, under 800 kr" in said(client.get(at("case", sign.pk)))
    page = said(client.get(at("show", by_hand.pk)))
    assert "Grensen er satt for hånd" in page
    assert plans not in page


def test_a_moved_threshold_stands_in_the_history(watch, place, people, as_person):
    from kortreist_web.signposts.actions.change import change

    price = watch(source="offer", threshold=250.0, direction="down", unit_of_measure="kr")
    assert "Grense endret" not in said(as_person(people.editor).get(at("show", price.pk)))
    change(people.editor, place, price, threshold=300.0, see_by=2030)
    page = said(as_person(people.reader).get(at("show", price.pk)))
    assert "Grense endret fra 250 kr til 300 kr." in page
    assert "Må ses innen: endret fra 2028 til 2030." in page
    assert people.editor.name in page


def test_a_task_that_is_done_without_a_decision_is_said_and_offered_to_be_settled(
    watch, place, people, as_person, on_day
):
    from kortreist_web.tasks.actions.finish import finish

    law = watch()
    seen = dt.date(2027, 11, 18)
    record_reading(people.editor, place, law, day=seen, source="Lovdata", word="come")
    client = as_person(people.editor)
    page = said(client.get(at("show", law.pk)))
    assert "sett 18.11.2027, ført inn 23.11.2027" in page
    assert "ta det opp innen 07.12.2027. Det må avgjøres innen utgangen av 2028" in page
    assert "Ta opp til avgjørelse" in said(client.get(reverse("tasks:home", args=("X001",))))
    task = Task.objects.get(subject=law.pk)
    finish(people.editor, place, task, on=DAY, evidence="Tatt opp")
    page = said(client.get(at("show", law.pk)))
    assert "merket som gjort" in page
    assert "ikke hva som ble avgjort" in page
    assert "Oppgave til" not in page


def test_only_those_who_can_act_own_a_sign_and_they_can(watch, people, as_person, place):
    from kortreist_web.core.actor_context import acting
    from kortreist_web.core.refusals import RefusedError
    from kortreist_web.tasks.owners import Owner
    from kortreist_web.tenants.models import Unit

    with acting(people.editor, "test"):
        unit = Unit.objects.create(organisation=place, name="Skole", valid_from=dt.date(2020, 1, 1))

    for owner in (
        Owner(role="reader"),
        Owner(role="auditor"),
        Owner(person=people.reader),
        Owner(person=people.auditor),
    ):
        with pytest.raises(RefusedError) as refused:
            watch(owner=owner)
        assert refused.value.about == "owner"
    form = as_person(people.editor).get(f"{at('new')}?source=condition").context["form"]
    groups = [g for _, g in form.fields["owner"].choices if isinstance(g, list)]
    keys = {key for group in groups for key, _ in group}
    assert f"person:{people.reader.pk}" not in keys
    assert "role:auditor" not in keys
    assert {f"person:{people.reporter.pk}", "role:editor"} <= keys
    hers = watch(owner=Owner(person=people.reporter))
    client = as_person(people.reporter)
    assert "Si hva som ble avgjort" in said(client.get(at("show", hers.pk)))
    assert (
        client.post(
            at("settle", hers.pk), {"version": hers.version, "how": "Sak 27/1: nei"}
        ).status_code
        == 302
    )
    units = watch(name="Enhetens", owner=Owner(unit=unit))
    assert client.get(at("settle", units.pk)).status_code == 200
    theirs = watch(name="Deres")
    assert client.get(at("settle", theirs.pk)).status_code == 403


def test_the_case_says_who_offered_what_it_cuts_and_costs_and_who_decides(
    plan, watch, place, people, as_person
):
    priced = [r for r in plan.content["measures"] if r.get("cost") and r.get("effect")]
    row = priced[0]
    first = {"measure": row["id"], "plan": plan, "threshold": 800.0}
    offer = watch(
        name="Pris",
        source="offer",
        direction="down",
        unit_of_measure="kr",
        told={"kind": "cost", "key": row["id"], "decider": "partners"},
        **first,
    )
    value = {"day": DAY, "source": "Prøveverkstedet AS", "value": 700.0}
    record_reading(people.editor, place, offer, **value)
    case = said(as_person(people.editor).get(at("case", offer.pk)))
    assert "Kilde: Prøveverkstedet AS." in case
    assert "tonn CO₂e" in case
    assert "slik planen regner" in case
    assert "Bestemmes av: " in case
    assert "Kommunen inviterer dem som bestemmer over" in case
    assert "tas inn i handlings- og økonomiplanen" not in case


def test_a_state_that_has_decided_is_not_asked_to(watch, place, people, as_person):
    told = {"kind": "condition", "key": "ban", "direction": "up", "decider": "state"}
    law = watch(told=told, measure="gas_ban_readiness")
    client = as_person(people.editor)
    assert "Staten har bestemt" not in said(client.get(at("case", law.pk)))
    record_reading(people.editor, place, law, day=DAY, source="Lovdata", word="come")
    case = said(client.get(at("case", law.pk)))
    assert "Staten har bestemt. Kommunen tar sin egen del" in case
    assert "ber staten" not in case


def test_a_plans_sign_is_watched_once_whoever_asks(plan, people, place, as_person):
    from kortreist_web.indicators.models import Indicator
    from kortreist_web.signposts.actions.watch import watch as action

    first = next(f for m in posts(plan.content) if (f := of_plan(plan, m)) and f.new_indicator)
    values = {"name": "x", "threshold": 50.0, "see_by": DAY.year, "direction": "down"}
    values = {**first.kept, **values, "source": first.source}
    made = [
        action(people.editor, place, new_indicator=first.new_indicator, **values) for _ in range(3)
    ]
    assert {m.pk for m in made} == {made[0].pk}
    assert Signpost.objects.filter(measure=first.kept["measure"]).count() == 1
    assert Indicator.objects.filter(name=first.new_indicator["name"]).count() == 1
    # After the plan's last year nothing is decided.
    from kortreist_web.core.refusals import RefusedError
    from kortreist_web.signposts.actions.change import change

    with pytest.raises(RefusedError) as refused:
        change(people.editor, place, made[0], see_by=2100)
    assert refused.value.about == "see_by"


def test_a_sign_that_is_reached_when_it_is_made_is_said_to_be(people, as_person, share, place):
    from kortreist_web.indicators.actions.observe import observe

    observe(people.editor, place, share, year=2026, value=70.0)
    data = {
        "name": "Elbiler",
        "indicator": share.pk,
        "direction": "up",
        "threshold": "60",
        "see_by": "2028",
        "owner": "role:editor",
    }
    url = f"{at('new')}?source=indicator"
    page = said(as_person(people.editor).post(url, data, follow=True))
    assert "det er utløst allerede: 70 prosent (2026)" in page


def test_a_price_is_of_one_unit_in_kroner_and_a_fee_has_none(plan):
    from kortreist.measures.prices import annuity, unit_costs
    from kortreist_web.measures.catalogue import measures_of

    content = plan.content
    known = {m.id: m for m in measures_of(plan.organisation)[0]}
    rows = [r for n in ("measures", "not_chosen", "state_must") for r in content[n]]

    def price_of(id, threshold):
        post = {"kind": "cost", "key": id, "direction": "down", "threshold": threshold}
        post |= {"year": DAY.year, "see_by": DAY.year, "lead_years": 2.0}
        row = {**rows[0], "id": id, "signpost": post}
        plan.content = {**content, "measures": [row], "not_chosen": [], "state_must": []}
        return of_plan(plan, id)

    lorry = known["zero_emission_lorries"]
    made = price_of(lorry.id, 0.8)
    assert "per lastebil" in made.initial["name"]
    assert made.initial["unit_of_measure"].startswith("kr per lastebil")
    ((investment, running),) = [c for b, c in unit_costs(lorry).items() if b == "business"]
    share = annuity(lorry.activity.lifetime_years)
    # At the threshold a lorry's yearly cost is four fifths of what the plan reckons.
    at_limit = share * made.initial["threshold"] + running
    assert at_limit == pytest.approx(0.8 * (share * investment + running), rel=0.02)
    assert price_of(lorry.id, 1.0).initial["threshold"] == pytest.approx(investment, rel=0.005)
    assert price_of("workplace_parking", 0.8) is None
    assert price_of("tolls_by_fuel", 0.8) is None


def test_what_the_program_wrote_is_read_in_each_language_until_it_is_edited(
    plan, watch, place, people
):
    from kortreist_web.signposts.actions.change import change
    from kortreist_web.signposts.prefill import in_readers_language

    first = next(f for m in posts(plan.content) if (f := of_plan(plan, m)) and f.new_indicator)
    values = {**first.kept, **first.initial, "source": first.source}
    made = watch(new_indicator=first.new_indicator, **values)
    assert in_readers_language(made) == (made.name, made.what_then)
    with override("en"):
        _, then = in_readers_language(made)
        assert then.startswith("Take up '")
        change(people.editor, place, made, what_then="Ring Enova")
        assert in_readers_language(made)[1] == "Ring Enova"


def test_small_words_are_right(watch, share, place, people, as_person):
    from kortreist_web.indicators.actions.observe import observe
    from kortreist_web.signposts.presenters import value_text

    observe(people.editor, place, share, year=2027, value=44.0)
    near = watch(name="Elbiler", source="indicator", indicator=share, threshold=45.0)
    client = as_person(people.editor)
    assert "1 prosentpoeng igjen" in said(client.get(at("show", near.pk)))
    assert value_text(-5.0, "t CO2e") == "−5 t CO₂e"
    table = client.get(at("table")).content.decode("utf-8-sig")
    assert "2027-12-31" not in table
    # A form that does not say which version was read overwrites nothing.
    data = {"name": "Nytt", "direction": "up", "threshold": "50", "see_by": "2028"}
    data |= {"indicator": share.pk, "owner": "role:editor"}
    client.post(at("change", near.pk), data)
    near.refresh_from_db()
    assert near.name == "Elbiler"
