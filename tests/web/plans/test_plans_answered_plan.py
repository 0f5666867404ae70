"""What the engine answers is stored whole, pinned, and can be made again."""

from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from kortreist.documents.format.digits import significant
from kortreist.measures import library
from kortreist_web.core.actor_context import acting
from kortreist_web.core.content import content_hash
from kortreist_web.core.texts import web
from kortreist_web.plans.actions.ask import ask
from kortreist_web.plans.actions.make_again import make_again
from kortreist_web.plans.actions.write_document import write_document
from kortreist_web.plans.computation import Answer, finish
from kortreist_web.plans.decision_inputs import fit
from kortreist_web.plans.documents import document, document_of, render
from kortreist_web.plans.models import Plan, PlanDocument

LIBRARY = {m.id: m for m in library()}


def small(people, place, **values):
    """Ask for a try in as few futures as will do."""
    return ask(people.editor, place, name="Liten", passing=True, futures=64, **values)


@pytest.mark.django_db
def test_the_answer_is_stored_with_what_it_was_made_from(place, people, work):
    plan = small(people, place)
    (job,) = work()
    plan.refresh_from_db()
    assert (job.state, plan.state) == ("done", Plan.State.READY)
    assert plan.content["place"] == {
        "kind": "municipality",
        "name": "Eksempeldal",
        "number": "X001",
    }
    assert plan.pins["vintage"] == plan.content["vintage"]["id"]
    assert plan.content_hash == content_hash(plan.content)

    make_again(people.editor, place, plan)
    (again,) = work()
    assert again.result["equal"] is True
    assert again.result["hash"] == plan.content_hash


@pytest.mark.any_database
@pytest.mark.django_db
def test_a_new_name_of_the_municipality_is_no_other_answer(place, people, work):
    plan = small(people, place)
    work()
    place.name = "Nydal"
    place.save()
    plan.refresh_from_db()
    make_again(people.editor, place, plan)
    assert work()[0].result["equal"] is True


@pytest.mark.django_db
def test_a_question_that_cannot_be_answered_says_the_mend_in_three_languages(place, people, work):
    first = timezone.localdate().year + 1
    question = {"money_nok": 0, "fixed": {"zero_emission_lorries": first}}
    plan = small(people, place, question=question)
    assert work()[0].state == "done"
    plan.refresh_from_db()
    assert (plan.state, plan.content) == (Plan.State.REFUSED, None)
    assert plan.refused["key"] == "plans.conflict"
    said = plan.refused["said"]
    assert f"Utslippsfrie lastebiler i kontrakter skal starte i {first}" in said["nb"]
    assert "kr i året går det" in said["nb"]
    assert said["nn"] != said["nb"] != said["en"]


@pytest.mark.django_db
def test_an_answer_that_comes_late_or_twice_changes_nothing(place, people, content):
    plan = ask(people.editor, place, name="a")
    with acting(people.editor, "test"):
        first = finish(plan, Answer(content, documents={"json": b"{}"}))
        second = finish(plan, Answer(None, refused={"key": "x"}))
        assert (second.state, second.version) == (Plan.State.READY, first.version)
        assert PlanDocument.objects.count() == 1
        first.delete()
        assert finish(plan, Answer(content)) is None


def test_the_documents_name_the_invented_place_and_say_whose_figures_it_has(budget):
    invented = SimpleNamespace(invented=True, figures_code="4005")
    made = document_of(budget, invented, "nb")
    files = render(budget, made, "nb")
    page = files["html"].decode()
    headline = page.partition("<h1")[2].partition("</h1>")[0]
    assert "Eksempeldal" in headline
    assert "Notodden" not in headline
    assert "Eksempeldal er oppdiktet, og tallene er de offisielle for Notodden (4005)" in page
    assert page.count("Notodden") == 1
    assert b'"name": "Eksempeldal"' in files["json"]
    assert b"Notodden" not in files["json"]
    assert (files["pdf"][:5], files["docx"][:2]) == (b"%PDF-", b"PK")


def test_a_real_municipality_is_a_draft_under_its_own_name(budget):
    made = document_of(budget, SimpleNamespace(invented=False), "en")
    assert "oppdiktet" not in made.draft
    assert "invented" not in made.draft
    assert made.draft


@pytest.mark.django_db
def test_documents_in_another_language_are_written_only_from_the_same_answer(
    place, people, budget, content, make_plan, work, monkeypatch
):
    plan = make_plan()
    once = "kortreist_web.plans.jobs._once_more"
    files = "kortreist_web.plans.documents.render"
    monkeypatch.setattr(files, lambda *a: {"html": b"<p>en</p>"})
    monkeypatch.setattr(once, lambda plan: (budget, "another answer"))
    write_document(people.editor, place, plan, language="en")
    assert work()[-1].result["equal"] is False
    with pytest.raises(PlanDocument.DoesNotExist):
        document(plan, "en", "html")

    monkeypatch.setattr(once, lambda plan: (budget, plan.content_hash))
    write_document(people.editor, place, plan, language="en")
    assert work()[-1].result["equal"] is True
    assert document(plan, "en", "html") == b"<p>en</p>"


def fitted(fixed, excluded=()):
    return fit(fixed, excluded, LIBRARY, account_year=2024, first_year=2027)


def test_decisions_the_engine_can_count_are_asked_as_they_are():
    found = fitted({"electric_vans": 2028}, ["lorry_charging_hub"])
    assert (found.fixed, found.excluded) == ({"electric_vans": 2028}, ("lorry_charging_hub",))
    assert found.notes() == {"not_here": [], "in_figures": [], "moved": {}}


def test_what_has_no_effect_here_is_not_asked_but_said():
    found = fitted({"no_such": 2028}, ["nor_this"])
    assert (found.fixed, found.excluded, found.not_here) == ({}, (), ("no_such", "nor_this"))


def test_what_began_before_the_plan_is_counted_from_its_first_year():
    found = fitted({"electric_vans": 2025})
    assert (found.fixed, found.moved) == ({"electric_vans": 2027}, {"electric_vans": 2025})


def test_what_had_full_effect_before_the_inventory_is_not_counted_twice():
    ramp = LIBRARY["electric_vans"].ramp_years
    found = fitted({"electric_vans": 2024 - ramp + 1})
    assert (found.fixed, found.excluded) == ({}, ("electric_vans",))
    assert found.in_figures == ("electric_vans",)
    assert fitted({"electric_vans": 2024 - ramp + 2}).in_figures == ()


@pytest.mark.django_db
def test_the_plan_counts_as_its_climate_budget_does(people, place, plan, as_person):
    """Measures with figures and without are told apart, and an unknown cost is no zero."""
    from kortreist_web.plans.money import cost_unknown

    # What is offered beside the plan is in no sum of it.
    offered = [r for r in plan.content["unquantified"] if "municipality" in r["cost_missing"]]
    unknown = sum("municipality" in r["cost_missing"] for r in plan.content["measures"])
    assert offered
    assert cost_unknown(plan.content) == unknown
    lacking = {"cost_missing": ["municipality"]}
    assert cost_unknown({"measures": [lacking], "unquantified": [lacking, lacking]}) == 1
    with override("nb"):
        url = reverse("plans:show", args=(place.code, plan.pk))
    page = " ".join(as_person(people.reader).get(url).content.decode().split())
    n, without = len(plan.content["measures"]), len(plan.content["unquantified"])
    assert f"{n} tiltak med tall i planen, og {without} uten" in page
    cost = page[page.index("Kommunens kostnad") :]
    said = cost[: cost.index("</li>")]
    assert ("tiltak har ukjent kostnad" in said) == bool(unknown)
    assert "sikter mot" not in page
    year = str(plan.content["room_for_manoeuvre"]["goal"]["year"])
    leaves = web("nb").number(significant(plan.content["pathway"][year]["central"], 4))
    assert f"Planen etterlater i gjennomsnitt {' '.join(leaves.split())} tonn" in page
