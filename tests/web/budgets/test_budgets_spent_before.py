"""Planned and actual of the year before in next year's case paper: kept, and never mixed."""

from __future__ import annotations

import pytest

from kortreist.documents.format.blocks import Table, plain
from kortreist_web.budgets.actions.next_year import next_year
from kortreist_web.budgets.actions.propose import propose
from kortreist_web.budgets.actions.set_cost import set_cost
from kortreist_web.budgets.content import build
from kortreist_web.budgets.paper import paper_parts
from kortreist_web.measures.models import MeasureChoice
from kortreist_web.reports.actions.spend import spend

pytestmark = pytest.mark.django_db
CARS, GOODS = "municipal_fleet_electric", "delivery_logistics"


@pytest.fixture
def next_draft(place, people, draft, decide, plan, write):
    goods = draft.lines.select_related("budget").get(measure=GOODS)
    own = {"cost": {"municipality": {"2027": 4_000}}, "missing": [], "investment": {}}
    set_cost(people.editor, place, goods, **own)
    draft.refresh_from_db()
    decided = decide(propose(people.editor, place, draft)).frozen
    made = next_year(people.editor, place, decided, plan, title="Klimabudsjett 2028")
    for line in made.lines.all():
        line.responsible = line.responsible or "Ola"
        line.save()
    return made


def enter(place, people, measure, **figures):
    choice = MeasureChoice.objects.get(organisation=place, measure=measure)
    spend(people.editor, place, choice, year=2027, figures=figures)


def section(version, language="nb"):
    parts = paper_parts(version, language)
    (found,) = [s for s in parts.sections({"economic_consequences": ""}) if s.id == "spent-before"]
    return found


def rows_of(found):
    (table,) = [b for b in found.blocks if isinstance(b, Table)]
    said = [[plain(c.content) for c in (r.header, *r.cells)] for r in table.rows]
    return said, " ".join(plain(note) for note in table.notes)


def test_the_paper_tells_what_was_planned_and_spent_as_it_was_when_proposed(
    place, people, next_draft
):
    enter(place, people, CARS, planned_running=120_000, actual_running=96_000, actual_posts=0.1)
    # What the budget planned is in kroner of nobody knows which year.
    enter(place, people, GOODS, actual_running=5_000)
    version = propose(people.editor, place, next_draft)
    found = section(version)
    assert plain(found.title) == "Planlagt og brukt året før"
    rows, notes = rows_of(found)
    by_name = {(name, kind): cells for name, kind, *cells in rows}
    cars = by_name["Bytt kommunens fossile biler tidligere", "Drift (kr)"]
    assert cars[:2] == ["120\u202f000", "96\u202f000"]
    assert "20\u202f% under planlagt (planlagt er ført inn" in cars[2]
    goods = by_name["Smartere vareleveringer", "Drift (kr)"]
    assert goods[:2] == ["4\u202f000", "5\u202f000"]
    assert goods[2] == "planlagt i flere års kroner; avviket er ikke regnet ut"
    total = by_name["Sum av det som har begge tall", "Drift (kr)"]
    assert total[:2] == cars[:2], "another year's kroner are in no sum"
    n = version.content["spent_before"]["unreported"]
    assert n
    assert f"{n} tiltak fra 2027 har ikke noe ført som brukt" in notes
    # What is entered later changes no paper.
    enter(place, people, CARS, actual_running=1)
    assert rows_of(section(version))[0] == rows
    for language in ("nn", "en"):
        assert len(rows_of(section(version, language))[0]) == len(rows)


def test_nothing_entered_is_said_and_the_first_budget_says_nothing(place, people, next_draft):
    version = propose(people.editor, place, next_draft)
    (said,) = section(version).blocks
    assert plain(said.content).startswith("Ingen har ført inn hva tiltakene i klimabudsjettet")
    assert "spent_before" not in build(next_draft)
    first = next_draft.__class__.objects.get(year=2027).frozen.first()
    assert section(first).blocks == ()
