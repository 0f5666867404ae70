"""A unit leader reports: one screen, all or nothing, hers only, without JavaScript."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from kortreist_web.core.models import ConflictError
from kortreist_web.core.refusals import RefusedError
from kortreist_web.reports.actions.report import Seen, report
from kortreist_web.reports.mine import to_report
from kortreist_web.reports.models import StatusReport

pytestmark = pytest.mark.django_db
WHEN = {"year": 2027, "period": 1}


def _tie(user, unit):
    from kortreist_web.people.models import Membership

    Membership.objects.filter(user=user).unlogged("test").update(unit=unit)
    user.__dict__.pop("_held", None)  # her roles are read once a request


def _say_url(place, choice, language="nb"):
    url = reverse("reports:say", args=[place.code, 2027, 1, choice.pk])
    return url.replace("/nb/", f"/{language}/")


# -- the action ------------------------------------------------------------------------


def test_status_and_observations_are_saved_together(place, people, adopted):
    seen = [Seen(adopted.indicator, 12.5)]
    row = report(
        people.reporter,
        place,
        adopted.choices["a"],
        **WHEN,
        status="delayed",
        hindrance="Venter på levering",
        observations=seen,
    )
    assert (row.status, row.reported_by) == ("delayed", people.reporter)
    assert [o.value for o in adopted.indicator.observations.all()] == [12.5]


def test_a_refused_observation_takes_the_status_with_it(place, people, adopted):
    seen = [Seen(adopted.indicator, 12.5)]
    with pytest.raises(RefusedError):
        report(
            people.reporter,
            place,
            adopted.choices["b"],
            **WHEN,
            status="on_track",
            observations=seen,
        )
    assert not StatusReport.objects.exists()
    assert not adopted.indicator.observations.exists()


def test_said_again_it_is_corrected(place, people, adopted):
    choice = adopted.choices["a"]
    for status, value in (("on_track", 1.0), ("done", 2.0)):
        report(
            people.reporter,
            place,
            choice,
            **WHEN,
            status=status,
            observations=[Seen(adopted.indicator, value)],
        )
    assert StatusReport.objects.get().status == "done"
    assert adopted.indicator.observations.get().value == 2.0


def test_a_missing_value_has_a_reason_and_is_not_zero(place, people, adopted):
    report(
        people.reporter,
        place,
        adopted.choices["a"],
        **WHEN,
        status="on_track",
        observations=[Seen(adopted.indicator, None, "Måleren er ødelagt")],
    )
    seen = adopted.indicator.observations.get()
    assert (seen.value, seen.missing_reason) == (None, "Måleren er ødelagt")


def test_two_who_report_the_same_do_not_overwrite(place, people, adopted):
    choice = adopted.choices["a"]
    report(people.reporter, place, choice, **WHEN, status="on_track", version=0)
    with pytest.raises(ConflictError):
        report(
            people.editor,
            place,
            choice,
            **WHEN,
            status="stopped",
            hindrance="Syk",
            version=0,
        )
    report(people.editor, place, choice, **WHEN, status="stopped", hindrance="Syk", version=1)
    with pytest.raises(ConflictError):
        report(people.reporter, place, choice, **WHEN, status="done", version=1)
    assert StatusReport.objects.get().status == "stopped"


@pytest.mark.parametrize("values", [{"status": "perfect"}, {"period": 4}, {"period": 0}])
def test_what_does_not_exist_is_refused(place, people, adopted, values):
    with pytest.raises(RefusedError):
        report(people.reporter, place, adopted.choices["a"], **{**WHEN, "status": "done", **values})


@pytest.mark.parametrize("role", ["reader", "auditor", "administrator"])
def test_others_do_not_report(place, people, adopted, as_person, role):
    person = getattr(people, role)
    with pytest.raises(PermissionDenied):
        report(person, place, adopted.choices["a"], **WHEN, status="done")
    client = as_person(person)
    assert client.get(reverse("reports:mine", args=[place.code])).status_code == 403
    assert client.get(_say_url(place, adopted.choices["a"])).status_code == 403


def test_one_who_reports_for_a_unit_reports_nothing_else(place, people, adopted, as_person):
    _tie(people.reporter, adopted.unit)
    own = adopted.choices["a"]
    own.unit = adopted.unit
    own.save()
    report(people.reporter, place, own, **WHEN, status="done")
    with pytest.raises(PermissionDenied):
        report(people.reporter, place, adopted.choices["b"], **WHEN, status="done")
    client = as_person(people.reporter)
    assert client.get(_say_url(place, own)).status_code == 200
    assert client.get(_say_url(place, adopted.choices["b"])).status_code == 403


# -- whose -----------------------------------------------------------------------------


def test_a_unit_leader_gets_her_units_measures_and_those_under(place, people, adopted):
    import datetime as dt

    from kortreist_web.tenants.models import Unit

    under = Unit(
        organisation=place, name="Vei", parent=adopted.unit, valid_from=dt.date(2020, 1, 1)
    )
    under.save()
    for measure, unit in (("a", adopted.unit), ("b", under)):
        adopted.choices[measure].unit = unit
        adopted.choices[measure].save()
    adopted.choices["c"].responsible = people.reporter
    adopted.choices["c"].save()
    _tie(people.reporter, adopted.unit)
    found, hers = to_report(people.reporter, place, 2027, 1)
    assert ([m.choice.measure for m in found], hers) == (["a", "b", "c"], True)
    _tie(people.reporter, under)
    found, _ = to_report(people.reporter, place, 2027, 1)
    assert [m.choice.measure for m in found] == ["b", "c"]


def test_one_without_own_measures_gets_all_and_one_tied_to_an_empty_unit_none(
    place, people, adopted
):
    found, hers = to_report(people.editor, place, 2027, 1)
    assert ([m.choice.measure for m in found], hers) == (["a", "b", "c"], False)
    _tie(people.reporter, adopted.unit)
    assert to_report(people.reporter, place, 2027, 1) == ([], True)


def test_what_is_reported_comes_last_and_what_is_over_is_not_asked_for(place, people, adopted):
    report(people.reporter, place, adopted.choices["a"], **WHEN, status="done")
    adopted.choices["c"].state = "excluded"
    adopted.choices["c"].save()
    found, _ = to_report(people.reporter, place, 2027, 1)
    assert [(m.choice.measure, m.done) for m in found] == [("b", False), ("a", True)]


def test_an_adopted_measure_is_reported_though_nobody_has_chosen_it(place, people, adopted):
    adopted.choices["b"].state = "considered"
    adopted.choices["b"].save()
    assert "b" in [m.choice.measure for m in to_report(people.reporter, place, 2027, 1)[0]]
    assert "b" not in [m.choice.measure for m in to_report(people.reporter, place, 2026, 1)[0]]


# -- the phone -------------------------------------------------------------------------


def _field(page, name):
    return re.findall(rf'<(?:input|textarea|select)[^>]*name="{name}"[^>]*>', page)


def test_one_screen_without_javascript(place, people, adopted, as_person):
    """The list, one measure, three taps: open it, say how it goes, save."""
    client = as_person(people.reporter)
    choice = adopted.choices["a"]
    address = reverse("reports:mine_period", args=[place.code, 2027, 1])
    page = client.get(address).content.decode()
    assert _say_url(place, choice) in page
    form = client.get(_say_url(place, choice)).content.decode()
    main = form.split("<main")[1]
    assert "<script" not in main
    assert "hx-" not in main
    assert len(_field(main, "status")) == 5
    value = f"value_{adopted.indicator.pk}"
    assert 'inputmode="decimal"' in _field(main, value)[0]
    posted = {"status": "on_track", value: "1 234,5", "hindrance": "", "version": "0"}
    response = client.post(_say_url(place, choice), posted)
    assert response.status_code == 302
    done = client.get(response["Location"]).content.decode()
    assert "✓" in done
    assert _say_url(place, adopted.choices["b"]) in done
    assert adopted.indicator.observations.get().value == 1234.5
    assert "I rute" in client.get(address).content.decode()


def test_it_is_filled_in_as_last_time_but_no_value_is_made_up(place, people, adopted, as_person):
    report(
        people.reporter,
        place,
        adopted.choices["a"],
        year=2026,
        period=3,
        status="delayed",
        hindrance="Venter på levering",
        observations=[Seen(adopted.indicator, 41.0)],
    )
    page = as_person(people.reporter).get(_say_url(place, adopted.choices["a"])).content.decode()
    checked = [x for x in _field(page, "status") if "checked" in x]
    assert [re.search(r'value="(\w+)"', x)[1] for x in checked] == ["delayed"]
    assert "Venter på levering" in page
    value = _field(page, f"value_{adopted.indicator.pk}")[0]
    assert "41" not in value
    assert "41" in page.split("<main")[1]


def test_the_target_stands_beside_the_number(place, people, adopted, as_person):
    """What the council adopted counts before what was written later."""
    client, url = as_person(people.reporter), _say_url(place, adopted.choices["a"])
    assert "Mål: 10 stk." in client.get(url).content.decode()
    lines = adopted.frozen.content["lines"]
    line = {**lines[0], "indicators": [{"id": adopted.indicator.pk, "targets": {"2027": 12.5}}]}
    adopted.again(lines=[line, *lines[1:]])
    assert "Mål: 12,5 stk." in client.get(url).content.decode()
    assert "Mål: " not in client.get(url.replace("/2027/", "/2026/")).content.decode()


def test_what_may_have_to_be_filled_in_is_not_said_to_be_optional(
    place, people, adopted, as_person
):
    page = as_person(people.reporter).get(_say_url(place, adopted.choices["a"])).content.decode()
    label = re.search(r'<label[^>]*for="id_hindrance">(.*?)</label>', page)[1]
    assert label == "Hva hindrer?"
    assert 'id="id_hindrance_helptext"' in page


def test_why_a_number_is_missing_is_folded_until_it_is_used(place, people, adopted, as_person):
    """Opened by hand or by what stands in it, with no script."""
    client, url = as_person(people.reporter), _say_url(place, adopted.choices["a"])
    field = f"missing_{adopted.indicator.pk}"

    def folded():
        found = re.findall(r"(?s)<details[^>]*>.*?</details>", client.get(url).content.decode())
        return next(d for d in found if f'name="{field}"' in d)

    assert "Har du ikke tallet? Skriv hvorfor</summary>" in folded()
    assert "(kan stå tomt)" not in folded()
    assert " open>" not in folded().split("</summary>")[0]
    report(
        people.reporter,
        place,
        adopted.choices["a"],
        **WHEN,
        status="on_track",
        observations=[Seen(adopted.indicator, None, "Måleren er ødelagt")],
    )
    assert " open>" in folded().split("</summary>")[0]
    assert "Måleren er ødelagt" in folded()


def test_a_reason_that_is_wrong_is_not_folded_away(place, people, adopted, as_person):
    pk = adopted.indicator.pk
    posted = {"status": "on_track", f"value_{pk}": "3", f"missing_{pk}": "vet ikke"}
    page = as_person(people.reporter).post(_say_url(place, adopted.choices["a"]), posted)
    folded = re.search(r"(?s)<details class=\"ds-details k-field\"([^>]*)>", page.content.decode())
    assert folded[1] == " open"


@pytest.mark.parametrize(
    ("posted", "word"),
    [
        ({"status": "stopped"}, "Skriv hva som hindrer"),
        ({"status": "on_track", "value": "mange"}, "Skriv et tall"),
        ({"status": "on_track", "value": "1e5"}, "Skriv et tall"),
        ({"status": "on_track", "value": "3", "missing": "vet ikke"}, "enten et tall"),
        ({}, "form-errors"),
    ],
)
def test_what_cannot_be_saved_is_explained_and_kept(
    place, people, adopted, as_person, posted, word
):
    client = as_person(people.reporter)
    pk = adopted.indicator.pk
    fields = {
        {"value": f"value_{pk}", "missing": f"missing_{pk}"}.get(k, k): v for k, v in posted.items()
    }
    fields["hindrance"] = "" if posted.get("status") == "stopped" else "Dette skrev jeg"
    response = client.post(_say_url(place, adopted.choices["a"]), fields)
    page = response.content.decode()
    assert response.status_code == 422
    assert word in page or "k-errors" in page
    assert not StatusReport.objects.exists()
    if fields["hindrance"]:
        assert (
            "Dette skrev jeg" in client.get(_say_url(place, adopted.choices["a"])).content.decode()
        )


def test_a_lost_session_loses_nothing(place, people, adopted, as_person):
    client = as_person(people.reporter)
    url = _say_url(place, adopted.choices["a"])
    draft = re.search(r'name="_draft" value="([^"]+)"', client.get(url).content.decode())[1]
    client.logout()
    posted = {"status": "stopped", "hindrance": "Ingen leverte tilbud", "_draft": draft}
    response = client.post(url, posted)
    assert response.status_code == 302
    assert not StatusReport.objects.exists()
    sign_in = {"login": people.reporter.email, "password": "a long password"}
    client.post(reverse("account_login"), sign_in)
    page = client.get(url).content.decode()
    assert "Ingen leverte tilbud" in page


def test_a_conflict_keeps_what_was_typed_and_can_be_saved_after(place, people, adopted, as_person):
    client = as_person(people.reporter)
    url = _say_url(place, adopted.choices["a"])
    draft = re.search(r'name="_draft" value="([^"]+)"', client.get(url).content.decode())[1]
    report(people.editor, place, adopted.choices["a"], **WHEN, status="on_track", version=0)
    posted = {"status": "stopped", "hindrance": "Stans", "version": "0", "_draft": draft}
    assert client.post(url, posted).status_code == 409
    page = client.get(url).content.decode()
    assert "Stans" in page
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    assert client.post(url, {**posted, "version": version}).status_code == 302
    assert StatusReport.objects.get().status == "stopped"


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_pages_are_there_in_all_languages(place, people, adopted, as_person, language):
    client = as_person(people.reporter)
    report(people.reporter, place, adopted.choices["b"], **WHEN, status="done")
    for url in (
        reverse("reports:mine", args=[place.code]),
        reverse("reports:say", args=[place.code, 2027, 1, adopted.choices["a"].pk]),
        reverse("reports:said", args=[place.code, 2027, 1, adopted.choices["b"].pk]),
    ):
        response = client.get(url.replace("/nb/", f"/{language}/"))
        assert response.status_code == 200
        assert response.content.decode().count("<h1") == 1


def test_a_period_the_year_does_not_have_is_not_found(place, people, adopted, as_person):
    client = as_person(people.reporter)
    assert client.get(f"/nb/{place.code}/arbeid/rapporter/2027/4/").status_code == 404
    assert client.get(f"/nb/{place.code}/arbeid/rapporter/1/1/").status_code == 404
