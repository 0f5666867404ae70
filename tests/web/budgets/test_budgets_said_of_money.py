"""Kroner are said in which year's prices, on what they rest, and alternatives from one base."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.urls import reverse

from kortreist.documents.format.blocks import plain
from kortreist_web.budgets import alternatives
from kortreist_web.budgets.content import build
from kortreist_web.budgets.paper.alternatives import _later
from kortreist_web.budgets.paper.suggestions import suggest
from kortreist_web.budgets.paper.words import BudgetWords
from kortreist_web.budgets.presenters import present
from kortreist_web.decisions.paper_document import paper_document
from kortreist_web.measures.models import MeasureChoice

pytestmark = pytest.mark.django_db


def test_every_place_with_kroner_names_the_price_year(place, people, ranged, as_person):
    from kortreist_web.budgets.actions.propose import propose

    frozen = propose(people.editor, place, ranged)
    document = paper_document(frozen, None, "nb")
    said = "faste 2025-priser uten merverdiavgift"
    tables = {b.id: b for s in document.sections for b in s.blocks if getattr(b, "id", "")}
    for table in ("lines", "money"):
        assert said in " ".join(plain(note) for note in tables[table].notes)
    assert said in suggest(frozen.content, "nb")["recommendation"]
    for code, other in (("nn", "faste 2025-prisar"), ("en", "fixed 2025 prices")):
        assert other in suggest(frozen.content, code)["recommendation"]
    address = reverse("budgets:draft", args=["X001", ranged.pk])
    assert said in as_person(people.editor).get(address).content.decode()
    several = {**frozen.content, "prices": {"years": [2024, 2025], "budget_year": 2027}}
    assert "flere år" in plain(BudgetWords("nb", several).prices())


def test_the_share_on_judgement_is_of_the_municipalitys_sum(ranged):
    content = build(ranged)
    for mark, line in zip(("judgement", "verified", "own"), content["lines"], strict=False):
        line["cost_mark"] = mark
        line["cost"] = {
            "municipality": {"2027": 100 if mark == "judgement" else -150},
            "business": {"2027": 10**9},
        }
    for line in content["lines"][3:]:
        line["cost"] = {}
    assert present(content).municipality_judged == pytest.approx(100 / 400)
    content["lines"][1]["cost_mark"] = ""
    assert present(content).municipality_judged is None


def test_later_moves_what_had_not_begun_when_the_paper_was_made(place, plan, monkeypatch):
    """In the paper of the year before, what is under way today had not begun."""
    begun = SimpleNamespace(state=MeasureChoice.State.UNDER_WAY)
    monkeypatch.setattr(alternatives, "choices_of", lambda _: {"a": begun, "b": begun})
    plan.content = {**plan.content, "not_chosen": [], "state_must": []}
    lines = [{"measure": m, "start_year": y} for m, y in (("a", 2026), ("b", 2027), ("c", 2026))]
    content = {"plan_years": [2027, 2028], "lines": lines, "year": 2027, "amends": None}

    def later(**values):
        return alternatives._questions(place, plan, {**content, **values})["later"]["fixed"]

    assert later() == {"a": 2026, "b": 2028, "c": 2027}
    assert later(year=2026) == {"a": 2027, "b": 2028, "c": 2027}
    assert later(amends={"year": 2027}) == {"a": 2026, "b": 2027, "c": 2027}


def test_what_begins_later_is_named(proposal):
    write = BudgetWords("nb", proposal.content)
    names = {"a": {"nb": "Bildeling"}, "b": {"nb": "Biogass"}}
    shown = {
        "proposed": {"measures": {"a": 2026, "b": 2027}},
        "later": {"measures": {"a": 2026, "b": 2028}, "names": names},
    }
    assert plain(_later(write, shown)) == "Det gjelder Biogass."
    shown["later"]["measures"]["a"] = 2027
    assert plain(_later(write, shown)) == "Det gjelder alle."


def test_differences_are_those_of_one_run_and_of_the_rows_shown(proposal):
    def one(cut):
        band = dict.fromkeys(("low", "central", "high"), 30000.0 - cut)
        kept = {"year": 2030, "cut": cut, "over": 5_000.0 - cut, "emission": band}
        return {**kept, "chance": 0.0, "measures": {"a": cut}}

    kept = {"proposed": one(1_234.0), "more": one(1_334.0), "later": one(1_134.0)}
    told = alternatives.told(SimpleNamespace(content=kept, frozen=proposal))
    base = told["proposed"]
    assert base["cut"] != pytest.approx(1_234.0)
    for key, difference in (("more", 100.0), ("later", -100.0)):
        assert told[key]["cut"] - base["cut"] == pytest.approx(difference)
        assert told[key]["over"] - kept[key]["over"] == pytest.approx(1_234.0 - base["cut"])


@pytest.mark.parametrize(
    ("origin", "planned", "unlike"),
    [
        ("formula/cost", 750_000, 1),  # fifteen cars bought, beside what they cost more
        ("formula/cost", 100_000, 0),  # the estimate itself, taken in
        ("own/cost/a", 750_000, 0),  # both are the municipality's own
        ("formula/cost", None, 0),  # nothing stands beside it
    ],
)
def test_an_extra_cost_beside_a_whole_purchase_is_said_to_be(origin, planned, unlike):
    from kortreist_web.budgets.economic import compared, in_all

    line = {
        "measure": "a",
        "cost": {"municipality": {"2027": 100_000}},
        "cost_missing": [],
        "origins": {"cost": origin},
        "economic": [] if planned is None else [{"amounts": {"2027": planned}}],
    }
    rows = compared([line, line], [2027])
    assert [r.unlike for r in rows] == [unlike, unlike]
    whole = in_all(rows, [2027])
    assert (whole.unlike, whole.extra) == (2 * unlike, origin == "formula/cost")
