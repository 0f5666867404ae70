"""A price, a count and who decides are said with the digits and the reason they bear."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from lxml import html as parser

from kortreist.budgets.budget import ClimateBudget
from kortreist.documents import budget_document
from kortreist.documents.format.blocks import ChartBlock, Document, Table, plain
from kortreist.documents.format.html import render_html
from kortreist.documents.plan.price_labels import PriceWords
from kortreist.documents.plan.writer import PlanWriter
from kortreist.measures import library
from kortreist.plans.outcome import Signpost
from kortreist.plans.pricing import Price
from kortreist.plans.stair import StairRow


@pytest.fixture
def prices(budget: ClimateBudget) -> PriceWords:
    return PlanWriter("nb", budget).prices


def spaced(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u2009", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("unit", "count", "origin", "treated", "said"),
    [
        (
            "landfill",
            1.27,
            "emission",
            0.22,
            "deponi: om lag 1 (anslått fra utslippet). Tiltaket gjelder om lag 0,22 av dem. "
            "Det er en del av en hel: den må deles med andre, eller så trengs en hel.",
        ),
        (
            "person_equivalent",
            96_100.4,
            "emission",
            13_043.3,
            "personekvivalent: om lag 96 000 (anslått fra utslippet). "
            "Tiltaket gjelder om lag 13 000 av dem.",
        ),
        (
            "van_km",
            1_434_958.6,
            "emission",
            1_434_958.6,
            "varebilkilometer: om lag 1 400 000, regnet fra det tiltaket kutter.",
        ),
        (
            "municipal_car",
            83.0,
            "municipality",
            41.0,
            "kommunal bil: 83 (kommunens eget tall). Tiltaket gjelder 41 av dem.",
        ),
    ],
)
def test_a_count_has_the_digits_it_bears(
    prices: PriceWords, unit: str, count: float, origin: str, treated: float, said: str
) -> None:
    assert spaced(plain(prices.count(unit, count, origin, treated))) == said


def test_a_little_is_not_written_as_nothing(prices: PriceWords) -> None:
    assert spaced(plain(prices.cell(2.0))) == "< 10"
    assert plain(prices.cell(0.0)) == "0"
    assert spaced(plain(prices.cell(3_742.6))) == "3 700"


def test_a_measure_without_a_unit_says_so(prices: PriceWords) -> None:
    measures = library()
    unknown = Price("unknown", cuts=9.2)
    bare = next(m for m in measures if m.activity is None and m.costs)
    counted = next(m for m in measures if m.activity is not None)
    assert "ingen enhet" in plain(prices.reason(unknown, bare))
    assert "en kostnad mangler" in plain(prices.reason(unknown, counted))
    assert spaced(plain(prices.left_out(unknown, 2030, False))) == "(ville kuttet 9 t i 2030)"
    assert "over grensen" in plain(prices.left_out(unknown, 2030))


def test_how_much_of_others_step_the_plan_pushes_for_is_said(budget: ClimateBudget) -> None:
    def shown(document: Document) -> str:
        return spaced(parser.fromstring(render_html(document)).text_content())

    stair = budget.outcome.stair
    assert stair is not None
    before = shown(budget_document(budget, "nb")).split("Et kutt som")[0]
    assert "der andre har siste ord" not in before
    others = stair.step("others")
    pushed = StairRow("measure", "made_1", 40.0, in_plan=True)
    more = replace(others, central=others.central + 40.0, rows=(*others.rows, pushed), in_plan=40.0)
    steps = tuple(more if s.layer == "others" else s for s in stair.steps)
    handed = tuple(
        replace(m, measure=replace(m.measure, decided_by="business")) for m in budget.measures
    )
    outcome = replace(budget.outcome, stairs=(replace(stair, steps=steps),))
    whole = shown(budget_document(replace(budget, measures=handed, outcome=outcome), "nb"))
    assert "ligger 40 tonn" in whole
    assert "bedriftene 40" in whole
    assert re.search("i denne planen; [^;]* og bedriftene", whole.casefold()), "beside the row"


def test_what_explains_nothing_is_not_listed_as_zero(budget: ClimateBudget) -> None:
    first, *rest = budget.outcome.drivers
    quiet = replace(first, key=first.key, total=0.001, total_conf=0.001, worth_nok=0.0)
    drivers = (first, *rest, quiet)
    outcome = replace(budget.outcome, drivers=drivers)
    document = budget_document(replace(budget, outcome=outcome), "nb")
    tables = [
        b.table
        for s in document.sections
        for b in s.blocks
        if isinstance(b, ChartBlock) and isinstance(b.table, Table) and b.table.id == "drives"
    ]
    told = [d for d in drivers if d.total >= 0.005 or (d.worth_nok or 0.0) >= 1000.0]
    assert quiet not in told
    assert len(tables[0].rows) == len(told)


def test_a_known_price_is_not_to_be_found(budget: ClimateBudget) -> None:
    words = PlanWriter("nb", budget).words
    marks = {id: price.mark for id, price in budget.outcome.prices.items()}
    known = next(id for id, mark in marks.items() if mark == "ranked")
    assert "innhent pris" in plain(words.signpost(Signpost("cost", known), "formula/cost"))
    none = plain(words.signpost(Signpost("cost", "no_such_measure"), "formula/cost"))
    assert none.startswith("Finn kostnaden")


def test_what_saves_society_without_own_staff_says_so_and_prints_no_negative_price(
    prices: PriceWords,
) -> None:
    price = Price("ranked", 5_200.0, society_with_staff=1_400.0, cuts=61.0, limit=4_900.0)
    said = spaced(plain(prices.reason(price)))
    assert said == (
        "Uten kommunens eget arbeid sparer samfunnet penger; med det koster et tonn 1 400 kr."
    )
    measure = next(m for m in library() if m.activity is not None)
    whole = spaced(plain(prices.sentence(measure, price)))
    assert said in whole
    assert "-" not in whole.replace("CO2-", "")
