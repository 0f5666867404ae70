"""The robust plan in the document: groups, goal, charts; and the same in plan.json."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from importlib import resources
from types import ModuleType
from typing import Any

import jsonschema
import pypdf
import pytest
from lxml import html as parser

from kortreist.budgets.budget import ClimateBudget
from kortreist.documents import budget_document, plan_json
from kortreist.documents.format.blocks import Document, Paragraph, Table, Tag, plain
from kortreist.documents.format.html import render_html
from kortreist.documents.format.pdf import render_pdf
from kortreist.i18n import LANGUAGES, Translator
from kortreist.measures.measure import Change
from kortreist.plans.outcome import GROUPS, Goal

SCHEMA = json.loads(
    (resources.files("kortreist.documents.budget") / "plan.schema.json").read_text("utf-8")
)


#: Says yes or no, where :func:`jsonschema.validate` also looks for the best of all its reasons.
VALIDATOR = jsonschema.validators.validator_for(SCHEMA)(SCHEMA)


@pytest.fixture(scope="module")
def written(budget: ClimateBudget) -> str:
    """``plan.json`` of the made budget, which the schema takes."""
    found = plan_json(budget)
    assert VALIDATOR.is_valid(json.loads(found))
    return found


def changed(budget: ClimateBudget, **more: Any) -> ClimateBudget:
    return replace(budget, outcome=replace(budget.outcome, **more))


def text(document: Document) -> str:
    return parser.fromstring(render_html(document)).text_content().replace("\u2060", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_groups_lead_in_their_order(language: str, documents: dict[str, Document]) -> None:
    t = Translator(language)
    first = documents[language].sections[1]
    assert (first.id, first.number) == ("groups", "")
    heads = [
        plain(b.content) for b in first.blocks if isinstance(b, Paragraph) and b.tone == "lead"
    ]
    # Groups that are seldom used are shown when they hold something.
    shown = [g for g in GROUPS if g != "not_needed"]
    assert [h.rsplit(" (", 1)[0] for h in heads] == [t(f"plans.group.{g}") for g in shown]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_verdict_is_on_the_pages_with_what_to_watch(
    language: str, budget: ClimateBudget, documents: dict[str, Document]
) -> None:
    page = parser.fromstring(render_html(documents[language]))
    lead = "".join(page.xpath("//section[@id='groups' or @id='watch']//text()"))
    names = {m.measure.id: m.measure.name[language] for m in budget.measures}
    names |= {m.id: m.name[language] for m, _ in budget.not_chosen}
    for verdict in budget.outcome.verdicts:
        # Those too dear are many: counted here, named further down.
        assert (names[verdict.measure] in lead) == (verdict.reason != "too_dear")
        if verdict.decide_by is not None:
            # A year that is past is no deadline to keep.
            past = verdict.decide_by < budget.plan_years[0] - 1
            soon = Translator(language)("documents.groups.soon")
            assert (soon if past else str(verdict.decide_by)) in lead
    shown = text(documents[language])
    for paragraph in ("14-2", "11-15"):  # who decides, and where that is set
        assert paragraph in shown
    assert Translator(language)("documents.groups.holds", held="18", of="19") in shown


def test_what_to_watch_keeps_no_deadline_that_is_past(budget: ClimateBudget) -> None:
    past = budget.plan_years[0] - 3
    late = tuple(
        replace(v, decide_by=past) if v.group == "keep_open" else v for v in budget.outcome.verdicts
    )
    page = parser.fromstring(render_html(budget_document(changed(budget, verdicts=late), "nb")))
    tables = "".join(page.xpath("//section[@id='watch']//table//text()"))
    assert "så snart som mulig" in tables
    assert str(past) not in tables


def test_an_uncertain_measure_says_so_in_words(documents: dict[str, Document]) -> None:
    (table,) = (
        b
        for b in documents["nb"].sections[1].blocks
        if isinstance(b, Table) and b.id == "group-anchor-first"
    )
    assert any(isinstance(i, Tag) and i.text == "usikkert" for i in table.rows[0].header.content)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_group_says_so(language: str, budget: ClimateBudget) -> None:
    empty = ("start_now", "anchor_first", "keep_open", "avoid")
    left = tuple(v for v in budget.outcome.verdicts if v.group not in empty)
    assert left
    shown = text(budget_document(changed(budget, verdicts=left), language))
    for group in empty:
        assert Translator(language)(f"documents.groups.none_{group}") in shown


@pytest.mark.parametrize(
    ("met", "said"), [(0.0, "i noen av de mulige utviklingene"), (0.008, "bare i")]
)
def test_a_target_out_of_reach_is_said_plainly(
    met: float, said: str, budget: ClimateBudget
) -> None:
    shown = text(
        budget_document(changed(budget, room=replace(budget.outcome.room, to_target=met)), "nb")
    )
    assert said in shown
    assert "det sterkeste kuttet de beste beslutningene når" in shown


def test_a_share_of_futures_is_a_chance_and_has_a_chances_digits(budget: ClimateBudget) -> None:
    """Where a goal is met in some futures is told as elsewhere: nearest five, under 5, over 95."""
    room = replace(budget.outcome.room, to_target=0.038)
    shown = text(budget_document(changed(budget, room=room), "nb"))
    told = [int(n) for n in re.findall(r"(\d+)\s%\s+av de mulige utviklingene", shown)]
    assert told
    assert all(share % 5 == 0 for share in told), told
    assert not re.search(r"[<>]\s(1|99)\s%\s+av de mulige", shown)


def test_a_target_within_reach_is_what_is_counted_towards(budget: ClimateBudget) -> None:
    goal = Goal("target", 2030, 23_510.0, 0.55, 0.75)
    room = replace(budget.outcome.room, goal=goal, to_target=0.6)
    document = budget_document(changed(budget, room=room, in_the_way=()), "nb")
    shown = text(document)
    assert "sterkeste kuttet" not in shown
    assert "Regnet mot" not in shown
    assert "reach" not in {s.id for s in document.sections}


def test_what_was_not_computed_leaves_no_empty_chapter(budget: ClimateBudget) -> None:
    bare = changed(
        budget,
        trade_off=(),
        marginal=(),
        pathway_map=None,
        drivers=(),
        findings=(),
        in_the_way=(),
        verdicts=(),
    )
    document = budget_document(bare, "en")
    ids = {s.id for s in document.sections}
    assert not ids & {"trade_off", "marginal", "map", "drives", "reach", "regret", "watch"}
    assert {"groups", "summary", "target", "measures"} <= ids
    plan = json.loads(plan_json(bare, "en", document.origins))
    jsonschema.validate(plan, SCHEMA)
    assert all(m["group"] is None for m in plan["measures"])
    assert len(pypdf.PdfReader(io.BytesIO(render_pdf(document))).pages) > 5


def test_the_groups_of_a_real_place_fit_on_two_pages(real: ClimateBudget) -> None:
    document = budget_document(real, "nb")
    pages = pypdf.PdfReader(io.BytesIO(render_pdf(document))).pages
    # Each measure says its own tonnes, kroner and reason: the stair, the groups, the summary.
    said = [p.extract_text() for p in pages[1:4]]
    assert "Start nå" in said[0]
    assert "Forankre først" in "".join(said[:2])
    assert "Sammendrag" in "".join(said[1:])


def test_how_long_it_took_is_in_no_document(budget: ClimateBudget) -> None:
    """A file that anybody can make again, to the byte, says nothing of the machine."""
    slow = changed(budget, solver=replace(budget.outcome.solver, seconds=98_765.0))
    assert "98,765" not in text(budget_document(slow, "en"))
    assert plan_json(slow) == plan_json(budget)


def test_the_json_says_of_each_measure_what_the_outcome_says(
    made: ModuleType, budget: ClimateBudget
) -> None:
    plan = json.loads(plan_json(budget, "en"))
    rows = {m["id"]: m for m in (*plan["measures"], *plan["not_chosen"])}
    for v in budget.outcome.verdicts:
        row = rows[v.measure]
        assert (row["group"], row["group_reason"]) == (v.group, v.reason)
        assert row["regret"]["start_wrong"] == v.regret.start_wrong
        assert row["decide_by"] == v.decide_by
        assert row["closes"] == list(v.closes)
        assert (row["signpost"] is None) == (v.signpost is None)
        if v.signpost is not None:
            assert row["signpost"]["text"]
    assert all(m["group"] is None and "regret" not in m for m in plan["unquantified"])
    room = plan["room_for_manoeuvre"]
    assert room["goal"]["kind"] == "reachable"
    for name in ("reach_t", "cumulative_t", "cost", "price_of_binding"):
        assert set(room[name]) == {"low", "central", "high"}
    assert room["change"]["cost"]["clear"]
    assert [p["chosen"] for p in plan["trade_off"]].count(True) == 1
    assert all(f["text"] and f["limits"][0]["name"] for f in plan["findings"])


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("room_for_manoeuvre", "to_target"), 1.2),
        (("room_for_manoeuvre", "reach_t"), 22_830.0),
        (("measures", 0, "when_bound"), 0.01),
        (("measures", 0, "group"), "perhaps"),
        (("measures", 0, "signpost"), "watch out"),
        (("solver", "gap"), -0.1),
        (("pathway_map", "branches", 0, "until"), "later"),
        (("measures", 0, "surprise"), 1),
    ],
)
def test_the_schema_refuses_a_wrong_outcome(
    path: tuple[Any, ...], value: object, written: str
) -> None:
    plan = json.loads(written)
    place = plan
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    assert not VALIDATOR.is_valid(plan)


def test_each_measure_of_a_group_says_its_own_tonnes_and_kroner(
    documents: dict[str, Document], budget: ClimateBudget
) -> None:
    section = next(s for s in documents["en"].sections if s.id == "groups")
    table = next(b for b in section.blocks if isinstance(b, Table) and b.id == "group-start-now")
    said = [plain(row.cells[0].content) + plain(row.cells[0].sub) for row in table.rows]
    assert len(set(said)) == len(said)
    in_plan = {r.measure.name["en"]: r for r in budget.measures}
    year = budget.outcome.room.goal.year
    for row, text in zip(table.rows, said, strict=True):
        found = next((r for name, r in in_plan.items() if name in plain(row.header.content)), None)
        if found is not None:
            assert f"{found.effect[year].central:,.0f} t in {year}" in text


@pytest.mark.parametrize(
    "language", ["nb", *(pytest.param(c, marks=pytest.mark.long) for c in ("nn", "en"))]
)
def test_what_the_municipality_replaced_is_on_the_sheet_and_in_the_json(
    language: str, budget: ClimateBudget
) -> None:
    """An auditor sees which figure, ours, theirs, and on whose word."""
    change = Change("costs.0.amount", [0.0, 60000.0], [0, 40000], "Tender of October 2026", "local")
    row = budget.measures[0]
    measure = replace(row.measure, overridden=("costs.0.amount",), changes=(change,))
    own = replace(budget, measures=(replace(row, measure=measure), *budget.measures[1:]))
    html = render_html(budget_document(own, language))
    t = Translator(language)
    said = parser.fromstring(html).text_content()
    whose = f"(Tender of October 2026; {t('documents.sheet.local')})"
    for part in (whose, t.number(40000), t.number(60000)):
        assert part in said
    plan = json.loads(plan_json(own, language, budget_document(own, language).origins))
    jsonschema.validate(plan, SCHEMA)
    assert plan["measures"][0]["overridden"] == [
        {
            "field": "costs.0.amount",
            "ours": [0.0, 60000.0],
            "yours": [0, 40000],
            "note": "Tender of October 2026",
            "source": "local",
        }
    ]
    assert all("overridden" not in m for m in plan["measures"][1:])
