"""Periods are called by their names, and keep them when the year is divided otherwise."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils.translation import override

from kortreist_web.core.actor_context import acting
from kortreist_web.core.texts import text
from kortreist_web.reports.models import InterimReport
from kortreist_web.tasks.actions.make_calendar import make_calendar
from kortreist_web.tasks.annual_cycle import standing
from kortreist_web.tasks.models import Task
from kortreist_web.tenants.periods import reports_name

pytestmark = pytest.mark.django_db


def test_a_report_keeps_its_name_when_the_year_is_divided_otherwise(place):
    """A period is called by how many the year had when it was reported."""
    with override("nb"):
        old = InterimReport(organisation=place, year=2026, period=2, periods=3)
        assert old.when == "2. tertial 2026"
        place.interim_reports = 4
        assert old.when == "2. tertial 2026"
        assert text(reports_name(place)) == "Kvartalsrapporter"
        titles = [s.title["nb"] for s in standing(2027, 4) if s.key == "interim_report"]
    assert titles[0] == "Rapporten for 4. kvartal 2026 er lagt fram for kommunestyret"


def test_deadlines_written_with_a_number_are_not_made_again(place, people):
    """A calendar made while periods were numbers has its deadlines already."""
    with acting(people.editor, "test"):
        for one in standing(2027, 3):
            Task(organisation=place, kind=one.kind, title=one.formerly["nb"], due=one.due).save()
    assert make_calendar(people.editor, place, year=2027, since=dt.date(2027, 1, 1)) == []
    with override("en"):
        one = Task.objects.get(title="Enhetene har rapportert for periode 1/2027")
        assert one.said == "The units have reported for period 1/2027"
