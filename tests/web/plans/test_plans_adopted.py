"""What somebody has ticked off on the site is chosen; only what is adopted or begun is adopted."""

import pytest
from django.utils.translation import override

from kortreist_web.core.actor_context import acting
from kortreist_web.measures.models import MeasureChoice
from kortreist_web.plans import adopted
from kortreist_web.plans.presenters import Reading


@pytest.mark.django_db
def test_only_what_is_begun_or_in_an_adopted_budget_is_called_adopted(
    place, people, content, monkeypatch
):
    rows = content["measures"][:3]
    for row in rows:
        row |= {"group": "adopted", "group_reason": "adopted"}
    ticked, begun, budgeted = (row["id"] for row in rows)
    with acting(people.editor, "test"):
        for id, state in ((ticked, "chosen"), (begun, "under_way"), (budgeted, "chosen")):
            MeasureChoice.objects.create(
                organisation=place, measure=id, state=state, start_year=2027
            )
    found = adopted.adopted_measures()(place)
    assert not found & {ticked, begun, budgeted}
    monkeypatch.setattr(adopted.adopted_measures, "_given", lambda _: frozenset({budgeted}))
    with override("nb"):
        groups = {g.id: g for g in Reading(place, content).groups()}
        assert groups["chosen"].name == "Valgt av dere"
        assert "Vedtatt" in groups["adopted"].name
    assert [m.measure.id for m in groups["chosen"].members] == [ticked]
    assert {m.measure.id for m in groups["adopted"].members} == {begun, budgeted}
