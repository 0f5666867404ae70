"""The page: every number can be looked up, nothing is fetched, everybody can read it."""

from __future__ import annotations

import itertools
import json
import re

import pytest
from lxml import html as parser

from kortreist.accounts.ledger import Account
from kortreist.budgets.budget import ClimateBudget
from kortreist.documents import account_page, plan_json
from kortreist.documents.format.blocks import Document
from kortreist.i18n import LANGUAGES, Translator

#: Elements that may hold digits without being a figure: names, dates, short tags.
NAMES = "ancestor-or-self::*[contains(concat(' ', @class, ' '), ' label ')]"
CHART = "ancestor-or-self::*[local-name() = 'svg']"


def bare_digits(page: str) -> list[str]:
    """Return texts with digits that are neither a figure with an origin nor a marked name."""
    body = parser.fromstring(page).find("body")
    return [
        str(text)
        for text in body.xpath(f".//text()[not(parent::*[{CHART}])]")
        if re.search(r"[0-9]", text)
        and not text.getparent().xpath("ancestor-or-self::*[@data-ref or self::time]")
        and not text.getparent().xpath(NAMES)
    ]


def provenance(budget: ClimateBudget, document: Document) -> dict[str, dict[str, object]]:
    plan = json.loads(plan_json(budget, document.language, document.origins))
    return {origin["id"]: origin for origin in plan["provenance"]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_digit_is_a_figure_with_an_origin_or_a_marked_name(
    language: str, pages: dict[str, str], account: Account
) -> None:
    assert bare_digits(pages[language]) == []
    assert bare_digits(account_page(account, language)) == []


def test_a_bare_digit_would_be_found() -> None:
    page = "<html><body><p>In <b>12</b> of <data data-ref='x'>13</data></p></body></html>"
    assert bare_digits(page) == ["12"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reference_resolves_to_an_origin_and_so_do_its_inputs(
    language: str,
    pages: dict[str, str],
    budget: ClimateBudget,
    documents: dict[str, Document],
) -> None:
    known = provenance(budget, documents[language])
    refs = set(parser.fromstring(pages[language]).xpath("//@data-ref"))
    assert len(refs) > 10
    assert refs <= set(known)
    for origin in known.values():
        if origin["kind"] == "formula":
            assert set(origin.get("inputs", ())) <= set(known), origin["id"]  # type: ignore[call-overload]
            assert origin["expression"], origin["id"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_of_sources_holds_every_reference_on_the_page(
    language: str, pages: dict[str, str]
) -> None:
    tree = parser.fromstring(pages[language])
    listed = {id for row in tree.xpath("//@data-origins") for id in row.split()}
    assert set(tree.xpath("//@data-ref")) <= listed


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_one_file_that_loads_and_runs_nothing(
    language: str, pages: dict[str, str], account: Account
) -> None:
    for page in (pages[language], account_page(account, language)):
        tree = parser.fromstring(page)
        assert not tree.xpath("//script | //link | //iframe | //object | //embed | //base")
        assert not tree.xpath("//@src | //@srcset | //@*[starts-with(name(), 'on')]")
        for address in re.findall(r"url\(([^)]*)\)", page):
            assert address.strip("'\"").startswith("#")
        assert "@import" not in page
        for href in tree.xpath("//@href | //@*[name() = 'xlink:href']"):
            assert href.startswith(("#", "https://"))
        targets = {h[1:] for h in tree.xpath("//a/@href") if h.startswith("#")}
        ids = tree.xpath("//@id")
        assert targets <= set(ids)
        assert len(ids) == len(set(ids)), "an id is used twice"


@pytest.mark.parametrize("language", LANGUAGES)
def test_language_title_and_headings_in_order(
    language: str, pages: dict[str, str], account: Account, budget: ClimateBudget
) -> None:
    for page in (pages[language], account_page(account, language)):
        tree = parser.fromstring(page)
        assert tree.get("lang") == language
        assert budget.account.place.name in tree.findtext(".//title")
        assert "\u2060" not in tree.findtext(".//title")
        levels = [int(h.tag[1]) for h in tree.iter("h1", "h2", "h3", "h4")]
        assert levels.count(1) == 1
        assert levels[0] == 1
        steps = itertools.pairwise(levels)
        assert all(after - before <= 1 for before, after in steps)
        assert all(h.text_content().strip() for h in tree.iter("h1", "h2", "h3"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_tables_have_captions_and_scopes_and_charts_have_words_and_a_table(
    language: str, pages: dict[str, str]
) -> None:
    tree = parser.fromstring(pages[language])
    tables = tree.xpath("//table")
    assert len(tables) >= 8
    for table in tables:
        assert table.findtext("caption/span") or table.find("caption").text_content().strip()
        assert all(th.get("scope") == "col" for th in table.xpath("thead//th"))
        assert table.xpath("thead//th")
        for row in table.xpath("tbody/tr"):
            assert [th.get("scope") for th in row.xpath("th")] == ["row"]
        widths = {len(row) for row in table.xpath("thead/tr | tbody/tr")}
        assert len(widths) == 1, table.get("id")
    figures = tree.xpath("//figure")
    assert len(figures) == 9
    for figure in figures:
        (image,) = figure.xpath(".//*[@role = 'img']")
        assert len(image.get("aria-label")) > 40
        assert image.xpath(".//*[local-name() = 'svg']")
        behind = figure.getnext()
        assert behind.tag == "details"
        assert behind.xpath("summary")
        assert behind.xpath(".//table//data")


def values(row: object) -> list[float]:
    return [float(v) for v in row.xpath("td/data[1]/@value")]  # type: ignore[attr-defined]


def test_tables_and_json_hold_the_same_figures(
    pages: dict[str, str], budget: ClimateBudget
) -> None:
    tree = parser.fromstring(pages["nb"])
    plan = json.loads(plan_json(budget, "nb"))
    years = {
        row.xpath("string(th)").strip(): values(row)
        for row in tree.xpath("//table[@id='table-years']/tbody/tr")
    }
    assert list(years) == list(plan["frame"])
    decided = plan["kept_open"]["without"]
    for year, (frame, base, now, path, left, chance) in years.items():
        assert frame == pytest.approx(plan["frame"][year])
        assert base == pytest.approx(plan["baseline"][year]["central"])
        assert path == pytest.approx(plan["pathway"][year]["central"])
        assert now == pytest.approx(decided["pathway"][year]["central"])
        assert left == pytest.approx(now - frame)
        assert chance == pytest.approx(decided["probability_under_frame"][year])
    rows = {
        r.xpath("string(th/text()[1])"): r for r in tree.xpath("//table[@id='table-effect']//tr")
    }
    costs = {
        r.xpath("string(th/text()[1])"): r for r in tree.xpath("//table[@id='table-cost']//tr")
    }
    assert len(plan["measures"]) > 5
    for measure in plan["measures"]:
        effect = [measure["effect"][str(y)]["central"] for y in plan["plan_years"]]
        assert values(rows[measure["name"]]) == pytest.approx(effect)
        if "municipality" not in measure["cost_missing"]:
            own = [measure["cost"]["municipality"][str(y)] / 1000 for y in plan["plan_years"]]
            assert values(costs[measure["name"]])[:4] == pytest.approx(own)
        else:
            assert costs[measure["name"]].xpath("td[1]/*[@class='missing']")
    history = tree.xpath("//table[@id='table-history']/tbody/tr")
    assert [values(r)[0] for r in history] == list(plan["history"].values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_in_the_charts_stand_in_the_tables(
    language: str, pages: dict[str, str], budget: ClimateBudget
) -> None:
    tree = parser.fromstring(pages[language])
    number = Translator(language).number
    last = budget.plan_years[-1]

    def drawn(id: str) -> list[str]:
        return [str(t) for t in tree.xpath(f"//figure[@id='{id}']//*[local-name()='text']/text()")]

    bars = drawn("measures-chart")
    for measure in budget.measures:
        assert number(measure.effect[last].central) in bars
    sums = tree.xpath("//table[@id='table-sectors']/tbody/tr[not(@class)]/td[4]/data")
    assert len(sums) == len({s.sector for s in budget.account.sources if s.scope == "direct"})
    assert {s.text for s in sums} <= set(drawn("sectors-chart"))
    for year in (min(budget.account.history), max(budget.account.history)):
        assert number(budget.account.history[year]) in drawn("history-chart")


def test_text_from_outside_is_never_markup(pages: dict[str, str]) -> None:
    assert "<krav" not in pages["nb"]
    assert "&lt;krav i alle kontrakter&gt;" in pages["nb"]
    assert "Sambruk av bygg &amp; rom" in pages["nb"]


def test_the_draft_mark_is_there_exactly_as_long_as_it_is_a_draft(made: object) -> None:
    from kortreist.documents import budget_document
    from kortreist.documents.format.html import render_html

    mark = 'class="draft"'
    drafted = render_html(budget_document(made.made_budget(), "nb"))  # type: ignore[attr-defined]
    decided = render_html(
        budget_document(made.made_budget(draft=False), "nb")  # type: ignore[attr-defined]
    )
    assert mark in drafted
    assert mark not in decided
