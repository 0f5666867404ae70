"""What people work as: said with the role, told in the mail, the log and the API; no right."""

from __future__ import annotations

import pytest
from django.core import mail
from django.utils.translation import override
from web_world import add_person

from kortreist_web.changes.models import Change
from kortreist_web.changes.readable_log import entries
from kortreist_web.core.policy import ROLES
from kortreist_web.core.refusals import RefusedError
from kortreist_web.people.actions.give_role import give_role
from kortreist_web.people.actions.make_token import make_token
from kortreist_web.people.actions.set_job import set_job
from kortreist_web.people.job_titles import JOBS, first_job, may_in_words, said_of
from kortreist_web.people.models import Membership, User

pytestmark = pytest.mark.django_db
ACCESS = "/nb/X001/arbeid/tilgang/"


def test_a_job_is_said_with_the_role_and_told_in_the_mail(
    as_person, people, place, django_capture_on_commit_callbacks
):
    sent = {"email": "ny@x001.example", "name": "Ny", "role": "editor", "job": "finance_director"}
    with django_capture_on_commit_callbacks(execute=True):
        as_person(people.administrator).post(f"{ACCESS}gi/", sent)
    given = Membership.objects.get(user__email="ny@x001.example")
    assert (given.job, given.job_title) == ("finance_director", "")
    assert "Du står som økonomisjef." in mail.outbox[0].body
    assert given.user.jobs_in(place) == [("finance_director", "")]


def test_the_first_page_says_the_job_and_what_it_may(as_person, people, place):
    membership = Membership.objects.get(user=people.editor)
    assert "Du kan redigere her." in as_person(people.editor).get("/nb/X001/arbeid/").text
    set_job(people.administrator, place, membership, job="climate_adviser")
    page = as_person(people.editor).get("/nb/X001/arbeid/").text
    assert "Du er klimarådgiver (kan redigere)." in page


def test_a_title_of_one_s_own_stands_in_place_of_the_list_s(as_person, people, place):
    membership = Membership.objects.get(user=people.approver)
    sent = {"job": "chief_executive", "job_title": "Rådmann", "version": membership.version}
    page = as_person(people.administrator).post(f"{ACCESS}{membership.pk}/stilling/", sent)
    assert page.status_code == 302
    membership.refresh_from_db()
    assert membership.title == "Rådmann"
    assert "Rådmann" in as_person(people.administrator).get(ACCESS).text
    with override("nb"):
        line = entries([Change.objects.order_by("-id").first()])[0]
    assert line.verb == "sa hvilken stilling en person har"
    assert {(f.name, f.after) for f in line.fields} >= {
        ("Stilling", "kommunedirektør"),
        ("Egen tittel", "Rådmann"),
    }


def test_a_job_that_is_none_is_refused(people, place):
    membership = Membership.objects.get(user=people.editor)
    with pytest.raises(RefusedError, match="«sjef» er ingen av stillingene"):
        set_job(people.administrator, place, membership, job="sjef")
    with pytest.raises(RefusedError):
        give_role(people.administrator, place, email="a@b.example", role="reader", job="sjef")
    assert not User.objects.filter(email="a@b.example").exists()


def test_a_job_gives_no_right(people, place):
    """Whatever the job, what may be done is what the role says."""
    reader = Membership.objects.get(user=people.reader)
    for job in JOBS:
        set_job(people.administrator, place, reader, job=job)
        assert User.objects.get(pk=people.reader.pk).roles_in(place) == {"reader"}


def test_two_jobs_are_both_said_and_the_first_decides(people, place):
    her = add_person(place, "editor", "to@x001.example")
    give = {"email": her.email, "role": "administrator", "job": "administrator"}
    set_job(people.administrator, place, Membership.objects.get(user=her), job="case_officer")
    give_role(people.administrator, place, **give)
    jobs = User.objects.get(pk=her.pk)
    roles = jobs.roles_in(place)
    with override("nb"):
        said = said_of(jobs.jobs_in(place), roles)
    assert said == "Du er saksbehandler og systemansvarlig (kan gi tilgang og redigere)."
    assert first_job([job for job, _ in jobs.jobs_in(place)], roles) == "case_officer"


def test_where_nobody_has_said_a_job_the_only_role_says_it():
    assert first_job([], {"auditor"}) == "auditor"
    assert first_job([], {"reader"}) == "elected_representative"
    assert first_job([], {"auditor", "editor"}) == first_job([], {"editor"}) == ""


def test_every_role_is_said_in_words():
    with override("nb"):
        assert all(may_in_words({role}) for role in ROLES)
        assert may_in_words({"approver", "editor", "reporter"}) == "redigere og godkjenne"


def test_a_key_says_whom_it_acts_for_and_her_job(client, people, place):
    membership = Membership.objects.get(user=people.administrator)
    set_job(people.administrator, place, membership, job="administrator")
    _, key = make_token(people.administrator, place, name="k", scopes=["read"], days=3)
    headers = {"authorization": f"Bearer {key}", "accept-language": "en"}
    row = client.get("/api/v1/organisations/X001/me", headers=headers).json()[0]
    assert (row["role"], row["job"], row["title"]) == (
        "administrator",
        "administrator",
        "system administrator",
    )
