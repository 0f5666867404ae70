"""Who may open which page, and that no page shows what it must not."""

import hashlib
import json
import re

import pytest
from django.urls import reverse
from django.utils.translation import override

from kortreist_web.budgets.actions.amend import amend
from kortreist_web.budgets.actions.change_line import change_line
from kortreist_web.budgets.actions.propose import propose
from kortreist_web.budgets.models import Budget, BudgetLine
from kortreist_web.versions.models import Version

pytestmark = pytest.mark.django_db
#: One who may change drafts, one who may not; the others before a delivery.
FEW = ("reader", "editor")
ROLES = ("reader", "reporter", "editor", "approver", "auditor", "administrator")
EDIT = {"editor", "approver"}


def url(place, name, **values):
    return reverse(f"budgets:{name}", kwargs={"code": place.code, **values})


def edit_pages(place, draft):
    line = draft.lines.first().pk
    yield url(place, "new")
    for name in ("describe", "add", "propose"):
        yield url(place, name, pk=draft.pk)
    for name in ("change", "cost", "remove"):
        yield url(place, name, pk=draft.pk, line=line)
    yield url(place, "import")
    yield url(place, "link", year=2027)


@pytest.mark.parametrize(
    "role",
    [r if r in FEW else pytest.param(r, marks=pytest.mark.long) for r in ROLES],
)
def test_members_see_and_editors_change(place, people, draft, as_person, role):
    client = as_person(getattr(people, role))
    for page in (url(place, "list"), url(place, "draft", pk=draft.pk), url(place, "money")):
        assert client.get(page).status_code == 200
    wanted = 200 if role in EDIT else 403
    for page in edit_pages(place, draft):
        assert client.get(page).status_code == wanted, page


def test_another_tenants_pages_do_not_exist(place, draft, strangers, as_person, proposal):
    client = as_person(strangers.approver)
    for page in (
        *edit_pages(place, draft),
        url(place, "list"),
        url(place, "draft", pk=draft.pk),
        url(place, "money"),
        url(place, "version", year=2027, number=1),
        url(place, "content", year=2027, number=1),
    ):
        assert client.get(page).status_code == 404, page


def test_a_budget_is_not_found_under_another_code(place, other, draft, strangers, as_person):
    client = as_person(strangers.editor)
    line = draft.lines.first().pk
    for page in (
        url(other, "draft", pk=draft.pk),
        url(other, "describe", pk=draft.pk),
        url(other, "change", pk=draft.pk, line=line),
    ):
        assert client.get(page).status_code == 404, page


@pytest.mark.parametrize("name", ["recompute", "refresh", "withdraw", "discard"])
def test_what_changes_is_asked_for_with_post(place, people, draft, as_person, name):
    page = url(place, name, pk=draft.pk)
    assert as_person(people.editor).get(page).status_code == 405
    assert as_person(people.reader).post(page).status_code == 403


def test_a_stranger_sees_no_draft_and_no_undecided_proposal(client, place, proposal):
    assert client.get(url(place, "public")).status_code == 200
    assert "Klimabudsjett 2027" not in client.get(url(place, "public")).content.decode()
    for name in ("version", "changes", "verify", "content"):
        assert client.get(url(place, name, year=2027, number=1)).status_code == 404
    assert client.get(url(place, "list")).status_code == 302


def test_anyone_reads_what_is_adopted(client, place, adopted):
    page = client.get(url(place, "public"))
    assert "Klimabudsjett 2027" in page.content.decode()
    for number in (1, 2):
        for name in ("version", "changes", "verify", "content"):
            found = client.get(url(place, name, year=2027, number=number))
            assert found.status_code == 200
            assert "no-store" not in found.headers.get("Cache-Control", "")


def test_an_unpublished_municipality_shows_its_members_only(client, place, adopted, people):
    place.published = False
    place.save()
    page = url(place, "public")
    assert client.get(page).status_code == 404
    client.force_login(people.reader)
    assert client.get(page).status_code == 200


def test_an_amendment_under_work_is_not_seen(client, place, people, adopted):
    draft = amend(people.editor, place, adopted)
    line = draft.lines.select_related("budget").first()
    change_line(
        people.editor, place, line, start_year=2028, unit=None, responsible="Hemmelig", note=""
    )
    assert "Hemmelig" not in client.get(url(place, "public")).content.decode()


def test_an_earlier_version_says_that_it_is_not_the_newest(client, place, people, adopted, decide):
    draft = Budget.objects.get(pk=amend(people.editor, place, adopted).pk)
    decide(propose(people.editor, place, draft), case_number="124/26")
    old = client.get(url(place, "version", year=2027, number=2)).content.decode()
    new = client.get(url(place, "version", year=2027, number=4)).content.decode()
    says = "ikke den nyeste vedtatte"
    assert says in old
    assert "123/26" in old
    assert says not in new
    assert "124/26" in new
    assert adopted.content_hash in old


def test_the_file_has_the_hash_that_is_shown(client, place, adopted):
    found = client.get(url(place, "content", year=2027, number=2))
    assert hashlib.sha256(found.content).hexdigest() == adopted.content_hash
    assert json.loads(found.content) == adopted.content
    page = client.get(url(place, "verify", year=2027, number=2)).content.decode()
    assert page.count(adopted.content_hash) == 2
    assert "det samme som da det ble låst" in page


def test_a_broken_hash_is_not_called_whole(client, place, adopted, monkeypatch):
    monkeypatch.setattr(Version, "is_whole", lambda self: False)
    page = client.get(url(place, "verify", year=2027, number=2)).content.decode()
    assert "stemmer ikke med kontrollsummen" in page


def test_every_figure_leads_to_its_source(client, place, adopted):
    page = client.get(url(place, "public")).content.decode()
    found = re.findall(r'class="b-figure" href="([^"]+)"', page)
    assert len(found) > 40
    for address in {found[0], found[5], found[-1]}:
        assert client.get(address).status_code == 200


def test_a_stale_draft_says_why_and_does_not_show_the_pathway(place, people, draft, as_person):
    line = draft.lines.select_related("budget").first()
    change_line(people.editor, place, line, start_year=2029, unit=None, responsible="", note="")
    client = as_person(people.editor)
    page = client.get(url(place, "draft", pk=draft.pk)).content.decode().replace("\u202f", " ")
    assert "beregnet med start i 2027, er nå satt til 2029" in page
    assert "37 099" not in page  # the pathway of 2030
    ask = client.get(url(place, "propose", pk=draft.pk)).content.decode()
    assert "Frys og foreslå" not in ask
    answer = client.post(url(place, "propose", pk=draft.pk), {"expected": ""})
    assert answer.status_code == 302
    assert not Version.objects.exists()


def test_proposing_with_two_clicks_is_one_version(place, people, draft, as_person):
    client = as_person(people.editor)
    page = url(place, "propose", pk=draft.pk)
    expected = re.search(r'name="expected" value="(\w+)"', client.get(page).content.decode())[1]
    for _ in range(2):
        answer = client.post(page, {"expected": expected})
        assert answer.url == url(place, "version", year=2027, number=1)
    assert Version.objects.count() == 1


def test_a_conflict_keeps_what_was_typed(place, people, draft, as_person):
    client = as_person(people.editor)
    line = draft.lines.first()
    page = url(place, "change", pk=draft.pk, line=line.pk)
    values = {"start_year": 2027, "responsible": "Kari", "version": line.version}
    assert client.post(page, {**values, "note": "først"}).status_code == 302
    assert client.post(page, {**values, "note": "for sent"}).status_code == 409
    assert BudgetLine.objects.get(pk=line.pk).note == "først"
    again = client.get(page).content.decode()
    assert "for sent" in again
    assert f'name="version" value="{line.version + 1}"' in again


def test_own_costs_are_typed_the_norwegian_way(place, people, draft, as_person):
    client = as_person(people.editor)
    line = draft.lines.first()
    page = url(place, "cost", pk=draft.pk, line=line.pk)
    values = {"municipality_2027": "1 250 000", "municipality_2028": "-40 000", "sure": "on"}
    values["version"], newer = line.version, line.version + 1
    assert client.post(page, {**values, "state_unknown": "on"}).status_code == 302
    line.refresh_from_db()
    assert line.cost == {"municipality": {"2027": 1_250_000, "2028": -40_000}}
    assert line.cost_missing == ["state"]
    assert client.post(page, {"municipality_2027": "1.234", "version": newer}).status_code == 422
    assert client.post(page, {"version": newer}).status_code == 422
    line.refresh_from_db()
    assert line.version == newer


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_page_is_written_in_every_language(place, people, draft, client, language, adopted):
    amended = amend(people.editor, place, adopted)
    client.force_login(people.approver)
    with override(language):
        pages = [
            *edit_pages(place, amended),
            url(place, "list"),
            url(place, "draft", pk=amended.pk),
            url(place, "money"),
            *(url(place, n, year=2027, number=2) for n in ("version", "changes", "verify")),
        ]
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200, page
        assert " style=" not in answer.content.decode()
        assert answer.content.decode().count("<h1") == 1


def test_a_newer_plan_is_taken_in_on_the_page(place, people, draft, plan, as_person):
    from kortreist_web.core.actor_context import acting
    from kortreist_web.plans.models import Plan

    with acting(None, "test", name="test"):
        newer = Plan(
            organisation=place, name="Ny plan", state="ready", content=plan.content, pins=plan.pins
        )
        newer.save()
    client = as_person(people.editor)
    page = client.get(url(place, "draft", pk=draft.pk)).content.decode()
    assert "Ny plan" in page or "Nyere planer" in page
    client.post(url(place, "refresh", pk=draft.pk), {"plan": newer.pk})
    assert Budget.objects.get().plan == newer


def test_a_draft_is_begun_and_thrown_away_on_the_pages(place, people, plan, as_person):
    client = as_person(people.editor)
    values = {"plan": plan.pk, "year": 2027, "title": "Nytt", "price_growth": "6,2"}
    answer = client.post(url(place, "new"), values)
    budget = Budget.objects.get()
    assert answer.url == url(place, "draft", pk=budget.pk)
    assert budget.frame["prices"]["growth"] == 0.062
    client.post(url(place, "discard", pk=budget.pk))
    assert not Budget.objects.exists()


def test_a_plan_of_another_tenant_cannot_be_chosen(place, other, people, plan, as_person):
    from kortreist_web.core.actor_context import acting
    from kortreist_web.plans.models import Plan

    with acting(None, "test", name="test"):
        theirs = Plan(organisation=other, name="x", state="ready", content=plan.content)
        theirs.save()
    values = {"plan": theirs.pk, "year": 2027, "title": "Nytt"}
    answer = as_person(people.editor).post(url(place, "new"), values)
    assert answer.status_code == 422
    assert not Budget.objects.exists()


def test_what_is_adopted_says_how_a_mistake_in_it_is_mended(
    client, place, people, adopted, decide, as_person
):
    decided = adopted.resolutions.get()
    record = reverse("decisions:resolution", kwargs={"code": place.code, "pk": decided.pk})
    fix = reverse("decisions:correct", kwargs={"code": place.code, "pk": decided.pk})
    here = url(place, "version", year=2027, number=2)
    for page in (here, record):
        said = client.get(page).content.decode()
        assert 'href="#feil"' in said
        assert said.count('id="feil"') == 1
        assert "lag et nytt utkast av det som gjelder" in said
        assert fix not in said  # nobody is led to what she may not do
        assert fix in as_person(people.approver).get(page).content.decode()
        client.logout()
    draft = Budget.objects.get(pk=amend(people.editor, place, adopted).pk)
    newer = decide(propose(people.editor, place, draft), "rejected", case_number="124/26")
    rejected = reverse("decisions:resolution", kwargs={"code": place.code, "pk": newer.pk})
    assert 'id="feil"' not in client.get(rejected).content.decode()


def test_the_checksum_in_the_paper_is_answered(client, place, people, adopted, decide):
    own, proposed = adopted.content_hash, Version.objects.get(number=1).content_hash
    assert own != proposed

    def said(asked, number=2):
        page = url(place, "verify", year=2027, number=number)
        return client.get(page, {"kontrollsum": asked}).content.decode()

    plain = client.get(url(place, "verify", year=2027, number=2)).content.decode()
    assert proposed in plain
    assert "Saksframlegget viser kontrollsummen til forslaget, versjon 1" in plain
    assert 'role="status"' not in plain
    broken = f"Kontrollsum (SHA-256): {proposed[:30]}\n {proposed[30:].upper()}"
    assert "Ja: det er kontrollsummen til forslaget, versjon 1" in said(broken)
    assert "Ja: det er kontrollsummen til forslaget, versjon 1" in said(f"{proposed[:12]}…")
    assert "Ja: det er kontrollsummen til denne versjonen" in said(own)
    assert "Ja: det er kontrollsummen til versjon 2" in said(own[:12], number=1)
    assert "Nei: ingen versjon" in said("0a1b2c3d4e5f")
    assert "ikke en kontrollsum" in said(own[:11])
    draft = Budget.objects.get(pk=amend(people.editor, place, adopted).pk)
    waiting = propose(people.editor, place, draft)
    # A proposal nobody has decided upon is not told of to those who may not read it.
    assert "Nei: ingen versjon" in said(waiting.content_hash)
    decide(waiting, case_number="124/26")
    assert "Nei: det er kontrollsummen til en annen versjon, 3 for 2027" in said(
        waiting.content_hash
    )
