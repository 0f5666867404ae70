"""*Det som øker utslippene*: rows that add up exactly, frozen with the budget."""

import math

import pytest

from kortreist_web.bindings.increases import increases_in, shown_increases

pytestmark = pytest.mark.django_db
YEARS = ("2027", "2028")


def band(value):
    return {"low": value, "central": value, "high": value}


def made(rows):
    """Return an engine's answer about rows: key → (committed, tonnes a year)."""
    sums = {"without": 1000.4, "decided": 1000.4, "everything": 1000.4}
    for committed, tonnes in rows.values():
        sums["everything"] += tonnes
        sums["decided"] += tonnes if committed else 0.0
    return {
        "years": [int(y) for y in YEARS],
        "rows": [
            {"key": k, "committed": c, "tonnes": {y: band(t) for y in YEARS}}
            for k, (c, t) in rows.items()
        ],
        **{n: {y: band(v) for y in YEARS} for n, v in sums.items()},
        "probability": {n: dict.fromkeys(YEARS, 0.5) for n in sums},
    }


def test_what_is_shown_adds_up_in_whole_tonnes():
    rows = {"a": (True, 30.4), "b": (True, 30.4), "c": (False, 30.4), "d": (False, -7.3)}
    data = made(rows)
    for row in data["rows"]:
        row |= {"name": row["key"], "unit": "", "capital": None, "running": None}
    shown = shown_increases(data)
    for i in range(len(YEARS)):
        decided = shown.without[i] + sum(r.tonnes[i] for r in shown.decided_rows)
        assert decided == shown.decided[i]
        assert decided + sum(r.tonnes[i] for r in shown.planned_rows) == shown.everything[i]
        assert math.isclose(shown.everything[i], 1084.3, abs_tol=0.5)


def test_only_what_was_judged_in_the_budgets_own_plan_is_frozen(
    place, people, enter, judge, as_person, owned
):
    from kortreist_web.bindings.models import Judgement
    from kortreist_web.budgets.actions.draft import draft_from_plan
    from kortreist_web.budgets.actions.propose import propose
    from kortreist_web.budgets.kind import BUDGETS
    from kortreist_web.core.actor_context import acting
    from kortreist_web.decisions.paper_document import paper_document
    from kortreist_web.decisions.rendering import render_file

    boiler = enter()
    judgement = judge()
    with acting(people.editor, "test"):
        judgement.content = {**judgement.content, "increases": made({boiler.key: (False, 42.0)})}
        judgement.save()
    assert increases_in(place, "another plan", [2027, 2028]) is None
    plan = Judgement.objects.get().plan
    draft = draft_from_plan(people.editor, place, plan, year=2027, title="Klimabudsjett 2027")
    version = propose(people.editor, place, owned(draft))
    (row,) = version.content["increases"]["rows"]
    assert (row["name"], row["capital"]) == ("Gasskjel i svømmehallen", 6e6)
    assert row["tonnes"]["2027"]["central"] == 42.0
    page = render_file(paper_document(version, None, "nb"), "html").decode()
    assert "Det som øker utslippene" in page
    site = as_person(people.reader).get(BUDGETS.page(version, "X001")).content.decode()
    assert "Det som øker utslippene" in site
    assert "Radene summerer seg" in site
    with acting(people.editor, "test"):
        judgement.delete()
    assert version.content["increases"]["rows"], "what is frozen stays"
    shown = render_file(paper_document(version, None, "en"), "html").decode()
    assert "What raises emissions" in shown
