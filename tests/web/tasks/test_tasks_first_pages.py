"""First pages of the work by job: three things at most, what the job asks for, few questions."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from django.utils.translation import override

from kortreist_web.changes.models import Change
from kortreist_web.core.actor_context import acting
from kortreist_web.core.domain import Evidence, Todo
from kortreist_web.core.texts import web
from kortreist_web.decisions.models import Resolution
from kortreist_web.people.actions.set_job import set_job
from kortreist_web.people.models import Membership
from kortreist_web.tasks.first_page import JOBS_WITH_PAGE, nearest_three
from kortreist_web.tasks.models import Task
from kortreist_web.tasks.processes import PROCESSES, processes

pytestmark = pytest.mark.django_db
HOME = "/nb/X001/arbeid/"
DAY = dt.timedelta(days=1)


def _is(people, place, role, job):
    set_job(
        people.administrator, place, Membership.objects.get(user=getattr(people, role)), job=job
    )


def _task(place, title, due, kind="other", **values):
    with acting(None, "test"):
        Task(organisation=place, kind=kind, title=title, due=due, **values).save()


def test_the_three_nearest_things_come_first_and_what_has_no_day_last():
    days = [dt.date(2027, 1, n) for n in (9, 2, 5)]
    todos = [Todo("uten", "/u"), *(Todo(str(d), f"/{d}", d) for d in days)]
    assert [t.due for t in nearest_three(todos)] == sorted(days)
    assert nearest_three(todos[:2]) == [todos[1], todos[0]]
    assert len(nearest_three([todos[1]] * 3)) == 1


def test_the_chief_executive_sees_what_is_late_nobodys_and_ends_with_the_year(
    as_person, people, place
):
    _is(people, place, "approver", "chief_executive")
    today = timezone.localdate()
    _task(place, "Forsinket sak", today - 3 * DAY, role="editor")
    _task(place, "Ingens sak", today + 20 * DAY)
    page = as_person(people.approver).get(HOME).text
    assert "Du er kommunedirektør (kan redigere og godkjenne)." in page
    assert "3 dager over fristen" in page
    assert "ingen har ansvaret" in page
    first = page.index("1 oppgave er over fristen")
    late = web().date((today - 3 * DAY).isoformat())
    assert f"fristen var {late}" in page  # what has passed is not asked for "by" a day
    assert f"innen {late}" not in page
    assert first < page.index("Gi 1 oppgave en ansvarlig")
    for name in ("Felles grunnlag", "Lokale prosesser", "Regionale strategier"):
        assert f"{name}: ikke begynt" in page


def test_a_process_stands_as_its_evidence_shows_and_goes_back_without_it():
    today = dt.date(2027, 6, 1)
    new = Evidence("local", "Klimabudsjett", "/v/1", today - 30 * DAY)
    old = Evidence("common_ground", "Regnskap", "/r", today - 500 * DAY)
    ahead = Evidence("networks", "Møte", "/m", today + DAY)
    states = {p.key: p.state for p in processes([new, old, ahead], today)}
    assert tuple(states) == PROCESSES
    assert states["local"] == "under_way"
    assert states["common_ground"] == "stopped"
    assert states["networks"] == states["regional"] == "not_begun"
    assert {p.state for p in processes([], today)} == {"not_begun"}


def test_the_council_s_resolution_shows_that_local_processes_go_on(as_person, people, place):
    _is(people, place, "approver", "chief_executive")
    with acting(people.approver, "test"):
        Resolution(
            organisation=place,
            body="Kommunestyret",
            decided_on=timezone.localdate() - 10 * DAY,
            case_number="10/26",
            archive_reference="26/1",
            title="Klimabudsjett 2026",
            text="Vedtas.",
            outcome="adopted",
        ).save()
    page = as_person(people.approver).get(HOME).text
    assert "Lokale prosesser: i gang" in page
    assert "Klimabudsjett 2026" in page


def test_the_auditor_sees_the_log_by_period_what_was_decided_and_changes_without_a_reason(
    as_person, people, place
):
    membership = Membership.objects.get(user=people.editor)
    set_job(people.administrator, place, membership, job="climate_adviser")
    set_job(people.administrator, place, membership, job="case_officer", why="Byttet stilling")
    without = Change.objects.filter(kind="change", why="", user=people.administrator).count()
    client = as_person(people.auditor)
    page = client.get(HOME).text
    assert "Du er revisor" not in page  # nobody has said her job
    assert "Loggen etter periode" in page
    assert f"{without} uten grunn" in page
    shown = client.get("/nb/X001/arbeid/logg/", {"reason": "without"}).text
    assert f"Endringer: {without}" in shown
    assert "Byttet stilling" not in shown
    assert "Året steg for steg" not in page


def test_elected_representatives_see_what_binds_and_what_came_of_resolutions(
    as_person, people, place
):
    page = as_person(people.reader).get(HOME).text
    assert "Hva det ble av tidligere vedtak" in page
    assert "Dette binder oss" in page
    assert "Året steg for steg" not in page


def test_the_finance_director_has_her_own_page(as_person, people, place):
    _is(people, place, "editor", "finance_director")
    today = timezone.localdate()
    for title, kind, days in (
        ("Budsjettet er vedtatt", "council", 31),
        ("Innstillingen er lagt ut", "hearing", -5),
        ("Signér noe langt fram", "other", 390),
        ("Rapporten for alle", "report", 2),
    ):
        _task(place, title, today + days * DAY, kind=kind)
    page = as_person(people.editor).get(HOME).text
    assert "Du er økonomisjef (kan redigere)." in page
    assert "Økonomien i klimabudsjettet" in page
    # The budget's way to the council is hers though it names nobody; what is late comes first.
    todo = page.split('id="next"')[1].split("</section>")[0]
    draft = f"Lag utkast til klimabudsjett for {today.year + 1}"
    assert {"Innstillingen er lagt ut", "Budsjettet er vedtatt", draft} == {
        t for t in ("Innstillingen er lagt ut", "Budsjettet er vedtatt", draft) if t in todo
    }
    assert todo.index("Innstillingen") == min(todo.index(t) for t in ("Innst", "Budsj", "Lag utk"))
    assert "Signér noe langt fram" not in todo
    assert "Rapporten for alle" not in todo


@pytest.mark.parametrize("job", sorted(JOBS_WITH_PAGE))
@pytest.mark.parametrize("role", ["reader", "editor", "auditor"])
def test_every_job_s_page_opens_in_every_role_with_few_questions(
    as_person, people, place, job, role, django_assert_max_num_queries
):
    """What the job shows never opens more than the role; the first look writes the steps."""
    _is(people, place, role, job)
    client = as_person(getattr(people, role))
    assert client.get(HOME).status_code == 200
    with django_assert_max_num_queries(25), override("nb"):
        assert client.get(HOME).status_code == 200


def _todo(page):
    return page.split('id="next"')[1].split("</section>")[0]


def test_the_unit_leader_sees_what_she_reports_by_when_and_one_line_of_each(
    as_person, people, place
):
    from kortreist_web.measures.models import MeasureChoice
    from kortreist_web.reports.actions.report import report
    from kortreist_web.tasks.annual_cycle import standing
    from kortreist_web.tenants.periods import being_reported, period_name

    _is(people, place, "reporter", "unit_leader")
    today = timezone.localdate()
    year, period = being_reported(place, today)
    when = period_name(year, period, 3, "nb")
    ask = next(
        s
        for s in (*standing(year, 3), *standing(year + 1, 3))
        if s.key == "units_report" and when in s.title["nb"]
    )
    moved = ask.due + 3 * DAY
    _task(place, ask.title["nb"], moved, kind="report")
    with acting(None, "test"):
        choices = [
            MeasureChoice(
                organisation=place, measure=m, state="under_way", responsible=people.reporter
            )
            for m in ("a", "b")
        ]
        for choice in choices:
            choice.save()
    late = {"status": "delayed", "hindrance": "Leverandøren er sen."}
    report(people.reporter, place, choices[0], year=year, period=period, **late)
    page = as_person(people.reporter).get(HOME).text
    todo = _todo(page)
    assert f"Rapporter 1 tiltak for {when}" in todo
    assert f"{moved:%d.%m.%Y}" in todo
    assert f"{when}: 1 av 2 tiltak er rapportert" in page
    assert f"Forsinket ({when}) · Leverandøren er sen." in page
    # What is not reported says so once, in its tag.
    assert page.count(">ikke rapportert<") == 1
    assert "ikke rapportert ennå" not in page
    report(people.reporter, place, choices[1], year=year, period=period, status="on_track")
    assert "Rapporter 1 tiltak" not in _todo(as_person(people.reporter).get(HOME).text)


def test_the_case_officer_sees_what_lacks_in_drafts_and_papers(as_person, people, place):
    from kortreist_web.budgets.models import Budget

    _is(people, place, "editor", "case_officer")
    with acting(people.editor, "test"):
        Budget(organisation=place, year=2027, title="Klimabudsjett 2027").save()
    page = as_person(people.editor).get(HOME).text
    assert "Du er saksbehandler (kan redigere)." in page
    assert "Rett det som mangler i utkastet: Klimabudsjett 2027" in _todo(page)
    assert "31.12.2026" in _todo(page)
    assert "Budsjettet har ingen tiltak." in page
    assert "Saker som venter på behandling" in page


def test_a_paper_lacks_its_empty_fields_and_the_meetings_of_the_bodies_there_are():
    from kortreist_web.decisions.lacking import lacking, order_of
    from kortreist_web.decisions.models import Body, CasePaper

    meetings = [
        {"body": "Kommunestyret", "date": "2026-12-10"},
        {"body": "Formannskapet", "date": "2026-11-26", "case_number": "4/26"},
    ]
    paper = CasePaper(
        summary="S", background="B", assessment="V", case_number="1/26", meetings=meetings
    )
    bodies = [
        Body(name="Kommunestyret", kind="council"),
        Body(name="Eldrerådet", kind="elderly_council"),
        Body(name="Teknisk utvalg", kind="committee"),
    ]
    found = lacking(paper, bodies)
    assert found.fields == ("economic_consequences", "case_officer", "dated_on")
    assert (found.meetings, found.bodies) == (False, ("Eldrerådet",))
    assert [m.body for m in order_of(paper)] == ["Formannskapet", "Kommunestyret"]
    # Where no meeting is set that is said, and not each body as well.
    paper.meetings = []
    assert lacking(paper, bodies).meetings
    assert not lacking(paper, bodies).bodies


def test_the_administrator_sees_who_is_lacking_what_expires_and_who_has_not_come(
    as_person, people, place, strangers
):
    from kortreist_web.people.actions.give_role import give_role
    from kortreist_web.people.models import ApiToken

    today = timezone.localdate()
    _is(people, place, "administrator", "administrator")
    given = give_role(
        people.administrator, place, email="ny@eksempeldal.example", name="Ny Person", role="reader"
    )
    member = Membership.objects.get(user=people.auditor)
    with acting(people.administrator, "test"):
        member.valid_to = today + 9 * DAY
        member.save()
        given.valid_from = today - 8 * DAY
        given.created_at = timezone.now() - 8 * DAY
        given.save()
        ApiToken(
            organisation=place,
            name="Lønnssystemet",
            user=people.administrator,
            prefix="abcdef123456",
            digest="0" * 64,
            expires_on=today + 5 * DAY,
        ).save()
    _task(place, "Foreldreløs sak", today + 3 * DAY, person=strangers.editor)
    page = as_person(people.administrator).get(HOME).text
    todo = _todo(page)
    assert "Nøkkelen «Lønnssystemet» utløper" in todo
    # Three things, the nearest day first: what waits for somebody without a role here.
    assert "Gi 1 oppgave en annen ansvarlig" in todo
    assert todo.index("annen ansvarlig") < todo.index("Lønn") < todo.index("slutter som revisor")
    assert "Ny Person har ikke svart på invitasjonen" in page
    assert "1 nøkkel for programmer er i bruk" in page
    assert "aldri tatt ut herfra" in page
    # What is hers to know is shown to nobody else, whatever her job.
    _is(people, place, "reader", "administrator")
    assert "Lønnssystemet" not in as_person(people.reader).get(HOME).text
