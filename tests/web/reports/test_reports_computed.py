"""What is completed keeps its figures when the computation changes, and says who made them."""

from __future__ import annotations

import pytest
from django.urls import reverse
from report_finishing import finish_report

from kortreist.documents.format.blocks import plain
from kortreist_web.budgets.spending import compare, in_all
from kortreist_web.reports import computed
from kortreist_web.reports.actions.open_report import open_report
from kortreist_web.reports.document import report_document
from kortreist_web.reports.models import Spending
from kortreist_web.reports.presenters import shown
from kortreist_web.reports.status_counts import counts

EARLIER = "tidligere versjon av beregningen"


@pytest.mark.django_db
def test_a_completed_report_keeps_its_figures_and_says_that_the_computation_is_another(
    place, people, adopted, as_person, client, monkeypatch
):
    live = open_report(people.editor, place, year=2027, period=1)
    frozen = finish_report(people, place, live)
    page = reverse("reports:one", args=["X001", 2027, 1])
    reader = as_person(people.reader)
    before = reader.get(page).text
    assert EARLIER not in before
    # Tomorrow's program computes otherwise, and says so.
    monkeypatch.setattr(computed, "SUMS", "kortreist/report-sums/next")
    for name in ("report_content", "forecast", "in_all"):
        monkeypatch.setattr(f"kortreist_web.reports.content.{name}", None)
    monkeypatch.setattr("kortreist_web.reports.views.interim.report_content", None)
    after = reader.get(page).text
    assert EARLIER in after
    assert before.split("k-hash")[1] == after.split("k-hash")[1], "the figures are the stored ones"
    assert EARLIER in client.get(reverse("reports:public_one", args=["X001", 2027, 1])).text
    made = report_document(frozen.content, "nb", draft=False, content_hash=frozen.content_hash)
    assert any(EARLIER in plain(said) for _, said in made.facts)
    live_one = report_document(frozen.content, "nb", draft=True)
    assert not any(EARLIER in plain(said) for _, said in live_one.facts)


def _spent(actual):
    row = Spending(year=2027, planned_running=100, actual_running=actual)
    return [one.as_dict() for one in compare(None, 2027, row, 2027)]


def test_the_sums_a_report_kept_are_shown_and_not_made_again(place_content):
    kept = in_all([compare(None, 2027, Spending(planned_running=1, actual_running=2), 2027)])
    content = place_content(spent_sums=[one.as_dict() for one in kept])
    assert [one.actual for one, _ in shown(content)["spent_sums"]] == [2, None, None]
    content = place_content()
    assert [one.actual for one, _ in shown(content)["spent_sums"]] == [70, None, None]
    assert computed.is_earlier(content)


@pytest.fixture
def place_content():
    def make(**values):
        row = {
            "measure": "a",
            "name": {"nb": "A"},
            "start_year": 2027,
            "status": None,
            "planned": None,
            "money": None,
            "observations": [],
            "spending": _spent(70),
        }
        return {
            "year": 2027,
            "period": 1,
            "periods": 3,
            "period_ends": "2027-04-30",
            "rows": [row],
            "counts": counts([row], 2027),
            "forecast": {},
            "frame": {},
            "plan": {},
            "plan_probability": {},
            "probability": {},
            "change": {},
            **values,
        }

    return make


def test_the_name_of_the_computation_is_of_these_figures():
    """Another result here is another computation: give ``SUMS`` a new name, then mend this."""
    rows = [
        {"status": None, "start_year": 2027, "due": True},
        {"status": None, "start_year": 2027, "due": False},
        {"status": None, "start_year": 2028},
        {"status": "delayed", "start_year": 2027},
    ]
    line = {"cost": {}, "cost_missing": [], "origins": {}, "kinds": {}, "posts": {"2027": 0.5}}
    sums = in_all(
        [
            compare(line, 2027, Spending(planned_running=100, actual_running=70), 2027),
            compare(line, 2027, Spending(planned_running=10, actual_posts=0.25), 2027),
        ]
    )
    figures = [(one.planned, one.actual, one.difference) for one in sums]
    assert (computed.SUMS, counts(rows, 2027), figures) == (
        "kortreist/report-sums/3",
        {
            "done": 0,
            "on_track": 0,
            "not_started": 0,
            "delayed": 1,
            "stopped": 0,
            "unreported": 1,
            "later": 1,
            "not_due": 1,
        },
        [(100, 70, -30), (None, None, None), (0.5, 0.25, -0.25)],
    )
