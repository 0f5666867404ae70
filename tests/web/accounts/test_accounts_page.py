"""The account page shows the engine's figures, and few questions are asked of the database."""

import pytest

import kortreist
from kortreist.accounts import Naming
from kortreist_web.accounts.boundaries import narrow_account
from kortreist_web.accounts.computation import compute_account
from kortreist_web.accounts.queries import history
from kortreist_web.core.texts import web

pytestmark = pytest.mark.django_db
URL = "/nb/X001/regnskap/"


def test_its_totals_are_the_engines(account, place):
    engine = kortreist.account("4005")
    for boundary, total in engine.totals.items():
        kept = account.content["totals"][boundary]
        assert kept["value"] == pytest.approx(total.value)
    assert account.content["place"]["name"] == "Eksempeldal"
    assert account.content["place"]["figures_from"]["name"] == "Notodden"


def test_each_split_adds_up_to_the_total(account):
    for boundary, split in account.content["web"]["boundaries"].items():
        total = account.content["totals"][boundary]["value"]
        assert sum(r["value"] for r in split["sectors"]) == pytest.approx(total)
        assert sum(split["decides"].values()) == pytest.approx(total)
        by_actor = [v for r in split["sectors"] for v in r["actors"].values()]
        assert sum(by_actor) == pytest.approx(total)


def test_history_is_the_inventory(account, place):
    engine = kortreist.account("4005").history
    kept = {int(y): sum(v.values()) for y, v in account.content["web"]["history"].items()}
    assert kept == pytest.approx(engine)
    assert {y: sum(v.values()) for y, v in history(place).items()} == pytest.approx(engine)


def test_the_same_pins_are_computed_once(account, place):
    assert compute_account(place).pk == account.pk
    assert account.content_hash == compute_account(place).content_hash


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_page_shows_totals_in_every_language(account, client, language):
    page = client.get(f"/{language}/X001/regnskap/").content.decode()
    t = web(language)
    for total in account.content["totals"].values():
        assert t.number(total["value"]) in page
    assert t("accounts.never_added") in page
    assert "accounts." not in page.replace("/accounts", "")


def test_few_questions_are_asked(account, client, django_assert_max_num_queries):
    client.get(URL)
    with django_assert_max_num_queries(12):
        assert client.get(URL).status_code == 200


def test_few_questions_are_asked_of_a_member_too(
    account, as_person, people, django_assert_max_num_queries
):
    client = as_person(people.editor)
    client.get(URL)  # the first time it is written down that she has seen it
    with django_assert_max_num_queries(12):
        assert client.get(URL).status_code == 200


def test_without_an_account_it_says_what_to_do_first(place, client, as_person, people):
    assert web("nb")("accounts.none") in client.get(URL).content.decode()
    assert web("nb")("accounts.none_do") in as_person(people.editor).get(URL).content.decode()


def test_an_unknown_boundary_is_the_territorial(account, client):
    assert client.get(URL + "?grense=<x>").context["boundary"] == "territorial"


@pytest.mark.parametrize(
    ("language", "label"),
    [
        ("nb", "truktur og priser fra 2020/2022"),
        ("nn", "truktur og prisar frå 2020/2022"),
        ("en", "tructure and prices of 2020/2022"),
    ],
)
def test_consumption_says_whose_years_structure_it_has(account, client, language, label):
    """On its card, on the combined one, over the split and over the largest sources."""
    page = client.get(f"/{language}/X001/regnskap/?grense=consumption").content.decode()
    assert page.count(label) >= 4
    values = client.get(f"/{language}/X001/regnskap/").context
    assert [bool(label) for *_, label in values["totals"]] == [False, True, True]
    assert len(values["asides"]) == 4


def test_the_largest_parts_say_what_the_whole_source_is(account, client):
    values = client.get("/nb/X001/regnskap/").context
    rows = {(r["name"], r["actor"]): r for r in values["largest"]}
    cars = [s for s in account.content["sources"] if s["source"] == "passenger_cars"]
    assert len(cars) > 1
    shown = next(r for (name, _), r in rows.items() if r["value"] == max(s["value"] for s in cars))
    whole, low, high = (sum(s[k] for s in cars) for k in ("value", "low", "high"))
    assert shown["whole"] == web("nb").within(whole, low, high)
    alone = next(r for r in rows.values() if not r["whole"])
    assert [s["actor"] for s in account.content["sources"] if s["value"] == alone["value"]]
    page = client.get("/nb/X001/regnskap/").content.decode()
    assert f"av {shown['whole']} fra kilden i alt" in page
    assert "De største kildene, delt på hvem som slipper ut" in page


def test_an_account_computed_before_the_years_were_kept_is_labelled_too(account):
    from kortreist_web.accounts.basis import structure_label

    older = {
        **account.content,
        "totals": {
            b: {k: v for k, v in q.items() if k not in ("basis", "label")}
            for b, q in account.content["totals"].items()
        },
    }
    for boundary in ("territorial", "consumption", "combined"):
        said = structure_label(account.content, boundary, "en")
        assert structure_label(older, boundary, "en") == said
        assert ("structure and prices of 2020/2022" in said) == (boundary != "territorial")


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_it_can_be_seen_without_what_the_council_has_no_target_for(account, client, language):
    whole = client.get(f"/{language}/X001/regnskap/").content.decode()
    page = client.get(f"/{language}/X001/regnskap/?uten=kvote").content.decode()
    left = kortreist.account("4005", without={"ets"})
    t = web(language)
    assert t.number(left.totals["territorial"].value) in page
    assert t.number(account.content["totals"]["territorial"]["value"]) not in page
    said = Naming(language).without(("ets",))
    assert t("accounts.left_out", what=said) in page
    assert t("accounts.left_out", what=said) not in whole
    # No figure of it has an address: those are the whole account's.
    assert account.content_hash[:12] + "/totals" not in page


def test_the_narrower_history_is_the_engines(account, place):
    left = kortreist.account("4005", without={"ets", "shipping", "aviation"})
    by_year = narrow_account(place, account, "alt").content["web"]["history"]
    sums = {int(y): sum(v.values()) for y, v in by_year.items()}
    assert sums == pytest.approx(left.history)


def test_what_is_not_offered_shows_the_whole(account, client):
    page = client.get(URL + "?uten=ferjer").content.decode()
    assert web("nb").number(account.content["totals"]["territorial"]["value"]) in page


def test_totals_have_the_digits_they_bear_and_stand_in_full_on_hover(account, client):
    page, t = client.get(URL).content.decode(), web("nb")
    total = account.content["totals"]["territorial"]
    shown = t.within(total["value"], total["low"], total["high"])
    assert shown != t.number(total["value"])
    full = (
        f'<span title="{t.number(total["value"])}" data-value="{total["value"]!r}">{shown}</span>'
    )
    assert full in page
    low, high = t.interval(total["low"], total["high"])
    exact = t("accounts.interval", low=t.number(total["low"]), high=t.number(total["high"]))
    assert f'<span title="{exact}">{t("accounts.interval", low=low, high=high)}</span>' in page
