"""Indicators: what is counted, what was observed, and who may say so."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils.translation import override

from kortreist_web.core.actor_context import acting
from kortreist_web.core.models import ConflictError
from kortreist_web.indicators.actions.change import change
from kortreist_web.indicators.actions.define import define
from kortreist_web.indicators.actions.end import end
from kortreist_web.indicators.actions.observe import observe
from kortreist_web.indicators.models import Indicator, Observation
from kortreist_web.indicators.presenters import by_year, status
from kortreist_web.measures.actions.choose import choose
from kortreist_web.people.models import Membership
from kortreist_web.tenants.models import Unit

pytestmark = pytest.mark.django_db


def at(name, *args):
    with override("nb"):
        return reverse(f"indicators:{name}", args=("X001", *args))


def text_of(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def vans(place, people):
    """Electric vans of the fleet, in per cent; more is better."""
    return define(
        people.editor,
        place,
        name="Elektriske varebiler",
        unit_of_measure="prosent",
        targets={2026: 20, 2027: 35.5},
        start_year=2024,
        start_value=8,
    )


@pytest.fixture
def units(place):
    with acting(None, "test", name="test"):
        return [
            Unit.objects.create(organisation=place, name=n, valid_from=dt.date(2020, 1, 1))
            for n in ("Teknisk", "Skole")
        ]


def test_targets_are_kept_by_year(vans):
    assert Indicator.objects.get().targets == {"2026": 20, "2027": 35.5}


@pytest.mark.parametrize(
    ("values", "code"),
    [({"direction": 2}, "direction"), ({"start_year": 2024}, "start")],
)
def test_a_definition_that_does_not_hold_together_is_refused(place, people, values, code):
    with pytest.raises(ValidationError) as refused:
        define(people.editor, place, name="a", unit_of_measure="b", **values)
    assert refused.value.code == code


@pytest.mark.parametrize("value", [1e15, 100.5, -1])
def test_a_share_is_from_0_to_100(place, people, vans, as_person, value):
    with pytest.raises(ValidationError) as refused:
        observe(people.reporter, place, vans, year=2026, value=value)
    assert refused.value.code == "range"
    with pytest.raises(ValidationError):
        define(people.editor, place, name="a", unit_of_measure="%", targets={2027: value})
    assert not Observation.objects.exists()
    data = {"year": "2026", "period": "0", "value": str(value).replace(".", ",")}
    page = as_person(people.reporter).post(at("observe", vans.pk), data)
    assert page.status_code == 422
    observe(people.reporter, place, vans, year=2026, value=100)
    many = define(people.editor, place, name="b", unit_of_measure="biler", targets={2027: 400})
    observe(people.reporter, place, many, year=2026, value=250)


def test_a_measure_elsewhere_is_not_followed_here(place, other, people, strangers):
    theirs = choose(strangers.editor, other, measure="electric_vans", state="chosen")
    with pytest.raises(PermissionDenied):
        define(people.editor, place, name="a", unit_of_measure="b", choice=theirs)


def test_what_it_is_counted_in_is_fixed_by_the_first_observation(place, people, vans):
    change(people.editor, place, vans, unit_of_measure="stykk")
    observe(people.reporter, place, vans, year=2026, value=12)
    with pytest.raises(ValidationError):
        change(people.editor, place, vans, unit_of_measure="prosent")
    change(people.editor, place, vans, unit_of_measure="stykk", name="Elvarebiler")


def test_two_editors_do_not_overwrite_each_other(place, people, vans):
    seen = vans.version
    change(people.editor, place, vans, name="En", version=seen)
    with pytest.raises(ConflictError):
        change(people.approver, place, vans, name="To", version=seen)


@pytest.mark.parametrize(("value", "reason"), [(None, ""), (None, "  "), (3.0, "borte")])
def test_a_value_or_the_reason_there_is_none(place, people, vans, value, reason):
    with pytest.raises(ValidationError):
        observe(people.reporter, place, vans, year=2026, value=value, missing_reason=reason)
    assert not Observation.objects.exists()


def test_zero_is_a_value_and_missing_is_not_zero(place, people, vans):
    observe(people.reporter, place, vans, year=2025, value=0)
    observe(people.reporter, place, vans, year=2026, value=None, missing_reason="Ikke talt")
    found = status(vans, vans.observations.all())
    assert (found.year, found.value) == (2025, 0)


def test_the_same_period_is_one_observation(place, people, vans):
    first = observe(people.reporter, place, vans, year=2026, period=1, value=10)
    again = observe(people.reporter, place, vans, year=2026, period=1, value=11)
    assert (again.pk, Observation.objects.get().value) == (first.pk, 11)
    with pytest.raises(ConflictError):
        observe(people.editor, place, vans, year=2026, period=1, value=9, version=first.version)


def test_the_whole_year_goes_before_its_periods(place, people, vans):
    for period, value in ((1, 10), (0, 25), (2, 15)):
        observe(people.reporter, place, vans, year=2026, period=period, value=value)
    observe(people.reporter, place, vans, year=2025, period=2, value=7)
    observe(people.reporter, place, vans, year=2025, period=1, value=5)
    assert by_year(vans.observations.all()) == {2025: 7, 2026: 25}


@pytest.mark.parametrize(
    ("direction", "value", "reached"), [(1, 20, True), (1, 19, False), (-1, 19, True)]
)
def test_whether_a_target_is_reached_follows_the_good_direction(
    place, people, vans, direction, value, reached
):
    change(people.editor, place, vans, direction=direction)
    observe(people.reporter, place, vans, year=2026, value=value)
    assert status(vans, vans.observations.all()).reached is reached


def test_nothing_is_reached_where_no_target_is_set(place, people, vans):
    observe(people.reporter, place, vans, year=2020, value=99)
    assert status(vans, vans.observations.all()).reached is None


@pytest.mark.parametrize("role", ["reader", "auditor", "administrator"])
def test_others_do_not_report(place, people, vans, role):
    with pytest.raises(PermissionDenied):
        observe(getattr(people, role), place, vans, year=2026, value=1)


def test_a_units_reporter_reports_on_its_own_indicators(place, people, vans, units):
    mine, theirs = units
    with acting(None, "test", name="test"):
        Membership.objects.filter(user=people.reporter).unlogged("test").update(unit=mine)
    for unit in (None, theirs):
        change(people.editor, place, vans, unit=unit)
        with pytest.raises(PermissionDenied):
            observe(people.reporter, place, vans, year=2026, value=1)
    change(people.editor, place, vans, unit=mine)
    observe(people.reporter, place, vans, year=2026, value=1)


def test_the_measures_unit_counts_where_the_indicator_has_none(place, people, vans, units):
    with acting(None, "test", name="test"):
        Membership.objects.filter(user=people.reporter).unlogged("test").update(unit=units[0])
    choice = choose(people.editor, place, measure="electric_vans", state="chosen", unit=units[0])
    change(people.editor, place, vans, choice=choice)
    observe(people.reporter, place, vans, year=2026, value=1)


def test_an_ended_indicator_keeps_its_history_and_takes_no_more(place, people, vans, as_person):
    observe(people.reporter, place, vans, year=2025, value=5)
    end(people.editor, place, vans, on=dt.date(2025, 12, 31))
    with pytest.raises(ValidationError):
        observe(people.reporter, place, vans, year=2026, value=6)
    page = text_of(as_person(people.reporter).get(at("show", vans.pk)))
    assert "Avsluttet" in page
    assert at("observe", vans.pk) not in page


def test_the_list_says_what_to_do_first(place, people, as_person):
    assert "ingen indikatorer ennå" in text_of(as_person(people.reader).get(at("list")))


def test_the_page_shows_what_is_missing_as_a_dash_with_its_reason(place, people, vans, as_person):
    observe(people.reporter, place, vans, year=2025, value=12.5)
    observe(people.reporter, place, vans, year=2026, value=None, missing_reason="<i>Ikke talt</i>")
    client = as_person(people.reader)
    page = text_of(client.get(at("show", vans.pk)))
    assert '<td class="n">12,5</td>' in page
    assert '<td class="n">–</td>' in page
    assert "&lt;i&gt;Ikke talt&lt;/i&gt;" in page
    assert "<svg" in page
    assert "Elektriske varebiler" in text_of(client.get(at("list")))


def test_an_indicator_is_defined_on_the_page(place, people, as_person):
    choice = choose(people.editor, place, measure="electric_vans", state="chosen")
    client = as_person(people.editor)
    year = dt.date.today().year + 1
    form = text_of(client.get(at("new"), {"choice": choice.pk}))
    assert f'<option value="{choice.pk}" selected>' in form
    data = {
        "name": "A",
        "unit_of_measure": "stk",
        "direction": "-1",
        "choice": choice.pk,
        f"target_{year}": "12,5",
    }
    client.post(at("new"), data)
    made = Indicator.objects.get()
    assert (made.direction, made.choice_id, made.targets) == (-1, choice.pk, {str(year): 12.5})
    client.post(at("change", made.pk), {**data, f"target_{year}": "", "version": made.version})
    made.refresh_from_db()
    assert made.targets == {}


def test_a_reporter_reports_and_mends_on_the_page(place, people, vans, as_person):
    client, url = as_person(people.reporter), at("observe", vans.pk)
    client.post(url, {"year": "2026", "period": "1", "value": "15,5"})
    assert Observation.objects.get().value == 15.5
    again = client.post(url, {"year": "2026", "period": "1", "value": "16"})
    assert again.status_code == 422  # what is there was not seen, and is not replaced
    opened = f"{url}?year=2026&period=1"
    assert 'value="15,5"' in text_of(client.get(opened))
    client.post(opened, {"year": "2026", "period": "1", "value": "16", "version": "1"})
    assert Observation.objects.get().value == 16


def test_a_reader_changes_nothing(place, people, vans, as_person):
    client = as_person(people.reader)
    for name in ("change", "observe", "end"):
        assert client.post(at(name, vans.pk), {"value": "1"}).status_code == 403


def test_for_members_of_others_there_is_no_such_indicator(place, strangers, vans, as_person):
    client = as_person(strangers.editor)
    assert client.get(at("show", vans.pk)).status_code == 404
    assert client.get(at("show", vans.pk).replace("X001", "X002")).status_code == 404
