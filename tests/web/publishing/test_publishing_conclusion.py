"""What the first page concludes is true in the awkward cases too, in three languages."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from django.utils.translation import override

from kortreist_web.goals.models import AdoptedGoal
from kortreist_web.publishing.conclusion import conclusion

HISTORY = {2009: 52_245.0, 2015: 47_000.0, 2024: 40_354.0}
SECTORS = [("road_traffic", 21_377.0), ("agriculture", 18_977.0)]
OPEN = SimpleNamespace(code="X001", name="Eksempeldal", official_only=False)
CLOSED = SimpleNamespace(code="4005", name="Notodden", official_only=True)


def account(history=HISTORY, sectors=SECTORS):
    total = sum(value for _, value in sectors)
    content = {
        "totals": {"territorial": {"value": total}},
        "web": {
            "boundaries": {
                "territorial": {"sectors": [{"sector": k, "value": v} for k, v in sectors]}
            },
            "sector_names": {
                "road_traffic": {"nb": "Veitrafikk", "nn": "Vegtrafikk", "en": "Road traffic"},
                "agriculture": {"nb": "Jordbruk", "nn": "Jordbruk", "en": "Agriculture"},
            },
        },
    }
    return {"row": SimpleNamespace(content=content), "hash": "a" * 64, "history": history}


def budget(low, central, high, *, reduction=0.55, year="2030", reference=52_245.0, **target):
    return {
        "hash": "b" * 64,
        "target": {
            "reduction": reduction,
            "reference_year": 2009,
            "target_year": 2030,
            "boundary": "territorial",
            **target,
        },
        "cut": "55\u00a0%",
        "year": year,
        "reference": reference,
        "pathway": {"low": low, "central": central, "high": high},
    }


def said(organisation, *held, language="nb", **more):
    with override(language):
        html = " ".join(conclusion(organisation, *held, **more))
    plain = re.sub(r'<span class="k-sr">.*?</span>', "", html)
    return re.sub("<[^>]+>", "", plain).replace("\u202f", " ").replace("\u00a0", " "), html


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "nb",
            "Utslippene har falt 23 % siden 2009. Målet er 55 % i 2030. Med det som er vedtatt, "
            "blir det 36 %, trolig mellom 31 % og 42 %. Det når ikke målet. Veitrafikk står for "
            "over halvparten av de direkte utslippene (53 %).",
        ),
        (
            "nn",
            "Utsleppa har falle 23 % sidan 2009. Målet er 55 % i 2030. Med det som er vedteke, "
            "blir det 36 %, truleg mellom 31 % og 42 %. Det når ikkje målet. Vegtrafikk står for "
            "over halvparten av dei direkte utsleppa (53 %).",
        ),
        (
            "en",
            "Emissions have fallen by 23% since 2009. The target is 55 % by 2030. With what is "
            "adopted it will be 36%, likely between 31% and 42%. That does not reach the target. "
            "Road traffic accounts for more than half of the direct emissions (53%).",
        ),
    ],
)
def test_it_concludes_in_words_and_each_figure_leads_home(language, words):
    held = account(), None, budget(30_302.0, 33_437.0, 36_049.0)
    plain, html = said(OPEN, *held, language=language)
    assert plain == words
    for pointer in (
        "account/aaaaaaaaaaaa/derived/change/2009/2024",
        "budget/bbbbbbbbbbbb/target/reduction",
        "budget/bbbbbbbbbbbb/derived/cut/2030",
        "account/aaaaaaaaaaaa/derived/share/territorial/0",
    ):
        assert pointer in html


def test_emissions_that_have_risen_have_not_fallen():
    text = said(OPEN, account({2009: 100, 2024: 105}), None, None)[0]
    assert "Utslippene har økt 5 % siden 2009." in text
    text = said(OPEN, account({2009: 1000, 2024: 1004}), None, None)[0]
    assert "Utslippene i 2024 er omtrent de samme som i 2009." in text


def test_a_single_year_has_no_development():
    text, html = said(OPEN, account({2024: 40_354.0}), None, None)
    assert text.startswith("Utslippene var 40 354 tonn i 2024. Det er ikke tall for flere år")
    assert "derived/change" not in html
    assert "history/2024" in html


def test_without_the_reference_year_the_first_year_is_named():
    plan = budget(900.0, 950.0, 990.0, reference=None, reference_year=2005)
    text, html = said(OPEN, account({2009: 1000.0, 2024: 900.0}), None, plan)
    assert "falt 10 % siden 2009. Målet regnes fra 2005, som det ikke finnes tall for her" in text
    assert "Målet er 55 % kutt fra 2005 til 2030." in text
    assert "blir utslippene 950 tonn i 2030, trolig mellom 900 og 990" in text
    assert "derived/cut" not in html


@pytest.mark.parametrize(
    ("band", "words"),
    [
        ((400.0, 440.0, 449.0), "Det når målet."),
        ((400.0, 440.0, 600.0), "Det er usikkert om det når målet."),
        ((500.0, 550.0, 600.0), "Det når ikke målet."),
    ],
)
def test_the_target_is_reached_only_where_the_whole_interval_reaches_it(band, words):
    held = account({2009: 1000.0, 2024: 900.0}), None, budget(*band, reference=1000.0)
    assert words in said(OPEN, *held)[0]


def test_a_path_above_the_reference_year_is_no_cut():
    held = account(), None, budget(1000.0, 1100.0, 1200.0, reference=1000.0)
    text = said(OPEN, *held)[0]
    assert "blir utslippene 10 % høyere enn i 2009" in text
    assert "blir det" not in text
    held = account(), None, budget(800.0, 950.0, 1100.0, reference=1000.0)
    assert "blir det 5 %, trolig mellom \u221210 % og 20 %" in said(OPEN, *held)[0]


def test_a_budget_that_ends_before_the_target_does_not_judge_it():
    text = said(OPEN, account(), None, budget(30_302.0, 33_437.0, 36_049.0, year="2028"))[0]
    assert "blir det 36 % innen 2028" in text
    assert "når" not in text


def test_a_target_for_part_of_the_emissions_says_of_what():
    plan = budget(1.0, 1.0, 1.0, boundary_without=["ets"])
    text = said(OPEN, account(), None, plan)[0]
    assert "Målet er 55 % kutt fra 2009 til 2030, og gjelder direkte utslipp" in text


def test_no_budget_and_no_target_are_said():
    text = said(OPEN, account(), None, None)[0]
    assert "Eksempeldal har ikke lagt inn noe mål" in text
    assert "Det er ikke vedtatt noe klimabudsjett som kan vises her" in text
    goal = AdoptedGoal(
        kind="share", boundary="territorial", reduction=60, base_year=2009, target_year=2035
    )
    assert "Målet er 60 % i 2035." in said(OPEN, account(), None, None, goal=goal)[0]


def test_of_official_figures_alone_nothing_is_said_of_what_is_decided():
    sectors = {"road_traffic": 40.0, "agriculture": 60.0}
    plain = {"history": HISTORY, "sectors": sectors}
    text, html = said(CLOSED, None, plain, None)
    assert text.startswith("Utslippene har falt 23 % siden 2009. Jordbruk står for over halvparten")
    assert "Mål" not in text
    assert "vedtatt" not in text
    assert html.count("/data/4005/history.csv") == 2


def test_nothing_is_concluded_of_nothing():
    assert said(OPEN, None, None, None) == ("", "")


def test_what_people_wrote_is_escaped():
    name = SimpleNamespace(code="X001", name="<b>{0}", official_only=False)
    assert "&lt;b&gt;{0} har ikke lagt inn" in said(name, account(), None, None)[1]
