"""A budget's cost with its range: the plan's own, kept when it is frozen, and shown."""

import copy
import dataclasses
import re

import pytest
from django.urls import reverse

from kortreist.documents import budget_document, plan_dict
from kortreist.documents.format.html import render_html
from kortreist_web.budgets.actions.amend import amend
from kortreist_web.budgets.actions.draft import draft_from_plan
from kortreist_web.budgets.actions.propose import propose
from kortreist_web.budgets.actions.refresh import refresh_from_plan
from kortreist_web.budgets.actions.set_cost import set_cost
from kortreist_web.budgets.content import build, proposal_content
from kortreist_web.budgets.data_table import budget_table
from kortreist_web.budgets.figures import budget_figure
from kortreist_web.budgets.presenters import present
from kortreist_web.budgets.templatetags.budgets import in_words, range_in_millions
from kortreist_web.core.actor_context import acting
from kortreist_web.core.texts import web
from kortreist_web.plans.money import paid

pytestmark = pytest.mark.django_db
YEARS = (2027, 2028, 2029, 2030)


@pytest.fixture
def make_plan(place):
    from kortreist_web.plans.models import Plan

    def make(content):
        with acting(None, "test", name="test"):
            plan = Plan(
                organisation=place,
                name="Plan",
                state=Plan.State.READY,
                content=content,
                content_hash="a" * 64,
                pins={"vintage": "mdir-2026-04"},
                question={},
            )
            plan.save()
        return plan

    return make


@pytest.fixture
def computed(place, people, computed_content, make_plan):
    """The content of a budget of a plan the engine has computed."""
    content = copy.deepcopy(computed_content)
    year = content["plan_years"][0]
    return build(draft_from_plan(people.editor, place, make_plan(content), year=year, title="B"))


@pytest.fixture
def decided(computed_budget):
    """The computed plan without what it keeps open, which is in no line of a draft."""
    held = computed_budget.kept_open.measures
    rows = tuple(r for r in computed_budget.measures if r.measure.id not in held)
    assert 0 < len(rows) < len(computed_budget.measures)
    return dataclasses.replace(computed_budget, measures=rows)


def test_sums_and_ranges_are_the_plans_own(computed, computed_content, computed_budget, decided):
    shown = present(computed)
    assert shown.years == tuple(computed_content["plan_years"])
    # Half a thousand may go in every amount that is rounded.
    maximum = 500 * len(shown.years) * len(shown.lines) + 1
    for bearer in computed_content["paid"]:
        pays, found = decided.paid(bearer), shown.totals.by_bearer[bearer]
        assert (found.known or 0) == pytest.approx(pays.total, abs=maximum)
        if found.known is not None:
            assert found.ends == pytest.approx((pays.low, pays.high), abs=maximum), bearer
    by_plan = paid(plan_dict(decided, "nb"))["municipality"]
    said = range_in_millions(shown.totals.by_bearer["municipality"])
    assert said.replace("\u2060", "").startswith(f"{by_plan['low']}–{by_plan['high']}")
    incomplete = not shown.totals.by_bearer["municipality"].complete
    assert said.endswith("i tillegg kommer kostnader som ikke er kjent") is incomplete
    # The plan's own document is of all of it.
    by_plan = paid(computed_content)["municipality"]
    document = render_html(budget_document(computed_budget, "nb"))
    plain = re.sub(r"<[^>]+>", "", document)
    for end in (by_plan["low"], by_plan["high"]):
        assert re.search(rf"{re.escape(end)}\s*mill", plain), end


def test_the_range_follows_the_price_growth(ranged, people, place):
    line = build(ranged)["lines"][0]
    assert line["cost_range"]["municipality"]["2027"] == {"low": 70_000, "high": 150_000}
    assert line["cost_range"]["business"]["2027"] == {"low": -3_800, "high": -1_800}
    ranged.frame["prices"]["growth"] = 0.1
    grown = build(refresh_from_plan(people.editor, place, ranged, ranged.plan))["lines"][0]
    assert grown["cost_range"]["municipality"]["2027"] == {"low": 77_000, "high": 165_000}


def test_own_figures_have_no_range_and_say_so(ranged, people, place, as_person):
    line = ranged.lines.first()
    own = {"municipality": {str(y): 250_000 for y in YEARS}}
    set_cost(people.editor, place, line, cost=own, missing=[])
    line.refresh_from_db()
    assert line.cost_range == {}
    shown = present(build(ranged))
    assert in_words(shown.lines[0].total).endswith("(eget tall uten spenn)")
    total = shown.totals.by_bearer["municipality"]
    assert total.own
    assert total.ends is not None
    page = as_person(people.editor).get(
        reverse("budgets:draft", kwargs={"code": place.code, "pk": ranged.pk})
    )
    assert "teller i summen som de står" in page.content.decode()


def _pages(place, frozen):
    keys = {"code": place.code, "year": frozen.year, "number": frozen.number}
    yield reverse("budgets:version", kwargs=keys)
    yield reverse("budgets:money", kwargs={"code": place.code})
    for extension in ("html", "pdf"):
        yield reverse(
            "decisions:one_page", kwargs={**keys, "language": "nb", "extension": extension}
        )


def test_every_page_of_the_budget_has_the_range(ranged, people, place, as_person):
    client = as_person(people.editor)
    draft = reverse("budgets:propose", kwargs={"code": place.code, "pk": ranged.pk})
    total = present(build(ranged)).totals.by_bearer["municipality"]
    assert in_words(total) in client.get(draft).content.decode()
    frozen = propose(people.editor, place, ranged)
    low, high = web("nb").interval(*total.ends)
    in_text = in_words(total).replace("\u2060", "")
    unknown = "i tillegg kommer kostnader som ikke er kjent"
    assert re.fullmatch(rf"anslått til 2,8 mill\. kr \(2,2–3,8\), {unknown}", in_text)
    for page in _pages(place, frozen):
        answer = client.get(page)
        assert answer.status_code == 200
        if not page.endswith(".pdf"):
            read = answer.content.decode()
            assert low in read, page
            assert high in read, page
            # The one page has room for the range, not for how it is added up.
            assert "uavhengig" in read or "/en-side/" in page, page
            assert re.search(r"42\s%", read) or "/en-side/" in page, page


def test_what_was_frozen_before_is_central_only_and_says_why(
    draft, people, place, as_person, decide, monkeypatch
):
    from kortreist_web.budgets.actions import propose as module

    def before(budget):
        content = proposal_content(budget)
        for line in content["lines"]:
            del line["cost_range"]
        return content

    monkeypatch.setattr(module, "proposal_content", before)
    frozen = propose(people.editor, place, draft)
    assert "cost_range" not in frozen.content["lines"][0]
    client = as_person(people.editor)
    for page in _pages(place, frozen):
        answer = client.get(page)
        assert answer.status_code == 200
        if page.endswith(".html") or "/versjon" in page:
            assert "er lagret" in answer.content.decode(), page
    amended = amend(people.editor, place, decide(frozen).frozen)
    assert build(amended)["lines"][0]["cost_range"] == {}


def test_the_table_and_the_figures_page_have_the_ends_or_the_reason(ranged):
    content = build(ranged)
    head, *rows = budget_table(content, "nb")
    found = [dict(zip(head, r, strict=True)) for r in rows]
    cost = next(r for r in found if r["part"] == "cost" and r["bearer"] == "municipality")
    assert (cost["value"], cost["low"], cost["high"]) == (100_000, 70_000, 150_000)
    figure = budget_figure(content, ("lines", "0", "cost", "municipality", "2027"))
    assert (figure.value, figure.low, figure.high) == (100_000, 70_000, 150_000)
    assert figure.interval.startswith("Laveste og høyeste anslag")
    del content["lines"][0]["cost_range"]
    assert budget_figure(content, ("lines", "0", "cost", "municipality", "2027")).low is None
    head, *rows = budget_table(content, "nb")
    without = next(r for r in rows if r[3] == "cost" and r[6] == "municipality")
    told = dict(zip(head, without, strict=True))
    assert (told["value"], told["low"], told["high"]) == (100_000, None, None)


def test_the_table_tells_what_is_saved_and_not_counted(computed, decided):
    head, *rows = budget_table(computed, "nb")
    found = [dict(zip(head, r, strict=True)) for r in rows]
    told = {}
    for r in found:
        if r["part"] == "not_counted":
            told[r["bearer"]] = told.get(r["bearer"], 0.0) + r["value"]
    assert decided.not_counted
    for bearer, nok in decided.not_counted.items():
        assert told[bearer] == pytest.approx(nok, rel=0.01), bearer
