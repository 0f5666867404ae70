"""The pages of plans: list, new, answered, refused, what-if, documents."""

import re

import pytest
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils.translation import override

from kortreist_web.core.actor_context import acting
from kortreist_web.core.templatetags.kortreist import million
from kortreist_web.jobs.models import Job
from kortreist_web.plans.actions.ask import ask
from kortreist_web.plans.computation import Answer, finish
from kortreist_web.plans.models import Plan
from kortreist_web.plans.money import costs_by_bearer

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def at(name, *args):
    with override("nb"):
        return reverse(f"plans:{name}", args=("X001", *args))


def text_of(response):
    return " ".join(response.content.decode().split())


def test_the_first_thing_is_said_where_there_are_no_plans(place, people, as_person):
    assert "Det er ingen planer ennå" in text_of(as_person(people.editor).get(at("list")))


def test_tries_are_not_in_the_list(place, people, plan, as_person):
    ask(people.editor, place, name="Et forsøk", passing=True)
    page = text_of(as_person(people.reader).get(at("list")))
    assert "Grunnlag" in page
    assert "Et forsøk" not in page


def test_a_plan_is_asked_for_with_ones_own_target(place, people, as_person):
    data = {"name": "Eget mål", "money_nok": "2 500 000", "reduction": "60", "target_year": "2030"}
    answer = as_person(people.editor).post(at("new"), data)
    plan = Plan.objects.get()
    assert answer.headers["Location"] == at("show", plan.pk)
    q = plan.question
    assert (q["money_nok"], q["reduction"], q["target_year"]) == (2_500_000, 0.6, 2030)
    assert (q["staff_fte"], plan.pins["futures"]) == (None, 1000)


def test_a_cut_without_its_year_is_refused(place, people, as_person):
    answer = as_person(people.editor).post(at("new"), {"name": "a", "reduction": "60"})
    assert answer.status_code == 422
    assert not Plan.objects.exists()


def test_a_cut_that_may_be_a_share_is_refused(place, people, as_person):
    data = {"name": "a", "reduction": "0,55", "target_year": "2035"}
    answer = as_person(people.editor).post(at("new"), data)
    assert answer.status_code == 422
    assert "prosenttegn" in text_of(answer)
    as_person(people.editor).post(at("new"), {**data, "reduction": "55 %"})
    assert Plan.objects.get().question["reduction"] == 0.55


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_an_answered_plan_leads_with_its_groups(place, people, plan, as_person, language):
    url = at("show", plan.pk).replace("/nb/", f"/{language}/")
    page = text_of(as_person(people.reader).get(url))
    groups = {
        "nb": ("Start nå", "Forankre først", "Hold åpent", "Binder mer enn det gir"),
        "nn": ("Start no", "Forankre først", "Hald ope", "Bind meir enn det gjev"),
        "en": ("Start now", "Anchor first", "Keep open", "Lock-in"),
    }[language]
    # An empty group is one line: its name and why there is none.
    places = [re.search(rf"{name}( \(|:</strong>)", page).start() for name in groups]
    assert places == sorted(places)
    # The stair is the first picture; the pathway comes after the groups.
    assert page.index("<svg") < places[0]
    assert places[-1] < page.rindex("<svg") < page.index(plan.content_hash)
    assert "4005" in page  # whose figures the invented municipality has
    assert "mdir-2026-04" in page


def test_an_older_plan_opens_and_says_that_it_has_the_older_figure(
    place, people, plan, as_person, monkeypatch
):
    content = plan.content
    goal = content["room_for_manoeuvre"]["goal"]
    newer = text_of(as_person(people.reader).get(at("show", plan.pk)))
    assert "eldre tall" not in newer
    assert "Bindes alt som starter først" in newer
    share = {"value": 0.75, "low": 0.7, "high": 0.8, "to_target": 0.1, "goal": goal}
    older = {**content, "schema_version": "3.0", "room_for_manoeuvre": share}
    monkeypatch.setattr(Plan, "content", property(lambda self: older, lambda self, value: None))
    page = text_of(as_person(people.reader).get(at("show", plan.pk)))
    assert "det eldre tallet" in page
    assert "75 %" in page.replace("\xa0", " ")
    assert "Bindes alt som starter først" not in page


def test_a_reader_sees_the_plan_and_no_buttons(place, people, plan, as_person):
    page = text_of(as_person(people.reader).get(at("show", plan.pk)))
    assert at("what_if", plan.pk) not in page
    assert at("again", plan.pk) not in page


def test_a_refused_plan_shows_the_mend_in_the_readers_language(place, people, as_person):
    plan = ask(people.editor, place, name="For dyrt")
    refused = {"key": "x", "said": {"nb": "Ta bort <lastebilene>.", "nn": "Nn.", "en": "En."}}
    with acting(people.editor, "test"):
        finish(plan, Answer(None, refused=refused))
    client = as_person(people.reader)
    assert "Ta bort &lt;lastebilene&gt;." in text_of(client.get(at("show", plan.pk)))
    assert "En." in text_of(client.get(at("show", plan.pk).replace("/nb/", "/en/")))


def test_a_plan_that_is_computed_shows_how_far_it_has_come(place, people, as_person):
    plan = ask(people.editor, place, name="a")
    client = as_person(people.editor)
    assert "Planen regnes ut" in text_of(client.get(at("show", plan.pk)))
    Job.objects.filter(pk=plan.job_id).update(state="failed")
    page = text_of(client.get(at("show", plan.pk)))
    assert "stoppet" in page
    client.post(at("retry", plan.pk))
    assert Job.objects.filter(state="waiting").count() == 1


def test_documents_are_downloaded_and_never_shown_as_our_pages(place, people, make_plan, as_person):
    plan = make_plan(documents={"html": b"<script>alert(1)</script>"})
    client = as_person(people.reader)
    answer = client.get(at("document", plan.pk, "nb", "html"))
    assert answer.content == b"<script>alert(1)</script>"
    name = f"eksempeldal-plan-{plan.pk}-nb.html"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    for lang, format in (("en", "html"), ("nb", "exe"), ("xx", "html")):
        assert client.get(at("document", plan.pk, lang, format)).status_code == 404


def test_the_documents_of_another_language_are_asked_for(place, people, plan, as_person):
    as_person(people.editor).post(at("write", plan.pk, "en"))
    job = Job.objects.get(kind="plans.document")
    assert job.params == {"plan": plan.pk, "language": "en"}
    assert as_person(people.editor).post(at("write", plan.pk, "xx")).status_code == 404


def test_making_it_again_says_whether_it_is_the_same(place, people, plan, as_person):
    client = as_person(people.editor)
    client.post(at("again", plan.pk))
    Job.objects.filter(kind="plans.again").update(state="done", result={"equal": False})
    assert "svaret er et annet" in text_of(client.get(at("show", plan.pk)))
    Job.objects.filter(kind="plans.again").update(result={"equal": True})
    assert "svaret er det samme" in text_of(client.get(at("show", plan.pk)))


def test_a_plan_that_a_budget_builds_on_stays(place, people, plan, as_person, monkeypatch):
    def protected(self, *args, **options):
        raise ProtectedError("used", set())

    with monkeypatch.context() as patch:
        patch.setattr(Plan, "delete", protected)
        page = text_of(as_person(people.editor).post(at("remove", plan.pk), follow=True))
    assert "et klimabudsjett er laget av den" in page
    as_person(people.editor).post(at("remove", plan.pk))
    assert not Plan.objects.exists()


def some(plan, rows="measures"):
    """Return the id of a measure that was compared: one in the plan, or one outside it."""
    return next(r["id"] for r in plan.content[rows] if r["group"])


def test_wishes_become_the_question_of_a_try(place, people, plan, as_person):
    out, start = some(plan), some(plan, "not_chosen")
    data = {"money_nok": "1 000 000", f"m_{out}": "out", f"m_{start}": "2028", "m_nonsense": "out"}
    answer = as_person(people.editor).post(at("what_if", plan.pk), data)
    (tried,) = Plan.objects.filter(passing=True)
    # What it is compared with is the plan itself.
    assert answer.headers["Location"] == at("try", plan.pk, plan.pk, tried.pk) + "#result"
    assert tried.pins["futures"] == plan.pins["futures"]
    q = tried.question
    assert (q["money_nok"], q["fixed"], q["excluded"]) == (1_000_000, {start: 2028}, [out])


def test_a_year_outside_the_plan_is_no_wish(place, people, plan, as_person):
    as_person(people.editor).post(at("what_if", plan.pk), {f"m_{some(plan)}": "1999"})
    assert all(not p.question["fixed"] for p in Plan.objects.filter(passing=True))


def test_nothing_wished_is_the_same_try_as_the_plan_itself(place, people, plan, as_person):
    answer = as_person(people.editor).post(at("what_if", plan.pk), {})
    (tried,) = Plan.objects.filter(passing=True)
    assert answer.headers["Location"].startswith(at("try", plan.pk, plan.pk, tried.pk))
    assert tried.question == plan.question


def test_before_is_the_plans_own_measures_and_money(place, people, plan, content, as_person):
    after = {**content, "measures": content["measures"][1:]}
    _, tried = tries(people, plan, [None, after])
    client = as_person(people.editor)
    part = text_of(client.get(at("try", plan.pk, plan.pk, tried), headers=HTMX))
    page = text_of(client.get(at("show", plan.pk)))
    page = page[page.index('aria-labelledby="measures"') :]
    page = page[page.index("<tfoot>") : page.index("</tfoot>")]
    paid, _ = costs_by_bearer(content)
    for nok in paid.values():
        assert f'<td class="n">{million(nok, 2)}' in part
        assert f"{million(nok, 2)}" in page
    moved = part[part.index("Endringer i planen") :]
    assert moved.count("<tr>") == 2  # the heading, and the one that went out
    assert content["measures"][0]["name"] in moved


def test_where_the_engine_is_renewed_the_plan_is_computed_anew_first(
    place, people, plan, content, as_person
):
    Plan.objects.filter(pk=plan.pk).unlogged("test").update(
        pins={**plan.pins, "engine_version": "0.0.1"}
    )
    out = some(plan)
    as_person(people.editor).post(at("what_if", plan.pk), {f"m_{out}": "out"})
    base, tried = Plan.objects.filter(passing=True).order_by("id")
    assert base.question == plan.question
    for row in (base, tried):
        with acting(people.editor, "test"):
            finish(row, Answer(content))
    url = at("try", plan.pk, base.pk, tried.pk)
    page = text_of(as_person(people.editor).get(url, headers=HTMX))
    assert "fornyet siden planen ble laget" in page
    own = text_of(as_person(people.editor).get(at("try", plan.pk, plan.pk, tried.pk), headers=HTMX))
    assert "fornyet siden planen ble laget" not in own


def tries(people, plan, answers):
    out = []
    for n, content in enumerate(answers):
        tried = ask(
            people.editor,
            plan.organisation,
            name="v",
            passing=True,
            parent=plan,
            question={"money_nok": n},
        )
        if content is not None:
            with acting(people.editor, "test"):
                finish(tried, Answer(content))
        out.append(tried.pk)
    return out


def test_while_it_waits_htmx_is_told_nothing_new(place, people, plan, content, as_person):
    base, tried = tries(people, plan, [content, None])
    client, url = as_person(people.editor), at("try", plan.pk, base, tried)
    assert client.get(url, headers=HTMX).status_code == 204
    page = text_of(client.get(url))
    assert "Regner" in page
    assert 'hx-trigger="every' in page
    Job.objects.filter(params__plan=tried).update(state="failed")
    stopped = client.get(url, headers=HTMX)
    assert stopped.status_code == 200
    assert "hx-trigger" not in text_of(stopped)


def test_what_changes_is_shown_and_can_be_kept(place, people, plan, content, as_person):
    after = {**content, "measures": content["measures"][1:]}
    base, tried = tries(people, plan, [content, after])
    client = as_person(people.editor)
    part = text_of(client.get(at("try", plan.pk, base, tried), headers=HTMX))
    assert "1 tiltak endrer plass i planen" in part
    assert "<html" not in part
    client.post(at("keep", plan.pk, tried), {"name": "Beholdt"})
    kept = Plan.objects.get(name="Beholdt")
    assert (kept.passing, kept.parent_id) == (False, plan.pk)


def test_a_try_that_cannot_be_done_shows_the_mend(place, people, plan, content, as_person):
    base, tried = tries(people, plan, [content, None])
    said = dict.fromkeys(("nb", "nn", "en"), "Med 900 000 kr i året går det.")
    with acting(people.editor, "test"):
        finish(Plan.objects.get(pk=tried), Answer(None, refused={"key": "x", "said": said}))
    part = text_of(as_person(people.editor).get(at("try", plan.pk, base, tried), headers=HTMX))
    assert "Med 900 000 kr i året går det." in part


def test_a_number_that_is_none_is_said_where_htmx_shows_it(place, people, plan, as_person):
    client, data = as_person(people.editor), {"money_nok": "mye"}
    part = client.post(at("what_if", plan.pk), data, headers=HTMX)
    assert (part.status_code, "Skriv et tall" in text_of(part)) == (200, True)
    assert client.post(at("what_if", plan.pk), data).status_code == 422
    assert not Plan.objects.filter(passing=True).exists()


@pytest.mark.parametrize("name", ["what_if", "again", "retry", "remove"])
def test_a_reader_has_nothing_computed(place, people, plan, as_person, name):
    assert as_person(people.reader).post(at(name, plan.pk)).status_code == 403
    assert Plan.objects.count() == 1


@pytest.mark.parametrize("name", ["show", "what_if"])
def test_for_members_of_others_there_is_no_such_plan(place, strangers, plan, as_person, name):
    assert as_person(strangers.editor).get(at(name, plan.pk)).status_code == 404


def test_a_plan_is_not_shown_under_another_organisation(place, other, strangers, plan, as_person):
    url = at("show", plan.pk).replace("X001", "X002")
    assert as_person(strangers.editor).get(url).status_code == 404
