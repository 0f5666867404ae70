"""A day nobody can mean is refused by every form, action and import; and borne where it is."""

import datetime as dt
import pathlib

import pytest
from django.urls import reverse
from django.utils.translation import override

import kortreist_web
from kortreist_web.core.days import check_day, entered_days
from kortreist_web.core.fields import DayField
from kortreist_web.core.refusals import RefusedError
from kortreist_web.decisions.actions.add_body import add_body
from kortreist_web.decisions.actions.add_member import add_member
from kortreist_web.decisions.meetings import MeetingError, read_meetings
from kortreist_web.tasks.actions.add_deadline import add_deadline
from kortreist_web.tasks.actions.assign import assign
from kortreist_web.tasks.models import Task
from kortreist_web.tasks.owners import NOBODY

ABSURD = [dt.date.min, dt.date(1999, 12, 31), dt.date(2101, 1, 1), dt.date.max]


@pytest.fixture(autouse=True)
def _bokmal():
    with override("nb"):
        yield


def test_the_range_has_its_own_ends():
    for day in entered_days():
        check_day(day, "due")


def test_forms_have_one_field_for_days():
    root = pathlib.Path(kortreist_web.__file__).parent
    own = [
        p.name for p in root.rglob("*.py") if "forms.DateField(" in p.read_text(encoding="utf-8")
    ]
    assert own == ["fields.py"] * bool(own), own


@pytest.mark.parametrize("day", ABSURD)
def test_a_form_an_action_and_an_import_refuse_an_absurd_day(place, people, day):
    with pytest.raises(Exception, match=r"01\.01\.2000 til 31\.12\.2100"):
        DayField().clean(day.isoformat())
    with pytest.raises(RefusedError) as refused:
        add_deadline(people.editor, place, title="Slip", due=day)
    assert (refused.value.key, refused.value.about) == ("core.refused.day", "due")
    task = add_deadline(people.editor, place, title="Møte", due=dt.date(2027, 1, 1))
    with pytest.raises(RefusedError):
        assign(people.editor, place, task, owner=NOBODY, due=day)
    body = add_body(people.editor, place, name="Kommunestyret", kind="council")
    with pytest.raises(RefusedError) as refused:
        add_member(people.editor, place, body, name="Kari", valid_from=day)
    assert refused.value.about in ("valid_from", "valid_to")
    with pytest.raises(MeetingError):
        read_meetings(f"Formannskapet {day.isoformat()}")
    assert list(Task.objects.values_list("due", flat=True)) == [dt.date(2027, 1, 1)]


def test_the_page_names_the_field_and_says_which_days_there_are(place, people, as_person):
    answer = as_person(people.editor).post(
        reverse("tasks:deadline_add", kwargs={"code": "X001"}),
        {"title": "Slip", "due": "0001-01-01", "kind": "other"},
    )
    assert answer.status_code == 422
    assert "due" in answer.context["form"].errors


@pytest.mark.parametrize("day", [dt.date.min, dt.date.max])
def test_no_page_falls_over_an_absurd_day_that_is_kept(place, people, as_person, write, day):
    task = Task.objects.create(organisation=place, title="Gammel", due="2027-01-01", kind="other")
    Task.objects.filter(pk=task.pk).unlogged("kept before days were checked").update(due=day)
    client = as_person(people.approver)
    for name in ("home", "list", "calendar", "calendar_file", "overview"):
        assert client.get(reverse(f"tasks:{name}", kwargs={"code": "X001"})).status_code == 200
    one = reverse("tasks:one", kwargs={"code": "X001", "pk": task.pk})
    assert client.get(one).status_code == 200
