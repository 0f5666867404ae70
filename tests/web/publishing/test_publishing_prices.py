"""Prices on the public pages: of the budget in force, or the reason there is none."""

import pytest
from django.utils.translation import override

from kortreist_web.publishing.price_card import price_card

pytestmark = pytest.mark.django_db
_NONE = {"nok_per_tonne": None, "nok_per_tonne_society": None, "nok_per_tonne_society_range": None}
PRICES = {
    "cars": {
        "nok_per_tonne": 812.3,
        "nok_per_tonne_society": 1496.0,
        "price_mark": "ranked",
        "nok_per_tonne_society_range": [-200.0, 2600.0],
        "saves": {},
    },
    "vans": {
        "nok_per_tonne": 2010.0,
        "nok_per_tonne_society": 300.0,
        "price_mark": "ranked",
        "nok_per_tonne_society_range": None,
        "saves": {},
    },
    "led": {**_NONE, "price_mark": "saves", "saves": {"municipality": 9_600.0}, "saves_year": 2030},
    "heat": {
        **_NONE,
        "price_mark": "saves",
        "saves": {"residents": 120_400.0, "municipality": 1_000.0},
        "saves_year": 2030,
    },
    "bus": {**_NONE, "price_mark": "not_ranked", "saves": {}},
    "small": {**_NONE, "price_mark": "too_small", "saves": {}},
}


def with_prices(content, prices=PRICES):
    first = content["lines"][0]
    lines = [{**first, "measure": m, "name": {"nb": m}} for m in prices]
    return {
        **content,
        "lines": lines,
        "prices": {"years": [2025], "lines": prices},
        "computed_with": dict.fromkeys(prices, first["start_year"]),
    }


@pytest.fixture
def content(adopted):
    return with_prices(adopted.budget.content)


@pytest.fixture
def shown(place, adopted, content, write):
    """The budget in force has prices."""
    from kortreist_web.budgets.models import Budget
    from kortreist_web.versions.models import Version

    budget = Budget(organisation=place, year=2027, title="K", state="adopted")
    budget.save()
    row = Version(
        organisation=place,
        kind="budget",
        subject="2027",
        draft=budget.pk,
        number=3,
        state="adopted",
        content=content,
    )
    row.save()
    return row


def test_sums_by_hand(content):
    card = price_card(content)
    assert (card.municipality, card.society) == ((812.3, 2010.0), (300.0, 1496.0))
    # With what each is unsure by, never narrower than the widest row below it.
    assert card.society_wide == (-200.0, 2600.0)
    assert (card.ranked, card.saving) == (2, 2)
    assert dict(card.saves) == {"municipality": 10_600.0, "residents": 120_400.0}
    assert card.saved == 131_000.0


def test_a_budget_from_before_there_were_prices_has_no_card(adopted):
    assert price_card(adopted.budget.content) is None


def test_where_none_is_ranked_no_price_is_made_up(adopted):
    card = price_card(with_prices(adopted.budget.content, {"led": PRICES["led"]}))
    assert (card.municipality, card.society, card.ranked) == (None, None, 0)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "nb",
            (
                "810",
                "2\u202f000",
                "Spart i 2030, med investering og eget arbeid fordelt over levetiden:",
                "innbyggerne 120\u202f000 kr",
                "kommunen 11\u202f000 kr",
                "Ikke rangert etter pris",
                "For lite kutt til en pris",
                "hvert midt i spennet sitt",
                "Med usikkerheten i hvert tiltak: sparte penger – 2\u202f600",
            ),
        ),
        (
            "nn",
            (
                "Spart i 2030, med investering og eige arbeid fordelt over levetida:",
                "innbyggjarane 120\u202f000 kr",
                "Ikkje rangert etter pris",
            ),
        ),
        (
            "en",
            (
                "Saved in 2030, with investment and own work spread over the lifetime:",
                "residents NOK 120,000",
                "Not ranked by price",
            ),
        ),
    ],
)
def test_the_pages_say_prices_marks_and_who_saves(client, account, shown, language, said):
    goals = client.get(f"/{language}/X001/mal/").content.decode()
    for words in said:
        assert words in goals, words
    overview = client.get(f"/{language}/X001/").content.decode()
    assert f'href="/{language}/X001/mal/#prices"' in overview
    assert 'id="prices"' in goals
    assert "\u2212" not in goals.partition('id="prices"')[2].partition("</table>")[0]


def test_the_card_writes_a_saving_with_its_payer(content):
    with override("en"):
        assert price_card(content).who == "residents NOK 120,000, municipality NOK 11,000"
