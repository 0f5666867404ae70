"""No sentence without all its figures, and none that stays when a figure moves."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pypdf
import pytest

import kortreist
from kortreist.accounts.ledger import Account
from kortreist.budgets.target import RegisteredTarget
from kortreist.budgets.targets import registered_targets
from kortreist.documents.account.writer import AccountWriter
from kortreist.documents.brief.document import brief_document
from kortreist.documents.brief.facts_of import LEFT, BriefFact, brief_facts, brief_origins
from kortreist.documents.brief.sentences import SECTIONS, SLOTS, slots_of, told
from kortreist.documents.format.blocks import Document, plain
from kortreist.documents.format.render import render
from kortreist.i18n import LANGUAGES
from kortreist.provenance import Origin

AT = date(2026, 11, 30)
GOAL = RegisteredTarget(
    "X001", "Eksempeldal", 2009, 2030, 0.6, "territorial", False, "registered/X001/2030"
)
COUNTY = replace(GOAL, code="X0", name="Eksempelfylket", origin="registered/X0/2030")
SENTENCES = [(section, s) for section, names in SECTIONS.items() for s in names]


def _writer(made: Account, language: str) -> AccountWriter:
    origins = brief_origins(made, AT)
    for id in (GOAL.origin, COUNTY.origin, LEFT):
        origins[id] = Origin(id, "fact", "Made", source="Made", checked_on="2026-11-30")
    return AccountWriter(language, made, origins)


def _everything(made: Account) -> dict[str, BriefFact]:
    """Return a fact for every slot, also those no one place has at once."""
    facts = brief_facts(made, AT, (GOAL, COUNTY))
    quantity = BriefFact(30_000.0, "document/total", 25_000.0, 35_000.0)
    facts |= {
        "account/territorial_without": quantity,
        "account/without": BriefFact("without"),
        "account/consumption": quantity,
        "account/consumption_dated": quantity,
        "account/basis": BriefFact((2012, 2020)),
        "account/rise": BriefFact(0.031, "document/change"),
    }
    assert {slot.fact for slot in SLOTS.values()} <= {k for k, f in facts.items() if f.value}
    return facts


def said(made: Account, facts: dict[str, BriefFact], language: str) -> dict[tuple[str, str], str]:
    w = _writer(made, language)
    return {(s, name): plain(text) for s in SECTIONS for name, text in told(w, facts, s)}


#: Fact → another value of its own kind.
OTHER: dict[str, object] = {
    "place/name": "Annenby",
    "account/without": "without",
    "account/basis": (1999, 2001),
    "sector/largest": "aviation",
    "sector/second": "energy_supply",
    "goal/by": "Annenby",
    "county/by": "Annetfylke",
}


def another(id: str, fact: BriefFact) -> BriefFact:
    value = OTHER.get(id)
    if value is None:
        assert isinstance(fact.value, int | float)
        value = 1987 if isinstance(fact.value, int) else fact.value * 0.37
    return replace(fact, value=value, low=None, high=None)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_missing_fact_drops_its_sentences_and_no_other(account: Account, language: str) -> None:
    whole = _everything(account)
    before = said(account, whole, language)
    assert set(before) == set(SENTENCES)
    for id in {slot.fact for slot in SLOTS.values()}:
        gone = {key for key in SENTENCES if any(SLOTS[name].fact == id for name in slots_of(*key))}
        assert gone, id
        for left in ({k: v for k, v in whole.items() if k != id}, whole | {id: BriefFact(None)}):
            after = said(account, left, language)
            assert after == {k: v for k, v in before.items() if k not in gone}, id


@pytest.mark.parametrize("language", LANGUAGES)
def test_another_value_changes_its_sentences_and_no_other(account: Account, language: str) -> None:
    whole = _everything(account)
    before = said(account, whole, language)
    for id in {slot.fact for slot in SLOTS.values()} - {"account/without"}:
        changed = another(id, whole[id])
        after = said(account, whole | {id: changed}, language)
        assert set(after) == set(before)
        uses = {k for k in SENTENCES if any(SLOTS[n].fact == id for n in slots_of(*k))}
        assert {k for k in before if before[k] != after[k]} == uses, id


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_has_an_origin_and_nothing_is_unknown(account: Account, language: str) -> None:
    for text in said(account, _everything(account), language).values():
        assert "{" not in text
        assert "None" not in text
        assert text.endswith(".")


# --- what the facts of a place are ---------------------------------------------------------------


def test_facts_of_the_made_place(account: Account) -> None:
    facts = brief_facts(account, AT, (GOAL, COUNTY))
    territorial = account.totals["territorial"].value
    assert facts["account/territorial"].value == territorial
    assert facts["account/each"].value == pytest.approx(territorial / 13_266)
    assert facts["account/fall"].value == pytest.approx(1 - 40_354.49 / 52_245.05)
    assert facts["account/rise"].value is None
    assert facts["sector/largest"].value == "road_transport"
    shares = [facts[f"actor/{a}_share"].value for a in ("residents", "business", "municipality")]
    assert sum(s for s in shares if isinstance(s, float)) == pytest.approx(1.0)
    left = territorial - 52_245.05 * 0.4
    assert facts["goal/left"].value == pytest.approx(left)
    assert facts["proposal/signatures"].value == 266
    law = [facts[f"law/{name}"].value for name in ("year", "reference", "cut")]
    assert law == [2030, 1990, 0.55]


def test_what_is_not_known_is_none_and_not_zero(account: Account) -> None:
    bare = replace(account, sources=(), totals={}, history={}, population=None)
    facts = brief_facts(bare, AT)
    assert {k for k, f in facts.items() if f.value is not None} == {
        "place/name",
        "account/year",
        "law/year",
        "law/reference",
        "law/cut",
    }
    assert not [k for k, f in facts.items() if f.value == 0]


def test_an_account_without_parts_is_not_told_as_whole(account: Account) -> None:
    parts = replace(account, without=("industry",))
    facts = brief_facts(parts, AT, (GOAL,))
    assert facts["account/territorial"].value is None
    assert facts["account/territorial_without"].value == account.totals["territorial"].value
    assert facts["account/each"].value is None
    assert facts["goal/left"].value is None, "the goal is of all inside the border"


@pytest.mark.parametrize(
    "change",
    [
        {"historical": True},
        {"emissions": "without_industry_and_shipping"},
        {"reduction": None},
        {"reference_year": None},
        {"target_year": 2020},
    ],
)
def test_a_goal_that_is_not_one_to_tell_is_left_out(
    account: Account, change: dict[str, object]
) -> None:
    facts = brief_facts(account, AT, (replace(GOAL, **change),))  # type: ignore[arg-type]
    assert not [k for k, f in facts.items() if k.startswith("goal/") and f.value is not None]


def test_a_goal_that_is_reached_has_nothing_left(account: Account) -> None:
    facts = brief_facts(account, AT, (replace(GOAL, reduction=0.1),))
    assert facts["goal/cut"].value == 0.1
    assert facts["goal/left"].value is None


# --- the page ------------------------------------------------------------------------------------


def _text(page: Document) -> str:
    return "\n".join(
        plain(item)
        for section in page.sections
        for block in section.blocks
        for item in getattr(block, "items", ())
    )


@pytest.fixture(scope="module")
def notodden() -> Account:
    return kortreist.account("4005")


@pytest.mark.parametrize("language", LANGUAGES)
def test_notodden_on_one_page(notodden: Account, language: str) -> None:
    page = brief_document(notodden, language, AT, registered_targets(notodden.place, AT))
    text = _text(page)
    assert "40\u202f354" in text or "40,354" in text
    assert "Telemark" in text
    assert "2009" in text
    assert [s.id for s in page.sections] == ["here", "why", "what", "sources"]
    assert len(pypdf.PdfReader(io.BytesIO(render(page, "pdf"))).pages) == 1
    assert render(page, "docx")[:2] == b"PK"


def test_eksempeldal_without_figures_says_so_on_a_page(account: Account) -> None:
    page = brief_document(account, "nb", AT, facts={})
    assert [s.id for s in page.sections] == ["nothing"]
    assert "Ingen tall er kjent" in plain(page.sections[0].blocks[0].content)  # type: ignore[union-attr]


def test_eksempeldal_with_all_it_has(account: Account) -> None:
    page = brief_document(account, "nn", AT)
    assert "Eksempeldal" in _text(page)
    assert "har vedteke" not in _text(page), "no goal was given"
    assert {o.id for o in page.origins} >= {"document/total", "figures/target/2030"}
