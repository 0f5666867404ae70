"""A report asks for what is due, and is not completed with holes that nobody explains."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils.translation import override

from kortreist_web.changes.models import Change
from kortreist_web.core.refusals import RefusedError
from kortreist_web.reports.actions.complete import complete
from kortreist_web.reports.actions.give_reasons import give_reasons
from kortreist_web.reports.actions.open_report import open_report
from kortreist_web.reports.actions.report import report
from kortreist_web.reports.content import report_content
from kortreist_web.reports.due import is_asked, unanswered
from kortreist_web.reports.mine import due_in
from kortreist_web.reports.models import InterimReport
from kortreist_web.versions.models import Version

pytestmark = pytest.mark.django_db
WHEN = {"year": 2027, "period": 2}
AT = ["X001", 2027, 2]


@pytest.fixture
def live(place, people, adopted):
    return open_report(people.editor, place, **WHEN)


def _left(live):
    live.refresh_from_db()
    return [row["measure"] for row in unanswered(report_content(live))]


def _is_due(place, choice):
    return choice.pk in {measure.choice.pk for measure in due_in(place, 2027, 2)}


def test_it_is_not_completed_before_all_that_is_due_is_said_or_explained(
    place, people, adopted, live, as_person
):
    report(people.editor, place, adopted.choices["a"], **WHEN, status="on_track")
    (left,) = _left(live)
    with pytest.raises(RefusedError, match="1 tiltak skal rapporteres nå"):
        complete(people.approver, place, live)
    live.refresh_from_db()
    assert live.state == "live"
    page = as_person(people.approver).post(reverse("reports:complete", args=AT), {"version": "1"})
    assert page.headers["Location"] == reverse("reports:reasons", args=AT)
    assert not Version.objects.filter(kind="report").exists()
    give_reasons(people.editor, place, live, measures=[left], reason="Stillingen er ledig")
    assert _left(live) == []
    content = complete(people.approver, place, live).content
    assert [r["reason"] for r in content["rows"] if r["measure"] == left] == ["Stillingen er ledig"]


def test_several_get_the_same_reason_on_one_page(place, people, live, as_person):
    client, left = as_person(people.editor), _left(live)
    assert len(left) > 1
    page = client.get(reverse("reports:reasons", args=AT)).text
    assert page.count("checked") == len(left)
    sent = {"measures": left, "reason": "Ferie", "version": "1"}
    assert client.post(reverse("reports:reasons", args=AT), sent).status_code == 302
    assert _left(live) == []
    assert "Ferie" in client.get(reverse("reports:one", args=AT)).text


def test_what_was_said_for_an_earlier_period_is_asked_about_again(place, people, adopted, live):
    choice = adopted.choices["a"]
    report(people.editor, place, choice, year=2027, period=1, status="on_track")
    assert choice.measure in _left(live)
    assert _is_due(place, choice)
    report(people.editor, place, choice, year=2027, period=1, status="done")
    assert choice.measure not in _left(live)
    # What the units are asked for is counted as the report counts it.
    assert not _is_due(place, choice)


def test_a_part_is_asked_about_as_often_as_it_is_reported(place, people, adopted, live):
    """A part that is in the annual report only is not due in the second of three."""
    content = live.budget.content
    content["parts"] = {"direct": {"rhythm": "year"}}
    live.budget.content = content
    assert unanswered(report_content(live)) == []
    assert {r["due"] for r in report_content(live)["rows"]} == {False}
    last = InterimReport(organisation=place, budget=live.budget, year=2027, period=3)
    assert unanswered(report_content(last))


@pytest.mark.parametrize(
    ("rhythm", "periods", "asked"),
    [
        ("interim", 3, [1, 2, 3]),
        ("half_year", 3, [2, 3]),
        ("half_year", 4, [2, 4]),
        ("half_year", 1, [1]),
        ("year", 4, [4]),
    ],
)
def test_the_rhythms(rhythm, periods, asked):
    assert [p for p in range(1, periods + 1) if is_asked(rhythm, p, periods)] == asked


def test_units_are_asked_for_what_is_due(place, adopted, monkeypatch):
    assert due_in(place, 2027, 2)
    monkeypatch.setattr(
        "kortreist_web.reports.mine.rhythms_of",
        lambda content: {line["measure"]: "year" for line in content["lines"]},
    )
    assert not due_in(place, 2027, 2)
    assert due_in(place, 2027, 3)


def test_a_measure_that_is_not_there_has_no_reason(place, people, live):
    with override("nb"), pytest.raises(RefusedError):
        give_reasons(people.editor, place, live, measures=["no/such"], reason="x")


@pytest.mark.parametrize("said", [".", "-", " … ", "x"])
def test_a_reason_without_words_is_none(place, people, live, as_person, said):
    measures = _left(live)
    with pytest.raises(RefusedError, match="med ord"):
        give_reasons(people.editor, place, live, measures=measures, reason=said)
    live.refresh_from_db()
    sent = {"measures": measures, "reason": said, "version": str(live.version)}
    answer = as_person(people.editor).post(reverse("reports:reasons", args=AT), sent)
    assert answer.status_code == 422
    assert "med ord" in answer.text
    # What was written before it was refused is no reason now either.
    live.reasons = dict.fromkeys(measures, said)
    assert [r["measure"] for r in unanswered(report_content(live))] == measures


def test_it_is_not_completed_before_its_period_ends_unless_somebody_says_why(
    place, people, live, as_person, monkeypatch
):
    give_reasons(people.editor, place, live, measures=_left(live), reason="Stillingen er ledig")
    live.refresh_from_db()
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *a: dt.date(2027, 8, 31))
    client, url = as_person(people.approver), reverse("reports:complete", args=AT)
    assert "ikke over før 31.08.2027" in client.get(url).text
    for why in ("", "."):
        answer = client.post(url, {"version": str(live.version), "why": why}, follow=True)
        assert "ikke over før 31.08.2027" in answer.text
        assert InterimReport.objects.get().state == "live"
    client.post(url, {"version": str(live.version), "why": "Kommunestyret møtes i dag"})
    assert InterimReport.objects.get().state == "completed"
    # The log has both reasons as what they are.
    reasons = set(Change.objects.filter(what="reports.InterimReport").values_list("why", flat=True))
    assert {"Stillingen er ledig", "Kommunestyret møtes i dag"} <= reasons


def test_after_its_period_it_is_completed_without_more_ado(place, people, live, monkeypatch):
    give_reasons(people.editor, place, live, measures=_left(live), reason="Stillingen er ledig")
    live.refresh_from_db()
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *a: dt.date(2027, 9, 1))
    assert complete(people.approver, place, live)
